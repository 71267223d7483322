namespace Zarr.Codecs;

/// <summary>The most bytes that a codec can produce, checked against what one buffer can hold.</summary>
internal static class EncodedSize
{
    /// <summary>What the next codec is given if this one makes at most <paramref name="maxLength"/> bytes of its input.</summary>
    /// <exception cref="UnsupportedFeatureException">One buffer cannot hold that much.</exception>
    public static CodecInput Bounded(this CodecInput input, string codec, long maxLength) => maxLength <= Array.MaxLength
        ? input with { MaxLength = (int)maxLength }
        : throw new UnsupportedFeatureException(
            codec, $"codec {codec} cannot encode chunks of {input.MaxLength:N0} bytes; use smaller chunks");
}
