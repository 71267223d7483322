using System.Text.Json.Nodes;
using OmeZarr.Json;
using OmeZarr.V05;

namespace OmeZarr.V04;

/// <summary>
/// Metadata of an image group: the top level of its <c>.zattrs</c> (OME-Zarr 0.4). Immutable and compared by value.
/// An image need not be valid: <c>image.Validate()</c> reports its problems.
/// </summary>
/// <remarks>
/// What the specifications 0.4 and 0.5 describe in the same words – axes, transformations, datasets, the block <c>omero</c>, the parts of
/// plates and labels – are the records of <see cref="OmeZarr.V05"/>. The only other kind of image is the <see cref="LabelImage"/>.
/// </remarks>
public record Image : OmeMetadata, IJsonObject<Image>
{
    /// <summary>The version of the specification that this namespace holds.</summary>
    public const string SupportedVersion = "0.4";

    /// <summary>Where the metadata are among the attributes of a group: they are the attributes.</summary>
    internal const string Root = "";

    /// <inheritdoc/>
    public override OmeDocumentKind Kind => OmeDocumentKind.Image;

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

    /// <summary>Reads the content of <c>.zattrs</c>. It may break rules, which <see cref="Validation.Validate"/> reports.</summary>
    /// <exception cref="OmeZarrException">
    /// A required member is missing, or a member has the wrong JSON type. <see cref="OmeDocument"/> reads such metadata, too.
    /// </exception>
    public static Image Parse(JsonObject zattrs) => Parse<Image>(zattrs, "image", Root);

    static Image IJsonObject<Image>.Read(ObjectReader json) => new()
    {
        Multiscales = json.Required("multiscales", JsonCursor.Objects<Multiscale>),
        Omero = json.Optional("omero", JsonCursor.Object<Omero>),
    };

    internal override void Write(ObjectWriter json) => json.Objects("multiscales", Multiscales).Object("omero", Omero);
}
