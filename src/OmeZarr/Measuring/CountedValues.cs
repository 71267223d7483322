using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Zarr;

namespace OmeZarr.Measuring;

/// <summary>Counts how often each value of an integer of 8 or 16 bits occurs.</summary>
internal sealed class CountedValues(NumberKind numbers, DataType type) : ChannelValues(numbers)
{
    /// <summary>Values of 8 bits are counted in four tables in turn: neighbours are often equal, and the processor would wait for one counter to be stored before it adds to it again.</summary>
    private const int Tables = 4;

    private readonly long[] counts = new long[type.Size == 1 ? Tables << 8 : 1 << 16];

    // The pattern of bits that has the smallest value gets the first counter.
    private readonly int signBit = type.Kind == DataTypeKind.SignedInteger ? 1 << ((8 * type.Size) - 1) : 0;

    internal override long Wanted => 1 << 24;

    private protected override void Take(ReadOnlySpan<byte> elements, long first, long step)
    {
        if (type.Size == 1)
        {
            Count(elements, first, step);
        }
        else
        {
            Count(MemoryMarshal.Cast<byte, ushort>(elements), first, step);
        }
    }

    // There is a counter for each pattern of bits, so that no index needs a check.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Count(ReadOnlySpan<byte> values, long first, long step)
    {
        ref var counters = ref MemoryMarshal.GetArrayDataReference(counts);
        var i = first;
        for (var last = values.Length - ((Tables - 1) * step); i < last; i += Tables * step)
        {
            Unsafe.Add(ref counters, (nint)values[(int)i])++;
            Unsafe.Add(ref counters, 256 + (nint)values[(int)(i + step)])++;
            Unsafe.Add(ref counters, 512 + (nint)values[(int)(i + (2 * step))])++;
            Unsafe.Add(ref counters, 768 + (nint)values[(int)(i + (3 * step))])++;
        }

        for (; i < values.Length; i += step)
        {
            Unsafe.Add(ref counters, (nint)values[(int)i])++;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Count(ReadOnlySpan<ushort> values, long first, long step)
    {
        ref var counters = ref MemoryMarshal.GetArrayDataReference(counts);
        for (var i = first; i < values.Length; i += step)
        {
            Unsafe.Add(ref counters, (nint)values[(int)i])++;
        }
    }

    private protected override ValueSummary Percentiles()
    {
        var sorted = InOrder();
        var total = sorted.Sum();
        return total == 0 ? default : new ValueSummary(0, ValueAt(sorted, ValueSummary.LowRank(total)), ValueAt(sorted, ValueSummary.HighRank(total)), 0);
    }

    private protected override void SaveValues(BinaryWriter writer)
    {
        var sorted = InOrder();
        writer.Write7BitEncodedInt(sorted.Count(count => count > 0));
        var last = 0;
        for (var value = 0; value < sorted.Length; value++)
        {
            if (sorted[value] > 0)
            {
                writer.Write7BitEncodedInt(value - last);
                writer.Write7BitEncodedInt64(sorted[value]);
                last = value;
            }
        }
    }

    private protected override void AddValues(BinaryReader reader)
    {
        var (last, values) = (0, 1 << (8 * type.Size));
        for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
        {
            last += reader.Read7BitEncodedInt();
            if (last < 0 || last >= values)
            {
                throw new InvalidDataException("the saved counts are damaged");
            }

            counts[last ^ signBit] += reader.Read7BitEncodedInt64();
        }
    }

    /// <summary>The counts of all values, the smallest first.</summary>
    private long[] InOrder()
    {
        var sorted = new long[1 << (8 * type.Size)];
        for (var i = 0; i < counts.Length; i++)
        {
            sorted[(i & (sorted.Length - 1)) ^ signBit] += counts[i];
        }

        return sorted;
    }

    private double ValueAt(long[] sorted, long rank)
    {
        var index = 0;
        for (var below = sorted[0]; below <= rank; below += sorted[index])
        {
            index++;
        }

        return index - signBit;
    }
}
