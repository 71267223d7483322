using System.Runtime.Intrinsics;

namespace Blosc.Zstd.Sequences;

/// <summary>The literals and sequences that a match finder made of one block. Reusable from block to block.</summary>
internal sealed class SequenceList
{
    private readonly byte[] literals = new byte[ZstdFormat.MaxBlockLength + Vector512<byte>.Count];
    private Sequence[] sequences = new Sequence[1024];
    private int literalCount;
    private int count;
    private RepeatOffsets before = RepeatOffsets.AtStart;
    private RepeatOffsets offsets = RepeatOffsets.AtStart;

    /// <summary>The literals of all sequences and those after the last.</summary>
    public ReadOnlySpan<byte> Literals => literals.AsSpan(0, literalCount);

    /// <summary>The sequences in order.</summary>
    public ReadOnlySpan<Sequence> Sequences => sequences.AsSpan(0, count);

    /// <summary>Begins a frame.</summary>
    public void BeginFrame() => before = RepeatOffsets.AtStart;

    /// <summary>Begins a block.</summary>
    public void BeginBlock()
    {
        (literalCount, count) = (0, 0);
        offsets = before;
    }

    /// <summary>Keeps the repeat offsets of this block for the next one. The caller calls it after the block was written with these sequences.</summary>
    public void CommitOffsets() => before = offsets;

    /// <summary>Adds a match and the literals before it.</summary>
    /// <param name="content">The whole block.</param>
    /// <param name="from">Offset of the literals.</param>
    /// <param name="at">Offset of the match in the block.</param>
    /// <param name="length">The length of the match.</param>
    /// <param name="offset">The offset of the match, as zstd counts it: the distance back to its source.</param>
    public void Add(ReadOnlySpan<byte> content, int from, int at, int length, int offset)
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

        sequences[count++] = new Sequence(at - from, length, offsets.Take(offset, at - from));
    }

    /// <summary>Adds literals after the last match.</summary>
    public void AddLiterals(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(literals.AsSpan(literalCount));
        literalCount += bytes.Length;
    }

    // The repeat offsets: the last three different ones (RFC 8878, section 3.1.1.5).
    private struct RepeatOffsets(int first, int second, int third)
    {
        private const int RepeatOffsetCount = 3;
        private int first = first;
        private int second = second;
        private int third = third;

        public static RepeatOffsets AtStart => new(1, 4, 8);

        public int Take(int offset, int literals)
        {
            var shift = literals == 0 ? 1 : 0;
            if (offset == first && literals > 0)
            {
                return 1;
            }

            if (offset == second)
            {
                (first, second) = (second, first);
                return 2 - shift;
            }

            var value = offset == third ? RepeatOffsetCount - shift : offset + RepeatOffsetCount;
            (first, second, third) = (offset, first, second);
            return value;
        }
    }
}
