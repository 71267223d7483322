using Zarr.Arrays.Blocks;
using Zarr.Codecs.Sharding;

namespace Zarr.Arrays.Shards;

/// <summary>A box of elements selected from a shard, or from a shard inside a shard.</summary>
/// <param name="Codec">Codec of the shard.</param>
/// <param name="Bytes">Source of the bytes of the shard.</param>
/// <param name="Base">Offset of the shard in the stored value.</param>
/// <param name="Depth">0 for the stored shard, 1 for the shards inside it, and so on.</param>
/// <param name="Box">The selected elements, in coordinates of the shard.</param>
/// <param name="Target">The same elements, in coordinates of the region that is read.</param>
internal sealed record ShardSelection(BoundSharding Codec, IByteSource Bytes, long Base, int Depth, Region Box, Region Target)
{
    /// <summary>The inner chunks that the box touches.</summary>
    internal ChunkSelection InnerChunks { get; } = new ChunkGrid(Codec.Grid.Shard, Codec.Grid.Inner).Select(Box);

    /// <summary>Whether the box touches at least three quarters of the inner chunks. Then one request for all inner chunks costs at most a third more bytes, and saves a round trip.</summary>
    internal bool IsMostlyWanted => 4 * InnerChunks.Count >= 3L * Codec.Grid.Count;

    /// <summary>The selected part of one inner chunk.</summary>
    internal InnerPart Part(long ordinal)
    {
        var projection = InnerChunks.Project(ordinal);
        Span<long> target = stackalloc long[Box.Rank];
        for (var d = 0; d < target.Length; d++)
        {
            target[d] = projection.Overlap.Offset[d] - Box.Offset[d] + Target.Offset[d];
        }

        Span<long> inside = stackalloc long[Box.Rank];
        projection.OffsetInChunk(Codec.Grid.Inner, inside);
        var extent = projection.Overlap.Shape;
        return new InnerPart(Codec.Grid.Number(projection.Index), new Region(inside, extent), new Region(target, extent));
    }

    /// <summary>The selection from an inner chunk that is itself a shard.</summary>
    internal ShardSelection Nested(BoundSharding codec, InnerPart part, ShardEntry entry, IByteSource bytes) =>
        new(codec, bytes, Base + entry.Offset, Depth + 1, part.Box, part.Target);
}

/// <summary>The selected part of one inner chunk.</summary>
/// <param name="Number">Number of the inner chunk in the shard.</param>
/// <param name="Box">The selected elements, in coordinates of the inner chunk.</param>
/// <param name="Target">The same elements, in coordinates of the region that is read.</param>
internal readonly record struct InnerPart(int Number, Region Box, Region Target);

/// <summary>An inner chunk that is stored.</summary>
internal readonly record struct StoredPart(InnerPart Part, ShardEntry Entry);
