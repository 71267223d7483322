using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Zarr.Codecs;

namespace Zarr.Arrays;

/// <summary>Receives the elements of a region, chunk by chunk, independent of the type of the caller's memory. Different parts may be written at the same time.</summary>
internal abstract class RegionTarget
{
    /// <summary>Decodes a chunk and copies a part of it into the region, with as few copies as possible.</summary>
    /// <param name="codecs">The codecs of the chunk.</param>
    /// <param name="encoded">The stored chunk.</param>
    /// <param name="shape">Shape of the chunk.</param>
    /// <param name="box">The part, in coordinates of the chunk.</param>
    /// <param name="part">The same part, in coordinates of the region.</param>
    /// <exception cref="CorruptDataException">The chunk is damaged.</exception>
    internal void Decode(CodecPipeline codecs, ReadOnlySpan<byte> encoded, Shape shape, Region box, Region part)
    {
        var contiguous = part.Shape == shape ? Contiguous(part) : [];
        if (!contiguous.IsEmpty)
        {
            codecs.Decode(encoded, contiguous);
        }
        else if (codecs.IsIdentity)
        {
            codecs.RequireLength(encoded.Length);
            Put(encoded, shape, box.Offset, part);
        }
        else
        {
            using var chunk = PooledMemory.Rent(codecs.ChunkLength);
            codecs.Decode(encoded, chunk.Memory.Span);
            Put(chunk.Memory.Span, shape, box.Offset, part);
        }
    }

    /// <summary>Fills a part of the region with the fill value.</summary>
    internal abstract void Fill(Region part);

    /// <summary>Copies those elements of a part whose bytes lie in a window of a decoded chunk.</summary>
    /// <param name="window">Consecutive bytes of the chunk.</param>
    /// <param name="start">Offset of the window in the chunk, in bytes.</param>
    /// <param name="shape">Shape of the chunk.</param>
    /// <param name="box">The part, in coordinates of the chunk.</param>
    /// <param name="part">The same part, in coordinates of the region.</param>
    internal abstract void PutWindow(ReadOnlySpan<byte> window, long start, Shape shape, Region box, Region part);

    /// <summary>The memory of a part, if its elements are contiguous; otherwise an empty span.</summary>
    protected abstract Span<byte> Contiguous(Region part);

    /// <summary>Copies a part of a decoded chunk into the region.</summary>
    /// <param name="chunk">All elements of the chunk.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="offset">Offset of the part in the chunk.</param>
    /// <param name="part">The same part, in coordinates of the region.</param>
    internal abstract void Put(ReadOnlySpan<byte> chunk, Shape shape, ReadOnlySpan<long> offset, Region part);
}

/// <summary>Writes elements into memory that holds exactly one region, in C order.</summary>
/// <param name="memory">Memory of the element type, or of bytes.</param>
/// <param name="shape">Shape of the region.</param>
/// <param name="fill">The fill value.</param>
internal sealed class RegionTarget<T>(Memory<T> memory, Shape shape, FillPattern fill) : RegionTarget
    where T : unmanaged
{
    private readonly bool isNonTemporal = (long)memory.Length * Unsafe.SizeOf<T>() > BufferSizes.CacheResidentBytes;

    private int Unit { get; } = fill.DataType.Size / Unsafe.SizeOf<T>();

    protected override Span<byte> Contiguous(Region part)
    {
        var (first, length, stride) = (0L, 1L, 1L);
        for (var d = part.Rank - 1; d >= 0; d--)
        {
            // Every inner dimension must be covered in full length.
            if (part.Shape[d] != 1 && length != stride)
            {
                return [];
            }

            first += part.Offset[d] * stride;
            length *= part.Shape[d];
            stride *= shape[d];
        }

        return MemoryMarshal.AsBytes(memory.Span.Slice((int)first * Unit, (int)length * Unit));
    }

    internal override void Put(ReadOnlySpan<byte> chunk, Shape chunkShape, ReadOnlySpan<long> offset, Region part)
    {
        Span<long> from = stackalloc long[part.Rank];
        Span<long> to = stackalloc long[part.Rank];
        StridedCopy.CStrides(chunkShape, from);
        StridedCopy.CStrides(shape, to);
        var source = new Layout(StridedCopy.Position(offset, from), from);
        var target = new Layout(StridedCopy.Position(part.Offset, to), to);
        StridedCopy.Copy(MemoryMarshal.Cast<byte, T>(chunk), source, memory.Span, target, part.Shape.AsSpan(), Unit, isNonTemporal);
    }

    internal override void PutWindow(ReadOnlySpan<byte> window, long start, Shape chunk, Region box, Region part) =>
        WindowCopy.Copy(window, start, chunk, box, MemoryMarshal.AsBytes(memory.Span), shape, part.Offset, fill.DataType.Size, isNonTemporal);

    internal override void Fill(Region part)
    {
        var inner = part.Rank - 1;
        if (inner < 0)
        {
            fill.Fill(MemoryMarshal.AsBytes(memory.Span));
            return;
        }

        // Adjacent rows are filled as one.
        var length = part.Shape[inner];
        while (inner > 0 && part.Shape[inner] == shape[inner])
        {
            length *= part.Shape[--inner];
        }

        Span<long> strides = stackalloc long[part.Rank];
        StridedCopy.CStrides(shape, strides);
        FillRows(memory.Span, part.Shape.AsSpan()[..inner], strides, StridedCopy.Position(part.Offset, strides) * Unit, (int)length * Unit);
        if (isNonTemporal)
        {
            StreamingCopy.Fence();
        }
    }

    private void FillRows(Span<T> elements, ReadOnlySpan<long> outer, ReadOnlySpan<long> strides, long start, int length)
    {
        if (outer.Length > 1)
        {
            for (var i = 0L; i < outer[0]; i++)
            {
                FillRows(elements, outer[1..], strides[1..], start + (i * strides[0] * Unit), length);
            }

            return;
        }

        var (count, stride) = outer.IsEmpty ? (1, 0) : (outer[0], strides[0] * Unit);
        for (var i = 0L; i < count; i++)
        {
            FillRow(MemoryMarshal.AsBytes(elements.Slice((int)(start + (i * stride)), length)));
        }
    }

    private void FillRow(Span<byte> row)
    {
        if (isNonTemporal)
        {
            fill.FillNonTemporal(row);
        }
        else
        {
            fill.Fill(row);
        }
    }
}
