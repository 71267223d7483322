using Zarr;

namespace OmeZarr.Tiff.Pages;

/// <summary>Reads the layout of a page from its tags. An unsupported feature is an error that names it.</summary>
internal static class PageLayoutReader
{
    private const long MaxBytes = 1L << 60;

    public static PageLayout Read(TiffDirectory directory)
    {
        var samples = (int)InRange(directory, TiffTag.SamplesPerPixel, 1, ushort.MaxValue, 1);
        var width = Dimension(directory, TiffTag.ImageWidth);
        var height = Dimension(directory, TiffTag.ImageLength);
        var compression = Compression(directory);
        var isTiled = directory.Find(TiffTag.TileWidth) is not null;
        var dataType = ElementType(directory, samples);
        RequireFlat(directory);
        var layout = new PageLayout
        {
            Width = width,
            Height = height,
            Samples = samples,
            DataType = dataType,
            Compression = compression,
            Predictor = Predictor(directory, compression, dataType),
            Photometric = Photometric(directory, compression, samples),
            IsPlanar = samples > 1 && InRange(directory, TiffTag.PlanarConfiguration, 1, 2, 1) == 2,
            // JPEG streams define their own bit order, so the tag does not count (as in LibTIFF).
            IsBitReversed = InRange(directory, TiffTag.FillOrder, 1, 2, 1) == 2 && compression != TiffCompression.Jpeg,
            IsTiled = isTiled,
            BlockWidth = isTiled ? Dimension(directory, TiffTag.TileWidth) : width,
            BlockHeight = isTiled ? Dimension(directory, TiffTag.TileLength) : RowsPerStrip(directory, height),
            ChromaSubsampling = Subsampling(directory),
        };
        RequirePossible(directory, layout);
        return layout.Compression == TiffCompression.Jpeg && layout.DataType != DataType.UInt8
            ? throw directory.Damaged($"JPEG with {layout.DataType} samples is not supported, only uint8")
            : layout;
    }

    // These limits keep all later products of lengths from overflowing.
    private static void RequirePossible(TiffDirectory directory, PageLayout layout)
    {
        var page = (Int128)layout.Width * layout.Height * layout.Samples * layout.DataType.Size;
        var block = (Int128)layout.BlockWidth * layout.BlockHeight * layout.PixelBytes;
        if (page > MaxBytes || block > MaxBytes)
        {
            throw directory.Damaged($"damaged: {layout.Describe()} in {layout.BlockNoun}s of {layout.BlockWidth} x {layout.BlockHeight} fit into no file");
        }
    }

    private static long Dimension(TiffDirectory directory, TiffTag tag) =>
        directory.Find(tag) is null ? throw directory.Damaged($"tag {tag} is missing") : InRange(directory, tag, 1, int.MaxValue, 0);

    private static long InRange(TiffDirectory directory, TiffTag tag, long least, long most, long absent)
    {
        var value = directory.Integer(tag, absent);
        return value >= least && value <= most ? value : throw directory.Damaged($"{tag} is {value}, which is not from {least} to {most}");
    }

    // 2^32-1, the default of the specification, and any value above the height mean one strip.
    private static long RowsPerStrip(TiffDirectory directory, long height) =>
        Math.Min(height, InRange(directory, TiffTag.RowsPerStrip, 1, uint.MaxValue, uint.MaxValue));

    private static void RequireFlat(TiffDirectory directory)
    {
        if (directory.Integer(TiffTag.ImageDepth, 1) > 1)
        {
            throw directory.Damaged("pages that are volumes (ImageDepth) are not supported");
        }
    }

