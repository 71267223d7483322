using System.Buffers.Binary;
using System.Text;
using OmeZarr.Files;
using OmeZarr.ImageFormats.Files;
using Zarr;

namespace OmeZarr.ImageFormats;

/// <summary>The header of a NIfTI file, version 1 (348 bytes) or 2 (540 bytes).</summary>
internal sealed record NiftiHeader
{
    private const int Size1 = 348;
    private const int Size2 = 540;

    /// <summary>Letters of the dimensions, from the first (fastest) to the fifth.</summary>
    private const string Letters = "xyztc";

    private static readonly string[] ColorNames = ["Red", "Green", "Blue", "Alpha"];

    internal required bool IsBigEndian { get; init; }

    internal required DataType DataType { get; init; }

    internal required long Start { get; init; }

    internal required IReadOnlyList<StoredAxis> Axes { get; init; }

    internal required IReadOnlyList<FileChannel> Channels { get; init; }

    internal required IReadOnlyList<FileFinding> Findings { get; init; }

    internal required string Description { get; init; }

    internal static bool IsOne(ReadOnlySpan<byte> head) =>
        (head.Length >= Size1 && head[344..].StartsWith("n+1\0"u8)) || (head.Length >= Size2 && head[4..].StartsWith("n+2\0\r\n\x1A\n"u8));

    /// <exception cref="ImageFileException">The header is damaged, or the file uses a feature that is not supported.</exception>
    internal static NiftiHeader Read(PlainFile file)
    {
        var bytes = file.Head(Size2);
        if (!IsOne(bytes))
        {
            throw file.Damaged("not a NIfTI file of header and pixels in one");
        }

        var fields = new Fields(bytes);
        var rank = fields.Dimension(0);
        long[] lengths = rank is >= 1 and <= 7 ? [.. Enumerable.Range(1, (int)rank).Select(fields.Dimension)] : [];
        if (lengths.Length == 0 || lengths.Any(length => length < 1))
        {
            throw file.Damaged($"damaged: it has {rank} dimensions of {string.Join(" x ", lengths)}");
        }

        if (lengths.Skip(Letters.Length).Any(length => length > 1))
        {
            throw file.Damaged($"its {rank} dimensions ({string.Join(" x ", lengths)}) are more than x, y, z, t and one for channels");
        }

        var (type, samples) = TypeOf(file, fields.Type);
        if (samples > 1 && lengths.Length > 4 && lengths[4] > 1)
        {
            throw file.Damaged("it has colours and vectors, which would both be channels");
        }

        var (axes, bytesNeeded) = AxesOf(fields, lengths, type, samples);
        var start = fields.Start;
        if (start < bytes.Length && start < (fields.IsSecond ? Size2 : Size1))
        {
            throw file.Damaged($"damaged: its pixels begin inside the header, at {start}");
        }

        return start > file.Length || bytesNeeded > file.Length - start
            ? throw file.Damaged($"truncated: {string.Join(" x ", lengths)} {type} need {bytesNeeded} bytes at {start}, the file has {file.Length}")
            : new NiftiHeader
            {
                IsBigEndian = fields.IsBigEndian,
                DataType = type,
                Start = start,
                Axes = axes,
                Channels = samples > 1 ? [.. ColorNames.Take(samples).Select(name => new FileChannel { Name = name })] : [],
                Findings = FindingsOf(fields),
                Description = fields.Description,
            };
    }

    private static (IReadOnlyList<StoredAxis> Axes, Int128 Bytes) AxesOf(Fields fields, long[] lengths, DataType type, int samples)
    {
        var axes = new List<StoredAxis>();
        var stride = (Int128)type.Size;
        if (samples > 1)
        {
            axes.Add(new StoredAxis('c', samples, type.Size));
            stride *= samples;
        }

        foreach (var (i, length) in lengths.Take(Letters.Length).Index().Where(dimension => samples == 1 || Letters[dimension.Index] != 'c'))
        {
            axes.Insert(0, new StoredAxis(Letters[i], length, stride > long.MaxValue ? long.MaxValue : (long)stride, fields.SizeOf(i)));
            stride *= length;
        }

        if (lengths.Length == 1)
        {
            axes.Insert(0, new StoredAxis('y', 1, (long)stride));
        }

        return (axes, stride);
    }

