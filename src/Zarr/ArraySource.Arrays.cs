using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Zarr;

public static partial class ArraySource
{
    /// <summary>A one-dimensional array as a source.</summary>
    public static IArraySource AsSource<T>(this T[] array)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(array);
        return FromMemory<T>(array, [array.Length]);
    }

    /// <summary>A two-dimensional array (for example y, x) as a source.</summary>
    public static IArraySource AsSource<T>(this T[,] array)
        where T : unmanaged => FromArray<T>(array);

    /// <summary>A three-dimensional array (for example z, y, x) as a source.</summary>
    public static IArraySource AsSource<T>(this T[,,] array)
        where T : unmanaged => FromArray<T>(array);

    /// <summary>A four-dimensional array (for example c, z, y, x) as a source.</summary>
    public static IArraySource AsSource<T>(this T[,,,] array)
        where T : unmanaged => FromArray<T>(array);

    /// <summary>A five-dimensional array (t, c, z, y, x) as a source.</summary>
    public static IArraySource AsSource<T>(this T[,,,,] array)
        where T : unmanaged => FromArray<T>(array);

    /// <summary>A tensor as a source; slices and permuted views keep their strides and are not copied.</summary>
    public static IArraySource AsSource<T>(this Tensor<T> tensor)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(tensor);
        Span<long> lengths = stackalloc long[tensor.Rank];
        for (var d = 0; d < lengths.Length; d++)
        {
            lengths[d] = tensor.Lengths[d];
        }

        return FromFunction<T>(Shape.Create(lengths), (region, destination) => Flatten(tensor, region, destination));
    }

    private static void Flatten<T>(Tensor<T> tensor, Region region, Span<T> destination)
    {
        Span<NRange> ranges = stackalloc NRange[region.Rank];
        for (var d = 0; d < ranges.Length; d++)
        {
            ranges[d] = new NRange((nint)region.Offset[d], (nint)(region.Offset[d] + region.Shape[d]));
        }

        tensor.AsReadOnlyTensorSpan(ranges).FlattenTo(destination);
    }

    private static IArraySource FromArray<T>(Array array)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(array);
        Span<long> lengths = stackalloc long[array.Rank];
        for (var d = 0; d < lengths.Length; d++)
        {
            lengths[d] = array.GetLongLength(d);
        }

        var shape = Shape.Create(lengths);
        return FromMemory<T>(new ArrayMemory<T>(array).Memory, shape);
    }

    /// <summary>The elements of a rectangular array as memory, which the base class library offers for one dimension only.</summary>
    private sealed class ArrayMemory<T>(Array array) : MemoryManager<T>
        where T : unmanaged
    {
        public override Span<T> GetSpan() =>
            MemoryMarshal.CreateSpan(ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(array)), array.Length);

        public override MemoryHandle Pin(int elementIndex = 0) =>
            throw new NotSupportedException("the memory is read through spans only");

        public override void Unpin() => throw new NotSupportedException("the memory is read through spans only");

        protected override void Dispose(bool disposing)
        {
        }
    }
}
