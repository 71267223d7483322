namespace OmeZarr.V05;

/// <summary>How one channel is shown.</summary>
public sealed record OmeroChannel
{
    /// <summary>Range of values. Documents should have it; not all do.</summary>
    public OmeroWindow? Window { get; init; }

    /// <summary>Name of the channel.</summary>
    public string? Label { get; init; }

    /// <summary>Shape of the curve from values to brightness: <c>linear</c>, or OMERO's other families.</summary>
    public string? Family { get; init; }

    /// <summary>
    /// Colour as six hexadecimal digits, red, green, blue: <c>00FF00</c>. Documents should have it; not all do. A leading <c>#</c> is
    /// dropped and the short form <c>0F0</c> is spelled out; anything else stays as it is, for the rules to find.
    /// </summary>
    public string? Color { get; init => field = Normalise(value); }

    /// <summary>Whether the channel is shown at first.</summary>
    public bool? Active { get; init; }

    /// <summary>Whether bright and dark are exchanged.</summary>
    public bool? Inverted { get; init; }

    /// <summary>Parameter of the <see cref="Family"/>.</summary>
    public double? Coefficient { get; init; }

    /// <summary>Members that this version of the specification does not define. Writing keeps them unchanged.</summary>
    public JsonMembers ExtraMembers { get; init; } = JsonMembers.None;

    /// <summary>A channel with every member filled in: active, linear, not inverted.</summary>
    /// <param name="label">Name of the channel.</param>
    /// <param name="color">Colour as six hexadecimal digits.</param>
    /// <param name="window">Range of values.</param>
    public static OmeroChannel Default(string label, string color, OmeroWindow window) => new()
    {
        Window = window,
        Label = label,
        Family = "linear",
        Color = color,
        Active = true,
        Inverted = false,
        Coefficient = 1,
    };

    private static string? Normalise(string? color)
    {
        var digits = color?.TrimStart('#');
        return digits is [var r, var g, var b] && digits.All(char.IsAsciiHexDigit) ? string.Concat([r, r, g, g, b, b]) : digits;
    }
}

/// <summary>Which values of a channel are shown, and which there can be.</summary>
public sealed record OmeroWindow
{
    /// <summary>The value shown black; it may lie below <see cref="Min"/>.</summary>
    public required double Start { get; init; }

    /// <summary>The smallest value that there can be.</summary>
    public required double Min { get; init; }

    /// <summary>The value shown brightest; it may lie above <see cref="Max"/>.</summary>
    public required double End { get; init; }

    /// <summary>The largest value that there can be.</summary>
    public required double Max { get; init; }

    /// <summary>Members that this version of the specification does not define. Writing keeps them unchanged.</summary>
    public JsonMembers ExtraMembers { get; init; } = JsonMembers.None;
}
