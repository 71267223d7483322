using System.Text.Json;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Reading;

/// <summary>A Zarr group and its OME-Zarr document.</summary>
internal sealed class OpenedNode
{
    private readonly IReadOnlyList<Finding> findings;

    private OpenedNode(ZarrGroup group, OmeDocument? document, IReadOnlyList<Finding> findings) =>
        (Group, Document, this.findings) = (group, document, findings);

    /// <summary>The group.</summary>
    internal ZarrGroup Group { get; }

    /// <summary>The document; null if the group has no OME-Zarr metadata.</summary>
    internal OmeDocument? Document { get; }

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
    internal static async Task<OpenedNode?> FindBelowAsync(ZarrGroup parent, string name, CancellationToken cancellationToken)
    {
        try
        {
            return Of(await parent.OpenGroupAsync(name, cancellationToken).ConfigureAwait(false));
        }
        catch (NodeNotFoundException)
        {
            return null;
        }
    }

    /// <exception cref="OmeZarrException">The metadata cannot be read.</exception>
    internal static OpenedNode Of(ZarrGroup group)
    {
        try
        {
            var document = OmeDocument.ParseSound(json => WriteMetadata(group, json));
            return new OpenedNode(group, document, document.Findings);
        }
        catch (OmeZarrException e) when (e.Findings is [{ RuleId: StructureRules.DocumentUnknown }])
        {
            return new OpenedNode(group, null, e.Findings);
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

        return findings.All(finding => finding.Severity != Severity.Error) && Document?.Content is { } content && OmeConvert.Latest(content) is T model
            ? model
            : throw new OmeZarrException(CannotBeOpened(Group), findings);
    }

    private static string CannotBeOpened(ZarrGroup group) => $"{group} of {group.Store} cannot be opened";

    private static void WriteMetadata(ZarrGroup group, Utf8JsonWriter json)
    {
        if (group.ZarrFormat == 2)
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
}
