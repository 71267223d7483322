using OmeZarr.Files;
using OmeZarr.ImageFormats.Files;
using Zarr;

namespace OmeZarr.ImageFormats;

/// <summary>The header of a NIfTI file, version 1 (348 bytes) or 2 (540 bytes).</summary>
internal sealed record NiftiHeader
{
    internal const int Size1 = 348;
    internal const int Size2 = 540;

    /// <summary>Letters of the dimensions, from the first (fastest) to the fifth.</summary>
    private const string Letters = "xyztc";

    private static readonly string[] ColorNames = ["Red", "Green", "Blue", "Alpha"];

    internal required bool IsBigEndian { get; init; }

    internal required DataType DataType { get; init; }

    internal required long Start { get; init; }

    internal required IReadOnlyList<StoredAxis> Axes { get; init; }

    internal required IReadOnlyList<FileChannel> Channels { get; init; }

    internal required IReadOnlyList<FileFinding> Findings { get; init; }

    /// <summary>The place of the first voxel in space, for x, y and z; empty if the header does not say it, or says it by a transformation that OME-Zarr cannot express.</summary>
    internal required IReadOnlyList<FilePosition> Position { get; init; }

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

        var fields = new NiftiFields(bytes);
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
                Findings = [.. FindingsOf(fields), .. NiftiPlacement.Findings(fields)],
                Position = NiftiPlacement.Position(fields),
                Description = fields.Description,
            };
    }

    private static (IReadOnlyList<StoredAxis> Axes, Int128 Bytes) AxesOf(NiftiFields fields, long[] lengths, DataType type, int samples)
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

    private static IReadOnlyList<FileFinding> FindingsOf(NiftiFields fields)
    {
        var (slope, intercept) = fields.Scaling;
        // By the standard 0 means that there is no scaling; widespread writers store NaN for the same.
        return slope is 0 || !double.IsFinite(slope) || (slope is 1 && intercept == 0)
            ? []
            : [new FileFinding(FileFindingKind.LeftOut, FormattableString.Invariant($"the scale factor is not applied: values are stored numbers, and the real ones are {slope} x value + {intercept}"))];
    }
}
