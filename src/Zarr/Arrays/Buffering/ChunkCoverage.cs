using System.Numerics;

namespace Zarr.Arrays.Buffering;

/// <summary>
/// The exact set of written elements of a chunk: an element that is written twice counts once. One bit stands for a block of elements (a plane, a row, a single element) that every
/// write so far covered whole or not at all. So a plane costs one bit, and only scattered elements cost a bit each.
/// </summary>
/// <remarks>A block spans the last dimensions whole. The bits number the blocks along the first <c>depth</c> dimensions in C order. A write that
/// cuts a block divides all blocks. The rank is at least 1, because a scalar is never covered in part.</remarks>
internal sealed class ChunkCoverage
{
    private const int WordBits = 64;

    private readonly Shape inside;
    private int depth = 1;
    private int count;
    private int covered;
    private ulong[] bits;

    /// <param name="inside">Shape of the part of the chunk inside the array; no length is 0.</param>
    internal ChunkCoverage(Shape inside)
    {
        this.inside = inside;
        count = (int)inside[0];
        bits = NewBits(count);
    }

    /// <summary>Whether every element inside the array has been written.</summary>
    internal bool IsComplete => covered == count;

    /// <summary>Records that a box was written.</summary>
    /// <param name="offset">First element of the box, relative to the chunk.</param>
    /// <param name="extent">Shape of the box; no length is 0.</param>
    internal void Add(ReadOnlySpan<long> offset, Shape extent)
    {
        Divide(DepthOf(extent));
        Span<long> strides = stackalloc long[depth];
        StridedCopy.CStrides(Counted(inside), strides);
        var box = Counted(extent);
        var length = (int)box[depth - 1];
        var first = StridedCopy.Position(offset[..depth], strides);
        for (var row = 0L; row < box.ElementCount / length; row++)
        {
            covered += SetRange((int)(first + StridedCopy.RowStart(row, box, strides)), length);
        }
    }

    /// <summary>Copies the covered elements from one chunk to another.</summary>
    /// <param name="from">A chunk of full size.</param>
    /// <param name="to">Another chunk of full size.</param>
    /// <param name="chunk">Shape of both chunks.</param>
    /// <param name="elementSize">Bytes of an element.</param>
    internal void CopyCovered(ReadOnlySpan<byte> from, Span<byte> to, Shape chunk, int elementSize)
    {
        Span<long> strides = stackalloc long[chunk.Rank];
        StridedCopy.CStrides(chunk, strides);
        Span<long> run = stackalloc long[chunk.Rank - depth + 1];
        inside.AsSpan()[(depth - 1)..].CopyTo(run);
        var rows = Counted(inside);
        var length = (int)inside[depth - 1];
        for (var row = 0; row < count / length; row++)
        {
            var rowStart = StridedCopy.RowStart(row, rows, strides);
            var end = (row + 1) * length;
            for (var begin = Find(true, row * length, end); begin < end; begin = Find(true, begin + (int)run[0], end))
            {
                run[0] = Find(false, begin, end) - begin;
                var layout = new Layout(rowStart + ((begin - (end - length)) * strides[depth - 1]), strides[(depth - 1)..]);
                StridedCopy.Copy(from, layout, to, layout, run, elementSize);
            }
        }
    }

    private static ulong[] NewBits(int count) => new ulong[(count + WordBits - 1) / WordBits];

    /// <summary>The leading dimensions of a shape, which the bits number. The other dimensions lie inside the blocks.</summary>
    private Shape Counted(Shape shape) => Shape.Create(shape.AsSpan()[..depth]);

    /// <summary>The smallest depth at which a box consists of whole blocks.</summary>
    private int DepthOf(Shape extent)
    {
        var needed = inside.Rank;
        while (needed > 1 && extent[needed - 1] == inside[needed - 1])
        {
            needed--;
        }

        return needed;
    }

    private void Divide(int newDepth)
    {
        if (newDepth <= depth)
        {
            return;
        }

        var factor = (int)Shape.Create(inside.AsSpan()[depth..newDepth]).ElementCount;
        var (blocks, oldCount) = (bits, count);
        (depth, count, covered) = (newDepth, oldCount * factor, 0);
        bits = NewBits(count);
        for (var block = 0; block < oldCount; block++)
        {
            if ((blocks[block / WordBits] >> (block % WordBits) & 1) != 0)
            {
                covered += SetRange(block * factor, factor);
            }
        }
    }

    /// <summary>Sets bits, and returns the number of bits that were not set before.</summary>
    private int SetRange(int start, int length)
    {
        var added = 0;
        for (var end = start + length; start < end;)
        {
            var (word, bit) = Math.DivRem(start, WordBits);
            var step = Math.Min(WordBits - bit, end - start);
            var mask = (ulong.MaxValue >> (WordBits - step)) << bit;
            added += BitOperations.PopCount(mask & ~bits[word]);
            bits[word] |= mask;
            start += step;
        }

        return added;
    }

    /// <summary>The first set or unset bit in a range, or the end of the range.</summary>
    private int Find(bool set, int start, int end)
    {
        while (start < end)
        {
            var (word, bit) = Math.DivRem(start, WordBits);
            var wanted = (set ? bits[word] : ~bits[word]) >> bit;
            if (wanted != 0)
            {
                return Math.Min(start + BitOperations.TrailingZeroCount(wanted), end);
            }

            start += WordBits - bit;
        }

        return end;
    }
}
