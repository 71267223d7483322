using System.Runtime.InteropServices;
using Zarr;

namespace OmeZarr.Measuring;

/// <summary>Counts how often each value of an integer of 8 or 16 bits occurs.</summary>
internal sealed class CountedValues(NumberKind numbers, DataType type) : ChannelValues(numbers)
{
    private readonly long[] counts = new long[1 << (8 * type.Size)];

    // The pattern of bits that has the smallest value gets the first counter.
    private readonly int signBit = type.Kind == DataTypeKind.SignedInteger ? 1 << ((8 * type.Size) - 1) : 0;

    internal override long Wanted => 1 << 24;

    private protected override void Take(ReadOnlySpan<byte> elements, long first, long step)
    {
        if (counts.Length == 256)
        {
            for (var i = first; i < elements.Length; i += step)
            {
                counts[elements[(int)i] ^ signBit]++;
            }

            return;
        }

        var values = MemoryMarshal.Cast<byte, ushort>(elements);
        for (var i = first; i < values.Length; i += step)
        {
            counts[values[(int)i] ^ signBit]++;
        }
    }

    private protected override ValueSummary Percentiles()
    {
        var total = counts.Sum();
        return total == 0 ? default : new ValueSummary(0, ValueAt(ValueSummary.LowRank(total)), ValueAt(ValueSummary.HighRank(total)), 0);
    }

    private double ValueAt(long rank)
    {
        var index = 0;
        for (var below = counts[0]; below <= rank; below += counts[index])
        {
            index++;
        }

        return index - signBit;
    }
}
