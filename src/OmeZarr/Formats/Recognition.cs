using System.Text.Json;
using OmeZarr.Json;
using OmeZarr.V05.Mapping;

namespace OmeZarr.Formats;

/// <summary>A document whose kind is known: how it was wrapped, and what was read from it.</summary>
internal sealed record Recognition(Envelope Envelope, DocumentFormat Format, object? Content, ValueList<Finding> Findings)
{
    /// <summary>Reads a document, or answers nothing and says why among the findings.</summary>
    public static Recognition? Of(ReadOnlySpan<byte> utf8, int maxLength, FindingList findings) =>
        JsonSource.Read(utf8, maxLength, findings) is { } json ? Of(json, findings) : null;

    /// <summary>The same for JSON that is known to be sound.</summary>
    public static Recognition? Of(JsonElement json, FindingList findings)
    {
        var (envelope, problem) = Envelope.Open(json);
        if (envelope is null || DocumentFormats.KindOf(envelope.Metadata) is not { } kind)
        {
            var (location, message) = envelope is null ? (string.Empty, problem) : (Documents.Root, "has nothing that says what it describes");
            findings.Add(new Finding(StructureRules.DocumentUnknown, Severity.Error, location, message));
            return null;
        }

        var version = envelope.Path.Count > 0 ? V05.Image.SupportedVersion : DocumentFormats.VersionOf(envelope.Metadata);
        return DocumentFormats.IsLabelOnly(envelope.Metadata)
            ? ReadLabelOnly(envelope, version, findings)
            : Read(envelope, DocumentFormats.All.First(format => format.Kind == kind && format.Version == version), findings);
    }

    // The image of such a document may be described elsewhere, or not yet: what is there can be judged all the same.
    private static Recognition ReadLabelOnly(Envelope envelope, string version, FindingList findings)
    {
        var root = version == V05.Image.SupportedVersion ? Documents.Root : string.Empty;
        if (root.Length > 0)
        {
            Documents.Version(new ObjectReader(new JsonCursor(envelope.Metadata, new JsonPlace(root), findings)));
        }

        new JsonCursor(envelope.Metadata, new JsonPlace(root), findings).Member("multiscales", default)
            .Report(StructureRules.LabelMultiscales, Severity.Warning, "is missing; a label image is an image");
        return Read(envelope.Into(ImageLabelJson.Name), DocumentFormats.LabelsOnly.First(format => format.Version == version), findings);
    }

    private static Recognition Read(Envelope envelope, DocumentFormat format, FindingList findings)
    {
        var parsed = format.Read(envelope.Metadata);
        return new Recognition(envelope, format, parsed.Value, FindingList.Join(findings.ToList().Concat(parsed.Findings)).ToValueList());
    }
}