    private static DataType ElementType(TiffDirectory directory, int samples)
    {
        var bits = directory.SharedInteger(TiffTag.BitsPerSample, samples, 1);
        var format = directory.SharedInteger(TiffTag.SampleFormat, samples, 1);
        return (format, bits) switch
        {
            (1 or 4, 8) => DataType.UInt8,
            (1 or 4, 16) => DataType.UInt16,
            (1 or 4, 32) => DataType.UInt32,
            (1 or 4, 64) => DataType.UInt64,
            (2, 8) => DataType.Int8,
            (2, 16) => DataType.Int16,
            (2, 32) => DataType.Int32,
            (2, 64) => DataType.Int64,
            (3, 16) => DataType.Float16,
            (3, 32) => DataType.Float32,
            (3, 64) => DataType.Float64,
            (6, 64) => DataType.Complex64,
            (6, 128) => DataType.Complex128,
            _ => throw directory.Damaged($"samples of {bits} bits{FormatName(format)} are not supported; convert the file to 8, 16 or 32 bits"),
        };
    }

    private static string FormatName(long format) => format switch
    {
        1 or 4 => "",
        2 => " (signed)",
        3 => " (floating point)",
        5 or 6 => " (complex)",
        _ => $" in SampleFormat {format}",
    };

    private static TiffCompression Compression(TiffDirectory directory)
    {
        var value = directory.Integer(TiffTag.Compression, 1);
        var compression = (TiffCompression)value;
        return Enum.IsDefined(compression) && value == (int)compression
            ? compression
            : throw directory.Damaged($"compression {value}{CompressionName(value)} is not supported; there are none, PackBits, LZW, Deflate and JPEG");
    }

    private static string CompressionName(long value) => value switch
    {
        2 or 3 or 4 => " (CCITT fax)",
        6 => " (old JPEG)",
        34887 => " (LERC)",
        34925 => " (LZMA)",
        33003 or 33005 or 34712 => " (JPEG 2000)",
        50000 => " (Zstandard)",
        50001 => " (WebP)",
        22610 or 34934 or 50002 => " (JPEG XR or XL)",
        _ => "",
    };

    private static int Predictor(TiffDirectory directory, TiffCompression compression, DataType type)
    {
        // Like LibTIFF, reads the tag for these methods only; other files have stray tags.
        if (compression is not (TiffCompression.Lzw or TiffCompression.Deflate or TiffCompression.OldDeflate))
        {
            return 1;
        }

        var predictor = (int)InRange(directory, TiffTag.Predictor, 1, 3, 1);
        var isFloat = type.Kind == DataTypeKind.Float;
        var fits = predictor switch
        {
            2 => type.Kind != DataTypeKind.Complex,
            3 => isFloat,
            _ => true,
        };
        return fits ? predictor : throw directory.Damaged($"predictor {predictor} with {type} samples is not supported");
    }

    private static int Photometric(TiffDirectory directory, TiffCompression compression, int samples)
    {
        var value = directory.Integer(TiffTag.PhotometricInterpretation, samples >= 3 ? 2 : 1);
        return value is (>= 0 and <= 5) || (value == 6 && compression == TiffCompression.Jpeg)
            ? (int)value
            : throw directory.Damaged($"PhotometricInterpretation {value}{PhotometricName(value)} is not supported; convert the file to gray or RGB");
    }

    private static string PhotometricName(long value) => value switch
    {
        6 => " (YCbCr without JPEG)",
        8 or 9 or 10 => " (CIE L*a*b*)",
        32803 => " (color filter array)",
        32844 or 32845 => " (LogLuv)",
        _ => "",
    };

    private static (int Horizontal, int Vertical) Subsampling(TiffDirectory directory)
    {
        if (directory.Find(TiffTag.YCbCrSubSampling) is not { Count: 2 })
        {
            return (2, 2);
        }

        return Integers(directory, TiffTag.YCbCrSubSampling) is [var h and (1 or 2 or 4), var v and (1 or 2 or 4)]
            ? ((int)h, (int)v)
            : throw directory.Damaged("tag YCbCrSubSampling is damaged");
    }

    private static long[] Integers(TiffDirectory directory, TiffTag tag)
    {
        var values = new long[2];
        return directory.TryReadIntegers(tag, values) ? values : throw directory.Damaged($"tag {tag} is damaged");
    }
}
