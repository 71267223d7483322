using Zarr;

namespace OmeZarr.Tiff.Pages;

/// <summary>How a sample is stored, and the data type that it is read as.</summary>
/// <param name="Bits">Bits of a stored sample.</param>
/// <param name="Type">The smallest data type that holds all values exactly.</param>
internal readonly record struct SampleEncoding(int Bits, DataType Type)
{
    /// <summary>Whether stored samples have another size than elements of <see cref="Type"/>.</summary>
    public bool IsPacked => Bits != 8 * Type.Size;

    /// <summary>For messages: <c>12-bit uint16 samples</c>.</summary>
    public string Describe() => IsPacked ? $"{Bits}-bit {Type} samples" : $"{Type} samples";

    /// <summary>Reads BitsPerSample and SampleFormat, which all samples must share.</summary>
    public static SampleEncoding Read(TiffDirectory directory, int samples, TiffCompression compression)
    {
        var bits = directory.SharedInteger(TiffTag.BitsPerSample, samples, compression is TiffCompression.Jpeg or TiffCompression.OldJpeg ? 8 : 1);
        var format = directory.SharedInteger(TiffTag.SampleFormat, samples, 1);
        // LibTIFF reads 0 and other values without a meaning as unsigned integers.
        format = format is >= 1 and <= 6 ? format : 1;
        return Find(format, bits) is { } type
            ? new SampleEncoding((int)bits, type)
            : throw directory.Damaged($"samples of {bits} bits{FormatName(format)} are not supported; convert the file to 8, 16 or 32 bits");
    }

    private static DataType? Find(long format, long bits) => (format, bits) switch
    {
        (1 or 4, >= 1 and <= 8) => DataType.UInt8,
        (1 or 4, > 8 and <= 16) => DataType.UInt16,
        (1 or 4, > 16 and <= 32) => DataType.UInt32,
        (1 or 4, 64) => DataType.UInt64,
        (2, >= 1 and <= 8) => DataType.Int8,
        (2, > 8 and <= 16) => DataType.Int16,
        (2, > 16 and <= 32) => DataType.Int32,
        (2, 64) => DataType.Int64,
        (3, 16) => DataType.Float16,
        (3, 24 or 32) => DataType.Float32,
        (3, 64) => DataType.Float64,
        // Complex integers have no data type of their own; these hold all of their values.
        (5, 16 or 32) => DataType.Complex64,
        (5, 64) => DataType.Complex128,
        (6, 64) => DataType.Complex64,
        (6, 128) => DataType.Complex128,
        _ => null,
    };

    private static string FormatName(long format) => format switch
    {
        1 or 4 => "",
        2 => " (signed)",
        3 => " (floating point)",
        5 => " (complex integers)",
        _ => " (complex)",
    };
}
