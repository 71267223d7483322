using System.Numerics;

namespace Zarr;

/// <summary>Numbers and lists in sentences. <c>OmeZarr</c> and the command line compile this file, too.</summary>
internal static class Counted
{
    /// <summary>A number and a noun: <c>1 well</c>, <c>2 wells</c>.</summary>
    internal static string Of<T>(T number, string noun)
        where T : INumberBase<T> => $"{number} {Noun(number, noun)}";

    /// <summary>The noun in the form for a number: <c>well</c>, <c>wells</c>.</summary>
    internal static string Noun<T>(T number, string noun)
        where T : INumberBase<T> => number == T.One ? noun : noun + "s";

    /// <summary>The first of several names, then an ellipsis or the number of the others.</summary>
    /// <param name="names">The names.</param>
    /// <param name="most">The number of names that are written.</param>
    /// <param name="separator">The text between names.</param>
    /// <param name="more">The text after the names if some are left out; <c>#</c> stands for their number.</param>
    internal static string List(IReadOnlyCollection<string> names, int most, string separator = ", ", string more = "…")
    {
        var rest = names.Count > most ? [more.Replace("#", $"{names.Count - most}", StringComparison.Ordinal)] : Array.Empty<string>();
        return string.Join(separator, names.Take(most).Concat(rest));
    }
}
