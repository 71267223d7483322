namespace Zarr.Codecs.Zstandard;

/// <summary>Chooses how many bits each byte takes in a Huffman code that Zstandard can describe: complete, and at most <see cref="Max"/> bits.</summary>
internal static class HuffmanLengths
{
    /// <summary>The longest code, in bits (RFC 8878, 4.2.1).</summary>
    public const int Max = 11;

    private const int Symbols = ByteHistogram.Size;
    private const int CountShift = 8;
    private const int DigitBits = 8;

    /// <summary>Chooses the lengths.</summary>
    /// <param name="counts">How often each byte occurs, at most 2^23 times; at least two of them do.</param>
    /// <param name="lengths">The bits of each byte, 0 for those that do not occur; overwritten.</param>
    public static void Choose(ReadOnlySpan<int> counts, Span<byte> lengths)
    {
        Span<uint> buffer = stackalloc uint[Symbols];
        Span<uint> other = stackalloc uint[Symbols];
        var sorted = Sort(counts, buffer, other);
        Span<int> leavesAt = stackalloc int[Symbols];
        leavesAt.Clear();
        CountDepths(sorted, leavesAt);
        Limit(leavesAt);

        // The rarest bytes get the longest codes.
        lengths.Clear();
        var next = 0;
        for (var bits = Max; bits > 0; bits--)
        {
            for (var i = 0; i < leavesAt[bits]; i++)
            {
                lengths[(byte)sorted[next++]] = (byte)bits;
            }
        }
    }

    // Ascending by count, the byte itself in the low bits. Digit by digit: a sort by comparing took a tenth of the time of writing camera images.
    private static Span<uint> Sort(ReadOnlySpan<int> counts, Span<uint> from, Span<uint> to)
    {
        var (used, largest) = (0, 0);
        for (var value = 0; value < Symbols; value++)
        {
            if (counts[value] > 0)
            {
                from[used++] = ((uint)counts[value] << CountShift) | (uint)value;
                largest = Math.Max(largest, counts[value]);
            }
        }

        from = from[..used];
        to = to[..used];
        for (var shift = CountShift; largest > 0; shift += DigitBits, largest >>= DigitBits)
        {
            SortByDigit(from, to, shift);
            var swapped = from;
            from = to;
            to = swapped;
        }

        return from;
    }

    private static void SortByDigit(ReadOnlySpan<uint> from, Span<uint> to, int shift)
    {
        const uint Mask = (1u << DigitBits) - 1;
        Span<int> places = stackalloc int[1 << DigitBits];
        places.Clear();
        foreach (var key in from)
        {
            places[(int)((key >> shift) & Mask)]++;
        }

        var next = 0;
        foreach (ref var place in places)
        {
            (place, next) = (next, next + place);
        }

        foreach (var key in from)
        {
            to[places[(int)((key >> shift) & Mask)]++] = key;
        }
    }

    // Huffman's algorithm with two queues: leaves and inner nodes are both made in ascending order of their counts.
    private static void CountDepths(ReadOnlySpan<uint> sorted, Span<int> leavesAt)
    {
        var inner = sorted.Length - 1;
        Span<uint> counts = stackalloc uint[Symbols];
        Span<int> parentOfLeaf = stackalloc int[Symbols];
        Span<int> parents = stackalloc int[Symbols];
        var (leaf, node) = (0, 0);
        for (var made = 0; made < inner; made++)
        {
            counts[made] = 0;
            for (var child = 0; child < 2; child++)
            {
                if (node >= made || (leaf < sorted.Length && sorted[leaf] >> CountShift <= counts[node]))
                {
                    counts[made] += sorted[leaf] >> CountShift;
                    parentOfLeaf[leaf++] = made;
                }
                else
                {
                    counts[made] += counts[node];
                    parents[node++] = made;
                }
            }
        }

        Span<int> depths = stackalloc int[Symbols];
        depths[inner - 1] = 0;
        for (var i = inner - 2; i >= 0; i--)
        {
            depths[i] = depths[parents[i]] + 1;
        }

        for (var i = 0; i < sorted.Length; i++)
        {
            leavesAt[depths[parentOfLeaf[i]] + 1]++;
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
