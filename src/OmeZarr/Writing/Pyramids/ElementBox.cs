using Zarr;

namespace OmeZarr.Writing.Pyramids;

/// <summary>Copies boxes of elements between arrays in C order.</summary>
internal static class ElementBox
{
    /// <summary>Copies the elements that two regions share.</summary>
    /// <param name="source">The elements of a region.</param>
    /// <param name="from">The region of the source.</param>
    /// <param name="target">The elements of another region.</param>
    /// <param name="to">The region of the target.</param>
    /// <param name="box">A region inside both.</param>
    /// <param name="size">Bytes of an element.</param>
    internal static void Copy(ReadOnlySpan<byte> source, Region from, Span<byte> target, Region to, Region box, int size)
    {
        var run = RunOf(from, to, box, out var length);
        Span<long> index = stackalloc long[box.Rank];
        box.Offset.CopyTo(index);
        var bytes = checked((int)(length * size));
        while (true)
        {
            source.Slice(checked((int)(Position(index, from) * size)), bytes).CopyTo(target[checked((int)(Position(index, to) * size))..]);
            var d = run - 1;
            for (; d >= 0 && ++index[d] == box.Offset[d] + box.Shape[d]; d--)
            {
                index[d] = box.Offset[d];
            }

            if (d < 0)
            {
                return;
            }
        }
    }

    /// <summary>The part of a region's elements that a box takes, if it lies in one piece.</summary>
    internal static bool TrySlice(ReadOnlySpan<byte> source, Region from, Region box, int size, out ReadOnlySpan<byte> slice)
    {
        var run = RunOf(from, from, box, out var length);
        for (var d = 0; d < run; d++)
        {
            if (box.Shape[d] != 1)
            {
                slice = default;
                return false;
            }
        }

        slice = source.Slice(checked((int)(Position(box.Offset, from) * size)), checked((int)(length * size)));
        return true;
    }

    /// <summary>The position of an element among those of a region.</summary>
    internal static long Position(ReadOnlySpan<long> index, Region region)
    {
        var position = 0L;
        for (var d = 0; d < index.Length; d++)
        {
            position = (position * region.Shape[d]) + index[d] - region.Offset[d];
        }

        return position;
    }

    /// <summary>The number of leading dimensions that are stepped through; the elements of the others lie in one piece.</summary>
    private static int RunOf(Region from, Region to, Region box, out long length)
    {
        var d = box.Rank;
        length = 1;
        while (d > 0)
        {
            d--;
            length *= box.Shape[d];
            if (box.Shape[d] != from.Shape[d] || box.Shape[d] != to.Shape[d])
            {
                break;
            }
        }

        return d;
    }
}
