using System.Numerics.Tensors;
using Blosc.Zstd.Entropy;

namespace Blosc.Zstd.Encoding;

/// <summary>A segment of a plane with one Huffman code.</summary>
/// <param name="Start">Offset of the segment in the stream.</param>
/// <param name="Length">Length in bytes: at most <see cref="ZstdFormat.MaxBlockLength"/>, unless all bytes are equal.</param>
/// <param name="Counted">Number of its bytes that were counted.</param>
/// <param name="Cost">Its estimated size, in units of <see cref="BitCost"/>.</param>
internal readonly record struct LiteralSegment(int Start, int Length, int Counted, long Cost)
{
    /// <summary>End of the segment.</summary>
    public int End => Start + Length;
}

/// <summary>
/// Cuts planes into segments where another Huffman code saves more than its description costs: background and cells need different codes. It keeps
/// the histograms, so that no byte is counted twice.
/// </summary>
internal sealed class LiteralSegments
{
    private const int Step = 16 * 1024;
    private const int LeastRest = 4 * 1024;

    private readonly List<LiteralSegment> segments = [];
    private readonly int[] next = new int[ByteHistogram.Size];
    private readonly int[] together = new int[ByteHistogram.Size];
    private int[] counts = new int[8 * ByteHistogram.Size];

    /// <summary>The number of segments.</summary>
    public int Count => segments.Count;

    /// <summary>One of the segments, in order.</summary>
    public LiteralSegment this[int index] => segments[index];

    /// <summary>Approximate relative frequency of each byte in a segment; 0 only if the byte does not occur.</summary>
    public ReadOnlySpan<int> CountsOf(int index) => counts.AsSpan(index * ByteHistogram.Size, ByteHistogram.Size);

    /// <summary>The first segment at or after an offset, or <see cref="Count"/>.</summary>
    public int IndexAt(int start)
    {
        var index = 0;
        while (index < segments.Count && segments[index].Start < start)
        {
            index++;
        }

        return index;
    }

    /// <summary>The estimated size of a segment and all after it.</summary>
    public long CostFrom(int index)
    {
        var sum = 0L;
        for (; index < segments.Count; index++)
        {
            sum += segments[index].Cost;
        }

        return sum;
    }

    /// <summary>Additional bytes that a single code for all segments would cost. The estimate is rough: constant and short segments are counted whole, others by a third, so the former weigh too much.</summary>
    public int SavedByCuts()
    {
        together.AsSpan().Clear();
        var (counted, length) = (0, 0);
        for (var index = 0; index < segments.Count; index++)
        {
            TensorPrimitives.Add(together, CountsOf(index), together);
            (counted, length) = (counted + segments[index].Counted, length + segments[index].Length);
        }

        return counted == 0 ? 0 : (int)((BitCost.OfLiterals(together, counted, length) - CostFrom(0)) / (8 * BitCost.Bit));
    }

    /// <summary>Forgets all segments.</summary>
    public void Clear() => segments.Clear();

    /// <summary>Cuts a plane and adds its segments.</summary>
    /// <param name="stream">The whole stream.</param>
    /// <param name="start">Start of the plane.</param>
    /// <param name="end">End of the plane.</param>
    public void Add(ReadOnlySpan<byte> stream, int start, int end)
    {
        var first = segments.Count;
        if (stream[start..end].IndexOfAnyExcept(stream[start]) < 0)
        {
            next.AsSpan().Clear();
            next[stream[start]] = end - start;
            Append(new LiteralSegment(start, end - start, end - start, BitCost.OfLiterals(next, end - start)));
            return;
        }

        for (var at = start; at < end;)
        {
            var to = end - at < Step + LeastRest ? end : at + Step;
            var counted = ByteHistogram.Sample(stream[at..to], next);
            var piece = new LiteralSegment(at, to - at, counted, BitCost.OfLiterals(next, counted, to - at));
            if (segments.Count == first || !TryJoin(piece))
            {
                Append(piece);
            }

            at = to;
        }
    }

    private void Append(LiteralSegment piece)
    {
        var at = segments.Count * ByteHistogram.Size;
        if (at == counts.Length)
        {
            Array.Resize(ref counts, 2 * counts.Length);
        }

        next.CopyTo(counts, at);
        segments.Add(piece);
    }

    private bool TryJoin(LiteralSegment piece)
    {
        var before = segments[^1];
        var length = before.Length + piece.Length;
        if (length > ZstdFormat.MaxBlockLength)
        {
            return false;
        }

        var counted = before.Counted + piece.Counted;
        var kept = counts.AsSpan((segments.Count - 1) * ByteHistogram.Size, ByteHistogram.Size);
        TensorPrimitives.Add(kept, next, together);
        var cost = BitCost.OfLiterals(together, counted, length);
        if (cost > before.Cost + piece.Cost)
        {
            return false;
        }

        together.CopyTo(kept);
        segments[^1] = new LiteralSegment(before.Start, length, counted, cost);
        return true;
    }
}
