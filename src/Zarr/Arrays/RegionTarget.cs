using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Zarr.Arrays;

/// <summary>Where the elements of a region are put, chunk by chunk, whatever the type of the caller's memory. Different parts may be put at the same time.</summary>
internal abstract class RegionTarget
{
    /// <summary>The memory of the whole region.</summary>
    internal abstract Span<byte> Bytes { get; }

    /// <summary>Whether a part is the whole region.</summary>
    internal abstract bool IsAll(Region part);

    /// <summary>Puts a part of a decoded chunk.</summary>
    /// <param name="chunk">All elements of the chunk.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="offset">Where the part begins in the chunk.</param>
    /// <param name="part">Where it belongs in the region.</param>
    internal abstract void Put(Span<byte> chunk, Shape shape, ReadOnlySpan<long> offset, Region part);

    /// <summary>Puts the fill value into a part of the region.</summary>
    internal abstract void Fill(Region part);
}

/// <summary>Puts elements into memory for exactly one region, in C order.</summary>
/// <param name="memory">Of the element type, or of bytes.</param>
/// <param name="shape">Shape of the region.</param>
/// <param name="fill">The fill value.</param>
internal sealed class RegionTarget<T>(Memory<T> memory, Shape shape, FillPattern fill) : RegionTarget
    where T : unmanaged
{
    internal override Span<byte> Bytes => MemoryMarshal.AsBytes(memory.Span);

    private int Unit { get; } = fill.Value.DataType.Size / Unsafe.SizeOf<T>();

    internal override bool IsAll(Region part) => part.Shape == shape;

    internal override void Put(Span<byte> chunk, Shape chunkShape, ReadOnlySpan<long> offset, Region part)
    {
        Span<long> from = stackalloc long[part.Rank];
        Span<long> to = stackalloc long[part.Rank];
        StridedCopy.CStrides(chunkShape, from);
        StridedCopy.CStrides(shape, to);
        var source = new Layout(StridedCopy.Position(offset, from), from);
        var target = new Layout(StridedCopy.Position(part.Offset, to), to);
        StridedCopy.Copy(StridedCopy.Elements<T>(chunk), source, memory.Span, target, part.Shape.AsSpan(), Unit);
    }

    internal override void Fill(Region part)
    {
        var last = part.Rank - 1;
        if (last < 0)
        {
            fill.Fill(MemoryMarshal.AsBytes(memory.Span));
            return;
        }

        Span<long> strides = stackalloc long[part.Rank];
        StridedCopy.CStrides(shape, strides);
        var row = (int)part.Shape[last] * Unit;
        var rows = part.Shape.ElementCount / part.Shape[last];
        var first = StridedCopy.Position(part.Offset, strides);
        for (var r = 0L; r < rows; r++)
        {
            var start = first + StridedCopy.RowStart(r, part.Shape, strides);
            fill.Fill(MemoryMarshal.AsBytes(memory.Span.Slice((int)start * Unit, row)));
        }
    }
}
