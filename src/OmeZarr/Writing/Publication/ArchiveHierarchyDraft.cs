using OmeZarr.V05;
using OmeZarr.Writing.Places;
using Zarr.Stores;

namespace OmeZarr.Writing.Publication;

/// <summary>A hierarchy that is written to an archive beside its destination, which is renamed when it is complete (RFC-9 of NGFF).</summary>
internal sealed class ArchiveHierarchyDraft : HierarchyDraft
{
    private readonly ZipWriter archive;

    private ArchiveHierarchyDraft(ZipWriter archive, WriteOptions options)
    {
        this.archive = archive;
        var place = new StorePlace(archive, StorePrefix.Root, archive.Path);
        Target = StoreDraft.TargetOf(DraftStore.Of(archive, StorePrefix.Root), place, options);
    }

    internal override WriteTarget Target { get; }

    /// <inheritdoc cref="HierarchyDraft.BeginAsync"/>
    internal static async Task<ArchiveHierarchyDraft> BeginAsync(string path, WriteOptions options, CancellationToken cancellationToken)
    {
        await ArchivePlace.RequireReplaceableAsync(path, options.Overwrite, cancellationToken).ConfigureAwait(false);
        return new ArchiveHierarchyDraft(
            new ZipWriter(path, new ZipWriterOptions { Comment = ArchivePlace.Comment(Image.SupportedVersion), Overwrite = options.Overwrite, FlushToDisk = options.Durability == Durability.Flushed }), options);
    }

    internal override Task PublishAsync(CancellationToken cancellationToken) => archive.PublishAsync(cancellationToken).AsTask();

    public override ValueTask DisposeAsync() => archive.DisposeAsync();
}
