using System.Text.Json;
using OmeZarr.V05.Mapping;

namespace OmeZarr.Formats;

/// <summary>All kinds of documents in both versions, and how they are told apart.</summary>
internal static class DocumentFormats
{
    private const string Label = ImageLabelJson.Name;
    private const string Multiscales = "multiscales";

    /// <summary>The member that makes an object a document of a kind. The first that is there decides: a label image is also an image.</summary>
    public static IReadOnlyList<(string Member, OmeDocumentKind Kind)> Marks { get; } =
    [
        (Label, OmeDocumentKind.LabelImage), (Multiscales, OmeDocumentKind.Image), (PlateJson.Definition, OmeDocumentKind.Plate),
        (Bf2RawJson.Layout, OmeDocumentKind.Bioformats2Raw), (WellJson.Definition, OmeDocumentKind.Well),
        ("labels", OmeDocumentKind.LabelsGroup), ("series", OmeDocumentKind.Series),
    ];

    /// <summary>What is left of a label image without multiscales.</summary>
    public static IReadOnlyList<DocumentFormat> LabelsOnly { get; } =
    [
        DocumentFormat.Of((OmeDocumentKind.LabelImage, V05.Image.SupportedVersion, ImageLabelJson.Root), V05.Mapping.ImageLabelJson.Read, V05.Mapping.ImageLabelJson.Write, (V05.ImageLabel m, bool strict) => m.Validate(strict)),
        DocumentFormat.Of((OmeDocumentKind.LabelImage, V04.Image.SupportedVersion, Label), V04.Mapping.ImageLabelJson.Read, V04.Mapping.ImageLabelJson.Write, (V04.ImageLabel m, bool strict) => m.Validate(strict)),
    ];

    public static IReadOnlyList<DocumentFormat> All { get; } =
    [
        DocumentFormat.Of((OmeDocumentKind.LabelImage, V05.Image.SupportedVersion, Documents.Root), V05.Mapping.LabelImageJson.Read, V05.Mapping.LabelImageJson.Write, (V05.LabelImage m, bool strict) => m.Validate(strict)),
        DocumentFormat.Of((OmeDocumentKind.Image, V05.Image.SupportedVersion, Documents.Root), V05.Mapping.ImageJson.Read, V05.Mapping.ImageJson.Write, (V05.Image m, bool strict) => m.Validate(strict)),
        DocumentFormat.Of((OmeDocumentKind.Plate, V05.Image.SupportedVersion, Documents.Root), V05.Mapping.PlateJson.Read, V05.Mapping.PlateJson.Write, (V05.Plate m, bool strict) => m.Validate(strict)),
        DocumentFormat.Of((OmeDocumentKind.Bioformats2Raw, V05.Image.SupportedVersion, Documents.Root), V05.Mapping.Bf2RawJson.Read, V05.Mapping.Bf2RawJson.Write, (V05.Bf2Raw m, bool strict) => m.Validate(strict)),
        DocumentFormat.Of((OmeDocumentKind.Well, V05.Image.SupportedVersion, Documents.Root), V05.Mapping.WellJson.Read, V05.Mapping.WellJson.Write, (V05.Well m, bool strict) => m.Validate(strict)),
        DocumentFormat.Of((OmeDocumentKind.LabelsGroup, V05.Image.SupportedVersion, Documents.Root), V05.Mapping.LabelsGroupJson.Read, V05.Mapping.LabelsGroupJson.Write, (V05.LabelsGroup m, bool strict) => m.Validate(strict)),
        DocumentFormat.Of((OmeDocumentKind.Series, V05.Image.SupportedVersion, Documents.Root), V05.Mapping.SeriesJson.Read, V05.Mapping.SeriesJson.Write, (V05.Series m, bool strict) => m.Validate(strict)),
        DocumentFormat.Of((OmeDocumentKind.LabelImage, V04.Image.SupportedVersion, string.Empty), V04.Mapping.LabelImageJson.Read, V04.Mapping.LabelImageJson.Write, (V04.LabelImage m, bool strict) => m.Validate(strict)),
        DocumentFormat.Of((OmeDocumentKind.Image, V04.Image.SupportedVersion, string.Empty), V04.Mapping.ImageJson.Read, V04.Mapping.ImageJson.Write, (V04.Image m, bool strict) => m.Validate(strict)),
        DocumentFormat.Of((OmeDocumentKind.Plate, V04.Image.SupportedVersion, string.Empty), V04.Mapping.PlateJson.Read, V04.Mapping.PlateJson.Write, (V04.Plate m, bool strict) => m.Validate(strict)),
        DocumentFormat.Of((OmeDocumentKind.Bioformats2Raw, V04.Image.SupportedVersion, string.Empty), V04.Mapping.Bf2RawJson.Read, V04.Mapping.Bf2RawJson.Write, (V04.Bf2Raw m, bool strict) => m.Validate(strict)),
        DocumentFormat.Of((OmeDocumentKind.Well, V04.Image.SupportedVersion, string.Empty), V04.Mapping.WellJson.Read, V04.Mapping.WellJson.Write, (V04.Well m, bool strict) => m.Validate(strict)),
        DocumentFormat.Of((OmeDocumentKind.LabelsGroup, V04.Image.SupportedVersion, string.Empty), V04.Mapping.LabelsGroupJson.Read, V04.Mapping.LabelsGroupJson.Write, (V04.LabelsGroup m, bool strict) => m.Validate(strict)),
        DocumentFormat.Of((OmeDocumentKind.Series, V04.Image.SupportedVersion, string.Empty), V04.Mapping.SeriesJson.Read, V04.Mapping.SeriesJson.Write, (V04.Series m, bool strict) => m.Validate(strict)),
    ];

    /// <summary>The kind of an object, if it is of any.</summary>
    public static OmeDocumentKind? KindOf(JsonElement metadata)
    {
        foreach (var (member, kind) in Marks)
        {
            if (metadata.TryGetProperty(member, out _))
            {
                return kind;
            }
        }

        return null;
    }

    /// <summary>Whether all that there is of a label image is the object <c>image-label</c>.</summary>
    public static bool IsLabelOnly(JsonElement metadata) =>
        metadata.TryGetProperty(Label, out _) && !metadata.TryGetProperty(Multiscales, out _);

    /// <summary>
    /// The version of metadata that do not stand under <c>ome</c>: that of 0.5 says its version at the top, that of 0.4 further in or
    /// nowhere. Versions before 0.4 are taken for 0.4, whose rules then find them.
    /// </summary>
    public static string VersionOf(JsonElement metadata) =>
        Text(metadata, "version") is { } version ? IsOld(version) ? V04.Image.SupportedVersion : V05.Image.SupportedVersion
        : metadata.TryGetProperty("version", out _) || InnerVersions(metadata).Contains(V05.Image.SupportedVersion) ? V05.Image.SupportedVersion
        : V04.Image.SupportedVersion;

    private static bool IsOld(string version) => version is V04.Image.SupportedVersion or "0.3" or "0.2" or "0.1";

    private static IEnumerable<string?> InnerVersions(JsonElement metadata)
    {
        foreach (var name in new[] { Label, PlateJson.Definition, WellJson.Definition })
        {
            yield return metadata.TryGetProperty(name, out var part) ? Text(part, "version") : null;
        }

        var multiscales = metadata.TryGetProperty(Multiscales, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : default;
        foreach (var multiscale in multiscales)
        {
            yield return Text(multiscale, "version");
        }
    }

    private static string? Text(JsonElement json, string member) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
