using System.Text.Json.Nodes;
using OmeZarr.Json;

namespace OmeZarr.V05;

/// <summary>The object <c>image-label</c>: properties and colours of the values of a label image.</summary>
public sealed record ImageLabel : OmeMetadata, IJsonObject<ImageLabel>
{
    /// <summary>Name of the object in a label image.</summary>
    internal const string Member = "image-label";

    /// <summary>Location of the object in a document.</summary>
    internal const string Root = $"{V05.Image.Root}.{Member}";

    /// <inheritdoc/>
    public override OmeDocumentKind Kind => OmeDocumentKind.LabelImage;

    /// <summary>Colours, at most one for each label. Recommended; not empty if given.</summary>
    public ValueList<LabelColor>? Colors { get; init; }

    /// <summary>Anything about the labels, at most one entry for each; not empty if given.</summary>
    public ValueList<LabelProperty>? Properties { get; init; }

    /// <summary>The image that the labels describe, if it is not two groups above.</summary>
    public LabelSource? Source { get; init; }

    /// <summary>Version, a remnant of 0.4.</summary>
    public string? Version { get; init; }

    /// <summary>Reads an object <c>image-label</c> alone, without the image around it. It may break rules, which <see cref="Validation.Validate"/> reports.</summary>
    /// <exception cref="OmeZarrException">A required member is missing, or a member has the wrong JSON type.</exception>
    public static ImageLabel Parse(JsonObject imageLabel) => Parse<ImageLabel>(imageLabel, Member, Root);

    static ImageLabel IJsonObject<ImageLabel>.Read(ObjectReader json) => new()
    {
        Colors = json.Optional("colors", JsonCursor.Objects<LabelColor>),
        Properties = json.Optional("properties", JsonCursor.Objects<LabelProperty>),
        Source = json.Optional("source", JsonCursor.Object<LabelSource>),
        Version = json.Optional("version", JsonCursor.String),
    };

    internal override void Write(ObjectWriter json) => json
        .Objects("colors", Colors)
        .Objects("properties", Properties)
        .Object("source", Source)
        .String("version", Version);
}

/// <summary>The colour of one label.</summary>
public sealed record LabelColor : OmeObject, IJsonObject<LabelColor>
{
    /// <summary>The colour of the pixels that hold <paramref name="labelValue"/>.</summary>
    /// <param name="labelValue">The value of the pixels.</param>
    /// <param name="rgba">Nothing, or red, green, blue and opacity, each from 0 to 255.</param>
    public LabelColor(long labelValue, params ValueList<int> rgba) => (LabelValue, Rgba) = (labelValue, rgba.Count == 0 ? null : rgba);

    /// <summary>The value of the pixels.</summary>
    public long LabelValue { get; init; }

    /// <summary>Red, green, blue and opacity, each from 0 to 255, if stated.</summary>
    public ValueList<int>? Rgba { get; init; }

    static LabelColor IJsonObject<LabelColor>.Read(ObjectReader json) =>
        new(json.Required("label-value", JsonCursor.Integer)) { Rgba = json.Optional("rgba", JsonCursor.Integers) };

    internal override void Write(ObjectWriter json) => json.Integer("label-value", LabelValue).Integers("rgba", Rgba);
}

/// <summary>Anything that is known about one label, such as its class or its area: the <see cref="OmeObject.ExtraMembers"/>.</summary>
public sealed record LabelProperty : OmeObject, IJsonObject<LabelProperty>
{
    /// <summary>What is known about the object of <paramref name="labelValue"/>.</summary>
    /// <param name="labelValue">The value of the pixels.</param>
    /// <param name="properties">Any names and values.</param>
    public LabelProperty(long labelValue, JsonMembers? properties = null) =>
        (LabelValue, ExtraMembers) = (labelValue, properties ?? JsonMembers.None);

    /// <summary>The value of the pixels.</summary>
    public long LabelValue { get; init; }

    static LabelProperty IJsonObject<LabelProperty>.Read(ObjectReader json) => new(json.Required("label-value", JsonCursor.Integer));

    internal override void Write(ObjectWriter json) => json.Integer("label-value", LabelValue);
}

/// <summary>Where the described image is.</summary>
public sealed record LabelSource : OmeObject, IJsonObject<LabelSource>
{
    /// <summary>Path of its group relative to the label image; <c>../../</c> if not given.</summary>
    public string? Image { get; init; }

    static LabelSource IJsonObject<LabelSource>.Read(ObjectReader json) => new() { Image = json.Optional("image", JsonCursor.String) };

    internal override void Write(ObjectWriter json) => json.String("image", Image);
}
