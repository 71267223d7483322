using System.Numerics;
using System.Runtime.CompilerServices;

namespace Blosc.Zstd.Sequences;

/// <summary>
/// Finds runs: matches with the element before. The high bytes of camera images have hardly any other matches, and one offset takes a third of the time of <see cref="FixedOffsetMatchFinder"/>.
/// </summary>
/// <param name="offset">The offset in bytes: from an element to the next of its channel.</param>
internal sealed class RunLengthMatchFinder(int offset)
{
    /// <summary>The shortest run to take. A sequence costs about as much as eight Huffman-coded bytes, and time to decode.</summary>
    public const int MinMatch = 8;

    private const int WordBits = EqualBytes.WordBits;

    private const int Usual = 4;

    private readonly ulong[] equal = new ulong[(ZstdFormat.MaxBlockLength / WordBits) + 1 + EqualBytes.WordsAfter];

    // Each run has two edges, which are at least one byte apart.
    private readonly int[] edges = new int[(2 * ((ZstdFormat.MaxBlockLength / (MinMatch + 1)) + 1)) + Usual];

    /// <summary>Adds the runs of a block and the literals between them.</summary>
    /// <param name="content">At most <see cref="ZstdFormat.MaxBlockLength"/> bytes.</param>
    /// <param name="found">The list to add to.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Find(ReadOnlySpan<byte> content, SequenceList found)
    {
        EqualBytes.Compare(content, offset, equal, step: 1);
        var from = 0;
        var count = FindEdges((content.Length / WordBits) + 1);
        for (var i = 0; i < count; i += 2)
        {
            var (start, end) = (edges[i], edges[i + 1] + MinMatch - 1);
            found.Add(content, from, start, end - start, offset);
            from = end;
        }

        found.AddLiterals(content[from..]);
    }

    // Alternately the start of a run of sufficient length, and the position after its last match. No run exceeds the end.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int FindEdges(int words)
    {
        var (count, last) = (0, 0UL);
        for (var word = 0; word < words; word++)
        {
            var starts = Starts(equal[word], equal[word + 1]);
            count += Put(starts ^ ((starts << 1) | last), word * WordBits, edges.AsSpan(count));
            last = starts >> (WordBits - 1);
        }

        return count;
    }

    // One bit for each position from which eight bytes are equal: first two, then four, then all eight.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Starts(ulong low, ulong high)
    {
        const int Four = MinMatch / 2;
        const int Two = Four / 2;
        (low, high) = (low & ((low >> 1) | (high << (WordBits - 1))), high & (high >> 1));
        (low, high) = (low & ((low >> Two) | (high << (WordBits - Two))), high & (high >> Two));
        return low & ((low >> Four) | (high << (WordBits - Four)));
    }

    // The positions of set bits. Nearly always there are at most four, and then no branch depends on their number.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Put(ulong bits, int at, Span<int> places)
    {
        var count = BitOperations.PopCount(bits);
        var second = bits & (bits - 1);
        var third = second & (second - 1);
        var fourth = third & (third - 1);
        places[3] = at + BitOperations.TrailingZeroCount(fourth);
        places[2] = at + BitOperations.TrailingZeroCount(third);
        places[1] = at + BitOperations.TrailingZeroCount(second);
        places[0] = at + BitOperations.TrailingZeroCount(bits);
        bits = fourth & (fourth - 1);
        for (var i = Usual; bits != 0; bits &= bits - 1)
        {
            places[i++] = at + BitOperations.TrailingZeroCount(bits);
        }

        return count;
    }
}
