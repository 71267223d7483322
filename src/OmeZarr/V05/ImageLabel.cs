using System.Text.Json.Nodes;
using OmeZarr.V05.Mapping;

namespace OmeZarr.V05;

/// <summary>The object <c>image-label</c>: properties and colours of the values of a label image.</summary>
public sealed record ImageLabel
{
    /// <summary>Colours, at most one for each label. Recommended; not empty if given.</summary>
    public ValueList<LabelColor>? Colors { get; init; }

    /// <summary>Anything about the labels, at most one entry for each; not empty if given.</summary>
    public ValueList<LabelProperty>? Properties { get; init; }

    /// <summary>The image that the labels describe, if it is not two groups above.</summary>
    public LabelSource? Source { get; init; }

    /// <summary>Version, a remnant of 0.4.</summary>
    public string? Version { get; init; }

    /// <summary>Members that this version of the specification does not define. Writing keeps them unchanged.</summary>
    public JsonMembers ExtraMembers { get; init; } = JsonMembers.None;

    /// <summary>
    /// Reads an object <c>image-label</c> alone, without the image around it, as far as possible; says what is wrong with its
    /// structure.
    /// </summary>
    public static Parsed<ImageLabel> ParseLenient(JsonObject imageLabel) =>
        Documents.Parse(imageLabel, ImageLabelJson.Read, ImageLabelJson.Root);
}

/// <summary>The colour of one label.</summary>
public sealed record LabelColor
{
    /// <summary>The colour of the pixels that hold <paramref name="labelValue"/>.</summary>
    /// <param name="labelValue">The value of the pixels.</param>
    /// <param name="rgba">Nothing, or red, green, blue and opacity, each from 0 to 255.</param>
    public LabelColor(long labelValue, params ValueList<int> rgba) => (LabelValue, Rgba) = (labelValue, rgba.Count == 0 ? null : rgba);

    /// <summary>The value of the pixels.</summary>
    public long LabelValue { get; init; }

    /// <summary>Red, green, blue and opacity, each from 0 to 255, if stated.</summary>
    public ValueList<int>? Rgba { get; init; }

    /// <summary>Members that this version of the specification does not define. Writing keeps them unchanged.</summary>
    public JsonMembers ExtraMembers { get; init; } = JsonMembers.None;
}

/// <summary>Anything that is known about one label, such as its class or its area.</summary>
public sealed record LabelProperty
{
    /// <summary>What is known about the object of <paramref name="labelValue"/>.</summary>
    /// <param name="labelValue">The value of the pixels.</param>
    /// <param name="properties">Names and values of one's own.</param>
    public LabelProperty(long labelValue, JsonMembers? properties = null) =>
        (LabelValue, ExtraMembers) = (labelValue, properties ?? JsonMembers.None);

    /// <summary>The value of the pixels.</summary>
    public long LabelValue { get; init; }

    /// <summary>The properties: all members beside the value.</summary>
    public JsonMembers ExtraMembers { get; init; }
}

/// <summary>Where the described image is.</summary>
public sealed record LabelSource
{
    /// <summary>Path of its group relative to the label image; <c>../../</c> if not given.</summary>
    public string? Image { get; init; }

    /// <summary>Members that this version of the specification does not define. Writing keeps them unchanged.</summary>
    public JsonMembers ExtraMembers { get; init; } = JsonMembers.None;
}
