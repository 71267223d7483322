using Zarr.Codecs.Sharding;

namespace Zarr.Arrays.Shards;

/// <summary>The elements of a whole shard, copied on request from a source in memory. Elements beyond the array are the fill value.</summary>
/// <param name="grid">How inner chunks divide the shard.</param>
/// <param name="part">Every element of the shard that lies inside the array.</param>
/// <param name="fill">The fill value.</param>
internal sealed class ShardElements(ShardGrid grid, ChunkPart part, FillPattern fill) : IShardElements, IDisposable
{
    public bool TryCopy(int number, Span<byte> chunk)
    {
        Span<long> from = stackalloc long[grid.Inner.Rank];
        Span<long> extent = stackalloc long[grid.Inner.Rank];
        if (!Clip(number, from, extent))
        {
            return false;
        }

        var box = new Region(from, Shape.Create(extent));
        if (box.Shape != grid.Inner)
        {
            fill.Fill(chunk);
        }

        Span<long> to = stackalloc long[grid.Inner.Rank];
        StridedCopy.CStrides(grid.Inner, to);
        part.Source.CopyTo(box, chunk, new Layout(0, to));
        return true;
    }

    public void Dispose() => part.Dispose();

    /// <summary>Clips an inner chunk to the array, in coordinates of the source; false if the inner chunk lies outside the array.</summary>
    private bool Clip(int number, Span<long> from, Span<long> extent)
    {
        var inside = true;
        for (var d = from.Length - 1; d >= 0; d--)
        {
            (number, var index) = ((int)(number / grid.Counts[d]), number % grid.Counts[d]);
            var start = index * grid.Inner[d];
            from[d] = part.Region.Offset[d] + start;
            extent[d] = Math.Clamp(part.Region.Shape[d] - start, 0, grid.Inner[d]);
            inside &= extent[d] > 0;
        }

        return inside;
    }
}
