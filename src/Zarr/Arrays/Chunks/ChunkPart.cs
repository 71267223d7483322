namespace Zarr.Arrays;

/// <summary>The elements that a chunk and a region share.</summary>
/// <param name="Source">Source of the elements.</param>
/// <param name="Region">Their region in the source.</param>
/// <param name="Owner">The memory that was rented for the elements, if any.</param>
internal readonly record struct ChunkPart(IMemorySource Source, Region Region, PooledMemory? Owner) : IDisposable
{
    public void Dispose() => Owner?.Dispose();
}