    private static (DataType Type, int Samples) TypeOf(PlainFile file, int code) => code switch
    {
        2 => (DataType.UInt8, 1),
        4 => (DataType.Int16, 1),
        8 => (DataType.Int32, 1),
        16 => (DataType.Float32, 1),
        32 => (DataType.Complex64, 1),
        64 => (DataType.Float64, 1),
        128 => (DataType.UInt8, 3),
        256 => (DataType.Int8, 1),
        512 => (DataType.UInt16, 1),
        768 => (DataType.UInt32, 1),
        1024 => (DataType.Int64, 1),
        1280 => (DataType.UInt64, 1),
        1792 => (DataType.Complex128, 1),
        2304 => (DataType.UInt8, 4),
        _ => throw file.Damaged($"its data type {code} is not supported; save it with integers, floats or complex numbers of at most 64 bits a part"),
    };

    private static IReadOnlyList<FileFinding> FindingsOf(Fields fields)
    {
        var (slope, intercept) = fields.Scaling;
        // By the standard 0 means that there is no scaling; widespread writers store NaN for the same.
        return slope is 0 || !double.IsFinite(slope) || (slope is 1 && intercept == 0)
            ? []
            : [new FileFinding(FileFindingKind.LeftOut, FormattableString.Invariant($"the scale factor is not applied: values are stored numbers, and the real ones are {slope} x value + {intercept}"))];
    }

    /// <summary>The numbers of a header of either version.</summary>
    private sealed class Fields
    {
        private readonly byte[] bytes;

        internal Fields(byte[] bytes)
        {
            this.bytes = bytes;
            IsSecond = !bytes.AsSpan(344).StartsWith("n+1\0"u8);
            // The length of the header tells the byte order.
            IsBigEndian = BinaryPrimitives.ReadInt32LittleEndian(bytes) is not (Size1 or Size2);
        }

        internal bool IsSecond { get; }

        internal bool IsBigEndian { get; }

        internal int Type => Integer(IsSecond ? 12 : 70, 2) is var code ? (int)code : 0;

        internal long Start => IsSecond ? Integer(168, 8) : (long)Math.Clamp(Number(108, 4), 0, long.MaxValue / 2);

        internal (double Slope, double Intercept) Scaling => IsSecond ? (Number(176, 8), Number(184, 8)) : (Number(112, 4), Number(116, 4));

        internal string Description => Encoding.UTF8.GetString(bytes.AsSpan(IsSecond ? 240 : 148, 80)).TrimEnd('\0', ' ');

        /// <summary>The number of dimensions at 0, then their lengths.</summary>
        internal long Dimension(int index) => IsSecond ? Integer(16 + (8 * index), 8) : Integer(40 + (2 * index), 2);

        internal PhysicalSize? SizeOf(int axis)
        {
            var size = Math.Abs(IsSecond ? Number(104 + (8 * (axis + 1)), 8) : Number(76 + (4 * (axis + 1)), 4));
            var units = IsSecond ? (int)Integer(500, 4) : bytes[123];
            var unit = axis switch
            {
                < 3 => (units & 7) switch { 1 => "meter", 2 => "millimeter", 3 => "micrometer", _ => null },
                3 => (units & 56) switch { 8 => "second", 16 => "millisecond", 24 => "microsecond", _ => null },
                _ => null,
            };
            return axis < 4 && double.IsFinite(size) && size > 0 ? new PhysicalSize(size, unit) : null;
        }

        private long Integer(int at, int size)
        {
            var number = bytes.AsSpan(at, size);
            return (size, IsBigEndian) switch
            {
                (2, false) => BinaryPrimitives.ReadInt16LittleEndian(number),
                (2, true) => BinaryPrimitives.ReadInt16BigEndian(number),
                (4, false) => BinaryPrimitives.ReadInt32LittleEndian(number),
                (4, true) => BinaryPrimitives.ReadInt32BigEndian(number),
                (_, false) => BinaryPrimitives.ReadInt64LittleEndian(number),
                _ => BinaryPrimitives.ReadInt64BigEndian(number),
            };
        }

        private double Number(int at, int size) => size == 4 ? BitConverter.Int32BitsToSingle((int)Integer(at, 4)) : BitConverter.Int64BitsToDouble(Integer(at, 8));
    }
}
