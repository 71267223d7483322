using System.Numerics;
using System.Runtime.InteropServices;

namespace Blosc.Zstd.Entropy;

/// <summary>Chooses the code lengths of a Huffman code that Zstandard can describe: complete, with codes of at most <see cref="Max"/> bits.</summary>
internal static class HuffmanLengths
{
    /// <summary>The longest code, in bits (RFC 8878, 4.2.1).</summary>
    public const int Max = 11;

    private const int Symbols = ByteHistogram.Size;

    // A float of the count, of which four bits of the mantissa are kept: 16 keys for each power of two.
    private const int KeyShift = 19;
    private const int KeysPerPower = 16;
    private const int KeyOfAbsent = (127 * KeysPerPower) - 1;
    private const int Keys = (25 * KeysPerPower) + 1;

    // More than any sum of counts, and twice the value does not overflow.
    private const uint Never = 1u << 30;

    /// <summary>Chooses the lengths that are optimal for the counts cut to five significant bits. The result is 1/10000 longer than with exact counts.</summary>
    /// <param name="counts">Number of times each byte occurs, at most 2^24 in all. At least two bytes occur.</param>
    /// <param name="lengths">The bits of each byte, 0 for those that do not occur; overwritten.</param>
    public static void Choose(ReadOnlySpan<int> counts, Span<byte> lengths)
    {
        Span<int> keys = stackalloc int[Symbols];
        Span<byte> symbols = stackalloc byte[Symbols];
        Span<uint> leaves = stackalloc uint[Symbols + 2];
        MakeKeys(counts, keys);
        var absent = Sort(keys, symbols, leaves);
        leaves[Symbols..].Fill(Never);
        Span<int> leavesAt = stackalloc int[Symbols + 1];
        leavesAt.Clear();
        var deepest = CountDepths(leaves[absent..], leavesAt);
        Limit(leavesAt, deepest);

        // The rarest bytes get the longest codes.
        lengths.Clear();
        var next = absent;
        for (var bits = Max; bits > 0; bits--)
        {
            foreach (var symbol in symbols.Slice(next, leavesAt[bits]))
            {
                lengths[symbol] = (byte)bits;
            }

            next += leavesAt[bits];
        }
    }

    private static void MakeKeys(ReadOnlySpan<int> counts, Span<int> keys)
    {
        var from = MemoryMarshal.Cast<int, Vector<int>>(counts);
        var to = MemoryMarshal.Cast<int, Vector<int>>(keys);
        for (var i = 0; i < from.Length; i++)
        {
            var bits = Vector.AsVectorInt32(Vector.ConvertToSingle(from[i]));
            to[i] = Vector.Max((bits >> KeyShift) - new Vector<int>(KeyOfAbsent), Vector<int>.Zero);
        }
    }

    // Sorts by key in ascending order, absent bytes first, and returns the number of absent bytes. A comparison sort took a tenth of the time of writing camera images.
    private static int Sort(ReadOnlySpan<int> keys, Span<byte> symbols, Span<uint> leaves)
    {
        Span<ushort> places = stackalloc ushort[Keys];
        places.Clear();
        foreach (var key in keys)
        {
            places[key]++;
        }

        var absent = (int)places[0];
        var next = 0;
        foreach (ref var place in places)
        {
            var count = place;
            place = (ushort)next;
            next += count;
        }

        for (var value = 0; value < keys.Length; value++)
        {
            var key = keys[value];
            int place = places[key]++;
            symbols[place] = (byte)value;
            leaves[place] = (uint)BitConverter.Int32BitsToSingle((key + KeyOfAbsent) << KeyShift);
        }

        return absent;
    }

    // Huffman's algorithm with two queues: leaves and inner nodes, both in ascending order of their counts. Each new node joins the lowest two of the first two of both queues. A leaf comes before
    // a node of the same count. There are no branches, which could not be predicted; Math.Min would compile to some.
    // Two sentinels follow the leaves.
    private static int CountDepths(ReadOnlySpan<uint> leaves, Span<int> leavesAt)
    {
        Span<uint> nodes = stackalloc uint[Symbols + 2];
        Span<int> taken = stackalloc int[Symbols];
        nodes.Fill(Never);
        var inner = leaves.Length - 3;
        var (leaf, node) = (0, 0);
        for (var made = 0; made < inner; made++)
        {
            var (leaf0, leaf1) = ((int)leaves[leaf], (int)leaves[leaf + 1]);
            var (lower0, lower1) = ((int)nodes[node] - leaf1, (int)nodes[node + 1] - leaf0);
            var (takes0, takes1) = (lower0 >> 31, lower1 >> 31);
            nodes[made] = (uint)(leaf0 + leaf1 + (lower0 & takes0) + (lower1 & takes1));
            var takenNodes = -(takes0 + takes1);
            node += takenNodes;
            leaf += 2 - takenNodes;
            taken[made] = node;
        }

        return CountLevels(taken[..inner], leavesAt);
    }

    // The inner nodes of one depth are adjacent, the root last. Their children are the inner nodes of the next depth, and leaves.
    // Returns the last level.
    private static int CountLevels(ReadOnlySpan<int> taken, Span<int> leavesAt)
    {
        var (start, end, bits) = (taken.Length - 1, taken.Length, 0);
        while (start < end)
        {
            bits++;
            var nodes = end - start;
            end = taken[end - 1];
            start = start == 0 ? 0 : taken[start - 1];
            leavesAt[bits] = (2 * nodes) - (end - start);
        }

        return bits;
    }

    // Limits deeper leaves to Max, then makes the code complete again: in each round, a leaf of a higher level moves down one level, and a leaf of the last level becomes its
    // sibling, which frees one code of the last level.
    private static void Limit(Span<int> leavesAt, int deepest)
    {
        for (var bits = Max + 1; bits <= deepest; bits++)
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
