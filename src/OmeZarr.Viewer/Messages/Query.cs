using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace OmeZarr.Viewer.Messages;

/// <summary>The parameters of a request, checked.</summary>
internal sealed class Query(IQueryCollection values)
{
    private const int MostValues = 256;
    private const int LongestValue = 2048;

    /// <summary>A text; empty if the parameter is missing.</summary>
    internal string Text(string name) => Optional(name) ?? string.Empty;

    /// <summary>A text; null if the parameter is missing or empty.</summary>
    /// <exception cref="HttpErrorException">It is given twice, or too long.</exception>
    internal string? Optional(string name) => values[name] switch
    {
        [] or [null or ""] => null,
        [{ Length: <= LongestValue } text] => text,
        [_] => throw HttpErrorException.WrongParameter($"{name} is too long"),
        _ => throw HttpErrorException.WrongParameter($"{name} is given more than once"),
    };

    /// <summary>All values of a parameter.</summary>
    /// <exception cref="HttpErrorException">There are too many, or one is too long.</exception>
    internal IReadOnlyList<string> All(string name)
    {
        var all = values[name];
        return all.Count > MostValues ? throw HttpErrorException.WrongParameter($"{name} is given more than {MostValues} times")
            : all.Any(value => value is { Length: > LongestValue }) ? throw HttpErrorException.WrongParameter($"{name} is too long")
            : [.. all.OfType<string>()];
    }

    /// <summary>A whole number that is not negative; null if the parameter is missing.</summary>
    internal long? Integer(string name, long most = long.MaxValue) => Optional(name) is not { } text ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most ? number
        : throw HttpErrorException.WrongParameter($"{name}: give a whole number from 0{(most == long.MaxValue ? string.Empty : $" to {most}")}");

    /// <summary>A whole number that must be there.</summary>
    internal long RequiredInteger(string name, long most = long.MaxValue) => Integer(name, most) ?? throw HttpErrorException.WrongParameter($"{name} is missing");

    /// <summary>A number in a range; null if the parameter is missing.</summary>
    internal double? Number(string name, double least, double most) => Optional(name) is not { } text ? null
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number
        : throw HttpErrorException.WrongParameter(string.Create(CultureInfo.InvariantCulture, $"{name}: give a number from {least} to {most}"));
}
