using System.Text.Json.Nodes;
using Zarr.Metadata;
using Zarr.Stores;

namespace Zarr;

/// <summary>A group in a store: attributes, and arrays and groups below it. Thread-safe.</summary>
public sealed class ZarrGroup
{
    private readonly ZarrOptions options;

    private ZarrGroup(IStore store, StorePrefix path, GroupMetadata metadata, ZarrOptions options)
    {
        (Store, Path, Metadata, this.options) = (store, path, metadata, options);
    }

    /// <summary>The store that holds the group.</summary>
    public IStore Store { get; }

    /// <summary>Path of the group in its store.</summary>
    public StorePrefix Path { get; }

    /// <summary>Everything that the group's <c>zarr.json</c> says.</summary>
    public GroupMetadata Metadata { get; }

    /// <summary>The user's attributes; not to be changed.</summary>
    public JsonObject Attributes => Metadata.Attributes;

    /// <summary>Opens the group that a folder holds.</summary>
    /// <inheritdoc cref="OpenAsync(IStore, StorePrefix, ZarrOptions?, CancellationToken)"/>
    public static Task<ZarrGroup> OpenAsync(string path, ZarrOptions? options = null, CancellationToken cancellationToken = default) =>
        OpenAsync(new FileSystemStore(path), StorePrefix.Root, options, cancellationToken);

    /// <summary>Opens a group.</summary>
    /// <exception cref="NodeNotFoundException">There is no <c>zarr.json</c>.</exception>
    /// <exception cref="InvalidMetadataException">The <c>zarr.json</c> breaks the specification or is an array's.</exception>
    /// <exception cref="UnsupportedFeatureException">The <c>zarr.json</c> has a member that must be understood and is not.</exception>
    public static async Task<ZarrGroup> OpenAsync(
        IStore store, StorePrefix path, ZarrOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        var metadata = await NodeDocuments.ReadAsync(store, path, GroupMetadata.Parse, cancellationToken).ConfigureAwait(false);
        return new ZarrGroup(store, path, metadata, options ?? ZarrOptions.Default);
    }

    /// <summary>Creates a group, and every group above it that does not exist.</summary>
    /// <exception cref="NodeExistsException">There is a node at this path already.</exception>
    /// <exception cref="ArgumentException">The path is not one that a node may have.</exception>
    public static async Task<ZarrGroup> CreateAsync(
        IWritableStore store, StorePrefix path, JsonObject? attributes = null, ZarrOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        NodeName.RequireValidPath(path.Value);
        var metadata = new GroupMetadata { Attributes = attributes ?? [] };
        await NodeDocuments.CreateAsync(store, path, metadata.ToUtf8(), cancellationToken).ConfigureAwait(false);
        return new ZarrGroup(store, path, metadata, options ?? ZarrOptions.Default);
    }

    /// <summary>Replaces the attributes of the group; everything else in its <c>zarr.json</c> stays.</summary>
    /// <returns>The group with its new attributes; this object keeps the old ones.</returns>
    /// <exception cref="NotSupportedException">The store is read-only.</exception>
    /// <exception cref="IOException">The store cannot be written; the old attributes are still there.</exception>
    public async Task<ZarrGroup> ReplaceAttributesAsync(JsonObject attributes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(attributes);
        var writable = Store as IWritableStore ?? throw new NotSupportedException($"{Store.GetType().Name} is read-only");
        var metadata = Metadata with { Attributes = attributes };
        await NodeDocuments.ReplaceAsync(writable, Path, metadata.ToUtf8(), cancellationToken).ConfigureAwait(false);
        return new ZarrGroup(Store, Path, metadata, options);
    }

    /// <summary>Opens an array below this group.</summary>
    /// <param name="relativePath">Its path from here, such as <c>0</c> or <c>labels/cells/0</c>.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <inheritdoc cref="ZarrArray.OpenAsync(IStore, StorePrefix, ZarrOptions?, CancellationToken)"/>
    public Task<ZarrArray> OpenArrayAsync(string relativePath, CancellationToken cancellationToken = default) =>
        ZarrArray.OpenAsync(Store, Path / relativePath, options, cancellationToken);

    /// <summary>Opens a group below this one.</summary>
    /// <param name="relativePath">Its path from here.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <inheritdoc cref="OpenAsync(IStore, StorePrefix, ZarrOptions?, CancellationToken)"/>
    public Task<ZarrGroup> OpenGroupAsync(string relativePath, CancellationToken cancellationToken = default) =>
        OpenAsync(Store, Path / relativePath, options, cancellationToken);

    /// <summary>Path of the group.</summary>
    public override string ToString() => $"group /{Path}";
}
