using System.Globalization;

namespace OmeZarr;

/// <summary>How a picture shows a channel. What is null is as the metadata say.</summary>
/// <param name="Channel">Index of the channel, counted from 0.</param>
public sealed record ChannelDisplay(int Channel)
{
    /// <summary>The colour of the brightest pixels, as six hexadecimal digits, red, green, blue: <c>00FF00</c>.</summary>
    /// <exception cref="ArgumentException">Not six hexadecimal digits.</exception>
    public string? Color
    {
        get;
        init => field = value is null || (value.Length == 6 && int.TryParse(value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _))
            ? value
            : throw new ArgumentException($"{value} is not a colour; an example is 00FF00", nameof(value));
    }

    /// <summary>The value that is shown black, and the value that is shown in full colour.</summary>
    /// <exception cref="ArgumentException">The values are not finite, or the first is not smaller.</exception>
    public (double Start, double End)? Window
    {
        get;
        init => field = value is not { } window || (double.IsFinite(window.Start) && double.IsFinite(window.End) && window.Start < window.End)
            ? value
            : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"a window begins at a smaller value than it ends; found {window.Start} and {window.End}"), nameof(value));
    }

    /// <summary>Whether bright and dark are exchanged.</summary>
    public bool? IsInverted { get; init; }
}
