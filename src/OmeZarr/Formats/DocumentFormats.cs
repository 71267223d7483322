using System.Text.Json;
using OmeZarr.Json;
using OmeZarr.V05.Mapping;

namespace OmeZarr.Formats;

/// <summary>Lists the kinds of documents in both versions, and the member that identifies each kind.</summary>
internal static class DocumentFormats
{
    private const string Label = ImageLabelJson.Name;
    private const string Multiscales = "multiscales";

    /// <summary>The member that identifies each kind. The first member that is present decides, because a label image is also an image.</summary>
    public static IReadOnlyList<(string Member, OmeDocumentKind Kind)> Discriminators { get; } =
    [
        (Label, OmeDocumentKind.LabelImage), (Multiscales, OmeDocumentKind.Image), (PlateJson.Definition, OmeDocumentKind.Plate),
        (Bioformats2RawRootJson.Layout, OmeDocumentKind.Bioformats2Raw), (WellJson.Definition, OmeDocumentKind.Well),
        ("labels", OmeDocumentKind.LabelsGroup), ("series", OmeDocumentKind.Series),
    ];

    /// <summary>Formats of label images without multiscales.</summary>
    public static IReadOnlyList<DocumentFormat> LabelsOnly { get; } =
    [
        New(OmeDocumentKind.LabelImage, ImageLabelJson.Root, V05.Mapping.ImageLabelJson.Read, V05.Mapping.ImageLabelJson.Write, Validation.Validate),
        Old(OmeDocumentKind.LabelImage, Label, V04.Mapping.ImageLabelJson.Read, V04.Mapping.ImageLabelJson.Write, Validation.Validate),
    ];

    public static IReadOnlyList<DocumentFormat> All { get; } =
    [
        New(OmeDocumentKind.LabelImage, Documents.Root, V05.Mapping.LabelImageJson.Read, V05.Mapping.LabelImageJson.Write, Validation.Validate),
        New(OmeDocumentKind.Image, Documents.Root, V05.Mapping.ImageJson.Read, V05.Mapping.ImageJson.Write, Validation.Validate),
        New(OmeDocumentKind.Plate, Documents.Root, V05.Mapping.PlateJson.Read, V05.Mapping.PlateJson.Write, Validation.Validate),
        New(OmeDocumentKind.Bioformats2Raw, Documents.Root, V05.Mapping.Bioformats2RawRootJson.Read, V05.Mapping.Bioformats2RawRootJson.Write, Validation.Validate),
        New(OmeDocumentKind.Well, Documents.Root, V05.Mapping.WellJson.Read, V05.Mapping.WellJson.Write, Validation.Validate),
        New(OmeDocumentKind.LabelsGroup, Documents.Root, V05.Mapping.LabelsGroupJson.Read, V05.Mapping.LabelsGroupJson.Write, Validation.Validate),
        New(OmeDocumentKind.Series, Documents.Root, V05.Mapping.SeriesJson.Read, V05.Mapping.SeriesJson.Write, Validation.Validate),
        Old(OmeDocumentKind.LabelImage, string.Empty, V04.Mapping.LabelImageJson.Read, V04.Mapping.LabelImageJson.Write, Validation.Validate),
        Old(OmeDocumentKind.Image, string.Empty, V04.Mapping.ImageJson.Read, V04.Mapping.ImageJson.Write, Validation.Validate),
        Old(OmeDocumentKind.Plate, string.Empty, V04.Mapping.PlateJson.Read, V04.Mapping.PlateJson.Write, Validation.Validate),
        Old(OmeDocumentKind.Bioformats2Raw, string.Empty, V04.Mapping.Bioformats2RawRootJson.Read, V04.Mapping.Bioformats2RawRootJson.Write, Validation.Validate),
        Old(OmeDocumentKind.Well, string.Empty, V04.Mapping.WellJson.Read, V04.Mapping.WellJson.Write, Validation.Validate),
        Old(OmeDocumentKind.LabelsGroup, string.Empty, V04.Mapping.LabelsGroupJson.Read, V04.Mapping.LabelsGroupJson.Write, Validation.Validate),
        Old(OmeDocumentKind.Series, string.Empty, V04.Mapping.SeriesJson.Read, V04.Mapping.SeriesJson.Write, Validation.Validate),
    ];

    /// <summary>The kind of a metadata object; null if it has no discriminator.</summary>
    public static OmeDocumentKind? KindOf(JsonElement metadata)
    {
        foreach (var (member, kind) in Discriminators)
        {
            if (metadata.TryGetProperty(member, out _))
            {
                return kind;
            }
        }

        return null;
    }

    /// <summary>Whether metadata are a label image without multiscales.</summary>
    public static bool IsLabelOnly(JsonElement metadata) =>
        metadata.TryGetProperty(Label, out _) && !metadata.TryGetProperty(Multiscales, out _);

    /// <summary>
    /// The version of metadata outside <c>ome</c>. Metadata of 0.5 have their version at the top; metadata of 0.4 have it in an inner object, or not
    /// at all. Earlier versions are read as 0.4, whose rules report them.
    /// </summary>
    public static string VersionOf(JsonElement metadata)
    {
        var isNew = metadata.TryGetProperty("version", out _)
            ? Text(metadata, "version") is not (V04.Image.SupportedVersion or "0.3" or "0.2" or "0.1")
            : InnerVersions(metadata).Contains(V05.Image.SupportedVersion);
        return isNew ? V05.Image.SupportedVersion : V04.Image.SupportedVersion;
    }

    private static IEnumerable<string?> InnerVersions(JsonElement metadata)
    {
        foreach (var name in new[] { Label, PlateJson.Definition, WellJson.Definition })
        {
            yield return metadata.TryGetProperty(name, out var part) ? Text(part, "version") : null;
        }

        if (metadata.TryGetProperty(Multiscales, out var multiscales) && multiscales.ValueKind == JsonValueKind.Array)
        {
            foreach (var multiscale in multiscales.EnumerateArray())
            {
                yield return Text(multiscale, "version");
            }
        }
    }

    private static string? Text(JsonElement json, string member) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static DocumentFormat New<T>(
        OmeDocumentKind kind, string root, Func<JsonCursor, T?> read, Action<Utf8JsonWriter, T> write, Func<T, bool, IReadOnlyList<Finding>> validate)
        where T : class => DocumentFormat.Of((kind, V05.Image.SupportedVersion, root), read, write, validate);

    private static DocumentFormat Old<T>(
        OmeDocumentKind kind, string root, Func<JsonCursor, T?> read, Action<Utf8JsonWriter, T> write, Func<T, bool, IReadOnlyList<Finding>> validate)
        where T : class => DocumentFormat.Of((kind, V04.Image.SupportedVersion, root), read, write, validate);
}
