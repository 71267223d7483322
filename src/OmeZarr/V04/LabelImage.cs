using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using OmeZarr.Json;
using OmeZarr.V05;

namespace OmeZarr.V04;

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

    /// <inheritdoc cref="Image.Parse(JsonObject)"/>
    public static new LabelImage Parse(JsonObject zattrs) => Parse<LabelImage>(zattrs, "label image", Image.Root);

    static LabelImage IJsonObject<LabelImage>.Read(ObjectReader json) => new()
    {
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
