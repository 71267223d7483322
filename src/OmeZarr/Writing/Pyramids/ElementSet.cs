using System.Numerics;
using Zarr;

namespace OmeZarr.Writing.Pyramids;

/// <summary>The elements of a region that are there, one bit for each.</summary>
/// <param name="region">The region.</param>
internal sealed class ElementSet(Region region)
{
    private const int WordBits = 64;

    private readonly ulong[] bits = new ulong[(region.Shape.ElementCount + WordBits - 1) / WordBits];
    private long missing = region.Shape.ElementCount;

    /// <summary>Whether all elements are there.</summary>
    internal bool IsComplete => missing == 0;

    /// <summary>Adds the elements of a box, and returns whether none of them was there before.</summary>
    internal bool Add(Region box)
    {
        var length = box.Shape[box.Rank - 1];
        var rows = box.Shape.ElementCount / length;
        var added = 0L;
        Span<long> index = stackalloc long[box.Rank];
        box.Offset.CopyTo(index);
        for (var row = 0L; row < rows; row++)
        {
            added += SetRange(ElementBox.Position(index, region), length);
            for (var d = index.Length - 2; d >= 0 && ++index[d] == box.Offset[d] + box.Shape[d]; d--)
            {
                index[d] = box.Offset[d];
            }
        }

        missing -= added;
        return added == box.Shape.ElementCount;
    }

    /// <summary>Sets bits, and returns the number of bits that were not set before.</summary>
    private int SetRange(long start, long length)
    {
        var added = 0;
        for (var end = start + length; start < end;)
        {
            var (word, bit) = ((int)(start / WordBits), (int)(start % WordBits));
            var step = (int)Math.Min(WordBits - bit, end - start);
            var mask = (ulong.MaxValue >> (WordBits - step)) << bit;
            added += BitOperations.PopCount(mask & ~bits[word]);
            bits[word] |= mask;
            start += step;
        }

        return added;
    }
}
