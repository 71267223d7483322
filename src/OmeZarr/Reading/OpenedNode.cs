using System.Text.Json;
using System.Text.Json.Nodes;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Reading;

/// <summary>A Zarr group and its OME-Zarr document.</summary>
internal sealed class OpenedNode
{
    private readonly OmeMetadata? metadata;

    private OpenedNode(ZarrGroup group, OmeDocument? document, OmeMetadata? metadata, IReadOnlyList<Finding> findings)
    {
        (Group, Document, this.metadata) = (group, document, metadata);
        Findings = [.. findings.Select(Located)];
    }

    /// <summary>The group.</summary>
    internal ZarrGroup Group { get; }

    /// <summary>The document; null if the group has no OME-Zarr metadata.</summary>
    internal OmeDocument? Document { get; }

    /// <summary>The problems of structure.</summary>
    internal IReadOnlyList<Finding> Findings { get; }

    internal static async Task<OpenedNode> OpenAsync(IStore store, StorePrefix path, ZarrOptions? options, CancellationToken cancellationToken) =>
        Of(await ZarrGroup.OpenAsync(store, path, options, cancellationToken).ConfigureAwait(false));

    /// <summary>Opens a group at a path from the metadata of its parent.</summary>
    /// <param name="parent">The parent.</param>
    /// <param name="path">The path, which may be any text.</param>
    /// <param name="rule">The rule for such paths.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="OmeZarrException">The path cannot be the path of a node, or the metadata cannot be understood.</exception>
    internal static async Task<OpenedNode> OpenBelowAsync(ZarrGroup parent, string path, string rule, CancellationToken cancellationToken)
    {
        try
        {
            return Of(await parent.OpenGroupAsync(path, cancellationToken).ConfigureAwait(false));
        }
        catch (ArgumentException e)
        {
            throw new OmeZarrException($"what {parent} of {parent.Store} lists cannot be opened", [new(rule, Severity.Error, string.Empty, FindingText.Sanitize(e.Message))]);
        }
    }

    /// <summary>Opens a group below another group; null if there is none.</summary>
    internal static Task<OpenedNode?> FindBelowAsync(ZarrGroup parent, string name, CancellationToken cancellationToken) =>
        FindAsync(() => parent.OpenGroupAsync(name, cancellationToken));

    /// <summary>The nearest OME-Zarr group above a group in its store that is no list; null if there is none.</summary>
    internal static async Task<OpenedNode?> FindAboveAsync(ZarrGroup group, ZarrOptions? options, CancellationToken cancellationToken)
    {
        for (var path = group.Path.Value; path.Length > 0;)
        {
            path = path[..Math.Max(0, path.LastIndexOf('/'))];
            if (await FindAsync(Open(path)).ConfigureAwait(false) is { Document.Kind: not (OmeDocumentKind.LabelsGroup or OmeDocumentKind.Series) } node)
            {
                return node;
            }
        }

        return null;

        Func<Task<ZarrGroup>> Open(string path) => () => ZarrGroup.OpenAsync(group.Store, new StorePrefix(path), options, cancellationToken);
    }

    /// <exception cref="OmeZarrException">The metadata cannot be read.</exception>
    internal static OpenedNode Of(ZarrGroup group)
    {
        try
        {
            var document = OmeDocument.ParseSound(json => WriteMetadata(group, json));
            var (metadata, findings) = document.Salvage();
            return new OpenedNode(group, document, metadata, [.. Repeated(group, document), .. OutsideOme(group, document), .. findings]);
        }
        catch (OmeZarrException e) when (e.Findings is [{ RuleId: StructureRules.DocumentUnknown }])
        {
            return new OpenedNode(group, null, null, e.Findings);
        }
        catch (OmeZarrException e)
        {
            throw new OmeZarrException(CannotBeOpened(group), e.Findings);
        }
    }

