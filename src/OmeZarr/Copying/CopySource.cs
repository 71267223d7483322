using System.Runtime.CompilerServices;
using OmeZarr.Planning;
using OmeZarr.Writing.Places;
using OmeZarr.Writing.Publication;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Copying;

/// <summary>What is copied: its root, and the keys below it.</summary>
internal sealed class CopySource
{
    private readonly List<string> remarks = [];
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);

    private CopySource(StoreLocation location, IStore store, StorePrefix path, OmeTreeNode root, bool isV3) => (Location, Store, Path, Root, IsV3) = (location, store, path, root, isV3);

    internal StoreLocation Location { get; }

    internal IStore Store { get; }

    internal StorePrefix Path { get; }

    /// <summary>The root node.</summary>
    internal OmeTreeNode Root { get; }

    /// <summary>Whether the root is of Zarr v3.</summary>
    internal bool IsV3 { get; }

    /// <summary>Whether every key that is enumerated has a value. Otherwise some of the keys may be absent.</summary>
    internal bool IsListed => Store is IListableStore;

    internal IReadOnlyList<string> Remarks => remarks;

    /// <exception cref="NodeNotFoundException">There is no node.</exception>
    internal static async Task<CopySource> OpenAsync(StoreLocation location, CancellationToken cancellationToken)
    {
        var (store, path) = location.Open();
        var root = await OmeTree.ReadAsync(store, path, maxDepth: 0, cancellationToken: cancellationToken).ConfigureAwait(false);
        var isV3 = await store.GetLengthAsync(path.Key(GroupDocument.Name), cancellationToken).ConfigureAwait(false) is not null;
        var source = new CopySource(location, store, path, root, isV3);
        if (store is ZipStore archive)
        {
            source.remarks.AddRange((await archive.DescribeAsync(cancellationToken).ConfigureAwait(false)).Remarks);
        }

        return source;
    }

    internal StoreKey Key(string relative) => Path.Key(relative);

    /// <summary>The keys, relative to the root, each once.</summary>
    internal IAsyncEnumerable<string> KeysAsync(CancellationToken cancellationToken) => Store is IListableStore listable ? ListAsync(listable, cancellationToken) : new MetadataWalk(this, Remark).KeysAsync(cancellationToken);

    private async IAsyncEnumerable<string> ListAsync(IListableStore store, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var start = Path.IsRoot ? 0 : Path.Value.Length + 1;
        await foreach (var key in store.ListAsync(Path, cancellationToken).ConfigureAwait(false))
        {
            var relative = key.Value[start..];
            if (relative.Split('/').FirstOrDefault(part => StagingName.Parse(part) is not null) is { } staging)
            {
                Remark($"{staging} is what a writer has left, or is writing now; it is left out.");
                continue;
            }

            if (relative == WriterMark.Name || relative.EndsWith($"/{WriterMark.Name}", StringComparison.Ordinal))
            {
                Remark($"{relative} is the mark of a writer that is at work there, or was killed, so something may be missing below; the mark is left out.");
                continue;
            }

            yield return relative;
        }
    }

    private void Remark(string sentence)
    {
        if (seen.Add(sentence))
        {
            remarks.Add(sentence);
        }
    }
}
