using Zarr;

namespace OmeZarr;

/// <summary>Division of the arrays of an image into chunks. The same rule applies to the shape of each level.</summary>
/// <remarks>Immutable.</remarks>
public sealed class ChunkShape
{
    /// <summary>The largest size of an automatic chunk before compression, in bytes.</summary>
    private const int AutomaticBytes = 4 << 20;

    private readonly Func<Shape, DataType, Shape> resolve;
    private readonly string text;

    private ChunkShape(Func<Shape, DataType, Shape> resolve, string text) => (this.resolve, this.text) = (resolve, text);

    /// <summary>Chunks of at most 4 MiB over the last three dimensions, 1 along all others: the longest dimension is halved until the chunk is small enough. (1, 1, 25, 256, 256) for 25 planes of 1024 x 1024 uint16.</summary>
    public static ChunkShape Auto { get; } = new(ChooseAutomatically, "auto");

    /// <summary>One chunk for the whole array.</summary>
    public static ChunkShape WholeArray { get; } = new((shape, _) => AtLeastOne(shape), "whole");

    /// <summary>Chunks of these lengths. A chunk is never longer than the array.</summary>
    /// <param name="lengths">One length for each dimension, at least 1.</param>
    /// <exception cref="ArgumentException">A length is less than 1.</exception>
    public static ChunkShape Of(params ReadOnlySpan<long> lengths)
    {
        var chunk = Shape.Create(lengths);
        return lengths.Contains(0)
            ? throw new ArgumentException($"a chunk has at least one element along each dimension; found ({string.Join(", ", chunk)})", nameof(lengths))
            : new ChunkShape((shape, _) => Clamp(chunk, shape), string.Join(",", chunk));
    }

    /// <summary>The chunk shape for an array.</summary>
    /// <exception cref="ArgumentException">The number of lengths given to <see cref="Of"/> is not the rank of the array.</exception>
    public Shape For(Shape shape, DataType dataType)
    {
        ArgumentNullException.ThrowIfNull(dataType);
        return resolve(shape, dataType);
    }

    /// <summary><c>auto</c>, <c>whole</c>, or the lengths.</summary>
    public override string ToString() => text;

    private static Shape ChooseAutomatically(Shape shape, DataType dataType)
    {
        var chunk = AtLeastOne(shape).ToArray();
        Array.Fill(chunk, 1, 0, Math.Max(0, chunk.Length - 3));
        while (Product(chunk) > AutomaticBytes / dataType.Size && Longest(chunk) is var longest && chunk[longest] > 1)
        {
            chunk[longest] /= 2;
        }

        return Shape.Create(chunk);
    }

    private static Shape Clamp(Shape chunk, Shape shape)
    {
        if (chunk.Rank != shape.Rank)
        {
            throw new ArgumentException($"the chunk shape ({string.Join(", ", chunk)}) has {chunk.Rank} lengths for an array of {shape.Rank} dimensions ({shape}); give one length for each dimension");
        }

        return Shape.Create([.. AtLeastOne(shape).Zip(chunk, Math.Min)]);
    }

    /// <summary>Chunks have no zero lengths (Zarr v3 core, section "Regular grids"), arrays may.</summary>
    private static Shape AtLeastOne(Shape shape) => Shape.Create([.. shape.Select(length => Math.Max(1, length))]);

    // Lengths of an array can multiply to more than 64 bits.
    private static Int128 Product(long[] lengths) => lengths.Aggregate((Int128)1, (product, length) => product * length);

    private static int Longest(long[] lengths) => Array.IndexOf(lengths, lengths.Max());
}
