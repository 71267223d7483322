using OmeZarr.Writing.Places;
using OmeZarr.Writing.Publication;
using Zarr.Stores;

namespace OmeZarr.Copying;

/// <summary>A folder, which is written beside its destination and changes places with what is there.</summary>
internal sealed class FolderTarget(StagedHierarchy staged, IWritableStore store) : CopyTarget(staged.Destination, store, StorePrefix.Root)
{
    internal static FolderTarget Begin(CopySource source, string folder, StoreCopyOptions options)
    {
        if (source.Root.Kind is { } kind)
        {
            Surroundings.RequireFit(folder, kind);
        }

        var writing = new WriteOptions { Durability = options.Durability };
        var staged = StagedHierarchy.Begin(folder, options.Overwrite, PublicationOptions.Of(writing));
        return new FolderTarget(staged, staged.Within(writing).OpenStore(staged.Staging));
    }

    internal override async Task PublishAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await Surroundings.DropConsolidatedAsync(staged.Destination).ConfigureAwait(false);
        staged.Publish();
    }

    public override ValueTask DisposeAsync()
    {
        staged.Dispose();
        return ValueTask.CompletedTask;
    }
}
