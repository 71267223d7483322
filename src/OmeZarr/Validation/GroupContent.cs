using System.Text.Json.Nodes;
using OmeZarr.Reading;
using OmeZarr.Rules.Hierarchy;
using Zarr;

namespace OmeZarr.Validating;

/// <summary>The document of a group, read and checked.</summary>
/// <param name="Document">The document; null if the group has no OME-Zarr metadata, or none that can be read.</param>
/// <param name="Metadata">The metadata as a model of 0.5, without parts that cannot be understood; null if nothing can be understood.</param>
internal sealed record GroupContent(OmeDocument? Document, OmeMetadata? Metadata)
{
    /// <summary>Location of the metadata in the document, with a dot behind it; empty at the top.</summary>
    public string At => Document?.IsBare != false ? string.Empty : $"{V05.Image.Root}.";

    /// <summary>Reads the document of a group and reports everything that is wrong with it.</summary>
    /// <param name="node">The stored documents.</param>
    /// <param name="isRoot">Whether metadata are expected, of whatever kind.</param>
    /// <param name="options">The options.</param>
    /// <param name="zarrOptions">Limits of documents.</param>
    /// <param name="log">Takes the findings.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static async Task<GroupContent> ReadAsync(StoredNode node, bool isRoot, ValidationOptions options, ZarrOptions zarrOptions, NodeLog log, CancellationToken cancellationToken)
    {
        var (document, problems) = Parse(node.Attributes);
        var (group, zarrProblem) = await OpenAsync(node, zarrOptions, cancellationToken).ConfigureAwait(false);
        if (document is null && group is not null && problems.All(problem => problem.RuleId == StructureRules.DocumentUnknown) && OutsideOme(group) is { } bare)
        {
            (document, problems) = (bare, []);
        }

        log.Is04 = document is null ? log.Is04 : document.Version == V04.Image.SupportedVersion;
        var isText = problems.Any(problem => problem.RuleId != StructureRules.DocumentUnknown);
        if (zarrProblem is var (rule, message) && !isText)
        {
            log.Report(rule, message);
        }

        // A group need not have metadata, but if the root has none of OME-Zarr, the reason matters.
        log.Add(isText || (isRoot && document is null && problems.Any(problem => problem.Location.Length > 0)) ? problems : []);
        if (document is null)
        {
            ReportType(group, log);
            return new GroupContent(null, null);
        }

        if (node.ZarrFormat != (document.Version == V04.Image.SupportedVersion ? 2 : 3) || (node.ZarrFormat == 3 && document.IsBare))
        {
            log.Report(NodeRules.OmeZarrFormat, $"metadata of {document.StatedVersion} {(document.IsBare ? "at the top of the attributes" : "under ome")} in a group of Zarr v{node.ZarrFormat}");
        }

        // The first problem says that the document is of an earlier version, whose members are fewer.
        log.Add(document.StatedVersion != document.Version ? document.Salvage().Findings.Take(1) : []);
        log.Add(document.Validate(options.Strict));
        return new GroupContent(document, (document.Content ?? document.Salvage().Value) is { } metadata ? OmeConvert.Latest(metadata) : null);
    }

    private static (OmeDocument? Document, IReadOnlyList<Finding> Problems) Parse(ReadOnlyMemory<byte>? attributes)
    {
        if (attributes is not { } utf8)
        {
            return (null, []);
        }

        try
        {
            return (OmeDocument.Parse(utf8.Span), []);
        }
        catch (OmeZarrException e)
        {
            return (null, e.Findings);
        }
    }

    private static async Task<(ZarrGroup? Group, (StoreRule Rule, string Message)? Problem)> OpenAsync(StoredNode node, ZarrOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return (await ZarrGroup.OpenAsync(node, node.Path, options, cancellationToken).ConfigureAwait(false), null);
        }
        catch (InvalidMetadataException e)
        {
            return (null, (NodeRules.ZarrMetadata, e.Message));
        }
        catch (UnsupportedFeatureException e)
        {
            return (null, (NodeRules.ZarrUnsupported, e.Message));
        }
    }

    /// <summary>Reports metadata that are no object, which would look like none.</summary>
    private static void ReportType(ZarrGroup? group, NodeLog log)
    {
        if (group is { ZarrFormat: 3 } && group.Attributes.TryGetPropertyValue(V05.Image.Root, out var ome) && ome is not JsonObject)
        {
            log.Add([new Finding(StructureRules.MemberType, Severity.Error, V05.Image.Root, $"must be an object; found {ome?.GetValueKind().ToString() ?? "null"}")]);
        }
    }

    /// <summary>Metadata at the top of the attributes of Zarr v3.</summary>
    private static OmeDocument? OutsideOme(ZarrGroup group)
    {
        if (group.ZarrFormat != 3 || group.Attributes.Count == 0)
        {
            return null;
        }

        try
        {
            return OpenedNode.Of(group).Document is { IsBare: true } document ? document : null;
        }
        catch (OmeZarrException)
        {
            return null; // The attributes are something else.
        }
    }
}
