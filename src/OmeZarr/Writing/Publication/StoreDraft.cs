using OmeZarr.Planning;
using OmeZarr.Writing.Places;
using Zarr.Stores;

namespace OmeZarr.Writing.Publication;

/// <summary>
/// A hierarchy that is written at its destination in a store that cannot rename. Its root document, which makes it visible, is written last. A hierarchy that is replaced is deleted before the new one is written.
/// </summary>
internal sealed class StoreDraft : HierarchyDraft
{
    private readonly StoreClaim claim;
    private readonly StoreSurroundings surroundings;
    private readonly DraftStore store;
    private bool isOver;

    private StoreDraft(StoreClaim claim, StoreSurroundings surroundings, WriteOptions options)
    {
        (this.claim, this.surroundings) = (claim, surroundings);
        store = DraftStore.Of(claim.Place.Store, claim.Place.Prefix, string.Empty);
        Target = TargetOf(store, claim.Place, options);
    }

    internal override WriteTarget Target { get; }

    /// <summary>Where what a draft store holds is written.</summary>
    internal static WriteTarget TargetOf(DraftStore store, StorePlace place, WriteOptions options) => new(
        store, options, (array, path) => array with { Path = place.Below(path).Text, Location = StoreLocation.In(store.Below(path), StorePrefix.Root) });

    /// <inheritdoc cref="HierarchyDraft.BeginAsync"/>
    internal static async Task<StoreDraft> BeginAsync(StorePlace place, OmeDocumentKind kind, WriteOptions options, CancellationToken cancellationToken)
    {
        var surroundings = await StoreSurroundings.ReadAsync(place, cancellationToken).ConfigureAwait(false);
        surroundings.RequireFit(kind);
        return new StoreDraft(await StoreClaim.AcquireAsync(place, null, options.Overwrite, cancellationToken).ConfigureAwait(false), surroundings, options);
    }

    internal override async Task PublishAsync(CancellationToken cancellationToken)
    {
        await claim.RequireHeldAsync(cancellationToken).ConfigureAwait(false);
        await surroundings.DropConsolidatedAsync(cancellationToken).ConfigureAwait(false);
        var document = store.Held(string.Empty) ?? throw new InvalidOperationException($"{claim.Place.Text} has no document");
        if (!await claim.Place.TryCreateAsync(GroupDocument.Name, document, cancellationToken).ConfigureAwait(false))
        {
            isOver = true; // what is there is not ours alone
            await claim.ReleaseAsync().ConfigureAwait(false);
            throw new DestinationExistsException(claim.Place.Text, $"another program has written to {claim.Place.Text} at the same time, without regard to the mark of this writer. Its document stays, but its chunks may be those of both; write it again.");
        }

        isOver = true;
        await claim.CompleteAsync().ConfigureAwait(false);
    }

    public override async ValueTask DisposeAsync()
    {
        if (!isOver)
        {
            isOver = true;
            await claim.AbandonAsync().ConfigureAwait(false);
        }
    }
}
