using OmeZarr.Writing.Places;

namespace OmeZarr.Writing.Publication;

/// <summary>A hierarchy that is built in a folder beside its destination and changes places with what is there.</summary>
internal sealed class FolderDraft : HierarchyDraft
{
    private readonly StagedHierarchy staged;

    private FolderDraft(StagedHierarchy staged, WriteOptions options) => (this.staged, Target) = (staged, WriteTarget.InFolder(staged.Staging, staged.Within(options)));

    internal override WriteTarget Target { get; }

    /// <inheritdoc cref="HierarchyDraft.BeginAsync"/>
    internal static FolderDraft Begin(string folder, OmeDocumentKind kind, WriteOptions options)
    {
        Surroundings.RequireFit(folder, kind);
        return new FolderDraft(StagedHierarchy.Begin(folder, options.Overwrite, PublicationOptions.Of(options)), options);
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
