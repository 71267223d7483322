using OmeZarr.Planning;
using OmeZarr.Writing.Places;
using OmeZarr.Writing.Publication;
using Zarr.Stores;

namespace OmeZarr.Copying;

/// <summary>
/// A path in a store, or a folder that is written in several runs: values are written where they belong. A path in a store is claimed as other writers do (<see cref="StoreClaim"/>), unless the copy is to be resumed or the store cannot list.
/// </summary>
internal sealed class StoreTarget : CopyTarget
{
    /// <summary>The longest time that is spent to delete what a failed copy has written.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly StoreCopyOptions options;
    private readonly CopySource source;
    private StoreClaim? claim;
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
        try
        {
            await (options.Resume ? target.RequireSameRootAsync(cancellationToken) : target.ClaimAsync(cancellationToken)).ConfigureAwait(false);
            return target;
        }
        catch
        {
            await (target.claim?.ReleaseAsync() ?? Task.CompletedTask).ConfigureAwait(false);
            throw;
        }
    }

    internal override Task RequireHeldAsync(CancellationToken cancellationToken) => claim?.RequireHeldAsync(cancellationToken) ?? Task.CompletedTask;

    internal override async Task PublishAsync(CancellationToken cancellationToken)
    {
        if (options.Durability == Durability.Flushed && Store is FileSystemStore files)
        {
            await files.FlushAsync(Prefix, cancellationToken).ConfigureAwait(false);
        }

        isPublished = true;
        await (claim?.CompleteAsync() ?? Task.CompletedTask).ConfigureAwait(false);
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
            var isOthers = await RootDocumentAsync(this.Store, Prefix, limit.Token).ConfigureAwait(false) is not null;
            await (claim is not null ? (isOthers ? claim.ReleaseAsync() : claim.AbandonAsync()) : isOthers ? Task.CompletedTask : Store.DeletePrefixAsync(Prefix, limit.Token).AsTask()).ConfigureAwait(false);
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
        await (Store is FileSystemStore ? Task.CompletedTask : StoreClaim.RequireFreeAsync(Place, cancellationToken)).ConfigureAwait(false);
        if (await RootDocumentAsync(Store, Prefix, cancellationToken).ConfigureAwait(false) is { } there
            && !(await RootDocumentAsync(source.Store, source.Path, cancellationToken).ConfigureAwait(false)).AsSpan().SequenceEqual(there))
        {
            throw new DestinationExistsException(Text, $"{Text} holds another hierarchy than {source.Location}, so nothing can be continued there. Choose another path, or replace it with {nameof(StoreCopyOptions.Overwrite)}. Nothing was changed.");
        }
    }

    private StorePlace Place => new(Store, Prefix, Text);

    /// <summary>Takes the destination, and makes it empty if that is allowed.</summary>
    private async Task ClaimAsync(CancellationToken cancellationToken)
    {
        if (Store is not IListableStore)
        {
            await ClearAsync(isLeftover: false, cancellationToken).ConfigureAwait(false);
            return;
        }

        // What lies below the mark of a writer that was killed may be deleted.
        var isLeftover = (await Place.ListAsync(cancellationToken).ConfigureAwait(false)).Contains(WriterMark.Name);
        claim = await StoreClaim.TakeAsync(Place, null, cancellationToken).ConfigureAwait(false) ?? throw await StoreClaim.TakenAsync(Place, cancellationToken).ConfigureAwait(false);
        await ClearAsync(isLeftover, cancellationToken).ConfigureAwait(false);
    }

    private async Task ClearAsync(bool isLeftover, CancellationToken cancellationToken)
    {
        var isNode = await RootDocumentAsync(Store, Prefix, cancellationToken).ConfigureAwait(false) is not null;
        var isEmpty = !isNode && (Store is not IListableStore || (await Place.ListAsync(cancellationToken).ConfigureAwait(false)).All(name => name == WriterMark.Name));
        if (isEmpty)
        {
            return;
        }

        if (isNode ? !options.Overwrite : !isLeftover)
        {
            throw new DestinationExistsException(Text, isNode
                ? $"{Text} exists. Choose another path, or replace it with {nameof(StoreCopyOptions.Overwrite)}. Nothing was changed."
                : $"{Text} holds values that are no Zarr hierarchy. Choose another path, or continue an unfinished copy with {nameof(StoreCopyOptions.Resume)}. Nothing was changed.");
        }

        foreach (var name in NodeNames.Documents.OrderBy(name => name != GroupDocument.Name))
        {
            await Store.DeleteAsync(Prefix.Key(name), cancellationToken).ConfigureAwait(false);
        }

        await (claim is null ? Store.DeletePrefixAsync(Prefix, cancellationToken).AsTask() : Place.ClearAsync(WriterMark.Name, cancellationToken)).ConfigureAwait(false);
    }
}
