using System.Text.Json.Nodes;
using OmeZarr.V05.Mapping;

namespace OmeZarr.V05;

/// <summary>
/// Metadata of an image group: what stands under <c>attributes.ome</c> of its <c>zarr.json</c> (OME-Zarr 0.5). Immutable and compared by value.
/// An image need not be valid: <c>image.Validate()</c> reports its problems.
/// </summary>
/// <remarks>The only other kind of image is the <see cref="LabelImage"/>; an image is never equal to a label image.</remarks>
public record Image
{
    /// <summary>The version of the specification that this namespace holds.</summary>
    public const string SupportedVersion = "0.5";

    /// <summary>Version of the specification that the image follows: <c>0.5</c>.</summary>
    public string Version { get; init; } = SupportedVersion;

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

    /// <summary>
    /// Reads the content of <c>attributes.ome</c>. Accepts content that only breaks rules; <c>Validate</c> reports it.
    /// </summary>
    /// <exception cref="OmeZarrException">
    /// A required member is missing, a member has the wrong JSON type, or the version is another one.
    /// </exception>
    public static Image Parse(JsonObject ome) => ParseLenient(ome).ValueOrThrow("The image metadata cannot be read");

    /// <summary>
    /// Reads the content of <c>attributes.ome</c> as far as possible and reports problems of its structure. Never throws because of the
    /// content.
    /// </summary>
    public static Parsed<Image> ParseLenient(JsonObject ome) => Documents.Parse(ome, ImageJson.Read);

    /// <summary>
    /// The image as the content of <c>attributes.ome</c>, members in the order of the specification, absent ones left out. A new
    /// tree each time. Scales, translations and windows read back bit for bit.
    /// </summary>
    /// <exception cref="InvalidOperationException">A number is infinite or not a number, which JSON cannot hold.</exception>
    public virtual JsonObject ToJson() => JsonText.Tree(json => ImageJson.Write(json, this));

    /// <summary>The same as text; letters outside ASCII, such as µ, stand for themselves.</summary>
    /// <param name="indented">Whether to break and indent lines.</param>
    /// <exception cref="InvalidOperationException">A number is infinite or not a number, which JSON cannot hold.</exception>
    public virtual string ToJsonText(bool indented = false) => JsonText.Write(indented, json => ImageJson.Write(json, this));
}
