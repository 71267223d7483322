using System.Runtime.Intrinsics;

namespace Blosc.Zstd.Sequences;

/// <summary>What a search made of one block: literals, and sequences that say where they and the repeats go. Used again for each block.</summary>
internal sealed class SequenceList
{
    private readonly byte[] literals = new byte[ZstdFormat.MaxBlockLength + Vector512<byte>.Count];
    private Sequence[] sequences = new Sequence[1024];
    private int literalCount;
    private int count;
    private Distances before = Distances.AtStart;
    private Distances distances = Distances.AtStart;

    /// <summary>The literals of all sequences and those after the last.</summary>
    public ReadOnlySpan<byte> Literals => literals.AsSpan(0, literalCount);

    /// <summary>The sequences in order.</summary>
    public ReadOnlySpan<Sequence> Sequences => sequences.AsSpan(0, count);

    /// <summary>Begins a frame.</summary>
    public void BeginFrame() => before = Distances.AtStart;

    /// <summary>Begins a block.</summary>
    public void BeginBlock()
    {
        (literalCount, count) = (0, 0);
        distances = before;
    }

    /// <summary>The block was written as it is here, so that the next one can repeat its distances.</summary>
    public void Keep() => before = distances;

    /// <summary>Adds a repeat and the literals before it.</summary>
    /// <param name="content">The whole block.</param>
    /// <param name="from">Where the literals begin.</param>
    /// <param name="at">Where the repeat begins.</param>
    /// <param name="length">How long the repeat is.</param>
    /// <param name="distance">How far before it was the same.</param>
    public void Add(ReadOnlySpan<byte> content, int from, int at, int length, int distance)
    {
        if (at - from <= Vector512<byte>.Count && from + Vector512<byte>.Count <= content.Length)
        {
            Vector512.Create(content[from..]).CopyTo(literals, literalCount);
            literalCount += at - from;
        }
        else
        {
            AddLiterals(content[from..at]);
        }

        if (count == sequences.Length)
        {
            Array.Resize(ref sequences, 2 * count);
        }

        sequences[count++] = new Sequence(at - from, length, distances.Take(distance, at - from));
    }

    /// <summary>Adds literals after the last repeat.</summary>
    public void AddLiterals(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(literals.AsSpan(literalCount));
        literalCount += bytes.Length;
    }

    // The last three different distances (RFC 8878, 3.1.1.5).
    private struct Distances(int first, int second, int third)
    {
        private const int Repeatable = 3;
        private int first = first;
        private int second = second;
        private int third = third;

        public static Distances AtStart => new(1, 4, 8);

        public int Take(int distance, int literals)
        {
            var shift = literals == 0 ? 1 : 0;
            if (distance == first && literals > 0)
            {
                return 1;
            }

            if (distance == second)
            {
                (first, second) = (second, first);
                return 2 - shift;
            }

            var value = distance == third ? Repeatable - shift : distance + Repeatable;
            (first, second, third) = (distance, first, second);
            return value;
        }
    }
}