    /// <summary>The metadata as a model of 0.5.</summary>
    /// <exception cref="OmeZarrException">The group is of another kind, or its metadata cannot be understood.</exception>
    internal T Require<T>(params ReadOnlySpan<OmeDocumentKind> kinds)
        where T : class
    {
        if (Document is { Kind: var kind } && !kinds.Contains(kind))
        {
            throw new OmeZarrException(
                $"{Group} of {Group.Store} cannot be opened as {kinds[0]}", [new("document-kind", Severity.Error, string.Empty, $"the group is of the kind {kind}; OmeStore opens what can be opened")]);
        }

        return metadata is not null && OmeConvert.Latest(metadata) is T model
            ? model
            : throw new OmeZarrException(CannotBeOpened(Group, Document), Findings);
    }

    /// <summary>The names of the groups below this one, sorted ordinally.</summary>
    /// <exception cref="NotSupportedException">The store cannot be listed.</exception>
    internal async Task<IReadOnlyList<string>> ListGroupsAsync(CancellationToken cancellationToken)
    {
        var names = new List<string>();
        await foreach (var child in Group.ListChildrenAsync(cancellationToken).ConfigureAwait(false))
        {
            if (child.Kind == NodeKind.Group)
            {
                names.Add(child.Name);
            }
        }

        return names;
    }

    /// <summary>A finding about the model of 0.5, at its location in the stored document.</summary>
    internal Finding Located(Finding finding)
    {
        const string Root = $"{V05.Image.Root}.";
        return Document?.IsBare == true && finding.Location.StartsWith(Root, StringComparison.Ordinal) ? finding with { Location = finding.Location[Root.Length..] } : finding;
    }

    private static async Task<OpenedNode?> FindAsync(Func<Task<ZarrGroup>> open)
    {
        try
        {
            return Of(await open().ConfigureAwait(false));
        }
        catch (NodeNotFoundException)
        {
            return null;
        }
    }

    private static IEnumerable<Finding> Repeated(ZarrGroup group, OmeDocument document) => group.Metadata.RepeatedAttributes
        .Where(path => document.IsBare || path.StartsWith("ome.", StringComparison.Ordinal) || path == "ome")
        .Select(path => new Finding(StructureRules.DuplicateMember, Severity.Error, FindingText.Sanitize(path), "is there twice; the last one was read"));

    private static IEnumerable<Finding> OutsideOme(ZarrGroup group, OmeDocument document) => document.IsBare && group.ZarrFormat == 3
        ? [new(StructureRules.DocumentUnknown, Severity.Error, string.Empty, $"{document.StatedVersion} metadata outside ome; move them under ome in the attributes. They are read all the same")]
        : [];

    private static string CannotBeOpened(ZarrGroup group, OmeDocument? document = null) =>
        $"{group} of {group.Store} cannot be opened{(document is { } known && known.StatedVersion != known.Version ? $" as OME-Zarr {known.StatedVersion}" : string.Empty)}";

    private static void WriteMetadata(ZarrGroup group, Utf8JsonWriter json)
    {
        if (group.ZarrFormat == 2 || HasBareMetadata(group.Attributes))
        {
            group.Attributes.WriteTo(json);
            return;
        }

        json.WriteStartObject();
        if (group.Attributes["ome"] is { } ome)
        {
            json.WritePropertyName("ome");
            ome.WriteTo(json);
        }

        json.WriteEndObject();
    }

    /// <summary>Whether attributes of Zarr v3 hold metadata outside <c>ome</c>. Other programs may use the same names, so that the types count too.</summary>
    private static bool HasBareMetadata(JsonObject attributes) => attributes["ome"] is not JsonObject
        && (attributes["multiscales"] is JsonArray || attributes["plate"] is JsonObject || attributes["well"] is JsonObject
            || attributes["image-label"] is JsonObject || attributes["bioformats2raw.layout"] is JsonValue
            || (attributes.ContainsKey("version") && (attributes["labels"] is JsonArray || attributes["series"] is JsonArray)));
}
