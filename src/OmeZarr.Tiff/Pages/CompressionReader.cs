namespace OmeZarr.Tiff.Pages;

/// <summary>Reads the tags Compression and Predictor. What is not supported is an error that names the compression and a way out.</summary>
internal static class CompressionReader
{
    // Other numbers of the same methods: Zstandard before it got 50000, Deflate of PixTIFF, JPEG of DNG that may lose something.
    private const int OldZstandard = 34926;
    private const int PixTiffDeflate = 50013;
    private const int LossyDng = 34892;

    public static TiffCompression Read(TiffDirectory directory)
    {
        var value = directory.Integer(TiffTag.Compression, 1) switch
        {
            OldZstandard => (long)TiffCompression.Zstandard,
            PixTiffDeflate => (long)TiffCompression.Deflate,
            LossyDng => (long)TiffCompression.Jpeg,
            var other => other,
        };
        var compression = (TiffCompression)value;
        return (Enum.IsDefined(compression) && value == (int)compression) || directory.File.DecoderOf(compression) is not null
            ? compression
            : throw directory.Damaged(
                $"compression {value}{Name(value)} is not supported; convert the file first, for example with \"gdal_translate -co COMPRESS=DEFLATE\" or \"bfconvert -compression zlib\"");
    }

    public static int ReadPredictor(TiffDirectory directory, TiffCompression compression, SampleEncoding encoding)
    {
        // Like LibTIFF, reads the tag for these methods only; other files have stray tags.
        if (compression is not (TiffCompression.Lzw or TiffCompression.Deflate or TiffCompression.OldDeflate or TiffCompression.Zstandard or TiffCompression.Lzma))
        {
            return 1;
        }

        // 0 stands for nothing, and is written by some programs.
        var predictor = Math.Max(1, directory.IntegerInRange(TiffTag.Predictor, 0, 3, 1));
        var fits = predictor switch
        {
            2 => encoding is { IsPacked: false, Type.Kind: not Zarr.DataTypeKind.Complex } or { Type.Kind: Zarr.DataTypeKind.SignedInteger or Zarr.DataTypeKind.UnsignedInteger },
            3 => encoding.Type.Kind == Zarr.DataTypeKind.Float,
            _ => true,
        };
        return predictor == 1 || (fits && encoding.MixedBits is null) ? (int)predictor : throw directory.Damaged($"predictor {predictor} with {encoding.Describe()} is not supported");
    }

    private static string Name(long value) => value switch
    {
        32908 or 32909 => " (Pixar)",
        34661 => " (JBIG)",
        34676 or 34677 => " (SGI LogLuv)",
        34887 => " (LERC)",
        34933 => " (PNG)",
        33003 or 33004 or 33005 or 33007 or 34712 => " (JPEG 2000)",
        50001 or 34927 => " (WebP, which the package OmeZarr.Tiff.WebP reads)",
        22610 or 34934 => " (JPEG XR)",
        50002 or 52546 => " (JPEG XL)",
        _ => "",
    };
}
