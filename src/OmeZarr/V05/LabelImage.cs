using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using OmeZarr.Json;

namespace OmeZarr.V05;

/// <summary>
/// Metadata of a label image: an image whose pixels are numbers of objects, below the group <c>labels</c> of the image that it describes
/// (section "labels").
/// </summary>
public sealed record LabelImage : Image, IJsonObject<LabelImage>
{
    /// <summary>A label image of its members.</summary>
    public LabelImage()
    {
    }

    /// <summary>An image that becomes a label image.</summary>
    /// <param name="image">Axes and levels, as many levels as the described image has.</param>
    /// <param name="imageLabel">Properties and colours of the labels; may be empty.</param>
    [SetsRequiredMembers]
    public LabelImage(Image image, ImageLabel imageLabel)
        : base(image ?? throw new ArgumentNullException(nameof(image))) => ImageLabel = imageLabel ?? throw new ArgumentNullException(nameof(imageLabel));

    /// <inheritdoc/>
    public override OmeDocumentKind Kind => OmeDocumentKind.LabelImage;

    /// <summary>Properties and colours of the labels; may be empty.</summary>
    public required ImageLabel ImageLabel { get; init; }

    /// <summary>
    /// Metadata of a mask that covers the pixels of an image: its axes without the channels, with the same scales, translations and number of
    /// levels. The label image belongs two groups below the image, at <c>labels/</c><em>name</em>.
    /// </summary>
    /// <param name="image">The described image. Of several multiscales the first counts.</param>
    /// <param name="name">Name of the label image.</param>
    /// <exception cref="ArgumentException">The image has no multiscale.</exception>
    public static LabelImage For(Image image, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(image);
        return image.Multiscales is [var multiscale, ..]
            ? new() { Multiscales = [multiscale.WithoutChannels() with { Name = name }], ImageLabel = new() { Source = new() { Image = "../../" } } }
            : throw new ArgumentException("the image has no multiscale, so it has no axes for its labels", nameof(image));
    }

    /// <inheritdoc cref="Image.Parse(JsonObject)"/>
    public static new LabelImage Parse(JsonObject ome) => Parse<LabelImage>(ome, "label image", Image.Root);

    static LabelImage IJsonObject<LabelImage>.Read(ObjectReader json) => new()
    {
        Version = VersionMember.Read(json),
        Multiscales = json.Required("multiscales", JsonCursor.Objects<Multiscale>),
        Omero = json.Optional("omero", JsonCursor.Object<Omero>),
        ImageLabel = json.Required(ImageLabel.Member, JsonCursor.Object<ImageLabel>, () => new ImageLabel()),
    };

    internal override void Write(ObjectWriter json)
    {
        base.Write(json);
        json.Object(ImageLabel.Member, ImageLabel);
    }
}
