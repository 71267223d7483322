namespace Zarr.Codecs.Sharding;

/// <summary>Source of the elements of a shard, one inner chunk after the other.</summary>
internal interface IShardElements
{
    /// <summary>Copies the elements of one inner chunk, in C order.</summary>
    /// <param name="number">Number of the inner chunk.</param>
    /// <param name="chunk">Memory for exactly one inner chunk.</param>
    /// <returns>False if the inner chunk lies beyond the array, where every element is the fill value; then nothing is copied.</returns>
    bool TryCopy(int number, Span<byte> chunk);
}

/// <summary>A shard whose elements lie in memory in C order.</summary>
internal readonly ref struct DenseShard(ReadOnlySpan<byte> elements, ShardGrid grid, int elementSize) : IShardElements
{
    private readonly ReadOnlySpan<byte> elements = elements;

    public bool TryCopy(int number, Span<byte> chunk)
    {
        Span<long> from = stackalloc long[grid.Inner.Rank];
        Span<long> to = stackalloc long[grid.Inner.Rank];
        StridedCopy.CStrides(grid.Inner, to);
        StridedCopy.Copy(elements, grid.Place(number, from), chunk, new Layout(0, to), grid.Inner.AsSpan(), elementSize);
        return true;
    }
}
