using System.Text.Json.Nodes;
using OmeZarr.V05;
using OmeZarr.V05.Mapping;

namespace OmeZarr.V04;

/// <summary>The object <c>image-label</c>: properties and colours of the values of a label image.</summary>
public sealed record ImageLabel
{
    /// <summary>Colours, at most one for each label. Recommended; not empty if given.</summary>
    public ValueList<LabelColor>? Colors { get; init; }

    /// <summary>Anything about the labels, at most one entry for each; not empty if given.</summary>
    public ValueList<LabelProperty>? Properties { get; init; }

    /// <summary>The image that the labels describe, if it is not two groups above.</summary>
    public LabelSource? Source { get; init; }

    /// <summary>Version of the specification: <c>0.4</c>. Recommended; a document that was read may lack it.</summary>
    public string? Version { get; init; } = Image.SupportedVersion;

    /// <summary>Members that this version of the specification does not define. Writing keeps them unchanged.</summary>
    public JsonMembers ExtraMembers { get; init; } = JsonMembers.None;

    /// <summary>
    /// Reads an object <c>image-label</c> alone, without the image around it, as far as possible; says what is wrong with its
    /// structure.
    /// </summary>
    public static Parsed<ImageLabel> ParseLenient(JsonObject imageLabel) =>
        Documents.Parse(imageLabel, Mapping.ImageLabelJson.Read, V05.Mapping.ImageLabelJson.Name);
}
