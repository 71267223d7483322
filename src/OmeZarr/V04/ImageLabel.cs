using System.Text.Json.Nodes;
using OmeZarr.Json;
using OmeZarr.V05;

namespace OmeZarr.V04;

/// <summary>The object <c>image-label</c>: properties and colours of the values of a label image.</summary>
public sealed record ImageLabel : OmeMetadata, IJsonObject<ImageLabel>
{
    /// <summary>Name of the object in a label image, and its location in a document.</summary>
    internal const string Member = V05.ImageLabel.Member;

    /// <inheritdoc/>
    public override OmeDocumentKind Kind => OmeDocumentKind.LabelImage;

    /// <summary>Colours, at most one for each label. Recommended; not empty if given.</summary>
    public ValueList<LabelColor>? Colors { get; init; }

    /// <summary>Anything about the labels, at most one entry for each; not empty if given.</summary>
    public ValueList<LabelProperty>? Properties { get; init; }

    /// <summary>The image that the labels describe, if it is not two groups above.</summary>
    public LabelSource? Source { get; init; }

    /// <summary>Version of the specification: <c>0.4</c>. Recommended; a document that was read may lack it.</summary>
    public string? Version { get; init; } = Image.SupportedVersion;

    /// <inheritdoc cref="V05.ImageLabel.Parse(JsonObject)"/>
    public static ImageLabel Parse(JsonObject imageLabel) => Parse<ImageLabel>(imageLabel, Member, Member);

    static ImageLabel IJsonObject<ImageLabel>.Read(ObjectReader json) => From05(json.As<V05.ImageLabel>());

    internal override void Write(ObjectWriter json) => As05().Write(json);

    /// <summary>The same in 0.5, which has the same members.</summary>
    internal V05.ImageLabel As05() => new()
    {
        Colors = Colors,
        Properties = Properties,
        Source = Source,
        Version = Version,
        ExtraMembers = ExtraMembers,
    };

    internal static ImageLabel From05(V05.ImageLabel v05) => new()
    {
        Colors = v05.Colors,
        Properties = v05.Properties,
        Source = v05.Source,
        Version = v05.Version,
        ExtraMembers = v05.ExtraMembers,
    };
}
