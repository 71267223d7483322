using System.Numerics;
using System.Runtime.InteropServices;
using Zarr;

namespace Macro;

/// <summary>A raw file (little endian, C order), loaded into memory before the clock starts.</summary>
internal sealed record RawFile(string Path, long Offset, Shape Shape, DataType DataType)
{
    internal LoadedInput Load() => DataType.Name switch
    {
        "bool" => Load<bool>(),
        "int8" => Load<sbyte>(),
        "int16" => Load<short>(),
        "int32" => Load<int>(),
        "int64" => Load<long>(),
        "uint8" => Load<byte>(),
        "uint16" => Load<ushort>(),
        "uint32" => Load<uint>(),
        "uint64" => Load<ulong>(),
        "float16" => Load<Half>(),
        "float32" => Load<float>(),
        "float64" => Load<double>(),
        "complex64" => Load<Complex64>(),
        _ => Load<Complex>(),
    };

    private LoadedInput Load<T>()
        where T : unmanaged
    {
        // Elements, not bytes, are what a Memory<T> counts in an int: 4 GiB of uint16 fit.
        var elements = GC.AllocateUninitializedArray<T>(checked((int)Shape.ElementCount), pinned: true);
        using var file = File.OpenHandle(Path);
        for (var done = 0L; done < elements.LongLength;)
        {
            var part = elements.AsSpan((int)done, (int)Math.Min(1 << 24, elements.LongLength - done));
            ReadFully(file, MemoryMarshal.AsBytes(part), Offset + (done * DataType.Size));
            done += part.Length;
        }

        return new LoadedInput(
            ArraySource.FromMemory<T>(elements, Shape),
            (start, shape) => ArraySource.FromMemory<T>(elements.AsMemory((int)start, (int)shape.ElementCount), shape),
            Marshal.UnsafeAddrOfPinnedArrayElement(elements, 0));
    }

    private void ReadFully(Microsoft.Win32.SafeHandles.SafeFileHandle file, Span<byte> destination, long offset)
    {
        while (destination.Length > 0)
        {
            var read = RandomAccess.Read(file, destination, offset);
            if (read == 0)
            {
                throw new EndOfStreamException($"{Path} ends before {Shape} {DataType} at offset {Offset}");
            }

            destination = destination[read..];
            offset += read;
        }
    }
}

/// <summary>An input in memory that does not move: as a source, and as plain bytes for loops in the manner of C.</summary>
/// <param name="Source">The elements.</param>
/// <param name="Part">Elements that lie one after the other, from a position on, as a source of a shape.</param>
/// <param name="Address">Where the first byte is; valid as long as the source is alive.</param>
internal sealed record LoadedInput(IArraySource Source, Func<long, Shape, IArraySource> Part, nint Address)
{
    internal long Length => Source.Shape.ElementCount * Source.DataType.Size;
}
