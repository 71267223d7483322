using Zarr;

namespace OmeZarr.Tiff.Pages;

/// <summary>How a sample is stored, and the data type that it is read as.</summary>
/// <param name="Bits">Bits of a stored sample.</param>
/// <param name="Type">The smallest data type that holds all values exactly.</param>
internal readonly record struct SampleEncoding(int Bits, DataType Type)
{
    // Samples of whole bytes are stored in the byte order of the file, others from the highest bit down. Which of both a mixture follows is defined up to here only.
    private const int MaxMixedBits = 15;

    /// <summary>Whether stored samples have another size than elements of <see cref="Type"/>.</summary>
    public bool IsPacked => Bits != 8 * Type.Size || MixedBits is not null;

    /// <summary>The bits of each sample of a pixel, if they differ; then <see cref="Bits"/> is the largest of them. Null for other pages.</summary>
    public int[]? MixedBits { get; init; }

    /// <summary>For messages: <c>12-bit uint16 samples</c>.</summary>
    public string Describe() => MixedBits is { } mixed ? $"samples of {string.Join(", ", mixed)} bits" : IsPacked ? $"{Bits}-bit {Type} samples" : $"{Type} samples";

    /// <summary>Reads BitsPerSample and SampleFormat. All samples must share the latter.</summary>
    public static SampleEncoding Read(TiffDirectory directory, int samples, TiffCompression compression)
    {
        var values = directory.SampleIntegers(TiffTag.BitsPerSample, samples, compression is TiffCompression.Jpeg or TiffCompression.OldJpeg ? 8 : 1);
        var bits = values.Max();
        var mixed = values.AsSpan().ContainsAnyExcept(values[0]) ? Mixed(directory, values, samples) : null;
        var format = directory.SharedInteger(TiffTag.SampleFormat, samples, 1);
        // LibTIFF reads 0 and other values without a meaning as unsigned integers.
        format = format is >= 1 and <= 6 ? format : 1;
        return Find(format, bits) is { } type
            ? new SampleEncoding((int)bits, type) { MixedBits = mixed }
            : throw directory.Damaged($"samples of {bits} bits{FormatName(format)} are not supported; convert the file to 8, 16 or 32 bits");
    }

    private static int[] Mixed(TiffDirectory directory, long[] bits, int samples) =>
        bits.Length == samples && bits.Min() > 0 && bits.Max() <= MaxMixedBits && directory.Integer(TiffTag.PlanarConfiguration, 1) != 2
            ? [.. bits.Select(one => (int)one)]
            : throw directory.Differ(TiffTag.BitsPerSample, bits, $"is supported only for samples of at most {MaxMixedBits} bits in one plane");

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
