using System.Text.Json.Nodes;
using OmeZarr.V04.Mapping;
using OmeZarr.V05;
using OmeZarr.V05.Mapping;

namespace OmeZarr.V04;

/// <summary>
/// Metadata of an image group: the top level of its <c>.zattrs</c> (OME-Zarr 0.4). Immutable and compared by value.
/// An image need not be valid: <c>image.Validate()</c> reports its problems.
/// </summary>
/// <remarks>
/// What the specifications 0.4 and 0.5 describe in the same words – axes, transformations, datasets, the block <c>omero</c>, the parts of
/// plates and labels – are the records of <see cref="OmeZarr.V05"/>. The only other kind of image is the <see cref="LabelImage"/>.
/// </remarks>
public record Image
{
    /// <summary>The version of the specification that this namespace holds.</summary>
    public const string SupportedVersion = "0.4";

    /// <summary>The image at its resolutions. Usually one entry; readers take the first unless they choose by name.</summary>
    public required ValueList<Multiscale> Multiscales { get; init; }

    /// <summary>How the channels are shown, if stated.</summary>
    public Omero? Omero { get; init; }

    /// <summary>Members that this version of the specification does not define. Writing keeps them unchanged.</summary>
    public JsonMembers ExtraMembers { get; init; } = JsonMembers.None;

    /// <summary>An image with one multiscale made of everyday terms; see <see cref="Multiscale.FromDimensions"/>.</summary>
    /// <param name="dimensions">The axes, in the order of the arrays' dimensions.</param>
    /// <param name="name">Name of the image.</param>
    /// <param name="levels">Number of levels, at least 1.</param>
    /// <param name="downsampling">Averaging adds the half pixel translations to the smaller levels.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are less than one level.</exception>
    public static Image FromDimensions(
        IReadOnlyList<Dimension> dimensions, string? name = null, int levels = 1, Downsampling downsampling = Downsampling.Striding) =>
        new() { Multiscales = [Multiscale.FromDimensions(dimensions, name, levels, downsampling)] };

    /// <summary>Reads the content of <c>.zattrs</c>. Accepts content that only breaks rules; <c>Validate</c> reports it.</summary>
    /// <exception cref="OmeZarrException">A required member is missing, or a member has the wrong JSON type.</exception>
    public static Image Parse(JsonObject zattrs) => ParseLenient(zattrs).ValueOrThrow("The image metadata cannot be read");

    /// <summary>
    /// Reads the content of <c>.zattrs</c> as far as possible and reports problems of its structure. Never throws because of the content.
    /// </summary>
    public static Parsed<Image> ParseLenient(JsonObject zattrs) => Documents.Parse(zattrs, Mapping.ImageJson.Read, Root.Location);

    /// <summary>
    /// The content of <c>.zattrs</c>, members in the order of the specification, absent ones left out. A new tree each time.
    /// </summary>
    public virtual JsonObject ToJson() => JsonText.Tree(json => Mapping.ImageJson.Write(json, this));

    /// <summary>The same as text; letters outside ASCII, such as µ, stand for themselves.</summary>
    /// <param name="indented">Whether to break and indent lines.</param>
    public virtual string ToJsonText(bool indented = false) => JsonText.Write(indented, json => Mapping.ImageJson.Write(json, this));
}
