using Zarr.Arrays.Blocks;

namespace Zarr.Tests.Arrays.Blocks;

internal static class TinyBlocks
{
    /// <summary>Options with which parts of small chunks are read as those of large ones are by default.</summary>
    internal static ZarrOptions Options(long cacheBytes = 0) => new() { BlockLimits = BlockLimits.Tiny, BlockCacheBytes = cacheBytes };
}
