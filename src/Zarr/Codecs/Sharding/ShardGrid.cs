namespace Zarr.Codecs.Sharding;

/// <summary>The grid of inner chunks in a shard. Inner chunks are numbered from 0 in C order, as in the index.</summary>
internal sealed class ShardGrid
{
    /// <summary>The most inner chunks that a shard may have.</summary>
    internal const int MaxCount = 1 << 22;

    private readonly long[] counts;

    /// <exception cref="InvalidMetadataException">The inner chunks do not divide the shard.</exception>
    /// <exception cref="UnsupportedFeatureException">A shard has too many inner chunks, or too many dimensions for an index.</exception>
    internal ShardGrid(Shape shard, Shape inner)
    {
        (Shard, Inner) = (shard, inner);
        counts = RequireDivided(shard, inner);
        Count = RequireFew(Shape.Create(counts));
    }

    /// <summary>Lengths of the shard.</summary>
    internal Shape Shard { get; }

    /// <summary>Lengths of an inner chunk.</summary>
    internal Shape Inner { get; }

    /// <summary>Number of inner chunks along each dimension.</summary>
    internal ReadOnlySpan<long> Counts => counts;

    /// <summary>Number of inner chunks.</summary>
    internal int Count { get; }

    /// <summary>The number of the inner chunk at an index of the grid.</summary>
    internal int Number(ReadOnlySpan<long> index)
    {
        var number = 0L;
        for (var d = 0; d < counts.Length; d++)
        {
            number = (number * counts[d]) + index[d];
        }

        return (int)number;
    }

    /// <summary>The layout of one inner chunk inside the shard.</summary>
    /// <param name="number">Number of the inner chunk.</param>
    /// <param name="strides">Receives the strides of the shard, which the layout refers to.</param>
    internal Layout Place(int number, Span<long> strides)
    {
        StridedCopy.CStrides(Shard, strides);
        var start = 0L;
        for (var d = counts.Length - 1; d >= 0; d--)
        {
            (number, var index) = ((int)(number / counts[d]), number % counts[d]);
            start += index * Inner[d] * strides[d];
        }

        return new Layout(start, strides);
    }

    private static long[] RequireDivided(Shape shard, Shape inner)
    {
        if (inner.Rank != shard.Rank)
        {
            throw new InvalidMetadataException(
                $"codec {BoundSharding.CodecName}: chunk_shape has {Counted.Of(inner.Rank, "value")}, the shard ({shard}) has {shard.Rank}");
        }

        var counts = new long[shard.Rank];
        for (var d = 0; d < shard.Rank; d++)
        {
            (counts[d], var rest) = Math.DivRem(shard[d], inner[d]);
            if (rest != 0 || counts[d] == 0)
            {
                throw new InvalidMetadataException(
                    $"codec {BoundSharding.CodecName}: inner chunks of {inner} do not divide the shard of {shard} (dimension {d}: {shard[d]} is not a multiple of {inner[d]})");
            }
        }

        return counts;
    }

    private static int RequireFew(Shape counts)
    {
        if (counts.Rank >= Shape.MaxRank)
        {
            throw new UnsupportedFeatureException(
                BoundSharding.CodecName, $"shards of {counts.Rank} dimensions are not supported, since their index has one more; {Shape.MaxRank - 1} are");
        }

        return counts.TryGetElementCount(out var count) && count <= MaxCount
            ? (int)count
            : throw new UnsupportedFeatureException(
                BoundSharding.CodecName, $"a shard of {counts} inner chunks is not supported; {MaxCount:N0} inner chunks are the most");
    }
}
