using System.Buffers.Binary;
using System.Runtime.InteropServices;
using PureHDF;
using PureHDF.Selections;
using PureHDF.VOL.Native;
using Zarr;

namespace OmeZarr.Hdf5.Files;

/// <summary>A numeric dataset.</summary>
internal sealed class Hdf5Array
{
    // What the library says of elements in the other byte order; it has no property for the order.
    private const string WrongByteOrder = "Byte order conversion";

    private readonly Hdf5File file;
    private readonly NativeDataset dataset;
    private readonly H5DatasetAccess access;
    private volatile bool isSwapped;

    private Hdf5Array(Hdf5File file, NativeDataset dataset, DataType dataType, long[] lengths)
    {
        (this.file, this.dataset, DataType, Lengths) = (file, dataset, dataType, lengths);
        access = new H5DatasetAccess(ChunkCache: file.Cache.ForDataset());
    }

    internal DataType DataType { get; }

    /// <summary>The lengths of the dimensions, slowest first.</summary>
    internal IReadOnlyList<long> Lengths { get; }

    /// <summary>The array of a dataset; null if its elements are no numbers. For <see cref="Hdf5File.Ask"/>.</summary>
    internal static Hdf5Array? Of(Hdf5File file, IH5Object found) =>
        found is NativeDataset { Space.Type: H5DataspaceType.Simple } dataset && TypeOf(dataset.Type) is { } type && dataset.Space.Dimensions.All(length => length is > 0 and <= long.MaxValue)
            ? new Hdf5Array(file, dataset, type, [.. dataset.Space.Dimensions.Select(length => (long)length)])
            : null;

    /// <summary>Reads a box of elements in C order, in the byte order of this machine.</summary>
    internal void Read(ReadOnlySpan<long> offset, ReadOnlySpan<long> counts, Span<byte> destination)
    {
        var (starts, blocks) = (new ulong[offset.Length], new ulong[offset.Length]);
        for (var d = 0; d < offset.Length; d++)
        {
            (starts[d], blocks[d]) = ((ulong)offset[d], (ulong)counts[d]);
        }

        var selection = new HyperslabSelection(offset.Length, starts, blocks);
        try
        {
            if (isSwapped)
            {
                ReadSwapped(selection, destination);
            }
            else
            {
                Read(selection, destination);
            }
        }
        catch (Exception error) when (!isSwapped && DataType.Size > 1 && error.Message.Contains(WrongByteOrder, StringComparison.OrdinalIgnoreCase))
        {
            isSwapped = true;
            Read(offset, counts, destination);
        }
        catch (Exception error) when (error is not (IOException or ObjectDisposedException) || error is EndOfStreamException)
        {
            throw file.Damaged($"{dataset.Name} cannot be read: {error.Message}", error);
        }
    }

    private void Read(HyperslabSelection selection, Span<byte> destination)
    {
        // The type of the elements must be that of the file: then the library swaps bytes and does not convert.
        switch (DataType.Name)
        {
            case "uint8": dataset.Read(access, destination, selection); break;
            case "int8": dataset.Read(access, MemoryMarshal.Cast<byte, sbyte>(destination), selection); break;
            case "uint16": dataset.Read(access, MemoryMarshal.Cast<byte, ushort>(destination), selection); break;
            case "int16": dataset.Read(access, MemoryMarshal.Cast<byte, short>(destination), selection); break;
            case "uint32": dataset.Read(access, MemoryMarshal.Cast<byte, uint>(destination), selection); break;
            case "int32": dataset.Read(access, MemoryMarshal.Cast<byte, int>(destination), selection); break;
            case "uint64": dataset.Read(access, MemoryMarshal.Cast<byte, ulong>(destination), selection); break;
            case "int64": dataset.Read(access, MemoryMarshal.Cast<byte, long>(destination), selection); break;
            case "float32": dataset.Read(access, MemoryMarshal.Cast<byte, float>(destination), selection); break;
            default: dataset.Read(access, MemoryMarshal.Cast<byte, double>(destination), selection); break;
        }
    }

    /// <summary>The library refuses elements in the other byte order, but not their bytes.</summary>
    private void ReadSwapped(HyperslabSelection selection, Span<byte> destination)
    {
        if (dataset.FillValue.Value is { } fill && fill.Any(value => value != fill[0]))
        {
            throw file.Damaged($"{dataset.Name} has a fill value in the other byte order, which is not read");
        }

        dataset.Read(access, destination, selection);
        switch (DataType.Size)
        {
            case 2:
                var shorts = MemoryMarshal.Cast<byte, ushort>(destination);
                BinaryPrimitives.ReverseEndianness(shorts, shorts);
                break;
            case 4:
                var ints = MemoryMarshal.Cast<byte, uint>(destination);
                BinaryPrimitives.ReverseEndianness(ints, ints);
                break;
            default:
                var longs = MemoryMarshal.Cast<byte, ulong>(destination);
                BinaryPrimitives.ReverseEndianness(longs, longs);
                break;
        }
    }

    private static DataType? TypeOf(IH5DataType type) => (type.Class, type.Size) switch
    {
        (H5DataTypeClass.FixedPoint, 1) => type.FixedPoint.IsSigned ? DataType.Int8 : DataType.UInt8,
        (H5DataTypeClass.FixedPoint, 2) => type.FixedPoint.IsSigned ? DataType.Int16 : DataType.UInt16,
        (H5DataTypeClass.FixedPoint, 4) => type.FixedPoint.IsSigned ? DataType.Int32 : DataType.UInt32,
        (H5DataTypeClass.FixedPoint, 8) => type.FixedPoint.IsSigned ? DataType.Int64 : DataType.UInt64,
        (H5DataTypeClass.FloatingPoint, 4) => DataType.Float32,
        (H5DataTypeClass.FloatingPoint, 8) => DataType.Float64,
        _ => null,
    };
}
