using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Blosc.Zstd.Decoding;

/// <summary>
/// A decoding table, indexed by the next <see cref="HuffmanTree.MaxBits"/> bits of a stream. Reusable from tree to tree.
/// </summary>
internal sealed class HuffmanTable
{
    /// <summary>Number of entries.</summary>
    public const int Size = 1 << HuffmanTree.MaxBits;

    /// <summary>The most symbols that an entry of <see cref="Groups"/> can have.</summary>
    public const int MostSymbols = 5;

    /// <summary>The byte of an entry of <see cref="Groups"/> that is the length of its symbols together.</summary>
    public const int LengthPlace = 6;

    /// <summary>The byte of an entry of <see cref="Groups"/> that is the number of its symbols.</summary>
    public const int CountPlace = 7;

    private const ulong OneSymbol = 1ul << (8 * CountPlace);
    private const ulong OneBit = 1ul << (8 * LengthPlace);

    private readonly ushort[] symbols = new ushort[Size];
    private readonly ulong[] groups = new ulong[Size];

    // For each number n of bits that can follow a symbol, 2^n entries at index 2^n. Their symbols are shifted up by one byte, to their position after the first symbol.
    private readonly ulong[] rests = new ulong[Size];
    private readonly ulong[] shorterRests = new ulong[Size];

    // The symbols from the longest code to the shortest, and the number of symbols of each length.
    private readonly byte[] sorted = new byte[HuffmanTree.SymbolCount];
    private readonly int[] counts = new int[HuffmanTree.MaxBits + 1];

    private readonly byte[] lengths = new byte[HuffmanTree.SymbolCount];

    private bool hasSymbols;
    private bool hasGroups;

    /// <summary>The most symbols that an entry of <see cref="Groups"/> has.</summary>
    public int MostInGroup => Math.Min(MostSymbols, HuffmanTree.MaxBits / Shortest);

    private int Shortest => counts.AsSpan().IndexOfAnyExcept(0);

    /// <summary>The first symbol for each value of the bits: code length (1 to 11) in the low byte, then the symbol.</summary>
    public ReadOnlySpan<ushort> Symbols
    {
        get
        {
            if (!hasSymbols)
            {
                RepeatSymbols();
            }

            return symbols;
        }
    }

    /// <summary>The code length of each symbol.</summary>
    public ReadOnlySpan<byte> Lengths => lengths;

    /// <summary>
    /// All complete symbols for each value of the bits: at most five, from the low byte on; then their total code length in the second highest byte and their number in the highest.
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

    /// <summary>Builds the table of a tree.</summary>
    /// <param name="weights">The weights of all <see cref="HuffmanTree.SymbolCount"/> symbols of a whole tree, as <see cref="HuffmanTree.Read"/> returns them.</param>
    /// <param name="bits">The longest code.</param>
    public void Build(ReadOnlySpan<byte> weights, int bits)
    {
        Sort(weights, bits);
        TensorPrimitives.Subtract((byte)(bits + 1), weights, lengths);
        (hasSymbols, hasGroups) = (false, false);
    }

    private void Sort(ReadOnlySpan<byte> weights, int bits)
    {
        counts.AsSpan().Clear();
        var number = 0;
        for (var weight = 1; weight <= bits; weight++)
        {
            var before = number;
            for (var start = 0; start < HuffmanTree.SymbolCount; start += Vector512<byte>.Count)
            {
                var found = Vector512.Equals(Vector512.Create(weights[start..]), Vector512.Create((byte)weight)).ExtractMostSignificantBits();
                for (; found != 0; found &= found - 1)
                {
                    sorted[number++] = (byte)(start + BitOperations.TrailingZeroCount(found));
                }
            }

            counts[bits + 1 - weight] = number - before;
        }
    }

    private void RepeatSymbols()
    {
        var (number, at) = (0, 0);
        for (var length = HuffmanTree.MaxBits; length > 0; length--)
        {
            var (count, width) = (counts[length], 1 << (HuffmanTree.MaxBits - length));
            Repeat(symbols.AsSpan(at, count * width), width, sorted.AsSpan(number, count), (ushort)length);
            (number, at) = (number + count, at + (count * width));
        }

        hasSymbols = true;
    }

    // The entries that begin with one symbol are adjacent, and what follows the symbol is a smaller table of the same kind.
    private void JoinToGroups()
    {
        const int MostBits = HuffmanTree.MaxBits;
        var shortest = Shortest;
        if (shortest > 1)
        {
            JoinRests(rests, rests, MostBits - shortest);
        }
        else
        {
            // With a one-bit code, more symbols would fit the bits than the entry, so symbols are added one at a time.
            rests.AsSpan().Clear();
            JoinRests(shorterRests, rests, MostBits - 1);
            JoinRests(rests, shorterRests, MostBits - 1);
            JoinRests(shorterRests, rests, MostBits - 1);
            JoinRests(rests, shorterRests, MostBits - 1);
        }

        Join(groups, MostBits, shortest, 0, rests);
        hasGroups = true;
    }

