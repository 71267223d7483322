using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Zarr.Codecs.Huffman;

/// <summary>
/// What the next <see cref="HuffmanTree.MaxBits"/> bits of a stream begin with, whatever the longest code of the tree is. Reused from tree to
/// tree.
/// </summary>
internal sealed class HuffmanTable
{
    /// <summary>Number of entries.</summary>
    public const int Size = 1 << HuffmanTree.MaxBits;

    /// <summary>The most symbols that an entry of <see cref="Groups"/> has.</summary>
    public const int MostInGroup = 5;

    private const int CountShift = 56;
    private const ulong OneSymbol = 1ul << CountShift;

    private readonly ushort[] symbols = new ushort[Size];
    private readonly ulong[] groups = new ulong[Size];

    // For each number of bits that can follow a symbol 2^n entries, at place 2^n.
    private readonly ulong[] rests = new ulong[Size];
    private readonly ulong[] shorterRests = new ulong[Size];

    // The symbols from the longest code to the shortest, and how many have each length.
    private readonly byte[] sorted = new byte[HuffmanTree.SymbolCount];
    private readonly int[] counts = new int[HuffmanTree.MaxBits + 1];

    private bool hasGroups;

    /// <summary>For each value of the bits the first symbol: its length in the low byte, 1 to 11, then the symbol.</summary>
    public ReadOnlySpan<ushort> Symbols => symbols;

    /// <summary>
    /// For each value of the bits the symbols that it has whole, five at most: in the low byte their length together, then the symbols, in
    /// the highest byte their number.
    /// </summary>
    public ReadOnlySpan<ulong> Groups
    {
        get
        {
            if (!hasGroups)
            {
                JoinToGroups();
            }

            return groups;
        }
    }

    /// <summary>Makes the table of a tree.</summary>
    /// <param name="weights">The weights of a whole tree, as <see cref="HuffmanTree.Read"/> gives them.</param>
    /// <param name="bits">The longest code.</param>
    public void Build(ReadOnlySpan<byte> weights, int bits)
    {
        Sort(weights, bits);
        var (number, at) = (0, 0);
        for (var length = bits; length > 0; length--)
        {
            var width = 1 << (HuffmanTree.MaxBits - length);
            foreach (var symbol in sorted.AsSpan(number, counts[length]))
            {
                Repeat(symbols.AsSpan(at, width), (ushort)(length | (symbol << 8)));
                at += width;
            }

            number += counts[length];
        }

        hasGroups = false;
    }

    private void Sort(ReadOnlySpan<byte> weights, int bits)
    {
        Span<int> next = stackalloc int[HuffmanTree.MaxBits + 2];
        next.Clear();
        weights = weights[..(weights.LastIndexOfAnyExcept((byte)0) + 1)];
        foreach (var weight in weights)
        {
            next[weight]++;
        }

        counts.AsSpan().Clear();
        var start = 0;
        for (var weight = 1; weight <= bits; weight++)
        {
            var count = next[weight];
            counts[bits + 1 - weight] = count;
            (next[weight], start) = (start, start + count);
        }

        for (var symbol = 0; symbol < weights.Length; symbol++)
        {
            if (weights[symbol] > 0)
            {
                sorted[next[weights[symbol]]++] = (byte)symbol;
            }
        }
    }

    // All codes that begin with one symbol lie side by side, and what can follow it is a smaller table of the same kind.
    private void JoinToGroups()
    {
        var shortest = counts.AsSpan().IndexOfAnyExcept(0);
        if (shortest > 1)
        {
            JoinRests(rests, rests, HuffmanTree.MaxBits - shortest);
        }
        else
        {
            // With a code of one bit, more symbols would fit than an entry has room for: so one more at a time.
            rests.AsSpan().Clear();
            JoinRests(shorterRests, rests, HuffmanTree.MaxBits - 1);
            JoinRests(rests, shorterRests, HuffmanTree.MaxBits - 1);
            JoinRests(shorterRests, rests, HuffmanTree.MaxBits - 1);
            JoinRests(rests, shorterRests, HuffmanTree.MaxBits - 1);
        }

        Join(groups, HuffmanTree.MaxBits, rests);
        hasGroups = true;
    }

    private void JoinRests(Span<ulong> tables, ReadOnlySpan<ulong> followers, int mostBits)
    {
        for (var bits = 0; bits <= mostBits; bits++)
        {
            Join(tables.Slice(1 << bits, 1 << bits), bits, followers);
        }
    }

    // The table for so many bits. Longer codes come first: there no symbol is whole.
    private void Join(Span<ulong> table, int bits, ReadOnlySpan<ulong> followers)
    {
        var number = 0;
        for (var length = HuffmanTree.MaxBits; length > bits; length--)
        {
            number += counts[length];
        }

        var whole = 0;
        for (var length = bits; length > 0; length--)
        {
            whole += counts[length] << (bits - length);
        }

        table[..^whole].Clear();
        table = table[^whole..];
        for (var length = bits; length > 0; length--)
        {
            var (count, width) = (counts[length], 1 << (bits - length));
            Follow(table[..(count * width)], sorted.AsSpan(number, count), OneSymbol + (uint)length, followers.Slice(width, width));
            table = table[(count * width)..];
            number += count;
        }
    }

    private static void Follow(Span<ulong> table, ReadOnlySpan<byte> symbols, ulong one, ReadOnlySpan<ulong> followers)
    {
        const ulong Symbols = 0x0000FFFFFFFFFF00;
        var at = 0;
        if (followers.Length == 1)
        {
            foreach (var symbol in symbols)
            {
                table[at++] = one + ((ulong)symbol << 8);
            }
        }
        else if (followers.Length < Vector256<ulong>.Count)
        {
            foreach (var symbol in symbols)
            {
                foreach (var follower in followers)
                {
                    table[at++] = one + ((ulong)symbol << 8) + ((follower & Symbols) << 8) + (follower & ~Symbols);
                }
            }
        }
        else
        {
            var vectors = MemoryMarshal.Cast<ulong, Vector256<ulong>>(followers);
            var target = MemoryMarshal.Cast<ulong, Vector256<ulong>>(table);
            foreach (var symbol in symbols)
            {
                var first = Vector256.Create(one + ((ulong)symbol << 8));
                foreach (var follower in vectors)
                {
                    target[at++] = first + ((follower & Vector256.Create(Symbols)) << 8) + (follower & Vector256.Create(~Symbols));
                }
            }
        }
    }

    private static void Repeat(Span<ushort> table, ushort entry)
    {
        const int Four = sizeof(ulong) / sizeof(ushort);
        if (table.Length < Four)
        {
            foreach (ref var place in table)
            {
                place = entry;
            }
        }
        else
        {
            foreach (ref var places in MemoryMarshal.Cast<ushort, ulong>(table))
            {
                places = entry * 0x0001000100010001ul;
            }
        }
    }
}
