using OmeZarr.Writing.Places;
using OmeZarr.Writing.Publication;
using Zarr.Stores;

namespace OmeZarr.Writing.Dividing;

/// <summary>A hierarchy whose documents nobody wants: they are dropped.</summary>
internal sealed class UnseenDraft : HierarchyDraft
{
    internal UnseenDraft(WriteOptions options)
    {
        var store = new MemoryStore();
        Target = StoreDraft.TargetOf(DraftStore.Of(store, StorePrefix.Root), new StorePlace(store, StorePrefix.Root, "the plan"), options);
    }

    internal override WriteTarget Target { get; }

    internal override Task PublishAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
