using OmeZarr.Json;

namespace OmeZarr.V05;

/// <summary>How one channel is shown.</summary>
public sealed record OmeroChannel : OmeObject, IJsonObject<OmeroChannel>
{
    /// <summary>Range of values. Documents must have it, and not all do; writers add the range of the data type (0 to 1 for floating-point numbers) where it is missing.</summary>
    public OmeroWindow? Window { get; init; }

    /// <summary>Name of the channel.</summary>
    public string? Label { get; init; }

    /// <summary>Shape of the curve from values to brightness: <c>linear</c>, or OMERO's other families.</summary>
    public string? Family { get; init; }

    /// <summary>
    /// Colour as six hexadecimal digits, red, green, blue: <c>00FF00</c>. Documents must have it, and not all do; writers add that of <see cref="Omero.FromChannels"/> where it is missing. A leading <c>#</c> is
    /// dropped and the short form <c>0F0</c> is spelled out; anything else stays as it is, and validation reports it.
    /// </summary>
    public string? Color { get; init => field = Normalise(value); }

    /// <summary>Whether the channel is shown at first.</summary>
    public bool? Active { get; init; }

    /// <summary>Whether bright and dark are exchanged.</summary>
    public bool? Inverted { get; init; }

    /// <summary>Parameter of the <see cref="Family"/>.</summary>
    public double? Coefficient { get; init; }

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

    static OmeroChannel IJsonObject<OmeroChannel>.Read(ObjectReader json) => new()
    {
        Window = json.Optional("window", JsonCursor.Object<OmeroWindow>),
        Label = json.Optional("label", JsonCursor.String),
        Family = json.Optional("family", JsonCursor.String),
        Color = json.Optional("color", ReadColor),
        Active = json.Optional("active", JsonCursor.Boolean),
        Inverted = json.Optional("inverted", JsonCursor.Boolean),
        Coefficient = json.Optional("coefficient", JsonCursor.Float),
    };

    internal override void Write(ObjectWriter json) => json
        .Object("window", Window)
        .String("label", Label)
        .String("family", Family)
        .String("color", Color)
        .Boolean("active", Active)
        .Boolean("inverted", Inverted)
        .Float("coefficient", Coefficient);

    // The model drops a leading #, so only reading can report it.
    private static string? ReadColor(JsonCursor at)
    {
        var color = JsonCursor.String(at);
        if (color?.StartsWith('#') == true)
        {
            at.Report(StructureRules.ColorHash, Severity.Warning, $"the colour is six hexadecimal digits without #; found \"{color}\"");
        }

        return color;
    }

    private static string? Normalise(string? color)
    {
        var digits = color?.TrimStart('#');
        return digits is [var r, var g, var b] && digits.All(char.IsAsciiHexDigit) ? string.Concat([r, r, g, g, b, b]) : digits;
    }
}

/// <summary>Which values of a channel are shown, and which there can be.</summary>
public sealed record OmeroWindow : OmeObject, IJsonObject<OmeroWindow>
{
    /// <summary>The value shown black; it may lie below <see cref="Min"/>.</summary>
    public required double Start { get; init; }

    /// <summary>The smallest value that there can be.</summary>
    public required double Min { get; init; }

    /// <summary>The value shown brightest; it may lie above <see cref="Max"/>.</summary>
    public required double End { get; init; }

    /// <summary>The largest value that there can be.</summary>
    public required double Max { get; init; }

    static OmeroWindow IJsonObject<OmeroWindow>.Read(ObjectReader json) => new()
    {
        Start = json.Required("start", JsonCursor.Float),
        Min = json.Required("min", JsonCursor.Float),
        End = json.Required("end", JsonCursor.Float),
        Max = json.Required("max", JsonCursor.Float),
    };

    internal override void Write(ObjectWriter json) => json.Float("start", Start).Float("min", Min).Float("end", End).Float("max", Max);
}
