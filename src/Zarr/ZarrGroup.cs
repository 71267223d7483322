using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Zarr.Metadata;
using Zarr.Nodes;
using Zarr.Stores;

namespace Zarr;

/// <summary>A group in a store: attributes, and arrays and groups below it. Thread-safe.</summary>
/// <remarks>
/// Other writers keep copies of the metadata of the nodes below a group in its document (<c>consolidated_metadata</c>), and readers trust these copies. The copies are only a cache. So creating,
/// changing, resizing or deleting a node first drops the copies from all groups above it. The folder of a <see cref="FileSystemStore"/> may itself be a node of a larger hierarchy:
/// then the copies are also dropped from the groups above the folder, up to the first folder without a <c>zarr.json</c>.
/// </remarks>
public sealed class ZarrGroup
{
    private readonly ZarrOptions options;
    private readonly NodeFolder folder;
    private readonly ConsolidatedCopies? copies;

    private ZarrGroup(IStore store, StorePrefix path, NodeFolder folder, GroupMetadata metadata, int zarrFormat, ZarrOptions options, ConsolidatedCopies? copies = null)
    {
        (Store, Path, this.folder, Metadata, ZarrFormat, this.options, this.copies) = (store, path, folder, metadata, zarrFormat, options, copies);
    }

    /// <summary>The store that holds the group.</summary>
    public IStore Store { get; }

    /// <summary>Path of the group in its store.</summary>
    public StorePrefix Path { get; }

    /// <summary>The group's <c>zarr.json</c>; for a group of Zarr v2, its attributes.</summary>
    public GroupMetadata Metadata { get; }

    /// <summary>The format of the group's metadata: 3, or 2 for groups that can be read but not changed.</summary>
    public int ZarrFormat { get; }

    /// <summary>The user's attributes; not to be changed.</summary>
    public JsonObject Attributes => Metadata.Attributes;

    /// <summary>Opens the group at a location.</summary>
    /// <param name="location">A folder, an address, or a path in a store.</param>
    /// <param name="options">Options of the handle; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the opening.</param>
    /// <inheritdoc cref="OpenAsync(IStore, StorePrefix, ZarrOptions?, CancellationToken)"/>
    public static Task<ZarrGroup> OpenAsync(StoreLocation location, ZarrOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(location);
        var (store, path) = location.Open();
        return OpenAsync(store, path, options, cancellationToken);
    }

    /// <summary>Opens a group of Zarr v3, or one of v2 (<c>.zgroup</c>) where there is no <c>zarr.json</c>.</summary>
    /// <exception cref="NodeNotFoundException">There is neither <c>zarr.json</c> nor <c>.zgroup</c>.</exception>
    /// <exception cref="InvalidMetadataException">The document breaks the specification or is an array's.</exception>
    /// <exception cref="UnsupportedFeatureException">The <c>zarr.json</c> has a member that must be understood and is not.</exception>
    public static Task<ZarrGroup> OpenAsync(
        IStore store, StorePrefix path, ZarrOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        return OpenAsync(new NodePlace(store, path), options ?? ZarrOptions.Default, cancellationToken);
    }

