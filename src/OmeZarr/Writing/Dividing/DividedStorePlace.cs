using OmeZarr.Planning;
using OmeZarr.Writing.Places;
using OmeZarr.Writing.Publication;
using Zarr.Stores;

namespace OmeZarr.Writing.Dividing;

/// <summary>A plan for a path in a store that cannot rename. The parts are written to their final keys; the root document, which makes the hierarchy visible, is written last. Until then a mark keeps other writers away.</summary>
/// <param name="plan">The plan.</param>
/// <param name="place">The path.</param>
internal sealed class DividedStorePlace(DivisionPlan plan, StorePlace place) : DividedPlace(plan, place, place.Below(PartsFolder.NameInStores))
{
    internal override Task<bool> IsPublishedAsync(CancellationToken cancellationToken) => IsVisibleAsync(cancellationToken);

    internal override async Task CleanUpAsync(CancellationToken cancellationToken)
    {
        if (await IsMarkedAsync(cancellationToken).ConfigureAwait(false))
        {
            await Content.Store.DeletePrefixAsync(Content.Prefix / PartsFolder.NameInStores, cancellationToken).ConfigureAwait(false);
            await Content.Store.DeleteAsync(Content.Key(WriterMark.Name), cancellationToken).ConfigureAwait(false);
        }
    }

    private protected override async Task CreateAsync(CancellationToken cancellationToken)
    {
        if (await IsMarkedAsync(cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        if (await IsVisibleAsync(cancellationToken).ConfigureAwait(false))
        {
            throw new DestinationExistsException(Content.Text, $"{Content.Text} exists, so no part is written there. In a store a plan replaces nothing; choose another path, or delete what is there. Nothing was changed.");
        }

        if (!await Content.TryCreateAsync(WriterMark.Name, Mark, cancellationToken).ConfigureAwait(false))
        {
            throw new DestinationExistsException(Content.Text, $"another writer is or was at work at {Content.Text}. Wait until it is done, or remove what it left (omezarr clean --force, or {nameof(OmeWriter)}.CleanAsync); nothing was changed.");
        }
    }

    private protected override Task NoteUseAsync(StorePlace notes, CancellationToken cancellationToken) => PartsFolder.NoteUseAsync(notes, cancellationToken);

    internal override bool LooksCheaply => false;

    internal override async Task<IReadOnlyList<string>> MissingAsync(IReadOnlyList<Receipt> receipts, CancellationToken cancellationToken)
    {
        var missing = receipts.SelectMany(receipt => receipt.Values.Keys).ToHashSet(StringComparer.Ordinal);
        var prefix = Content.Prefix.IsRoot ? 0 : Content.Key(GroupDocument.Name).Value.Length - GroupDocument.Name.Length;
        await foreach (var key in ((IListableStore)Content.Store).ListAsync(Content.Prefix, cancellationToken).ConfigureAwait(false))
        {
            missing.Remove(key.Value[prefix..]);
        }

        return [.. missing.Order(StringComparer.Ordinal)];
    }

    internal override async Task<HierarchyDraft> FinishAsync(WriteOptions options, CancellationToken cancellationToken)
    {
        var surroundings = await StoreSurroundings.ReadAsync(Content, cancellationToken).ConfigureAwait(false);
        surroundings.RequireFit(Plan.Kind);
        return new Draft(this, surroundings, options);
    }

    internal override async Task DiscardAsync(CancellationToken cancellationToken)
    {
        if (!await IsMarkedAsync(cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        await Content.ClearAsync(WriterMark.Name, cancellationToken).ConfigureAwait(false);
        await Content.Store.DeleteAsync(Content.Key(WriterMark.Name), cancellationToken).ConfigureAwait(false);
    }

    private byte[] Mark => new WriterMark(Plan.Id, null, "several machines", DateTimeOffset.UnixEpoch, null).ToUtf8();

    private Task<bool> IsMarkedAsync(CancellationToken cancellationToken) => Content.HoldsAsync(WriterMark.Name, Mark, cancellationToken);

    private async Task<bool> IsVisibleAsync(CancellationToken cancellationToken) => await Content.Store.GetLengthAsync(Content.Key(GroupDocument.Name), cancellationToken).ConfigureAwait(false) is not null;

    private sealed class Draft : HierarchyDraft
    {
        private readonly DividedStorePlace place;
        private readonly StoreSurroundings surroundings;
        private readonly DraftStore store;

        internal Draft(DividedStorePlace place, StoreSurroundings surroundings, WriteOptions options)
        {
            (this.place, this.surroundings) = (place, surroundings);
            store = DraftStore.Of(place.Content.Store, place.Content.Prefix, string.Empty);
            Target = StoreDraft.TargetOf(store, place.Content, options);
        }

        internal override WriteTarget Target { get; }

        internal override async Task PublishAsync(CancellationToken cancellationToken)
        {
            var content = place.Content;
            var document = store.Held(string.Empty) ?? throw new InvalidOperationException($"{content.Text} has no document");
            await surroundings.DropConsolidatedAsync(cancellationToken).ConfigureAwait(false);
            if (!await content.TryCreateAsync(GroupDocument.Name, document, cancellationToken).ConfigureAwait(false))
            {
                throw new DestinationExistsException(content.Text, $"another program has written to {content.Text} at the same time, without regard to the mark of this plan. Its document stays, but its chunks may be those of both; write it again.");
            }

            await place.CleanUpAsync(CancellationToken.None).ConfigureAwait(false);
        }

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
