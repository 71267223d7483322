using OmeZarr.Planning;
using OmeZarr.Writing.Places;
using OmeZarr.Writing.Publication;
using Zarr.Stores;

namespace OmeZarr.Writing.Dividing;

/// <summary>
/// A plan for a folder. The parts are written to a hidden folder beside the destination (beside the outermost hierarchy around it), whose hierarchy changes places with what is there when the plan is finished.
/// </summary>
internal sealed class DividedFolder : DividedPlace
{
    private readonly string destination;
    private readonly string folder;

    private DividedFolder(DivisionPlan plan, string destination, string folder)
        : base(plan, PlaceOf(folder, PartsFolder.Hierarchy), PlaceOf(folder, string.Empty)) => (this.destination, this.folder) = (destination, folder);

    private string Hierarchy => Path.Join(folder, PartsFolder.Hierarchy);

    internal static DividedFolder Of(DivisionPlan plan, string destination)
    {
        var beside = StagingPlace.Of(destination);
        return new DividedFolder(plan, destination, Path.Join(beside.Parent, PartsFolder.NameOf(beside.Name, Path.GetRelativePath(beside.Parent, destination))));
    }

    internal override Task<bool> IsPublishedAsync(CancellationToken cancellationToken) => Task.FromResult(
        !Directory.Exists(Hierarchy) && Destination.IsGroup(destination) == true && (Directory.Exists(folder) ? IsDocumentOfDestination && !IsBeingPublished : !Plan.Overwrite));

    /// <summary>Whether the document that was about to be published is that of the destination: then only notes are left.</summary>
    private bool IsDocumentOfDestination =>
        Destination.ReadOrNull(DocumentCopy) is { } document && Destination.ReadOrNull(Path.Join(destination, GroupDocument.Name)) is { } published && document.AsSpan().SequenceEqual(published);

    /// <summary>Whether a process has moved the hierarchy away to publish it, and has not done so yet, or was killed then.</summary>
    private bool IsBeingPublished
    {
        get
        {
            var beside = StagingPlace.Of(destination);
            return Leftovers.Find(beside.Parent, StagingName.ShownOf(beside.Name)).Any(staging => StagingFolder.BorrowedIn(staging)?.Origin == Hierarchy);
        }
    }

    private string DocumentCopy => Path.Join(folder, GroupDocument.Name);

    internal override void Recover()
    {
        if (Directory.Exists(folder) && !Directory.Exists(Hierarchy))
        {
            Leftovers.Clear(StagingPlace.Of(destination));
        }
    }

    private protected override Task CreateAsync(CancellationToken cancellationToken)
    {
        try
        {
            Recover();
            Directory.CreateDirectory(Hierarchy);
            return Task.CompletedTask;
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException($"cannot create {folder}: {e.Message} Parts are written there, so the folder above must be writable.", e);
        }
    }

    internal override bool LooksCheaply => true;

    internal override Task<IReadOnlyList<string>> MissingAsync(IReadOnlyList<Receipt> receipts, CancellationToken cancellationToken)
    {
        var missing = new List<string>();
        foreach (var (key, value) in receipts.SelectMany(receipt => receipt.Values))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var file = new FileInfo(Path.Join(Hierarchy, key));
            if (!file.Exists || file.Length != value.Length)
            {
                missing.Add(key);
            }
        }

        return Task.FromResult<IReadOnlyList<string>>(missing);
    }

    internal override Task<HierarchyDraft> FinishAsync(WriteOptions options, CancellationToken cancellationToken)
    {
        Surroundings.RequireFit(destination, Plan.Kind);
        Destination.RequireReplaceable(destination, Plan.Overwrite);
        DeleteDrafts(cancellationToken);
        return Task.FromResult<HierarchyDraft>(new Draft(this, options));
    }

    internal override Task CleanUpAsync(CancellationToken cancellationToken) => DiscardAsync(cancellationToken);

    internal override Task DiscardAsync(CancellationToken cancellationToken)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        return Task.CompletedTask;
    }

    /// <summary>Deletes files that tasks had begun when they were killed.</summary>
    private void DeleteDrafts(CancellationToken cancellationToken)
    {
        foreach (var file in new DirectoryInfo(Hierarchy).EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (FileSystemStore.IsDraft(file.Name))
            {
                file.Delete();
            }
        }
    }

    private static StorePlace PlaceOf(string folder, string name) => new(new FileSystemStore(Path.Join(folder, name), requiredFolder: name.Length == 0 ? null : folder), StorePrefix.Root, Path.Join(folder, name));

    private sealed class Draft : HierarchyDraft
    {
        private readonly DividedFolder place;
        private readonly PublicationOptions options;

        internal Draft(DividedFolder place, WriteOptions options)
        {
            (this.place, this.options) = (place, PublicationOptions.Of(options));
            Target = StoreDraft.TargetOf(DraftStore.Of(place.Content.Store, place.Content.Prefix), place.Content, options);
        }

        internal override WriteTarget Target { get; }

        internal override async Task PublishAsync(CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (options.IsFlushed || Destination.Exists(place.destination))
            {
                FileSystemStore.FlushFolder(place.Hierarchy);
            }

            await Surroundings.DropConsolidatedAsync(place.destination).ConfigureAwait(false);
            File.Copy(Path.Join(place.Hierarchy, GroupDocument.Name), place.DocumentCopy, overwrite: true);
            using (var staged = StagedHierarchy.Begin(place.destination, place.Plan.Overwrite, options))
            {
                staged.PublishFrom(place.Hierarchy);
            }

            await place.DiscardAsync(CancellationToken.None).ConfigureAwait(false);
        }

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
