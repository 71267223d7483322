using System.Text.Json;
using OmeZarr.Json;

namespace OmeZarr.Formats;

/// <summary>Lists the kinds of documents in both versions, and the member that identifies each kind.</summary>
internal static class DocumentFormats
{
    private const string Label = V05.ImageLabel.Member;
    private const string Multiscales = "multiscales";

    /// <summary>The member that identifies each kind. The first member that is present decides, because a label image is also an image.</summary>
    public static IReadOnlyList<(string Member, OmeDocumentKind Kind)> Discriminators { get; } =
    [
        (Label, OmeDocumentKind.LabelImage), (Multiscales, OmeDocumentKind.Image), (V05.PlateDef.Member, OmeDocumentKind.Plate),
        (V05.Bioformats2RawRoot.LayoutMember, OmeDocumentKind.Bioformats2Raw), (V05.WellDef.Member, OmeDocumentKind.Well),
        ("labels", OmeDocumentKind.LabelsGroup), ("series", OmeDocumentKind.Series),
    ];

    public static IReadOnlyList<DocumentFormat> All { get; } =
    [
        New(OmeDocumentKind.LabelImage, JsonCursor.Object<V05.LabelImage>), Old(OmeDocumentKind.LabelImage, JsonCursor.Object<V04.LabelImage>),
        New(OmeDocumentKind.Image, JsonCursor.Object<V05.Image>), Old(OmeDocumentKind.Image, JsonCursor.Object<V04.Image>),
        New(OmeDocumentKind.Plate, JsonCursor.Object<V05.Plate>), Old(OmeDocumentKind.Plate, JsonCursor.Object<V04.Plate>),
        New(OmeDocumentKind.Bioformats2Raw, JsonCursor.Object<V05.Bioformats2RawRoot>), Old(OmeDocumentKind.Bioformats2Raw, JsonCursor.Object<V04.Bioformats2RawRoot>),
        New(OmeDocumentKind.Well, JsonCursor.Object<V05.Well>), Old(OmeDocumentKind.Well, JsonCursor.Object<V04.Well>),
        New(OmeDocumentKind.LabelsGroup, JsonCursor.Object<V05.LabelsGroup>), Old(OmeDocumentKind.LabelsGroup, JsonCursor.Object<V04.LabelsGroup>),
        New(OmeDocumentKind.Series, JsonCursor.Object<V05.Series>), Old(OmeDocumentKind.Series, JsonCursor.Object<V04.Series>),
    ];

    /// <summary>Formats of label images without multiscales.</summary>
    public static IReadOnlyList<DocumentFormat> LabelsOnly { get; } =
    [
        New(OmeDocumentKind.LabelImage, JsonCursor.Object<V05.ImageLabel>) with { Root = V05.ImageLabel.Root },
        Old(OmeDocumentKind.LabelImage, JsonCursor.Object<V04.ImageLabel>) with { Root = V04.ImageLabel.Member },
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
            : InnerVersions(metadata).Any(version => version.Version == V05.Image.SupportedVersion);
        return isNew ? V05.Image.SupportedVersion : V04.Image.SupportedVersion;
    }

    /// <summary>The version that metadata outside <c>ome</c> state and its location, if it is one before 0.4; null otherwise.</summary>
    public static (string Version, string Location)? EarlierVersionOf(JsonElement metadata)
    {
        (string? Version, string Location)[] stated = [(Text(metadata, "version"), "version"), .. InnerVersions(metadata)];
        return stated.FirstOrDefault(version => version.Version is "0.1" or "0.2" or "0.3") is ({ } earlier, var location) ? (earlier, location) : null;
    }

    private static IEnumerable<(string? Version, string Location)> InnerVersions(JsonElement metadata)
    {
        foreach (var name in new[] { Label, V05.PlateDef.Member, V05.WellDef.Member })
        {
            yield return (metadata.TryGetProperty(name, out var part) ? Text(part, "version") : null, $"{name}.version");
        }

        if (metadata.TryGetProperty(Multiscales, out var multiscales) && multiscales.ValueKind == JsonValueKind.Array)
        {
            foreach (var (i, multiscale) in multiscales.EnumerateArray().Index())
            {
                yield return (Text(multiscale, "version"), $"multiscales[{i}].version");
            }
        }
    }

    private static string? Text(JsonElement json, string member) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static DocumentFormat New(OmeDocumentKind kind, Func<JsonCursor, OmeMetadata?> read) => new(kind, V05.Image.SupportedVersion, V05.Image.Root, read);

    private static DocumentFormat Old(OmeDocumentKind kind, Func<JsonCursor, OmeMetadata?> read) => new(kind, V04.Image.SupportedVersion, V04.Image.Root, read);
}
