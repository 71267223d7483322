using System.Text.Json.Nodes;
using OmeZarr.Json;

namespace OmeZarr.V05;

/// <summary>
/// Metadata of an image group: what stands under <c>attributes.ome</c> of its <c>zarr.json</c> (OME-Zarr 0.5). Immutable and compared by value.
/// An image need not be valid: <c>image.Validate()</c> reports its problems.
/// </summary>
/// <remarks>The only other kind of image is the <see cref="LabelImage"/>; an image is never equal to a label image.</remarks>
public record Image : OmeMetadata, IJsonObject<Image>
{
    /// <summary>The version of the specification that this namespace holds.</summary>
    public const string SupportedVersion = "0.5";

    /// <summary>Where the metadata are among the attributes of a group.</summary>
    internal const string Root = "ome";

    /// <inheritdoc/>
    public override OmeDocumentKind Kind => OmeDocumentKind.Image;

    /// <summary>Version of the specification that the image follows: <c>0.5</c>.</summary>
    public string Version { get; init; } = SupportedVersion;

    /// <summary>The image at its resolutions. Usually one entry; readers take the first unless they choose by name.</summary>
    public required ValueList<Multiscale> Multiscales { get; init; }

    /// <summary>How the channels are shown, if stated.</summary>
    public Omero? Omero { get; init; }

    /// <summary>An image with one multiscale made of everyday terms; see <see cref="Multiscale.FromDimensions"/>.</summary>
    /// <param name="dimensions">The axes, in the order of the arrays' dimensions.</param>
    /// <param name="name">Name of the image.</param>
    /// <param name="levels">Number of levels, at least 1.</param>
    /// <param name="downsampling">How the smaller levels are made. All methods but <see cref="Downsampling.Stride"/> add the half pixel translations to them.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are less than one level.</exception>
    public static Image FromDimensions(
        IReadOnlyList<Dimension> dimensions, string? name = null, int levels = 1, Downsampling downsampling = Downsampling.Stride) =>
        new() { Multiscales = [Multiscale.FromDimensions(dimensions, name, levels, downsampling)] };

    /// <summary>Reads the content of <c>attributes.ome</c>. It may break rules, which <see cref="Validation.Validate"/> reports.</summary>
    /// <exception cref="OmeZarrException">
    /// A required member is missing, a member has the wrong JSON type, or the version is another one. <see cref="OmeDocument"/> reads such metadata, too.
    /// </exception>
    public static Image Parse(JsonObject ome) => Parse<Image>(ome, "image", Image.Root);

    static Image IJsonObject<Image>.Read(ObjectReader json) => new()
    {
        Version = VersionMember.Read(json),
        Multiscales = json.Required("multiscales", JsonCursor.Objects<Multiscale>),
        Omero = json.Optional("omero", JsonCursor.Object<Omero>),
    };

    internal override void Write(ObjectWriter json) => json.String("version", Version).Objects("multiscales", Multiscales).Object("omero", Omero);
}
