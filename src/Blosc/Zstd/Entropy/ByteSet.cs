using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Blosc.Zstd.Entropy;

/// <summary>Finds bytes that occur but have no count in a histogram.</summary>
/// <remarks>Bytes with the same lower half share an entry in each of two tables: one for those below 128, one for the others. An entry has a bit for each upper half.</remarks>
internal static class ByteSet
{
    private const int HalfBits = 4;
    private const int Half = 1 << HalfBits;
    private const int TopBit = 128;

    /// <summary>Sets the count of each byte that occurs but has none to one.</summary>
    /// <param name="bytes">The bytes that occur.</param>
    /// <param name="counts">One for each byte.</param>
    /// <returns>Number of counts that were set.</returns>
    public static int AddMissing(ReadOnlySpan<byte> bytes, Span<int> counts)
    {
        var added = 0;
        var done = Avx2.IsSupported ? AddMissingInVectors(bytes, counts, ref added) : 0;
        foreach (var value in bytes[done..])
        {
            if (counts[value] == 0)
            {
                counts[value] = 1;
                added++;
            }
        }

        return added;
    }

    // 32 bytes at once. A byte shuffle gives 0 for an index with its top bit set, so exactly one of the two tables is used.
    private static int AddMissingInVectors(ReadOnlySpan<byte> bytes, Span<int> counts, ref int added)
    {
        var bitOfUpper = Vector256.Create(0x8040201008040201UL).AsByte();
        var index = Vector256.Create((byte)(TopBit | (Half - 1)));
        var top = Vector256.Create((byte)TopBit);
        var half = Vector256.Create((byte)(Half - 1));
        Span<byte> tables = stackalloc byte[2 * Half];
        TableOf(counts).CopyTo(tables);
        TableOf(counts[TopBit..]).CopyTo(tables[Half..]);
        var (low, high) = (Twice(tables), Twice(tables[Half..]));
        ref var first = ref MemoryMarshal.GetReference(bytes);
        var done = 0;
        for (; done <= bytes.Length - Vector256<byte>.Count; done += Vector256<byte>.Count)
        {
            var values = Vector256.LoadUnsafe(ref first, (nuint)done);
            var entries = Avx2.Shuffle(low, values & index) | Avx2.Shuffle(high, (values & index) ^ top);
            var bits = Avx2.Shuffle(bitOfUpper, (values.AsUInt16() >> HalfBits).AsByte() & half);
            var missing = Vector256.Equals(entries & bits, Vector256<byte>.Zero);
            if (missing != Vector256<byte>.Zero)
            {
                added += Add(bytes.Slice(done, Vector256<byte>.Count), missing.ExtractMostSignificantBits(), counts, tables);
                (low, high) = (Twice(tables), Twice(tables[Half..]));
            }
        }

        return done;
    }

    private static Vector256<byte> Twice(ReadOnlySpan<byte> table)
    {
        var lane = Vector128.Create(table);
        return Vector256.Create(lane, lane);
    }

    // From the counts of 128 bytes.
    private static Vector128<byte> TableOf(ReadOnlySpan<int> counts)
    {
        var table = Vector128<byte>.Zero;
        var rows = MemoryMarshal.Cast<int, Vector128<int>>(counts[..TopBit]);
        for (var upper = 0; upper < TopBit / Half; upper++)
        {
            var row = rows.Slice(upper * 4, 4);
            var absent = Vector128.Narrow(
                Vector128.Narrow(Vector128.Equals(row[0], Vector128<int>.Zero), Vector128.Equals(row[1], Vector128<int>.Zero)),
                Vector128.Narrow(Vector128.Equals(row[2], Vector128<int>.Zero), Vector128.Equals(row[3], Vector128<int>.Zero))).AsByte();
            table |= Vector128.AndNot(Vector128.Create((byte)(1 << upper)), absent);
        }

        return table;
    }

    private static int Add(ReadOnlySpan<byte> bytes, uint missing, Span<int> counts, Span<byte> tables)
    {
        var added = 0;
        for (; missing != 0; missing &= missing - 1)
        {
            var value = bytes[BitOperations.TrailingZeroCount(missing)];
            added += 1 - counts[value];
            counts[value] = 1;
            tables[(value / TopBit * Half) + (value % Half)] |= (byte)(1 << (value / Half % 8));
        }

        return added;
    }
}
