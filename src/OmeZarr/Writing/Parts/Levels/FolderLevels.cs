using OmeZarr.Planning;
using OmeZarr.Writing.Places;
using OmeZarr.Writing.Publication;
using Zarr;
using Zarr.Metadata;
using Zarr.Stores;
using Zarr.Stores.Files;

namespace OmeZarr.Writing.Parts.Levels;

/// <summary>A hierarchy in a folder. The arrays are built beside it and moved in when all of them are complete, under the locks of the writers.</summary>
/// <param name="root">The absolute path of the hierarchy, links resolved.</param>
/// <param name="options">Options of writing.</param>
internal sealed class FolderLevels(string root, WriteOptions options) : LevelsPlace(new FileSystemStore(root), StorePrefix.Root)
{
    internal override string NameOf(string path) => path.Length == 0 ? root : Path.Join(root, path);

    internal override Task<bool> ExistsAsync(string path, CancellationToken cancellationToken) => Task.FromResult(Destination.Exists(NameOf(path)));

    internal override void ClearLeftovers() => Leftovers.Clear(StagingPlace.Of(root));

    internal override LevelsChange Begin(LevelsToAdd change) => new Change(this, root, options, change);

    private sealed class Change(FolderLevels place, string root, WriteOptions options, LevelsToAdd change) : LevelsChange
    {
        private readonly List<StagedHierarchy> staged = [];

        private PublicationOptions Flushed => PublicationOptions.Of(options) with { IsFlushed = true };

        internal override Task<IWritableArray> CreateAsync(AddedLevels levels, string level, ArrayMetadata metadata, ZarrOptions zarr, CancellationToken cancellationToken)
        {
            var beside = StagedHierarchy.BeginPart(root, LevelPath(levels.Image.Path, level), overwrite: true, Flushed);
            staged.Add(beside);
            return ZarrBackend.CreateAsync(beside.Within(options).OpenStore(beside.Staging), StorePrefix.Root, metadata, zarr, cancellationToken);
        }

        internal override async Task PublishAsync()
        {
            var labels = place.NameOf(change.Labels);
            using var labelsLock = Directory.Exists(labels) ? await FolderLock.AcquireAsync(labels, CancellationToken.None).ConfigureAwait(false) : null; // from the innermost folder outwards, as all writers do
            using var rootLock = await FolderLock.AcquireAsync(root, CancellationToken.None).ConfigureAwait(false);
            if (change.All.Any(levels => !DocumentOf(levels.Image.Path).AsSpan().SequenceEqual(levels.Image.Document)) || !DocumentOf(change.Labels).AsSpan().SequenceEqual(change.LabelsList))
            {
                throw LevelAdder.Changed(place.NameOf(change.Path));
            }

            foreach (var levels in change.Missing)
            {
                await Surroundings.DropConsolidatedAsync(place.NameOf(LevelPath(levels.Image.Path, levels.Plan.Levels[^1].Dataset.Path)), held: root).ConfigureAwait(false);
            }

            var documents = new FolderChanges(options.OpenDurableStore(root), root);
            var placed = new PlacedParts(root, Flushed);
            try
            {
                staged.ForEach(placed.Place);
                foreach (var levels in change.Missing)
                {
                    await documents.SetAsync(levels.Image.Path, levels.Document()).ConfigureAwait(false);
                }
            }
            catch (Exception e)
            {
                await placed.WithdrawAsync(documents, e).ConfigureAwait(false);
                throw;
            }

            placed.Complete();
            foreach (var obsolete in change.Missing.SelectMany(levels => levels.Obsolete.Select(level => place.NameOf(LevelPath(levels.Image.Path, level)))))
            {
                Directory.Delete(obsolete, recursive: true);
            }
        }

        public override ValueTask DisposeAsync()
        {
            staged.ForEach(beside => beside.Dispose());
            return ValueTask.CompletedTask;
        }

        private byte[]? DocumentOf(string path) => Destination.ReadOrNull(Path.Join(place.NameOf(path), GroupDocument.Name));
    }
}
