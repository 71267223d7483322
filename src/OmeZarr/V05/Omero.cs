using OmeZarr.Json;

namespace OmeZarr.V05;

/// <summary>How the channels of an image are shown (section "omero", transitional). Viewers such as vizarr expect it.</summary>
public sealed record Omero : OmeObject, IJsonObject<Omero>
{
    private static readonly ValueList<string> ColorCycle = ["0000FF", "00FF00", "FF0000", "FF00FF", "00FFFF", "FFFF00", "FFFFFF"];

    /// <summary>The channels, as many as the channel axis is long.</summary>
    public required ValueList<OmeroChannel> Channels { get; init; }

    /// <summary>Identifier of the image in OMERO.</summary>
    public long? Id { get; init; }

    /// <summary>Name of the image in OMERO.</summary>
    public string? Name { get; init; }

    /// <summary>Version of the rendering settings; any text.</summary>
    public string? Version { get; init; }

    /// <summary>What is shown first.</summary>
    public OmeroRenderingDefs? Rdefs { get; init; }

    /// <summary>
    /// A complete block that all known viewers accept. A single channel is white on black and rendered in greyscale. Several are
    /// blue, green, red, magenta, cyan, yellow, white, and so on from the start; that suits DAPI, GFP, RFP in the usual order.
    /// </summary>
    /// <param name="labels">Names of the channels, in the order of the channel axis.</param>
    /// <param name="windows">Value ranges of the channels, as many as labels.</param>
    /// <exception cref="ArgumentException">There are not as many windows as labels.</exception>
    public static Omero FromChannels(IReadOnlyList<string> labels, IReadOnlyList<OmeroWindow> windows)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(windows);
        if (labels.Count != windows.Count)
        {
            throw new ArgumentException($"windows ({windows.Count}) and channels ({labels.Count}) differ in number; give a window for each channel", nameof(windows));
        }

        var single = labels.Count == 1;
        return new Omero
        {
            Channels = [.. labels.Select((label, i) => OmeroChannel.Default(label, ColorOf(i, labels.Count), windows[i]))],
            Rdefs = new OmeroRenderingDefs { Model = single ? OmeroRenderingDefs.Greyscale : OmeroRenderingDefs.Color, DefaultT = 0, DefaultZ = 0 },
        };
    }

    /// <summary>The default colour of a channel.</summary>
    internal static string ColorOf(int channel, int count) => count == 1 ? "FFFFFF" : ColorCycle[channel % ColorCycle.Count];

    static Omero IJsonObject<Omero>.Read(ObjectReader json) => new()
    {
        Channels = json.Required("channels", JsonCursor.ObjectsInPlace(_ => new OmeroChannel())),
        Id = json.Optional("id", JsonCursor.Integer),
        Name = json.Optional("name", JsonCursor.String),
        Version = json.Optional("version", JsonCursor.String),
        Rdefs = json.Optional("rdefs", JsonCursor.Object<OmeroRenderingDefs>),
    };

    internal override void Write(ObjectWriter json) => json
        .Objects("channels", Channels)
        .Integer("id", Id)
        .String("name", Name)
        .String("version", Version)
        .Object("rdefs", Rdefs);
}

/// <summary>What a viewer shows first.</summary>
public sealed record OmeroRenderingDefs : OmeObject, IJsonObject<OmeroRenderingDefs>
{
    /// <summary>The <see cref="Model"/> that mixes the channels in their colours.</summary>
    public const string Color = "color";

    /// <summary>The <see cref="Model"/> that shows one channel in grey.</summary>
    public const string Greyscale = "greyscale";

    /// <summary><see cref="Color"/> or <see cref="Greyscale"/>.</summary>
    public string? Model { get; init; }

    /// <summary>Index of the time point shown first, counted from 0.</summary>
    public long? DefaultT { get; init; }

    /// <summary>Index of the plane shown first, counted from 0.</summary>
    public long? DefaultZ { get; init; }

    /// <summary>How a stack is projected, in OMERO's words.</summary>
    public string? Projection { get; init; }

    static OmeroRenderingDefs IJsonObject<OmeroRenderingDefs>.Read(ObjectReader json) => new()
    {
        Model = json.Optional("model", JsonCursor.String),
        DefaultT = json.Optional("defaultT", JsonCursor.Integer),
        DefaultZ = json.Optional("defaultZ", JsonCursor.Integer),
        Projection = json.Optional("projection", JsonCursor.String),
    };

    internal override void Write(ObjectWriter json) => json
        .String("model", Model)
        .Integer("defaultT", DefaultT)
        .Integer("defaultZ", DefaultZ)
        .String("projection", Projection);
}
