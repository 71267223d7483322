using OmeZarr.Planning;
using OmeZarr.Writing.Places;
using Zarr.Stores;

namespace OmeZarr.Copying;

/// <summary>A path in a store, or a folder that is written in several runs: values are written where they belong.</summary>
internal sealed class StoreTarget : CopyTarget
{
    /// <summary>The longest time that is spent to delete what a failed copy has written.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly StoreCopyOptions options;
    private readonly CopySource source;
    private bool isPublished;

    private StoreTarget(CopySource source, string text, IWritableStore store, StorePrefix prefix, StoreCopyOptions options)
        : base(text, store, prefix) => (this.source, this.options) = (source, options);

    internal override bool CreatesRoot => !options.Resume;

    internal static async Task<StoreTarget> BeginAsync(CopySource source, StoreLocation to, StoreCopyOptions options, CancellationToken cancellationToken)
    {
        var (store, path) = to.Open();
        if (ReferenceEquals(store, source.Store) && (path == source.Path || IsBelow(path, source.Path) || IsBelow(source.Path, path)))
        {
            throw new ArgumentException($"{source.Location} and {to} lie in each other; choose another destination");
        }

        var target = new StoreTarget(source, FindingText.Sanitize(to.ToString()), Destination.RequireWritable(store, to), path, options);
        if (options.Resume)
        {
            await target.RequireSameRootAsync(cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await target.ClearAsync(cancellationToken).ConfigureAwait(false);
        }

        return target;
    }

    internal override async Task PublishAsync(CancellationToken cancellationToken)
    {
        if (options.Durability == Durability.Flushed && Store is FileSystemStore files)
        {
            await files.FlushAsync(Prefix, cancellationToken).ConfigureAwait(false);
        }

        isPublished = true;
    }

    public override async ValueTask DisposeAsync()
    {
        if (isPublished || options.Resume)
        {
            return;
        }

        using var limit = new CancellationTokenSource(Patience);
        try
        {
            // A document of the root is that of another writer, whose values stay: this copy writes its own last.
            if (await RootDocumentAsync(this.Store, Prefix, limit.Token).ConfigureAwait(false) is null)
            {
                await Store.DeletePrefixAsync(Prefix, limit.Token).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The caller throws the first error.
        }
    }

    private static bool IsBelow(StorePrefix path, StorePrefix other) => other.IsRoot || path.Value.StartsWith($"{other}/", StringComparison.Ordinal);

    /// <summary>The document that makes the root a node; null if there is none.</summary>
    private static async ValueTask<byte[]?> RootDocumentAsync(IStore store, StorePrefix path, CancellationToken cancellationToken)
    {
        foreach (var name in new[] { GroupDocument.Name, ".zgroup", ".zarray" })
        {
            using var document = await store.GetAsync(path.Key(name), cancellationToken).ConfigureAwait(false);
            if (document is not null)
            {
                return document.Memory.ToArray();
            }
        }

        return null;
    }

    private async Task RequireSameRootAsync(CancellationToken cancellationToken)
    {
        if (await RootDocumentAsync(Store, Prefix, cancellationToken).ConfigureAwait(false) is { } there
            && !(await RootDocumentAsync(source.Store, source.Path, cancellationToken).ConfigureAwait(false)).AsSpan().SequenceEqual(there))
        {
            throw new DestinationExistsException(Text, $"{Text} holds another hierarchy than {source.Location}, so nothing can be continued there. Choose another path, or replace it with {nameof(StoreCopyOptions.Overwrite)}. Nothing was changed.");
        }
    }

    /// <summary>Makes the destination empty, if that is allowed.</summary>
    private async Task ClearAsync(CancellationToken cancellationToken)
    {
        var isNode = await RootDocumentAsync(Store, Prefix, cancellationToken).ConfigureAwait(false) is not null;
        var isEmpty = !isNode && (Store is not IListableStore listable || (await listable.ListChildrenAsync(Prefix, cancellationToken).ConfigureAwait(false)).Count == 0);
        if (isEmpty)
        {
            return;
        }

        if (!options.Overwrite || !isNode)
        {
            throw new DestinationExistsException(Text, isNode
                ? $"{Text} exists. Choose another path, or replace it with {nameof(StoreCopyOptions.Overwrite)}. Nothing was changed."
                : $"{Text} holds values that are no Zarr hierarchy. Choose another path, or continue an unfinished copy with {nameof(StoreCopyOptions.Resume)}. Nothing was changed.");
        }

        foreach (var name in NodeNames.Documents.OrderBy(name => name != GroupDocument.Name))
        {
            await Store.DeleteAsync(Prefix.Key(name), cancellationToken).ConfigureAwait(false);
        }

        await Store.DeletePrefixAsync(Prefix, cancellationToken).ConfigureAwait(false);
    }
}
