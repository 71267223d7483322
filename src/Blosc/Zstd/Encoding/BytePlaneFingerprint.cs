using Blosc.Zstd.Entropy;

namespace Blosc.Zstd.Encoding;

/// <summary>A fingerprint to compare streams by: the size of each byte plane in a Huffman code, estimated from a sample.</summary>
internal sealed class BytePlaneFingerprint
{
    /// <summary>The most byte planes that a stream may have.</summary>
    public const int MostPlanes = 16;

    private const int Runs = 256;
    private const int SampleLength = Runs * ByteHistogram.RunLength;

    private readonly int[] costs = new int[MostPlanes];
    private int planeCount;

    /// <summary>The estimated size of all planes in bytes; at least 1.</summary>
    public long Cost { get; private set; }

    /// <summary>The length of the stream in bytes.</summary>
    public int StreamLength { get; private set; }

    /// <summary>Computes the fingerprint of a stream.</summary>
    /// <param name="stream">The content.</param>
    /// <param name="planes">The number of its planes, at most <see cref="MostPlanes"/>.</param>
    public void Compute(ReadOnlySpan<byte> stream, int planes)
    {
        (StreamLength, planeCount, Cost) = (stream.Length, planes, 1);
        var length = stream.Length / planes;
        for (var plane = 0; plane < planes; plane++)
        {
            costs[plane] = CostOf(stream.Slice(plane * length, length));
            Cost += costs[plane];
        }
    }

    /// <summary>Copies another fingerprint.</summary>
    public void CopyFrom(BytePlaneFingerprint other)
    {
        other.costs.CopyTo(costs, 0);
        (StreamLength, planeCount, Cost) = (other.StreamLength, other.planeCount, other.Cost);
    }

    /// <summary>The difference of two fingerprints in bytes, or -1 if they are not similar.</summary>
    /// <param name="other">The other fingerprint.</param>
    /// <param name="similarity">Fingerprints are similar if they differ by at most one part in this many.</param>
    public long DifferenceTo(BytePlaneFingerprint other, int similarity)
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

        return sum * similarity <= Math.Max(Cost, other.Cost) ? sum : -1;
    }

    /// <summary>Estimates the size of a plane in a Huffman code, in bytes.</summary>
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
