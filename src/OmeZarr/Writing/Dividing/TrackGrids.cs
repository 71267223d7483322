using OmeZarr.Writing.Pyramids;
using Zarr;

namespace OmeZarr.Writing.Dividing;

/// <summary>The grids of the levels of a track, and the pieces that they make.</summary>
internal static class TrackGrids
{
    /// <summary>The grids of levels that follow each other.</summary>
    internal static IReadOnlyList<LevelGrid> Of(DividedImage image, int first, int last) => LevelGrid.Of(Requests(image, first, last), [.. image.Steps.Skip(first).Take(last - first)]);

    /// <summary>The arrays of a track, that of its source first. A source that is stored is read in chunks, as far as these do not cross the boundaries of pieces.</summary>
    internal static IReadOnlyList<ArrayRequest> Arrays(DividedImage image, Track track)
    {
        var requests = Requests(image, track.Source, track.Top).ToArray();
        return track.First > track.Source ? [requests[0] with { Chunks = ReadUnit(image, track), Shards = null }, .. requests[1..]] : requests;
    }

    /// <summary>The bytes that each piece of a track reads.</summary>
    internal static IEnumerable<long> AllBytes(DividedImage image, Track track)
    {
        if (track.IsWhole)
        {
            return [image.BytesOf(track.Source)];
        }

        var grids = LevelGrid.Of(Arrays(image, track), [.. image.Steps.Skip(track.Source).Take(track.Top - track.Source)]);
        return UnitOrder.Indices(new long[grids[^1].Rank], [.. grids[^1].UnitCounts]).Select(index => BytesOf(grids, grids[^1].Unit(index), image.Levels[0].DataType.Size));
    }

    private static long BytesOf(IReadOnlyList<LevelGrid> grids, Region unit, int elementSize)
    {
        for (var level = grids.Count - 2; level >= 0; level--)
        {
            unit = grids[level].Finer(unit);
        }

        return unit.Shape.ElementCount * elementSize;
    }

    private static IReadOnlyList<ArrayRequest> Requests(DividedImage image, int first, int last) => [.. image.Levels.Skip(first).Take(last - first + 1)];

    private static Shape ReadUnit(DividedImage image, Track track)
    {
        var (stored, coarser, factors) = (image.Levels[track.Source], image.Levels[track.First], image.Steps[track.Source].Factors);
        long LengthOf(int d)
        {
            var below = Math.Min(coarser.WriteUnit[d], Math.Max(1, coarser.Shape[d])) * factors[d];
            return below % stored.Chunks[d] == 0 ? stored.Chunks[d] : below;
        }

        return [.. Enumerable.Range(0, stored.Shape.Rank).Select(LengthOf)];
    }
}
