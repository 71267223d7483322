using System.Text.Json;
using System.Text.Json.Nodes;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Reading;

/// <summary>A Zarr group whose OME-Zarr metadata were read.</summary>
internal sealed class OpenedNode
{
    private readonly OmeDocument document;

    private OpenedNode(ZarrGroup group, OmeDocument document) => (Group, this.document) = (group, document);

    /// <summary>The group.</summary>
    internal ZarrGroup Group { get; }

    /// <summary>What it is.</summary>
    internal OmeDocumentKind Kind => document.Kind;

    /// <summary>The version in which it is stored.</summary>
    internal string Version => document.Version;

    internal static async Task<OpenedNode> OpenAsync(IStore store, StorePrefix path, ZarrOptions? options, CancellationToken cancellationToken) =>
        Of(await ZarrGroup.OpenAsync(store, path, options, cancellationToken).ConfigureAwait(false));

    /// <summary>Opens a group whose path the metadata of another one say.</summary>
    /// <param name="parent">The other one.</param>
    /// <param name="path">The path: data that may say anything.</param>
    /// <param name="rule">The rule about such paths.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
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

    /// <summary>A group directly below another one, or null if there is none.</summary>
    internal static async Task<ZarrGroup?> FindGroupAsync(ZarrGroup parent, string name, CancellationToken cancellationToken)
    {
        try
        {
            return await parent.OpenGroupAsync(name, cancellationToken).ConfigureAwait(false);
        }
        catch (NodeNotFoundException)
        {
            return null;
        }
    }

    /// <summary>A group directly below another one, or null if there is none or it has no metadata of OME-Zarr at all.</summary>
    internal static async Task<OpenedNode?> FindBelowAsync(ZarrGroup parent, string name, CancellationToken cancellationToken) =>
        await FindGroupAsync(parent, name, cancellationToken).ConfigureAwait(false) is { } group && HasMetadata(group) ? Of(group) : null;

    private static bool HasMetadata(ZarrGroup group) => group.ZarrFormat == 2 ? group.Attributes.Count > 0 : group.Attributes["ome"] is JsonObject;

    /// <exception cref="OmeZarrException">The group is nothing of OME-Zarr.</exception>
    internal static OpenedNode Of(ZarrGroup group)
    {
        try
        {
            return new OpenedNode(group, OmeDocument.ParseSound(json => WriteMetadata(group, json)));
        }
        catch (OmeZarrException e)
        {
            throw new OmeZarrException(CannotBeOpened(group), e.Findings);
        }
    }

    /// <summary>The model of 0.5.</summary>
    /// <exception cref="OmeZarrException">The group is something else, or its metadata cannot be understood.</exception>
    internal T Require<T>(params ReadOnlySpan<OmeDocumentKind> kinds)
        where T : class
    {
        if (!kinds.Contains(Kind))
        {
            throw IsNot($"{kinds[0]}");
        }

        return document.Findings.All(finding => finding.Severity != Severity.Error) && document.Content is { } content && OmeConvert.Latest(content) is T model
            ? model
            : throw new OmeZarrException(CannotBeOpened(Group), document.Findings);
    }

    /// <summary>The error that the group is something else.</summary>
    internal OmeZarrException IsNot(string what) => new(
        $"{Group} of {Group.Store} cannot be opened as {what}", [new("document-kind", Severity.Error, string.Empty, $"the group is of the kind {Kind}; OmeStore opens what can be opened")]);

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
