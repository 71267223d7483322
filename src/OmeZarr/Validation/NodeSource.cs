using System.Buffers;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Validating;

/// <summary>Reads documents and lists groups. Paths are relative to the root of the validation.</summary>
internal sealed class NodeSource(IStore store, StorePrefix root, int maxDocumentLength)
{
    public bool IsListable => store is IListableStore;

    /// <summary>The documents of a node; null if there is no node.</summary>
    /// <param name="path">Path of the node; null is returned if no node can have it.</param>
    /// <param name="format">The Zarr format that is expected; its documents are asked for first.</param>
    /// <param name="expected">The kind that is expected.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="IOException">The store cannot be read.</exception>
    public async ValueTask<StoredNode?> ReadAsync(string path, int? format, NodeKind expected, CancellationToken cancellationToken)
    {
        if (PrefixOf(path) is not { } prefix)
        {
            return null;
        }

        var (first, second) = expected == NodeKind.Array ? (".zarray", ".zgroup") : (".zgroup", ".zarray");
        string[] names = format == 2 ? [first, second, "zarr.json"] : ["zarr.json", first, second];
        foreach (var name in names)
        {
            if (await GetAsync(prefix, name, maxDocumentLength, cancellationToken).ConfigureAwait(false) is { } content)
            {
                var node = new StoredNode(prefix, name == "zarr.json" ? 3 : 2, store.ToString());
                node.Add(name, content);
                if (node.ZarrFormat == 2 && await GetAsync(prefix, ".zattrs", maxDocumentLength, cancellationToken).ConfigureAwait(false) is { } attributes)
                {
                    node.Add(".zattrs", attributes);
                }

                return node;
            }
        }

        return null;
    }

    /// <summary>The names directly below a path; null if the store cannot be listed.</summary>
    /// <exception cref="IOException">The store cannot be read.</exception>
    public async ValueTask<IReadOnlyList<string>?> ListAsync(string path, CancellationToken cancellationToken) =>
        store is IListableStore listable && PrefixOf(path) is { } prefix ? await listable.ListChildrenAsync(prefix, cancellationToken).ConfigureAwait(false) : null;

    /// <summary>A file; null if there is none.</summary>
    /// <exception cref="IOException">The store cannot be read.</exception>
    public async ValueTask<IMemoryOwner<byte>?> ReadFileAsync(string path, string name, int maxLength, CancellationToken cancellationToken) =>
        PrefixOf(path) is { } prefix ? await GetAsync(prefix, name, maxLength, cancellationToken).ConfigureAwait(false) : null;

    /// <summary>Whether there is a file at a path.</summary>
    /// <exception cref="IOException">The store cannot be read.</exception>
    public async ValueTask<bool> IsFileAsync(string path, CancellationToken cancellationToken) =>
        PrefixOf(path) is { IsRoot: false } prefix && await store.GetLengthAsync(new StoreKey(prefix.Value), cancellationToken).ConfigureAwait(false) is not null;

    // One byte more than allowed shows that a document is too long.
    private async ValueTask<IMemoryOwner<byte>?> GetAsync(StorePrefix prefix, string name, int maxLength, CancellationToken cancellationToken) =>
        await store.GetRangeAsync(prefix.Key(name), ByteRange.FromOffset(0, maxLength + 1L), cancellationToken).ConfigureAwait(false);

    /// <summary>Null for a path that no store can hold.</summary>
    private StorePrefix? PrefixOf(string path)
    {
        try
        {
            return path.Length == 0 ? root : root / path;
        }
        catch (ArgumentException)
        {
            return null; // The path comes from a document.
        }
    }
}
