using System.Text.Json;
using OmeZarr.Json;

namespace OmeZarr.Formats;

/// <summary>A document of a known kind, with its envelope and the content that was read.</summary>
internal sealed record DetectedDocument(Envelope Envelope, DocumentFormat Format, Parsed<OmeMetadata> Content)
{
    /// <summary>The version that the document states and the location of the statement, if it is one before 0.4, which is read as 0.4; null otherwise.</summary>
    public (string Version, string Location)? Earlier => Format.Version == V04.Image.SupportedVersion ? DocumentFormats.EarlierVersionOf(Envelope.Metadata) : null;

    /// <summary>The same without the parts that strict reading cannot understand, with its problems.</summary>
    public Parsed<OmeMetadata> Salvage()
    {
        if (Earlier is var (version, location))
        {
            var (early, problems) = JsonCursor.Parse(Envelope.Metadata, Format.Root, Format.Read, new Salvage(version));
            var note = new Finding(V05.VersionMember.RuleId, Severity.Warning, location, $"OME-Zarr {version} has fewer members than 0.4; what is missing is assumed");
            return new(early, [note, .. problems]);
        }

        return Content.HasErrors ? Content with { Value = JsonCursor.Parse(Envelope.Metadata, Format.Root, Format.Read, Json.Salvage.Current).Value } : Content;
    }

    /// <summary>Detects the kind of a document and reads it. Returns null, and adds a finding, if the kind is unknown.</summary>
    public static DetectedDocument? Detect(ReadOnlySpan<byte> utf8, int maxLength, FindingList findings) =>
        JsonSource.Read(utf8, maxLength, findings) is { } json ? Detect(json, findings) : null;

    /// <summary>Detects the kind of parsed JSON and reads it.</summary>
    public static DetectedDocument? Detect(JsonElement json, FindingList findings)
    {
        var (envelope, problem) = Envelope.Open(json);
        if (envelope is null || DocumentFormats.KindOf(envelope.Metadata) is not { } kind)
        {
            var (location, message) = envelope is null ? (string.Empty, problem) : (V05.Image.Root, "has nothing that says what it describes");
            findings.Add(new Finding(StructureRules.DocumentUnknown, Severity.Error, location, message));
            return null;
        }

        var version = envelope.Path.Count > 0 ? V05.Image.SupportedVersion : DocumentFormats.VersionOf(envelope.Metadata);
        return DocumentFormats.IsLabelOnly(envelope.Metadata)
            ? ReadLabelOnly(envelope, version, findings)
            : Read(envelope, DocumentFormats.All.First(format => format.Kind == kind && format.Version == version), findings);
    }

    // Another document may describe the image, or it may follow later. The label can be validated without it.
    private static DetectedDocument ReadLabelOnly(Envelope envelope, string version, FindingList findings)
    {
        var root = version == V05.Image.SupportedVersion ? V05.Image.Root : V04.Image.Root;
        if (root.Length > 0)
        {
            V05.VersionMember.Read(new ObjectReader(new JsonCursor(envelope.Metadata, new JsonPlace(root), findings)));
        }

        new JsonCursor(envelope.Metadata, new JsonPlace(root), findings).Member("multiscales", default)
            .Report(StructureRules.LabelMultiscales, Severity.Warning, "is missing; a label image is an image");
        return Read(envelope.Into(V05.ImageLabel.Member), DocumentFormats.LabelsOnly.First(format => format.Version == version), findings);
    }

    private static DetectedDocument Read(Envelope envelope, DocumentFormat format, FindingList findings)
    {
        var (model, ofModel) = JsonCursor.Parse(envelope.Metadata, format.Root, format.Read);
        return new DetectedDocument(envelope, format, new(model, FindingList.Join(findings.ToList().Concat(ofModel)).ToValueList()));
    }
}
