using OmeZarr.V05;
using OmeZarr.Writing.Places;
using Zarr;
using Zarr.Metadata;
using Zarr.Stores;

namespace OmeZarr.Writing.Parts.Levels;

/// <summary>
/// A hierarchy in a store without rename. The arrays are written to their places, where no document names them; then the documents are replaced, each only if no other writer has changed its levels meanwhile.
/// Levels that are replaced stay until the documents name the new ones, which therefore lie at other paths.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="root">Path of the hierarchy in it.</param>
/// <param name="name">The location of the hierarchy, for messages.</param>
internal sealed class StoreLevels(IWritableStore store, StorePrefix root, string name) : LevelsPlace(store, root)
{
    private static readonly string[] Documents = ["zarr.json", ".zarray", ".zgroup"];

    internal override bool KeepsReplaced => true;

    internal override string NameOf(string path) => path.Length == 0 ? name : $"{name.TrimEnd('/')}/{path}";

    internal override async Task<bool> ExistsAsync(string path, CancellationToken cancellationToken)
    {
        if (Store is IListableStore listable)
        {
            return await listable.ListAsync(At(path), cancellationToken).AnyAsync(cancellationToken).ConfigureAwait(false);
        }

        foreach (var document in Documents)
        {
            if (await Store.GetLengthAsync(At(path).Key(document), cancellationToken).ConfigureAwait(false) is not null)
            {
                return true;
            }
        }

        return false;
    }

    internal override void ClearLeftovers()
    {
        // Nothing is written beside a hierarchy in a store.
    }

    internal override LevelsChange Begin(LevelsToAdd change) => new Change(this, change);

    private sealed class Change(StoreLevels place, LevelsToAdd change) : LevelsChange
    {
        private readonly List<(AddedLevels Levels, string Path)> created = [];
        private readonly List<AddedLevels> published = [];
        private bool isComplete;

        internal override async Task<IWritableArray> CreateAsync(AddedLevels levels, string level, ArrayMetadata metadata, ZarrOptions options, CancellationToken cancellationToken)
        {
            var path = LevelPath(levels.Image.Path, level);
            if (await place.Store.GetLengthAsync(place.DocumentKey(path), cancellationToken).ConfigureAwait(false) is null)
            {
                created.Add((levels, path));
                try
                {
                    return await ZarrBackend.CreateAsync(place.Store, place.At(path), metadata, options, cancellationToken).ConfigureAwait(false);
                }
                catch (NodeExistsException)
                {
                    created.RemoveAt(created.Count - 1); // another call, which adds the same levels, was faster
                }
            }

            // A call that was killed has left it, or another one is writing the same elements to it at this moment.
            return await ZarrBackend.OpenAsync(place.Store, place.At(path), options, cancellationToken).ConfigureAwait(false);
        }

        internal override async Task PublishAsync()
        {
            var list = await StoredDocument.ReadAsync(place.Store, place.DocumentKey(change.Labels), ZarrOptions.Default.MaxDocumentLength, CancellationToken.None).ConfigureAwait(false);
            if (!list?.Utf8.AsSpan().SequenceEqual(change.LabelsList) ?? change.LabelsList is not null)
            {
                throw LevelAdder.Changed(place.NameOf(change.Path));
            }

            foreach (var levels in change.Missing)
            {
                published.Add(levels);
                await ReplaceAsync(levels, levels.Image.Multiscale, levels.Plan.Multiscale, CancellationToken.None).ConfigureAwait(false);
            }

            isComplete = true;
            await DeleteReplacedAsync().ConfigureAwait(false);
        }

        /// <summary>Removes the arrays that no document names, after the documents name them no more.</summary>
        /// <exception cref="IOException">Something could not be removed.</exception>
        public override async ValueTask DisposeAsync()
        {
            if (isComplete)
            {
                return;
            }

            foreach (var levels in published.AsEnumerable().Reverse())
            {
                var now = await StoredImage.ReadAsync(place, levels.Image.Path, CancellationToken.None).ConfigureAwait(false);
                if (now.Multiscale == levels.Plan.Multiscale)
                {
                    await ReplaceAsync(levels, levels.Plan.Multiscale, levels.Image.Multiscale, CancellationToken.None).ConfigureAwait(false);
                }
            }

            foreach (var (levels, path) in created)
            {
                var now = await StoredImage.ReadAsync(place, levels.Image.Path, CancellationToken.None).ConfigureAwait(false);
                if (!now.Multiscale.Datasets.Any(dataset => LevelPath(levels.Image.Path, dataset.Path) == path)) // another writer may have published the same levels
                {
                    await DeleteAsync(path, CancellationToken.None).ConfigureAwait(false);
                }
            }
        }

        /// <summary>Deletes the arrays that the documents name no more.</summary>
        /// <exception cref="IOException">Something could not be deleted; the new levels are complete and listed.</exception>
        private async Task DeleteReplacedAsync()
        {
            foreach (var array in change.Missing.SelectMany(levels => levels.Obsolete.Select(level => LevelPath(levels.Image.Path, level))))
            {
                try
                {
                    await DeleteAsync(array, CancellationToken.None).ConfigureAwait(false);
                }
                catch (IOException e)
                {
                    throw new IOException($"the new levels are complete, but {place.NameOf(array)}, which they replace, could not be deleted: {e.Message} No document names it; delete it yourself.", e);
                }
            }
        }

        /// <summary>Replaces the levels in the document of an image. Everything else in it stays as it is at that moment.</summary>
        private Task ReplaceAsync(AddedLevels levels, Multiscale before, Multiscale after, CancellationToken cancellationToken) => StoredDocument.RepeatAsync(
            levels.Image.Name,
            async () =>
            {
                var now = await StoredImage.ReadAsync(place, levels.Image.Path, cancellationToken).ConfigureAwait(false);
                return now.Multiscale == after
                    || (now.Multiscale == before ? await now.TryReplaceAsync(place.Store, after, cancellationToken).ConfigureAwait(false) : throw LevelAdder.Changed(levels.Image.Name));
            },
            cancellationToken);

        private async Task DeleteAsync(string array, CancellationToken cancellationToken)
        {
            await place.Store.DeleteAsync(place.DocumentKey(array), cancellationToken).ConfigureAwait(false);
            await place.Store.DeletePrefixAsync(place.At(array), cancellationToken).ConfigureAwait(false);
        }
    }
}
