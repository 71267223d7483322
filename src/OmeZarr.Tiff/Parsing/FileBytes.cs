using System.Text;
using OmeZarr.Tiff.Pages;

namespace OmeZarr.Tiff.Parsing;

/// <summary>Numbers and texts at positions that tags name, in the byte order of the file. What lies outside the file is null.</summary>
internal readonly struct FileBytes(TiffStorage file)
{
    public TiffStorage File => file;

    public uint? UInt32(long offset)
    {
        Span<byte> bytes = stackalloc byte[4];
        return file.TryRead(offset, bytes) ? file.ToUInt32(bytes) : null;
    }

    public int? Int32(long offset) => (int?)UInt32(offset);

    public int? UInt16(long offset)
    {
        Span<byte> bytes = stackalloc byte[2];
        return file.TryRead(offset, bytes) ? file.ToUInt16(bytes) : null;
    }

    /// <summary>A finite number of 64 bits.</summary>
    public double? Double(long offset)
    {
        Span<byte> bytes = stackalloc byte[8];
        return file.TryRead(offset, bytes) && BitConverter.UInt64BitsToDouble(file.ToUInt64(bytes)) is var value && double.IsFinite(value) ? value : null;
    }

    /// <summary>A finite number of 32 bits.</summary>
    public double? Single(long offset) => UInt32(offset) is { } bits && BitConverter.UInt32BitsToSingle(bits) is var value && float.IsFinite(value) ? value : null;

    /// <summary>The quotient of two integers of 32 bits; null if it is not finite.</summary>
    public double? Fraction(long offset) => UInt32(offset) / (double?)UInt32(offset + 4) is { } value && double.IsFinite(value) ? value : null;

    public byte[]? Read(long offset, long count)
    {
        if (count > int.MaxValue || !file.Holds(offset, count))
        {
            return null;
        }

        var bytes = new byte[count];
        return file.TryRead(offset, bytes) ? bytes : null;
    }

    /// <summary>Latin-1 text up to the first zero.</summary>
    public string? Text(long offset, long count) =>
        Read(offset, count) is { } bytes ? Encoding.Latin1.GetString(bytes.AsSpan(0, bytes.AsSpan().IndexOf((byte)0) is >= 0 and var end ? end : bytes.Length)).Trim() : null;
}