    private void JoinRests(Span<ulong> tables, ReadOnlySpan<ulong> followers, int mostBits)
    {
        var (shortest, number, whole) = (Shortest, TensorPrimitives.Sum(counts), 0);
        for (var bits = 0; bits <= mostBits; bits++)
        {
            var table = tables.Slice(1 << bits, 1 << bits);
            (number, whole) = (number - counts[bits], (2 * whole) + counts[bits]);
            table[..^whole].Clear();
            Join(table[^whole..], bits, shortest, number, followers);
            Raise(table[^whole..]);
        }
    }

    // The table for this number of bits, beginning with the first symbol whose code fits; longer codes come first.
    private void Join(Span<ulong> table, int bits, int shortest, int number, ReadOnlySpan<ulong> followers)
    {
        for (var length = bits; length >= shortest; length--)
        {
            var (count, width) = (counts[length], 1 << (bits - length));
            Follow(table[..(count * width)], sorted.AsSpan(number, count), OneSymbol + ((uint)length * OneBit), followers.Slice(width, width));
            table = table[(count * width)..];
            number += count;
        }
    }

    private static void Follow(Span<ulong> table, ReadOnlySpan<byte> symbols, ulong one, ReadOnlySpan<ulong> followers)
    {
        var at = 0;
        if (followers.Length == 1)
        {
            foreach (var symbol in symbols)
            {
                table[at++] = one + symbol;
            }
        }
        else if (followers.Length == Vector128<ulong>.Count)
        {
            Follow(MemoryMarshal.Cast<ulong, Vector128<ulong>>(table), symbols, one, Vector128.Create(followers));
        }
        else if (followers.Length == Vector256<ulong>.Count)
        {
            Follow(MemoryMarshal.Cast<ulong, Vector256<ulong>>(table), symbols, one, Vector256.Create(followers));
        }
        else
        {
            var vectors = MemoryMarshal.Cast<ulong, Vector512<ulong>>(followers);
            var target = MemoryMarshal.Cast<ulong, Vector512<ulong>>(table);
            foreach (var symbol in symbols)
            {
                var first = Vector512.Create(one + symbol);
                foreach (var follower in vectors)
                {
                    target[at++] = first + follower;
                }
            }
        }
    }

    private static void Follow(Span<Vector128<ulong>> table, ReadOnlySpan<byte> symbols, ulong one, Vector128<ulong> follower)
    {
        for (var i = 0; i < symbols.Length; i++)
        {
            table[i] = Vector128.Create(one + symbols[i]) + follower;
        }
    }

    private static void Follow(Span<Vector256<ulong>> table, ReadOnlySpan<byte> symbols, ulong one, Vector256<ulong> follower)
    {
        for (var i = 0; i < symbols.Length; i++)
        {
            table[i] = Vector256.Create(one + symbols[i]) + follower;
        }
    }

    private static void Raise(Span<ulong> table)
    {
        const ulong Symbols = OneBit - 1;
        var whole = MemoryMarshal.Cast<ulong, Vector512<ulong>>(table);
        foreach (ref var entries in whole)
        {
            entries = ((entries & Vector512.Create(Symbols)) << 8) + (entries & Vector512.Create(~Symbols));
        }

        foreach (ref var entry in table[(whole.Length * Vector512<ulong>.Count)..])
        {
            entry = ((entry & Symbols) << 8) + (entry & ~Symbols);
        }
    }

    private static void Repeat(Span<ushort> table, int width, ReadOnlySpan<byte> symbols, ushort length)
    {
        var at = 0;
        switch (width)
        {
            case 1:
                foreach (var symbol in symbols)
                {
                    table[at++] = (ushort)(length | (symbol << 8));
                }

                break;
            case 2:
                Repeat(MemoryMarshal.Cast<ushort, uint>(table), symbols, length, 0x00010001u);
                break;
            case 4:
                Repeat(MemoryMarshal.Cast<ushort, ulong>(table), symbols, length, 0x0001000100010001ul);
                break;
            default:
                foreach (var symbol in symbols)
                {
                    table.Slice(at, width).Fill((ushort)(length | (symbol << 8)));
                    at += width;
                }

                break;
        }
    }

    private static void Repeat<T>(Span<T> places, ReadOnlySpan<byte> symbols, ushort length, T ones)
        where T : unmanaged, IBinaryInteger<T>
    {
        for (var i = 0; i < symbols.Length; i++)
        {
            places[i] = ones * T.CreateTruncating(length | (symbols[i] << 8));
        }
    }
}
