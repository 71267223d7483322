using Blosc.Zstd.Entropy;

namespace Blosc.Zstd.Encoding;

/// <summary>How a stream looks at a glance, to tell whether it is like one that is known: about what a Huffman code would make of each plane, from a sample of it.</summary>
internal sealed class PlaneSketch
{
    /// <summary>The most planes that a stream may have.</summary>
    public const int MostPlanes = 16;

    private const int Runs = 256;
    private const int SampleLength = Runs * ByteHistogram.RunLength;

    private readonly int[] costs = new int[MostPlanes];
    private int planeCount;

    /// <summary>The sum over all planes, in bytes; at least 1.</summary>
    public long Cost { get; private set; }

    /// <summary>Bytes of the stream.</summary>
    public int StreamLength { get; private set; }

    /// <summary>Looks at a stream.</summary>
    /// <param name="stream">The content.</param>
    /// <param name="planes">Into how many planes it falls, at most <see cref="MostPlanes"/>.</param>
    public void Draw(ReadOnlySpan<byte> stream, int planes)
    {
        (StreamLength, planeCount, Cost) = (stream.Length, planes, 1);
        var length = stream.Length / planes;
        for (var plane = 0; plane < planes; plane++)
        {
            costs[plane] = CostOf(stream.Slice(plane * length, length));
            Cost += costs[plane];
        }
    }

    /// <summary>Makes this a copy.</summary>
    public void CopyFrom(PlaneSketch other)
    {
        other.costs.CopyTo(costs, 0);
        (StreamLength, planeCount, Cost) = (other.StreamLength, other.planeCount, other.Cost);
    }

    /// <summary>How much two sketches differ, in bytes, or -1 if they are not alike.</summary>
    /// <param name="other">The other one.</param>
    /// <param name="likeness">They are alike if they differ by no more than one part in so many.</param>
    public long DifferenceTo(PlaneSketch other, int likeness)
    {
        if (StreamLength != other.StreamLength || planeCount != other.planeCount)
        {
            return -1;
        }

        var sum = 0L;
        for (var plane = 0; plane < planeCount; plane++)
        {
            sum += Math.Abs(costs[plane] - other.costs[plane]);
        }

        return sum * likeness <= Math.Max(Cost, other.Cost) ? sum : -1;
    }

    /// <summary>How many bytes a Huffman code would make of a plane, about.</summary>
    public static int CostOf(ReadOnlySpan<byte> plane)
    {
        Span<int> counts = stackalloc int[ByteHistogram.Size];
        var counted = Count(plane, counts);
        return counts[plane[0]] == counted ? 0 : (int)(BitCost.OfLiterals(counts, counted) * plane.Length / counted / (8 * BitCost.Bit));
    }

    private static int Count(ReadOnlySpan<byte> plane, Span<int> counts)
    {
        if (plane.Length <= SampleLength)
        {
            ByteHistogram.Count(plane, counts);
            return plane.Length;
        }

        ByteHistogram.CountRuns(plane, Runs, (plane.Length - ByteHistogram.RunLength) / (Runs - 1), counts);
        return SampleLength;
    }
}
