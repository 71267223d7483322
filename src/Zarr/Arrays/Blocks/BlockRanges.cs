using Zarr.Codecs;

namespace Zarr.Arrays.Blocks;

/// <summary>Bytes of an encoded chunk that one request fetches, and the blocks in them.</summary>
/// <param name="Offset">Offset of the first byte in the chunk.</param>
/// <param name="Length">Number of bytes.</param>
/// <param name="Runs">The blocks.</param>
internal sealed record BlockRange(int Offset, int Length, IReadOnlyList<BlockRun> Runs);

/// <summary>Merges the byte ranges of blocks, so that neighbours share one request. Blocks may lie in any order, and share bytes.</summary>
internal static class BlockRanges
{
    /// <param name="table">The table of the chunk.</param>
    /// <param name="runs">The wanted blocks, in ascending order.</param>
    /// <param name="limits">The largest gap that a request covers.</param>
    /// <param name="longest">The most bytes of one request for several blocks.</param>
    /// <exception cref="CorruptDataException">A block lies outside the chunk.</exception>
    internal static List<BlockRange> Of(IBlockTable table, List<BlockRun> runs, BlockLimits limits, int longest)
    {
        var places = Places(table, runs);
        var ranges = new List<BlockRange>();
        for (var first = 0; first < places.Count;)
        {
            var (start, length) = places[first].Place;
            var end = (long)start + length;
            var next = first + 1;
            for (; next < places.Count && places[next].Place.Offset - end <= limits.LargestGap && EndOf(places[next].Place, end) - start <= longest; next++)
            {
                end = EndOf(places[next].Place, end);
            }

            ranges.Add(new BlockRange(start, (int)(end - start), RunsOf(places, first, next)));
            first = next;
        }

        return ranges;
    }

    private static long EndOf((int Offset, int Length) place, long end) => Math.Max(end, (long)place.Offset + place.Length);

    /// <summary>The places of blocks in ascending order.</summary>
    private static List<(int Block, (int Offset, int Length) Place)> Places(IBlockTable table, List<BlockRun> runs)
    {
        var places = new List<(int Block, (int Offset, int Length) Place)>();
        foreach (var run in runs)
        {
            for (var block = run.First; block < run.End; block++)
            {
                places.Add((block, table.PlaceOf(block)));
            }
        }

        places.Sort((left, right) => left.Place.Offset.CompareTo(right.Place.Offset));
        return places;
    }

    /// <summary>The blocks of some places as runs.</summary>
    private static List<BlockRun> RunsOf(List<(int Block, (int Offset, int Length) Place)> places, int first, int end)
    {
        var blocks = new int[end - first];
        for (var i = first; i < end; i++)
        {
            blocks[i - first] = places[i].Block;
        }

        Array.Sort(blocks);
        var runs = new List<BlockRun>();
        foreach (var block in blocks)
        {
            if (runs.Count > 0 && runs[^1].End == block)
            {
                runs[^1] = new BlockRun(runs[^1].First, runs[^1].Count + 1);
            }
            else
            {
                runs.Add(new BlockRun(block, 1));
            }
        }

        return runs;
    }
}
