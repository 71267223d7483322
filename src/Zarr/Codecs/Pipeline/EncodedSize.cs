namespace Zarr.Codecs;

/// <summary>Checks the lengths of what codecs read and write.</summary>
internal static class EncodedSize
{
    /// <summary>The input of the next codec, if this codec produces at most <paramref name="maxLength"/> bytes.</summary>
    /// <exception cref="UnsupportedFeatureException">One buffer cannot hold that many bytes.</exception>
    public static CodecInput Bounded(this CodecInput input, string codec, long maxLength) => maxLength <= Array.MaxLength
        ? input with { MaxLength = (int)maxLength }
        : throw new UnsupportedFeatureException(
            codec, $"codec {codec} cannot encode chunks of {input.MaxLength:N0} bytes; use smaller chunks");

    /// <summary>Throws unless a codec encodes exactly one chunk.</summary>
    public static void RequireChunk(this CodecInput input, ReadOnlySpan<byte> source)
    {
        if (source.Length != input.MaxLength)
        {
            throw new ArgumentException($"the chunk takes {input.MaxLength:N0} bytes, not {source.Length:N0}", nameof(source));
        }
    }

    /// <summary>Throws unless stored bytes have the length of one chunk, and fit the memory for its elements.</summary>
    public static void RequireStored(this CodecInput input, string codec, int found, int room)
    {
        if (found != input.MaxLength || found > room)
        {
            var expected = found != input.MaxLength ? $"a chunk of {input.Shape} {input.DataType} takes {input.MaxLength:N0}" : $"the chunk has room for {room:N0}";
            throw new CorruptDataException(codec, $"there are {found:N0} bytes, {expected}") { Damage = Damage.Length };
        }
    }
}
