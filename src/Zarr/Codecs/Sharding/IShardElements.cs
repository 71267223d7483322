namespace Zarr.Codecs.Sharding;

/// <summary>Where the elements of a shard are taken from, one inner chunk after the other.</summary>
internal interface IShardElements
{
    /// <summary>Copies the elements of one inner chunk, in C order.</summary>
    /// <param name="number">Number of the inner chunk.</param>
    /// <param name="chunk">Memory for exactly one.</param>
    /// <returns>False if all of it lies beyond the array, where everything is the fill value; then nothing is copied.</returns>
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
