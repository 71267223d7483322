using Zarr;
using Zarr.Codecs;

namespace OmeZarr;

/// <summary>
/// Number of chunks in each shard (codec <c>sharding_indexed</c>): one file instead of many, whose chunks are still read one by one.
/// The same rule applies to the shape of each level. A shard is never longer than the chunks that cover the array.
/// </summary>
/// <remarks>Immutable. A shard is the unit of writing: each worker holds one shard in memory.</remarks>
public sealed class ShardShape
{
    /// <summary>The largest size of an automatic shard before compression, in bytes.</summary>
    private const int AutomaticBytes = 32 << 20;

    /// <summary>The dimensions along which automatic chunks extend, and automatic shards grow first.</summary>
    private const int SpatialDimensions = 3;

    private readonly Func<Shape, Shape, DataType, Shape?> resolve;
    private readonly string text;
    private readonly Func<int, ShardShape>? fit;

    private ShardShape(Func<Shape, Shape, DataType, Shape?> resolve, string text, Func<int, ShardShape>? fit = null) => (this.resolve, this.text, this.fit) = (resolve, text, fit);

    /// <summary>No shards: each chunk is a file of its own.</summary>
    public static ShardShape None { get; } = new((_, _, _) => null, "none");

    /// <summary>
    /// Shards of at most 32 MiB before compression: the shortest of the last three dimensions is doubled while the shard stays small enough, then the
    /// other dimensions from the last to the first. A shard has at most <see cref="Codec.MaxInnerChunks"/> chunks. Chunks larger than 16 MiB get a shard each.
    /// </summary>
    public static ShardShape Auto { get; } = new((shape, chunk, type) => ChooseAutomatically(CountsOf(shape, chunk), chunk, type), "auto");

    /// <summary>Shards of these lengths in elements, each a multiple of the chunk's.</summary>
    /// <param name="lengths">One length for each dimension, at least 1.</param>
    /// <exception cref="ArgumentException">A length is less than 1.</exception>
    public static ShardShape Of(params ReadOnlySpan<long> lengths)
    {
        var shard = RequirePositive(lengths, nameof(lengths));
        return new ShardShape((shape, chunk, _) => OfLengths(shard, shape, chunk), string.Join(",", shard), rank => Of([.. ChunkShape.Fit(shard, rank)]));
    }

    /// <summary>Shards with a number of chunks along each axis.</summary>
    /// <param name="counts">Chunks along each dimension, at least 1.</param>
    /// <exception cref="ArgumentException">A count is less than 1.</exception>
    public static ShardShape OfChunks(params ReadOnlySpan<long> counts)
    {
        var wanted = RequirePositive(counts, nameof(counts));
        return new ShardShape((shape, chunk, _) => OfCounts(wanted, shape, chunk), $"{string.Join(",", wanted)} chunks", rank => OfChunks([.. ChunkShape.Fit(wanted, rank)]));
    }

    /// <summary>
    /// The same shards for arrays of any number of dimensions: in an array with fewer dimensions the last lengths or counts count, in one with more the dimensions before have 1. For plates and
    /// collections whose images have different axes. <see cref="Auto"/> and <see cref="None"/> fit as they are.
    /// </summary>
    public ShardShape Fitted() => fit is null ? this : new ShardShape((shape, chunk, type) => fit(shape.Rank).resolve(shape, chunk, type), text);

    /// <summary>The shard shape for an array, a multiple of the chunk shape; null if it is not sharded.</summary>
    /// <param name="shape">Lengths of the array.</param>
    /// <param name="chunk">Lengths of its chunks, which become the inner chunks of the shards.</param>
    /// <param name="dataType">Type of its elements.</param>
    /// <exception cref="ArgumentException">
    /// The number of lengths or counts is not the rank of the array, a length is not a multiple of the chunk's, or there would be more chunks in a shard than
    /// <see cref="Codec.MaxInnerChunks"/>.
    /// </exception>
    public Shape? For(Shape shape, Shape chunk, DataType dataType)
    {
        ArgumentNullException.ThrowIfNull(dataType);
        if (chunk.Rank != shape.Rank || chunk.Contains(0))
        {
            throw new ArgumentException($"{chunk} are no chunks of an array of {shape}", nameof(chunk));
        }

        var shard = resolve(shape, chunk, dataType);
        RequireFewChunks(shard ?? chunk, chunk);
        return shard;
    }

