using Zarr.Codecs.Compression;

namespace Zarr.Codecs.Blosc;

/// <summary>The Blosc codec for one array: an encoder and a decoder with a common pool of contexts.</summary>
internal sealed class BoundBlosc : IBoundCodec
{
    private readonly BloscSettings settings;
    private readonly BloscEncoder? encoder;
    private readonly BloscDecoder decoder;

    /// <summary>Ties the settings to chunks that take at most so many bytes encoded.</summary>
    public BoundBlosc(BloscSettings settings, CodecInput output)
    {
        (this.settings, Output) = (settings, output);
        var contexts = new ZstdContexts();
        decoder = new BloscDecoder(new StreamDecompressor(contexts));
        if (CompressorOf(settings.Compressor, contexts) is { } compressor)
        {
            encoder = new BloscEncoder(settings, compressor, new NominalPolicy(settings));
        }
    }

    /// <inheritdoc/>
    public string Name => BloscCodec.CodecName;

    /// <inheritdoc/>
    public bool IsIdentity => false;

    /// <inheritdoc/>
    public CodecInput Output { get; }

    /// <inheritdoc/>
    /// <exception cref="UnsupportedFeatureException">The compressor is one that can only be read.</exception>
    public int Encode(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        if (encoder is null)
        {
            throw CannotWrite(BloscCodec.NameOf(settings.Compressor));
        }

        return encoder.Encode(source, destination);
    }

    /// <inheritdoc/>
    public int Decode(ReadOnlySpan<byte> source, Span<byte> destination) => decoder.Decode(source, destination);

    private static UnsupportedFeatureException CannotWrite(string compressor) =>
        new(compressor, $"Blosc chunks cannot be written with {compressor}; choose zstd, lz4, lz4hc or zlib");

    private static IStreamCompressor? CompressorOf(BloscCompressor compressor, ZstdContexts contexts) => compressor switch
    {
        BloscCompressor.Lz4 => new Lz4Compressor(),
        BloscCompressor.Lz4Hc => new Lz4HcCompressor(),
        BloscCompressor.Zlib => new ZlibCompressor(),
        BloscCompressor.Zstd => new ZstdCompressor(contexts),
        _ => null,
    };
}
