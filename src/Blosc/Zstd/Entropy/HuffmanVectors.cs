using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Blosc.Zstd.Entropy;

/// <summary>Looks up the codes of 64 bytes at once and joins each four, with AVX-512 VBMI: 1.6 times as fast as looking up each byte.</summary>
internal static class HuffmanVectors
{
    /// <summary>Bytes that are encoded at once.</summary>
    public const int Width = 64;

    private const int Fours = Width / 4;
    private const int WordBits = 64;

    // The last byte comes first. The first half of the bytes goes into the lower halves of the lanes, so that unpacking keeps the order.
    private static readonly byte[] Order = [.. Enumerable.Range(0, Width).Select(at => (byte)(Width - 1 - ((at / 16 * 8) + (at % 8) + (at / 8 % 2 * 32))))];

    /// <summary>Whether the processor supports the instructions.</summary>
    public static bool IsSupported => Avx512Vbmi.IsSupported && Avx512BW.IsSupported;

    /// <summary>Looks up the codes of bytes and joins each four.</summary>
    /// <param name="source">A multiple of <see cref="Width"/>.</param>
    /// <param name="tables">The codes of all bytes in the source.</param>
    /// <param name="entries">For each four bytes, from the last to the first, one entry as <see cref="CodeWriter.Add"/> takes it; overwritten.</param>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Find(ReadOnlySpan<byte> source, in HuffmanTables tables, Span<ulong> entries)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(entries.Length, source.Length / 4);
        var order = Vector512.Create<byte>(Order);
        var lengths = new Table(tables.Lengths);
        var lows = new Table(tables.Lows);
        var highs = new Table(tables.Highs);
        ref var entry = ref MemoryMarshal.GetReference(entries);
        ref var first = ref MemoryMarshal.GetReference(source);
        for (var at = (nint)source.Length - Width; at >= 0; at -= Width)
        {
            var symbols = Avx512Vbmi.PermuteVar64x8(Vector512.LoadUnsafe(ref first, (nuint)at), order);
            var isUpper = Vector512.LessThan(symbols.AsSByte(), Vector512<sbyte>.Zero).AsByte();
            Merge(lengths.Find(symbols, isUpper), lows.Find(symbols, isUpper), highs.Find(symbols, isUpper), ref entry);
            entry = ref Unsafe.Add(ref entry, Fours);
        }
    }

    // Bytes become 16-bit words with one code, these become 32-bit words with two codes, and these 64-bit words with four. The code that is written first is always the lower one.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Merge(Vector512<byte> lengths, Vector512<byte> lows, Vector512<byte> highs, ref ulong entries)
    {
        var ofFirst = lengths.AsInt16() & Vector512.Create((short)byte.MaxValue);
        var ofPairs = Avx512BW.MultiplyAddAdjacent(lengths, Vector512<sbyte>.One);
        var ofSecond = ofPairs.AsUInt32() >> 16;
        var ofFours = Avx512BW.MultiplyAddAdjacent(ofPairs, Vector512<short>.One).AsUInt32();
        var pairs = Pairs(Avx512BW.UnpackLow(lows, highs), Avx512BW.UnpackLow(Vector512<short>.Zero, ofFirst));
        Four(pairs, Avx512F.UnpackLow(ofSecond, Vector512<uint>.Zero), Avx512F.UnpackLow(ofFours, Vector512<uint>.Zero)).StoreUnsafe(ref entries);
        pairs = Pairs(Avx512BW.UnpackHigh(lows, highs), Avx512BW.UnpackHigh(Vector512<short>.Zero, ofFirst));
        Four(pairs, Avx512F.UnpackHigh(ofSecond, Vector512<uint>.Zero), Avx512F.UnpackHigh(ofFours, Vector512<uint>.Zero)).StoreUnsafe(ref entries, Fours / 2);
    }

    // A multiply-add shifts the second code up by the length of the first, and adds the two.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Pairs(Vector512<byte> codes, Vector512<short> shifts) =>
        Avx512BW.MultiplyAddAdjacent(codes.AsInt16(), Avx512BW.ShiftLeftLogicalVariable(Vector512<short>.One, shifts.AsUInt16())).AsUInt64();

    // The form of an entry: the codes in the highest bits, their length in the lowest.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Four(Vector512<ulong> pairs, Vector512<uint> lengthsOfSecond, Vector512<uint> lengths)
    {
        var whole = Vector512.Create((ulong)WordBits);
        var lower = Avx512F.ShiftLeftLogicalVariable(pairs & Vector512.Create((ulong)uint.MaxValue), whole - lengths.AsUInt64());
        var upper = Avx512F.ShiftLeftLogicalVariable(pairs >> 32, whole - lengthsOfSecond.AsUInt64());
        return lower | upper | lengths.AsUInt64();
    }

    /// <summary>A number for each byte.</summary>
    private readonly struct Table
    {
        private readonly Vector512<byte> first;
        private readonly Vector512<byte> second;
        private readonly Vector512<byte> third;
        private readonly Vector512<byte> fourth;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Table(ReadOnlySpan<byte> numbers)
        {
            first = Vector512.Create(numbers);
            second = Vector512.Create(numbers[Width..]);
            third = Vector512.Create(numbers[(2 * Width)..]);
            fourth = Vector512.Create(numbers[(3 * Width)..]);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<byte> Find(Vector512<byte> symbols, Vector512<byte> isUpper) => Vector512.ConditionalSelect(
            isUpper,
            Avx512Vbmi.PermuteVar64x8x2(third, symbols, fourth),
            Avx512Vbmi.PermuteVar64x8x2(first, symbols, second));
    }
}
