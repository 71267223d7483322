using System.Numerics;

namespace Zarr.Codecs.Zstandard;

/// <summary>Chooses how many bits each byte takes in a Huffman code that Zstandard can describe: complete, and at most <see cref="Max"/> bits.</summary>
internal static class HuffmanLengths
{
    /// <summary>The longest code, in bits (RFC 8878, 4.2.1).</summary>
    public const int Max = 11;

    private const int Symbols = ByteHistogram.Size;
    private const int CountShift = 8;
    private const int MostDigitBits = 8;

    // More than any sum of counts, and twice that is still a number.
    private const uint Never = 1u << 30;

    /// <summary>Chooses the lengths.</summary>
    /// <param name="counts">How often each byte occurs, all together at most 2^23 times; at least two of them do.</param>
    /// <param name="lengths">The bits of each byte, 0 for those that do not occur; overwritten.</param>
    public static void Choose(ReadOnlySpan<int> counts, Span<byte> lengths)
    {
        Span<uint> buffer = stackalloc uint[Symbols];
        Span<uint> other = stackalloc uint[Symbols];
        var sorted = Sort(counts, buffer, other);
        Span<int> leavesAt = stackalloc int[Symbols + 1];
        leavesAt.Clear();
        CountDepths(sorted, leavesAt);
        Limit(leavesAt);

        // The rarest bytes get the longest codes.
        lengths.Clear();
        var next = 0;
        for (var bits = Max; bits > 0; bits--)
        {
            foreach (var key in sorted.Slice(next, leavesAt[bits]))
            {
                lengths[(byte)key] = (byte)bits;
            }

            next += leavesAt[bits];
        }
    }

    // Ascending by count, the byte itself in the low bits. Digit by digit, which are as short as they can be: a sort by comparing took a tenth of the time of writing camera images.
    private static Span<uint> Sort(ReadOnlySpan<int> counts, Span<uint> from, Span<uint> to)
    {
        var (used, all) = (0, 0);
        for (var value = 0; value < Symbols; value++)
        {
            from[used & (Symbols - 1)] = ((uint)counts[value] << CountShift) | (uint)value;
            used += counts[value] > 0 ? 1 : 0;
            all |= counts[value];
        }

        from = from[..used];
        to = to[..used];
        var width = BitOperations.Log2((uint)all) + 1;
        var digits = (width + MostDigitBits - 1) / MostDigitBits;
        var digitBits = (width + digits - 1) / digits;
        for (var digit = 0; digit < digits; digit++)
        {
            SortByDigit(from, to, CountShift + (digit * digitBits), digitBits);
            var swapped = from;
            from = to;
            to = swapped;
        }

        return from;
    }

    private static void SortByDigit(ReadOnlySpan<uint> from, Span<uint> to, int shift, int width)
    {
        Span<ushort> buffer = stackalloc ushort[1 << MostDigitBits];
        var places = buffer[..(1 << width)];
        places.Clear();
        var mask = (1u << width) - 1;
        foreach (var key in from)
        {
            places[(int)((key >> shift) & mask)]++;
        }

        var next = 0;
        foreach (ref var place in places)
        {
            var count = place;
            place = (ushort)next;
            next += count;
        }

        foreach (var key in from)
        {
            to[places[(int)((key >> shift) & mask)]++] = key;
        }
    }

    // Huffman's algorithm with two queues: leaves and inner nodes are both made in ascending order of their counts. Each node takes the lowest two of the first two of both, leaves before
    // nodes of the same count; without jumps, which nothing could foretell.
    private static void CountDepths(ReadOnlySpan<uint> sorted, Span<int> leavesAt)
    {
        Span<uint> leaves = stackalloc uint[Symbols + 2];
        Span<uint> nodes = stackalloc uint[Symbols + 2];
        Span<int> taken = stackalloc int[Symbols];
        for (var i = 0; i < sorted.Length; i++)
        {
            leaves[i] = sorted[i] >> CountShift;
        }

        leaves[sorted.Length..].Fill(Never);
        nodes.Fill(Never);
        var inner = sorted.Length - 1;
        var (leaf, node) = (0, 0);
        for (var made = 0; made < inner; made++)
        {
            var (leaf0, leaf1, node0, node1) = (leaves[leaf], leaves[leaf + 1], nodes[node], nodes[node + 1]);
            nodes[made] = Math.Min(Math.Min(leaf0 + leaf1, node0 + node1), leaf0 + node0);
            var takenNodes = (leaf1 > node0 ? 1 : 0) + (leaf0 > node1 ? 1 : 0);
            node += takenNodes;
            leaf += 2 - takenNodes;
            taken[made] = node;
        }

        CountLevels(taken[..inner], leavesAt);
    }

    // The inner nodes of one depth lie side by side, the root last; their children that are nodes are those taken by them, and the others are leaves.
    private static void CountLevels(ReadOnlySpan<int> taken, Span<int> leavesAt)
    {
        var (start, end) = (taken.Length - 1, taken.Length);
        for (var bits = 1; start < end; bits++)
        {
            var nodes = end - start;
            end = taken[end - 1];
            start = start == 0 ? 0 : taken[start - 1];
            leavesAt[bits] = (2 * nodes) - (end - start);
        }
    }

    // Cuts deeper leaves off at Max, then makes the tree complete again: each round one leaf of the last level moves up beside a leaf
    // that moves down, which frees one code of the last level.
    private static void Limit(Span<int> leavesAt)
    {
        for (var bits = Max + 1; bits < Symbols; bits++)
        {
            leavesAt[Max] += leavesAt[bits];
        }

        var used = 0;
        for (var bits = 1; bits <= Max; bits++)
        {
            used += leavesAt[bits] << (Max - bits);
        }

        for (var excess = used - (1 << Max); excess > 0; excess--)
        {
            var bits = Max - 1;
            while (leavesAt[bits] == 0)
            {
                bits--;
            }

            leavesAt[bits]--;
            leavesAt[bits + 1] += 2;
            leavesAt[Max]--;
        }
    }
}
