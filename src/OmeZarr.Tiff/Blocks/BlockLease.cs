namespace OmeZarr.Tiff.Blocks;

/// <summary>The bytes of a block for one reader, until it is disposed; then other blocks may use their memory.</summary>
internal readonly struct BlockLease(BlockCache cache, CachedBlock block, BlockBuffer buffer) : IDisposable
{
    public ReadOnlySpan<byte> Bytes => buffer.Bytes.Value;

    public void Dispose() => cache.Release(block, buffer);
}
