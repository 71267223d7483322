using System.Collections;
using System.Runtime.CompilerServices;

namespace Zarr;

/// <summary>
/// The length of an array along each of its dimensions, slowest varying (outermost) first, as in <c>zarr.json</c>.
/// Lengths are never negative; a length of 0 means that the array has no elements; rank 0 is a scalar with one element.
/// </summary>
/// <remarks>An immutable value, equal by content. Made by a collection expression: <c>Shape shape = [3, 512, 512];</c>.</remarks>
[CollectionBuilder(typeof(Shape), nameof(Create))]
public readonly struct Shape : IEquatable<Shape>, IReadOnlyList<long>
{
    /// <summary>The highest rank that is accepted, that of numpy and TensorStore.</summary>
    public const int MaxRank = 32;

    private readonly long[]? lengths;

    private Shape(long[] lengths) => this.lengths = lengths;

    /// <summary>Number of dimensions.</summary>
    public int Rank => lengths?.Length ?? 0;

    /// <summary>Number of elements: the product of all lengths, 1 for rank 0.</summary>
    /// <exception cref="OverflowException">The product does not fit 64 bits.</exception>
    public long ElementCount => TryGetElementCount(out var count)
        ? count
        : throw new OverflowException($"an array of {this} elements is larger than 2^63-1 elements");

    int IReadOnlyCollection<long>.Count => Rank;

    /// <summary>The length along one dimension.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
    public long this[int dimension] => (uint)dimension < (uint)Rank
        ? lengths![dimension]
        : throw new ArgumentOutOfRangeException(nameof(dimension), dimension, $"the shape {this} has {Counted.Of(Rank, "dimension")}");

    /// <summary>Whether both shapes have the same lengths.</summary>
    public static bool operator ==(Shape left, Shape right) => left.Equals(right);

    /// <summary>Whether the shapes differ.</summary>
    public static bool operator !=(Shape left, Shape right) => !left.Equals(right);

    /// <summary>Makes a shape; collection expressions call this.</summary>
    /// <exception cref="ArgumentException">A length is negative, or there are more than <see cref="MaxRank"/>.</exception>
    public static Shape Create(ReadOnlySpan<long> lengths)
    {
        if (lengths.Length > MaxRank)
        {
            throw new ArgumentException($"{lengths.Length} dimensions are more than the {MaxRank} that are supported", nameof(lengths));
        }

        foreach (var length in lengths)
        {
            if (length < 0)
            {
                throw new ArgumentException($"a length cannot be negative: {length} in ({string.Join(", ", lengths.ToArray())})", nameof(lengths));
            }
        }

        return new Shape(lengths.ToArray());
    }

    /// <summary>The number of elements if it fits 64 bits; any zero length makes it 0.</summary>
    /// <returns>Whether it fits; if not, <paramref name="count"/> is 0.</returns>
    public bool TryGetElementCount(out long count)
    {
        count = 1;
        if (AsSpan().Contains(0))
        {
            count = 0;
            return true;
        }

        foreach (var length in AsSpan())
        {
            if (count > long.MaxValue / length)
            {
                count = 0;
                return false;
            }

            count *= length;
        }

        return true;
    }

    /// <summary>Number of chunks that cover an array of this shape along each dimension; those at the upper edges may reach beyond it.</summary>
    /// <param name="chunk">Lengths of a chunk.</param>
    /// <exception cref="ArgumentException">The rank differs, or a length of the chunk is 0.</exception>
    public Shape ChunkCounts(Shape chunk) => Region.Whole(this).ChunkCounts(chunk);

    /// <summary>The lengths, outermost first.</summary>
    public ReadOnlySpan<long> AsSpan() => lengths;

    /// <inheritdoc/>
    public bool Equals(Shape other) => AsSpan().SequenceEqual(other.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Shape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var length in AsSpan())
        {
            hash.Add(length);
        }

        return hash.ToHashCode();
    }

    /// <summary>The lengths as people write them: <c>3 x 512 x 512</c>; <c>scalar</c> for rank 0.</summary>
    public override string ToString() => Rank == 0 ? "scalar" : string.Join(" x ", lengths!);

    /// <summary>Enumerates the lengths, outermost first.</summary>
    public IEnumerator<long> GetEnumerator() => ((IEnumerable<long>)(lengths ?? [])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
