using OmeZarr;
using Zarr.Codecs;

namespace Soak.Writers;

/// <summary>All ways to store.</summary>
internal static class RandomOptions
{
    internal static WriteOptions Make(Random random) => new()
    {
        Overwrite = true,
        Chunks = random.Next(3) == 0 ? ChunkShape.Auto : ChunkShape.Of(random.Next(1, 3), random.Next(3, 16), random.Next(3, 16)),
        Shards = random.Next(3) switch { 0 => ShardShape.Auto, 1 => ShardShape.OfChunks(random.Next(1, 3), random.Next(1, 4), random.Next(1, 4)), _ => ShardShape.None },
        Compression = random.Next(4) switch { 0 => Compression.None, 1 => Compression.BloscLz4, 2 => Compression.Of(new GzipCodec(1)), _ => Compression.BloscZstd },
        MaxDegreeOfParallelism = random.Next(1, 4),
        MaxBufferedBytes = random.Next(3) == 0 ? 0 : 1 << random.Next(8, 24),
    };
}
