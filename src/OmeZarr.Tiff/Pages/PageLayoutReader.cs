using Zarr;

namespace OmeZarr.Tiff.Pages;

/// <summary>Reads the layout of a page from its tags. An unsupported feature is an error that names it.</summary>
internal static class PageLayoutReader
{
    private const long MaxBytes = 1L << 60;

    // The decoder keeps two rows of numbers.
    private const long MaxFaxWidth = 1 << 20;

    public static PageLayout Read(TiffDirectory directory)
    {
        var width = Dimension(directory, TiffTag.ImageWidth);
        var height = Dimension(directory, TiffTag.ImageLength);
        var compression = CompressionReader.Read(directory);
        var samples = Samples(directory, compression);
        var isTiled = directory.Find(TiffTag.TileWidth) is not null;
        var encoding = SampleEncoding.Read(directory, samples, compression);
        var photometric = Photometric(directory, compression, samples);
        RequireFlat(directory);
        var layout = new PageLayout
        {
            Width = width,
            Height = height,
            Samples = samples,
            DataType = encoding.Type,
            StoredBits = encoding.Bits,
            MixedBits = encoding.MixedBits,
            Compression = compression,
            Predictor = CompressionReader.ReadPredictor(directory, compression, encoding),
            Photometric = photometric,
            Orientation = Orientation(directory),
            ExtraSample = ExtraSample(directory),
            // Stray values of this tag and the next are read as 1, as LibTIFF does.
            IsPlanar = samples > 1 && directory.Integer(TiffTag.PlanarConfiguration, 1) == 2,
            // JPEG streams define their own bit order, so the tag does not count (as in LibTIFF).
            IsBitReversed = directory.Integer(TiffTag.FillOrder, 1) == 2 && compression is not (TiffCompression.Jpeg or TiffCompression.OldJpeg),
            IsTiled = isTiled,
            BlockWidth = isTiled ? Dimension(directory, TiffTag.TileWidth) : width,
            BlockHeight = isTiled ? Dimension(directory, TiffTag.TileLength) : RowsPerStrip(directory, height),
            FaxOptions = FaxOptions(directory, compression),
            YCbCrCoding = photometric == PageLayout.YCbCr && compression is not (TiffCompression.Jpeg or TiffCompression.OldJpeg) && Enum.IsDefined(compression) ? YCbCrCoding.Read(directory) : null,
        };
        RequirePossible(directory, layout);
        RequireDecodable(directory, layout);
        return layout;
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

    private static void RequireDecodable(TiffDirectory directory, PageLayout layout)
    {
        var encoding = new SampleEncoding(layout.StoredBits, layout.DataType) { MixedBits = layout.MixedBits };
        // Lossless JPEG has up to 16 bits, all other kinds have 8 or 12.
        if (layout.IsJpeg && encoding is not { Bits: >= 2 and <= 16, Type.Kind: DataTypeKind.UnsignedInteger, MixedBits: null })
        {
            throw directory.Damaged($"JPEG with {encoding.Describe()} is not supported, only unsigned integers of at most 16 bits; convert the file to another compression");
        }

        if (layout is { IsJpeg: true, Photometric: PageLayout.YCbCr, Samples: not (1 or 3) } or { IsJpeg: true, Photometric: PageLayout.YCbCr, IsPlanar: true })
        {
            throw directory.Damaged($"JPEG in YCbCr with {layout.Samples} {(layout.IsPlanar ? "separate planes" : "samples")} is not supported; convert the file to RGB");
        }

        if (layout is { IsForeign: true, IsPacked: true })
        {
            throw directory.Damaged($"{directory.File.DecoderOf(layout.Compression)!.Name} with {encoding.Describe()} is not supported; convert the file to another compression");
        }

        RequirePlainYCbCr(directory, layout, encoding);
        if (layout is { Compression: TiffCompression.OldJpeg, IsPlanar: true })
        {
            throw directory.Damaged("old JPEG (compression 6) in separate planes is not supported; convert the file to another compression");
        }

        if (layout.IsFax && (layout.StoredBits != 1 || layout.BlockSamples != 1))
        {
            throw directory.Damaged($"CCITT fax with {layout.BlockSamples} x {encoding.Describe()} is not supported, only one sample of 1 bit");
        }

        if (BitsOnly(layout.Compression) is var (name, bits) && (layout.StoredBits != bits || layout.BlockSamples != 1))
        {
            throw directory.Damaged($"{name} with {layout.BlockSamples} x {encoding.Describe()} is not supported, only one sample of {bits} bits");
        }

        if (layout.IsFax && layout.BlockWidth > MaxFaxWidth)
        {
            throw directory.Damaged($"CCITT fax with rows of {layout.BlockWidth} pixels is not supported, only up to {MaxFaxWidth}");
        }
    }

    private static (string Name, int Bits)? BitsOnly(TiffCompression compression) => compression switch
    {
        TiffCompression.Next => ("NeXT compression", 2),
        TiffCompression.ThunderScan => ("ThunderScan", 4),
        _ => null,
    };

    private static void RequirePlainYCbCr(TiffDirectory directory, PageLayout layout, SampleEncoding encoding)
    {
        if (layout.YCbCrCoding is not { } coding)
        {
            return;
        }

        var isSupported = encoding is { Bits: 8, Type.Name: "uint8", MixedBits: null } && layout is { Samples: 3, IsPlanar: false } && (layout.Predictor == 1 || coding is { Across: 1, Down: 1 });
        if (!isSupported)
        {
            throw directory.Damaged($"PhotometricInterpretation 6 (YCbCr without JPEG) with {layout.Samples} {(layout.IsPlanar ? "separate planes" : layout.Samples == 1 ? "sample" : "samples")} of {encoding.Bits} bits"
                + $"{(layout.Predictor > 1 ? " and a predictor" : string.Empty)} is not supported; convert the file to RGB");
        }
    }

    // Some writers leave the tag out for colours. Then there is a number of bits for each sample, or JPEG has three.
    private static int Samples(TiffDirectory directory, TiffCompression compression)
    {
        if (directory.Find(TiffTag.SamplesPerPixel) is not null)
        {
            return (int)directory.IntegerInRange(TiffTag.SamplesPerPixel, 1, ushort.MaxValue, 1);
        }

        var isColor = directory.IntegerOrNull(TiffTag.PhotometricInterpretation) is 2 or PageLayout.YCbCr && compression is TiffCompression.Jpeg or TiffCompression.OldJpeg;
        return directory.Find(TiffTag.BitsPerSample) is { Count: > 1 and <= ushort.MaxValue } bits ? (int)bits.Count : isColor ? 3 : 1;
    }

    private static long Dimension(TiffDirectory directory, TiffTag tag) =>
        directory.Find(tag) is null ? throw directory.Damaged($"tag {tag} is missing") : directory.IntegerInRange(tag, 1, int.MaxValue, 0);

    // 2^32-1, the default of the specification, 0, and any value above the height mean one strip. A page of one strip has all rows in it, whatever the tag says.
    private static long RowsPerStrip(TiffDirectory directory, long height) =>
        directory.IntegerInRange(TiffTag.RowsPerStrip, 0, uint.MaxValue, uint.MaxValue) is > 0 and var rows && directory.Find(TiffTag.StripOffsets) is not { Count: 1 } ? Math.Min(height, rows) : height;

    private static void RequireFlat(TiffDirectory directory)
    {
        if (directory.Integer(TiffTag.ImageDepth, 1) > 1)
        {
            throw directory.Damaged("pages that are volumes (ImageDepth) are not supported");
        }
    }

    private static int ExtraSample(TiffDirectory directory)
    {
        Span<long> first = stackalloc long[1];
        return directory.TryReadIntegers(TiffTag.ExtraSamples, first) && first[0] is >= 0 and <= 2 ? (int)first[0] : -1;
    }

    // Files in the wild have 0 and other stray values, which all programs read as 1.
    private static int Orientation(TiffDirectory directory) =>
        directory.Integer(TiffTag.Orientation, 1) is var value and >= 1 and <= 8 ? (int)value : 1;

    private static int Photometric(TiffDirectory directory, TiffCompression compression, int samples)
    {
        // LibTIFF takes colours of old JPEG for YCbCr whatever the tag says, as its writers did.
        var isOldColor = compression == TiffCompression.OldJpeg && samples == 3 && directory.Integer(TiffTag.PlanarConfiguration, 1) != 2;
        var isFax = compression is TiffCompression.CcittRle or TiffCompression.CcittRleWords or TiffCompression.CcittGroup3 or TiffCompression.CcittGroup4;
        var value = directory.Integer(TiffTag.PhotometricInterpretation, isFax ? 0 : samples >= 3 ? 2 : 1);
        value = isOldColor && value == 2 ? PageLayout.YCbCr : value;
        return value is >= 0 and <= ushort.MaxValue ? (int)value : throw directory.Damaged($"PhotometricInterpretation is {value}");
    }

    private static int FaxOptions(TiffDirectory directory, TiffCompression compression) => compression switch
    {
        TiffCompression.CcittGroup3 => (int)directory.IntegerInRange(TiffTag.T4Options, 0, 7, 0),
        TiffCompression.CcittGroup4 => (int)directory.IntegerInRange(TiffTag.T6Options, 0, 2, 0),
        _ => 0,
    };
}
