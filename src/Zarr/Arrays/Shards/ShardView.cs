using Zarr.Codecs.Sharding;

namespace Zarr.Arrays.Shards;

/// <summary>A shard, or a shard inside a shard, and the box of it that is wanted.</summary>
/// <param name="Codec">What the shard is.</param>
/// <param name="Bytes">Where its bytes come from.</param>
/// <param name="Base">Where it begins in the stored value.</param>
/// <param name="Depth">0 for the stored shard, 1 for the shards inside it, and so on.</param>
/// <param name="Box">The elements that are wanted, in coordinates of the shard.</param>
/// <param name="Target">The same elements, in coordinates of the region that is read.</param>
internal sealed record ShardView(BoundSharding Codec, IByteSource Bytes, long Base, int Depth, Region Box, Region Target)
{
    /// <summary>The inner chunks that the box touches.</summary>
    internal ChunkSelection Selection { get; } = new ChunkGrid(Codec.Grid.Shard, Codec.Grid.Inner).Select(Box);

    /// <summary>Whether at least three quarters of the inner chunks are wanted: then one request for all costs at most a third more bytes, and saves a round trip.</summary>
    internal bool IsMostlyWanted => 4 * Selection.Count >= 3L * Codec.Grid.Count;

    /// <summary>What is wanted of one inner chunk.</summary>
    internal InnerPart Part(long ordinal)
    {
        var projection = Selection.Project(ordinal);
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

    /// <summary>An inner chunk that is a shard itself.</summary>
    internal ShardView Inside(BoundSharding codec, InnerPart part, ShardEntry entry, IByteSource bytes) =>
        new(codec, bytes, Base + entry.Offset, Depth + 1, part.Box, part.Target);
}

/// <summary>What is wanted of one inner chunk.</summary>
/// <param name="Number">Its number in the shard.</param>
/// <param name="Box">The elements, in coordinates of the inner chunk.</param>
/// <param name="Target">The same elements, in coordinates of the region that is read.</param>
internal readonly record struct InnerPart(int Number, Region Box, Region Target);

/// <summary>An inner chunk that is stored.</summary>
internal readonly record struct StoredPart(InnerPart Part, ShardEntry Entry);