    /// <summary>Finds out whether a path of a store holds an array or a group.</summary>
    /// <param name="store">The store.</param>
    /// <param name="path">The path.</param>
    /// <param name="options">The limits of reading; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The kind of the node; null if there is no node.</returns>
    /// <exception cref="InvalidMetadataException">The <c>zarr.json</c> is not one of Zarr v3.</exception>
    public static async Task<NodeKind?> FindKindAsync(IStore store, StorePrefix path, ZarrOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        return await NodeReader.KindAsync(store, path, (options ?? ZarrOptions.Default).MaxDocumentLength, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Creates a group, and every group above it that does not exist.</summary>
    /// <exception cref="NodeExistsException">There is a node at this path already.</exception>
    /// <exception cref="ArgumentException">The path is not one that a node may have, or a number of the attributes is NaN or infinite, which JSON does not have.</exception>
    /// <exception cref="InvalidMetadataException">There is an array above, also above the folder of a <see cref="FileSystemStore"/>; or a document above is damaged.</exception>
    /// <exception cref="NotSupportedException">There is a node of Zarr v2 at this path or above it.</exception>
    public static async Task<ZarrGroup> CreateAsync(
        IWritableStore store, StorePrefix path, JsonObject? attributes = null, ZarrOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        NodeName.RequireValidPath(path.Value);
        options ??= ZarrOptions.Default;
        var metadata = new GroupMetadata { Attributes = attributes ?? [] };
        var document = metadata.ToUtf8();
        await NodeDocuments.RequireAbsentAsync(store, path, cancellationToken).ConfigureAwait(false);
        await NodeDocuments.CreateAsync(store, path, document, options.MaxDocumentLength, cancellationToken).ConfigureAwait(false);
        var folder = NodeFolder.ToBeMade(store, path);
        await folder.NoteAsync(cancellationToken).ConfigureAwait(false);
        return new ZarrGroup(store, path, folder, metadata, 3, options);
    }

    /// <summary>Deletes the group or array at a path with everything below it: first its <c>zarr.json</c>, so that the node is gone at once, then the rest.</summary>
    /// <param name="store">The store.</param>
    /// <param name="path">Path of the node; for the root everything in the store is deleted. Nothing happens if the path is empty.</param>
    /// <param name="cancellationToken">Stops the deleting; delete again to finish it.</param>
    /// <exception cref="ArgumentException">The path is not one that a node may have, or lies inside an array.</exception>
    /// <exception cref="InvalidMetadataException">The folder of a <see cref="FileSystemStore"/> lies inside an array; or a document above is damaged.</exception>
    /// <exception cref="NotSupportedException">There is a node of Zarr v2 at this path or above it.</exception>
    /// <exception cref="IOException">The store cannot be written; delete again to finish.</exception>
    public static Task DeleteAsync(IWritableStore store, StorePrefix path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        return NodeDocuments.DeleteAsync(store, path, ZarrOptions.Default.MaxDocumentLength, cancellationToken);
    }

    /// <summary>Replaces the attributes of the group; everything else in its <c>zarr.json</c> stays, except consolidated metadata of other writers.</summary>
    /// <returns>The group with its new attributes; this object keeps the old ones.</returns>
    /// <exception cref="ArgumentException">A number of the attributes is NaN or infinite, which JSON does not have; the message says where it is.</exception>
    /// <exception cref="NotSupportedException">The store is read-only, or the group one of Zarr v2.</exception>
    /// <exception cref="IOException">The store cannot be written; the old attributes are still there.</exception>
    public async Task<ZarrGroup> ReplaceAttributesAsync(JsonObject attributes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(attributes);
        if (ZarrFormat == 2)
        {
            throw new NotSupportedException($"group /{Path} is of Zarr v2, which can only be read");
        }

        var writable = NodeDocuments.RequireWritable(Store);
        var stored = await folder.ReadAsync(
            async () => await NodeReader.ReadGroupAsync(new(Store, Path, ZarrFormat == 2), options.MaxDocumentLength, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        var metadata = stored.Metadata with { Attributes = attributes, RepeatedAttributes = [] };
        await NodeDocuments.ReplaceAsync(writable, Path, metadata.ToUtf8(), options.MaxDocumentLength, cancellationToken).ConfigureAwait(false);
        return new ZarrGroup(Store, Path, folder, metadata, ZarrFormat, options);
    }

    /// <summary>Opens an array below this group.</summary>
    /// <param name="relativePath">Path relative to this group, such as <c>0</c> or <c>labels/cells/0</c>.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="NodeReplacedException">Another group has taken the place of this one since it was opened, or it was deleted.</exception>
    /// <inheritdoc cref="ZarrArray.OpenAsync(IStore, StorePrefix, ZarrOptions?, CancellationToken)"/>
    public Task<ZarrArray> OpenArrayAsync(string relativePath, CancellationToken cancellationToken = default)
    {
        var child = Path / relativePath;
        return folder.ReadAsync(() => new ValueTask<ZarrArray>(ZarrArray.OpenAsync(new NodePlace(Store, child, ZarrFormat == 2), options, cancellationToken, copies)), cancellationToken).AsTask();
    }

    /// <summary>Opens a group below this one.</summary>
    /// <param name="relativePath">Path relative to this group.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="NodeReplacedException">Another group has taken the place of this one since it was opened, or it was deleted.</exception>
    /// <inheritdoc cref="OpenAsync(IStore, StorePrefix, ZarrOptions?, CancellationToken)"/>
    public Task<ZarrGroup> OpenGroupAsync(string relativePath, CancellationToken cancellationToken = default)
    {
        var child = Path / relativePath;
        return folder.ReadAsync(() => new ValueTask<ZarrGroup>(OpenAsync(new NodePlace(Store, child, ZarrFormat == 2), options, cancellationToken, this)), cancellationToken).AsTask();
    }

    /// <summary>The arrays and groups directly below this group, of Zarr v3 and v2, sorted ordinally by name. Each document is read when the enumeration reaches it.</summary>
    /// <remarks>Entries without a <c>zarr.json</c>, <c>.zarray</c> or <c>.zgroup</c>, and names that no node may have (such as those that begin with <c>__</c>), are skipped.</remarks>
    /// <exception cref="NotSupportedException">The store cannot be listed.</exception>
    /// <exception cref="InvalidMetadataException">The <c>zarr.json</c> of a child is not one of Zarr v3.</exception>
    /// <exception cref="NodeReplacedException">Another group has taken the place of this one since it was opened, or it was deleted.</exception>
    public IAsyncEnumerable<(string Name, NodeKind Kind)> ListChildrenAsync(CancellationToken cancellationToken = default) => Store is IListableStore listable
        ? ListAsync(listable, cancellationToken)
        : throw new NotSupportedException($"{Store.GetType().Name} cannot be listed; open the children by their names");

    /// <summary>Deletes an array or group below this group with everything in it, as <see cref="DeleteAsync(IWritableStore, StorePrefix, CancellationToken)"/> does.</summary>
    /// <param name="relativePath">Path relative to this group, such as <c>0</c> or <c>labels/cells</c>. Nothing happens if the path is empty.</param>
    /// <param name="cancellationToken">Stops the deleting; delete again to finish it.</param>
    /// <exception cref="ArgumentException">The path is empty, not one that a node may have, or lies inside an array.</exception>
    /// <exception cref="NotSupportedException">The store is read-only, or there is a node of Zarr v2 at this path or above it.</exception>
    /// <exception cref="IOException">The store cannot be written; delete again to finish.</exception>
    public Task DeleteAsync(string relativePath, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(relativePath);
        return NodeDocuments.DeleteAsync(NodeDocuments.RequireWritable(Store), Path / relativePath, options.MaxDocumentLength, cancellationToken);
    }

    /// <summary>Checks that the path still leads to the group that was opened. Opening and listing the nodes below it check this as well.</summary>
    /// <exception cref="NodeReplacedException">Another group has taken its place, or it was deleted.</exception>
    public Task ThrowIfReplacedAsync(CancellationToken cancellationToken = default) => folder.RequireSameAsync(cancellationToken).AsTask();

    /// <summary>Path of the group.</summary>
    public override string ToString() => $"group /{Path}";

    private static Task<ZarrGroup> OpenAsync(NodePlace place, ZarrOptions options, CancellationToken cancellationToken, ZarrGroup? above = null) => NodeFolder.OpenAsync(
        place.Store,
        place.Path,
        async folder =>
        {
            // Of a group of Zarr v2 that was opened by one above, only that one is asked for copies.
            var (node, copies) = place.Store is IRemoteStore and not IIdentifiableStore && options.UsesConsolidatedMetadata && (above is null || !place.ExpectsV2)
                ? await NodeReader.ReadGroupWithCopiesAsync(place, options.MaxDocumentLength, cancellationToken).ConfigureAwait(false)
                : (await NodeReader.ReadGroupAsync(place, options.MaxDocumentLength, cancellationToken).ConfigureAwait(false), null);
            return new ZarrGroup(place.Store, place.Path, folder, node.Metadata, node.ZarrFormat, options, copies ?? above?.copies);
        },
        cancellationToken);

    private async IAsyncEnumerable<(string Name, NodeKind Kind)> ListAsync(IListableStore store, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var name in await folder.ReadAsync(() => store.ListChildrenAsync(Path, cancellationToken), cancellationToken).ConfigureAwait(false))
        {
            if (NodeName.TryValidate(name, out _)
                && await folder.ReadAsync(() => NodeReader.KindAsync(store, Path / name, options.MaxDocumentLength, cancellationToken), cancellationToken).ConfigureAwait(false) is { } kind)
            {
                yield return (name, kind);
            }
        }
    }
}
