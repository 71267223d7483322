using System.Collections.Concurrent;
using OmeZarr.Writing.Filling;
using OmeZarr.Writing.Places;
using OmeZarr.Writing.Publication;
using OmeZarr.Writing.Pyramids;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Writing.Dividing;

/// <summary>Writes pieces of images.</summary>
/// <param name="content">The place of the hierarchy.</param>
/// <param name="maxBufferedBytes">The memory for levels that are not complete.</param>
internal sealed class PieceWriter(StorePlace content, long maxBufferedBytes)
{
    private readonly PyramidMemory memory = new(maxBufferedBytes);

    /// <summary>Writes pieces of a track.</summary>
    /// <param name="image">The image, with the sources of its pixels.</param>
    /// <param name="pieces">The pieces.</param>
    /// <param name="written">Receives the stored values.</param>
    /// <param name="workers">How many units are written at the same time.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    internal async Task WriteAsync(DividedImage image, PieceRange pieces, ConcurrentDictionary<string, StoredValue> written, int workers, CancellationToken cancellationToken)
    {
        var track = pieces.Track;
        var store = DraftStore.Of(RecordingStore.Of(content.Store, content.Prefix, written), content.Prefix);
        var levels = new List<WrittenLevel>();
        IArraySource? stored = null;
        try
        {
            foreach (var (index, array) in TrackGrids.Arrays(image, track).Index())
            {
                var request = array with { Path = content.Below(array.Path).Text, Location = StoreLocation.In(store.Below(array.Path), StorePrefix.Root), MaxDegreeOfParallelism = workers };
                if (index == 0 && track.First > track.Source)
                {
                    stored = await StoredAsync(image.Levels[track.Source] with { Path = request.Path, Location = request.Location, MaxDegreeOfParallelism = workers }, cancellationToken).ConfigureAwait(false);
                    levels.Add(new WrittenLevel(request, new KeptArray(), Uncounted(request)));
                }
                else
                {
                    levels.Add(new WrittenLevel(request, await image.Backend.CreateAsync(request, cancellationToken).ConfigureAwait(false), Uncounted(request)));
                }
            }

            var source = stored ?? image.Sources[image.IsComputed ? 0 : track.Source];
            await new PyramidWriter(levels, [.. image.Steps.Skip(track.Source).Take(track.Top - track.Source)], memory).WriteAsync(source, pieces.First, track.IsWhole ? null : pieces.End, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await Task.WhenAll(levels.Select(level => level.Array.DisposeAsync().AsTask())).ConfigureAwait(false);
        }
    }

    /// <summary>A level that an earlier wave has stored. Its document is not there yet.</summary>
    private static async Task<IArraySource> StoredAsync(ArrayRequest request, CancellationToken cancellationToken)
    {
        var (store, path) = request.Location.Open();
        return await ZarrArray.CreateAsync((IWritableStore)store, path, request.ToMetadata(), new ZarrOptions { MaxDegreeOfParallelism = request.MaxDegreeOfParallelism }, cancellationToken).ConfigureAwait(false);
    }

    private static UnitCounter Uncounted(ArrayRequest request) => new(request.WriteUnitCount, null);

    /// <summary>A level that is only read.</summary>
    private sealed class KeptArray : IWritableArray
    {
        public ValueTask WriteAsync(Region region, ReadOnlyMemory<byte> elements, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask FlushAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
