namespace Zarr.Stores;

/// <summary>A part of a value: some bytes from an offset, everything from an offset, or the last bytes (a suffix).</summary>
/// <remarks>An immutable value. Offsets and lengths are bytes, never negative.</remarks>
public readonly record struct ByteRange
{
    private ByteRange(long? offset, long? length) => (Offset, Length) = (offset, length);

    /// <summary>First byte; null for a suffix.</summary>
    public long? Offset { get; }

    /// <summary>Number of bytes at most; null for everything up to the end.</summary>
    public long? Length { get; }

    /// <summary>Whether the range counts from the end.</summary>
    public bool IsSuffix => Offset is null && Length is not null;

    /// <summary><paramref name="length"/> bytes beginning at <paramref name="offset"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is negative or the end does not fit 64 bits.</exception>
    public static ByteRange FromOffset(long offset, long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, long.MaxValue - offset);
        return new ByteRange(offset, length);
    }

    /// <summary>Everything from <paramref name="offset"/> to the end.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The offset is negative.</exception>
    public static ByteRange FromOffset(long offset)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        return new ByteRange(offset, null);
    }

    /// <summary>The last <paramref name="length"/> bytes, or the whole value if it is shorter.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative.</exception>
    public static ByteRange Suffix(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        return new ByteRange(null, length);
    }

    /// <summary>First byte and number of bytes of this range in a value of <paramref name="valueLength"/> bytes; cut where the value ends.</summary>
    public (long Offset, long Length) Resolve(long valueLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(valueLength);
        var offset = Offset is { } start ? Math.Min(start, valueLength) : Math.Max(0, valueLength - (Length ?? valueLength));
        return (offset, Math.Min(Length ?? long.MaxValue, valueLength - offset));
    }
}
