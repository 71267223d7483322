using System.Numerics;
using OmeZarr.Pyramids;
using Zarr;

namespace OmeZarr.Planning;

/// <summary>
/// Chunks and shards of levels that are computed: those of level 0, so that units of a level lie in units of the next one, and few of them are incomplete at any time. Automatic chunks are rounded up
/// to multiples of the factors: then no pixel is computed from two chunks.
/// </summary>
internal static class PyramidStorage
{
    /// <summary>The storage of level 0.</summary>
    internal static StorageOptions Finest(StorageOptions storage, PyramidPlan pyramid, DataType dataType)
    {
        if (!ReferenceEquals(storage.Chunks, ChunkShape.Auto) || pyramid.Levels.Count == 1)
        {
            return storage;
        }

        var chunk = storage.Chunks.For(pyramid.Levels[0].Shape, dataType).ToArray();
        for (var d = 0; d < chunk.Length; d++)
        {
            var multiple = CommonMultiple(pyramid.Levels.Skip(1).Select(level => level.Factors[d]), chunk[d]);
            chunk[d] = (chunk[d] + multiple - 1) / multiple * multiple;
        }

        return storage with { Chunks = ChunkShape.Of(chunk) };
    }

    /// <summary>The storage of the other levels.</summary>
    /// <param name="storage">The user's choices.</param>
    /// <param name="finest">The array of level 0.</param>
    internal static StorageOptions Coarser(StorageOptions storage, ArrayRequest finest) => storage with
    {
        Chunks = ChunkShape.Of(finest.Chunks.AsSpan()),
        Shards = finest.Shards is { } shards ? ShardShape.Of(shards.AsSpan()) : ShardShape.None,
    };

    /// <summary>The least common multiple of the factors; 1 if it exceeds the limit.</summary>
    private static long CommonMultiple(IEnumerable<long> factors, long limit)
    {
        var multiple = factors.Aggregate(BigInteger.One, (common, factor) => common / BigInteger.GreatestCommonDivisor(common, factor) * factor);
        return multiple > limit ? 1 : (long)multiple;
    }
}
