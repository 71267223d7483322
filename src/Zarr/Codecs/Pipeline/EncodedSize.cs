namespace Zarr.Codecs;

/// <summary>The most bytes that a codec can produce, checked against what one buffer can hold.</summary>
internal static class EncodedSize
{
    /// <summary>The input of the next codec, if this codec produces at most <paramref name="maxLength"/> bytes.</summary>
    /// <exception cref="UnsupportedFeatureException">One buffer cannot hold that many bytes.</exception>
    public static CodecInput Bounded(this CodecInput input, string codec, long maxLength) => maxLength <= Array.MaxLength
        ? input with { MaxLength = (int)maxLength }
        : throw new UnsupportedFeatureException(
            codec, $"codec {codec} cannot encode chunks of {input.MaxLength:N0} bytes; use smaller chunks");
}
