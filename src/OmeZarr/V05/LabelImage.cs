using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using OmeZarr.V05.Mapping;

namespace OmeZarr.V05;

/// <summary>
/// Metadata of a label image: an image whose pixels are numbers of objects, below the group <c>labels</c> of the image that it describes
/// (section "labels").
/// </summary>
public sealed record LabelImage : Image
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

    /// <summary>Properties and colours of the labels; may be empty.</summary>
    public required ImageLabel ImageLabel { get; init; }

    /// <summary>
    /// Reads the content of <c>attributes.ome</c>. Accepts content that only breaks rules; <c>Validate</c> reports it.
    /// </summary>
    /// <exception cref="OmeZarrException">
    /// A required member is missing, a member has the wrong JSON type, or the version is another one.
    /// </exception>
    public static new LabelImage Parse(JsonObject ome) => ParseLenient(ome).ValueOrThrow("The label image metadata cannot be read");

    /// <summary>
    /// Reads the content of <c>attributes.ome</c> as far as possible and reports problems of its structure. Never throws because of the
    /// content.
    /// </summary>
    public static new Parsed<LabelImage> ParseLenient(JsonObject ome) => Documents.Parse(ome, LabelImageJson.Read);

    /// <summary>
    /// The content of <c>attributes.ome</c>, members in the order of the specification, absent ones left out. A new tree each time.
    /// </summary>
    public override JsonObject ToJson() => JsonText.Tree(json => LabelImageJson.Write(json, this));

    /// <summary>The same as text; letters outside ASCII, such as µ, stand for themselves.</summary>
    /// <param name="indented">Whether to break and indent lines.</param>
    public override string ToJsonText(bool indented = false) => JsonText.Write(indented, json => LabelImageJson.Write(json, this));
}
