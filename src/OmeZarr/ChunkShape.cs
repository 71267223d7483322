using OmeZarr.Planning;
using Zarr;

namespace OmeZarr;

/// <summary>How the arrays of an image are divided into chunks. One rule serves all levels: it is applied to the shape of each.</summary>
/// <remarks>Immutable.</remarks>
public sealed class ChunkShape
{
    private readonly Func<Shape, DataType, Shape> resolve;
    private readonly string text;

    private ChunkShape(Func<Shape, DataType, Shape> resolve, string text) => (this.resolve, this.text) = (resolve, text);

    /// <summary>
    /// Chunks of at most 4 MiB over the last three dimensions, 1 along all others: the longest dimension is halved until the chunk is
    /// small enough. (1, 1, 25, 256, 256) for 25 planes of 1024 x 1024 uint16.
    /// </summary>
    public static ChunkShape Auto { get; } = new(ChunkPlanner.Auto, "auto");

    /// <summary>One chunk for the whole array.</summary>
    public static ChunkShape WholeArray { get; } = new((shape, _) => ChunkPlanner.AtLeastOne(shape), "whole");

    /// <summary>Chunks of these lengths; along a dimension that is shorter, the chunk is as long as the dimension.</summary>
    /// <param name="lengths">One length for each dimension, at least 1.</param>
    /// <exception cref="ArgumentException">A length is less than 1.</exception>
    public static ChunkShape Of(params ReadOnlySpan<long> lengths)
    {
        var chunk = Shape.Create(lengths);
        return lengths.Contains(0)
            ? throw new ArgumentException($"a chunk has at least one element along each dimension; found ({string.Join(", ", chunk)})", nameof(lengths))
            : new ChunkShape((shape, _) => ChunkPlanner.Clamp(chunk, shape), string.Join(",", chunk));
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
}