    /// <summary><c>none</c>, <c>auto</c>, the lengths, or the counts followed by "chunks".</summary>
    public override string ToString() => text;

    private static Shape? OfLengths(Shape shard, Shape shape, Shape chunk)
    {
        RequireRank(shard, shape);
        var counts = CountsOf(shape, chunk);
        var lengths = new long[shape.Rank];
        for (var d = 0; d < lengths.Length; d++)
        {
            // A shard that extends beyond the array ends with its last chunk, so one shard shape fits small levels, too.
            lengths[d] = shard[d] >= shape[d] ? counts[d] * chunk[d]
                : shard[d] % chunk[d] == 0 ? shard[d]
                : throw new ArgumentException(
                    $"the shards ({string.Join(", ", shard)}) are not whole multiples of the chunks ({string.Join(", ", chunk)}); "
                    + $"set {nameof(WriteOptions.Chunks)} to lengths that divide them, or use {nameof(ShardShape)}.{nameof(OfChunks)}");
        }

        return Shape.Create(lengths);
    }

    private static Shape? OfCounts(Shape wanted, Shape shape, Shape chunk)
    {
        RequireRank(wanted, shape);
        var counts = CountsOf(shape, chunk);
        return Shape.Create([.. wanted.Zip(counts, Math.Min).Zip(chunk, (count, length) => count * length)]);
    }

    private static Shape? ChooseAutomatically(long[] counts, Shape chunk, DataType dataType)
    {
        if (!chunk.TryGetElementCount(out var elements) || elements > AutomaticBytes / dataType.Size)
        {
            return chunk;
        }

        var (numbers, total) = (chunk.Select(_ => 1L).ToArray(), 1L);
        var most = Math.Min(AutomaticBytes / (elements * dataType.Size), Codec.MaxInnerChunks);
        while (total <= most / 2 && NextToDouble(numbers, chunk, counts) is { } dimension)
        {
            // The last doubling may reach beyond the array; there the shard ends with the last chunk.
            var doubled = Math.Min(2 * numbers[dimension], counts[dimension]);
            total = total / numbers[dimension] * doubled;
            numbers[dimension] = doubled;
        }

        return Shape.Create([.. numbers.Zip(chunk, (number, length) => number * length)]);
    }

    /// <summary>The dimension along which an automatic shard grows next; null if it covers the whole array.</summary>
    private static int? NextToDouble(long[] numbers, Shape chunk, long[] counts)
    {
        var spatial = numbers.Length - SpatialDimensions;
        var dimensions = Enumerable.Range(0, numbers.Length).Reverse().Where(d => numbers[d] < counts[d]).ToList();
        return dimensions.Where(d => d >= spatial).OrderBy(d => numbers[d] * chunk[d]).Cast<int?>().FirstOrDefault()
            ?? dimensions.Cast<int?>().FirstOrDefault();
    }

    /// <summary>Number of chunks that cover the array along each dimension: at least one, limited so that their lengths in elements fit 64 bits.</summary>
    private static long[] CountsOf(Shape shape, Shape chunk) =>
        [.. shape.ChunkCounts(chunk).Zip(chunk, (count, length) => Math.Clamp(count, 1, long.MaxValue / length))];

    private static Shape RequirePositive(ReadOnlySpan<long> values, string name)
    {
        var shape = Shape.Create(values);
        return values.Contains(0)
            ? throw new ArgumentException($"a shard has at least one chunk along each dimension; found ({string.Join(", ", shape)})", name)
            : shape;
    }

    private static void RequireRank(Shape given, Shape shape)
    {
        if (given.Rank != shape.Rank)
        {
            throw new ArgumentException($"the shards have {Counted.Of(given.Rank, "dimension")} ({string.Join(", ", given)}), the array has {shape.Rank}; give one number for each");
        }
    }

    private static void RequireFewChunks(Shape shard, Shape chunk)
    {
        var counts = Shape.Create([.. shard.Zip(chunk, (length, part) => length / part)]);
        if (!counts.TryGetElementCount(out var count) || count > Codec.MaxInnerChunks)
        {
            throw new ArgumentException($"a shard ({string.Join(", ", shard)}) would hold more than {Codec.MaxInnerChunks:N0} chunks ({string.Join(", ", chunk)}); choose smaller shards, or larger chunks");
        }
    }
}
