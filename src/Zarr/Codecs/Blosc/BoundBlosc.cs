using Zarr.Codecs.Compression;
using Zarr.Codecs.Zstandard;

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
        if (CompressorsOf(settings, output, contexts) is { } compressors)
        {
            encoder = new BloscEncoder(settings, new ContextPool<IStreamCompressor>(compressors), new NominalPolicy(settings));
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

    private static Func<IStreamCompressor>? CompressorsOf(BloscSettings settings, CodecInput output, ZstdContexts contexts) => settings.Compressor switch
    {
        BloscCompressor.Lz4 => () => new Lz4Compressor(),
        BloscCompressor.Lz4Hc => () => new Lz4HcCompressor(),
        BloscCompressor.Zlib => () => new ZlibCompressor(),
        BloscCompressor.Zstd when output.Effort == CompressionEffort.Adaptive && AdaptiveZstdCompressor.Suits(settings) => AdaptiveZstd(settings, output.Shape, contexts),
        BloscCompressor.Zstd => () => new ZstdCompressor(contexts),
        _ => null,
    };

    // Contexts of their own for each level: changing the level of one costs more than compressing a block.
    private static Func<IStreamCompressor> AdaptiveZstd(BloscSettings settings, Shape shape, ZstdContexts nominal)
    {
        var (fast, chains) = (new ZstdContexts(), new ZstdContexts(forBlocks: true));
        var rows = RowLayout.Of(shape);
        var filter = new BlockFilter(settings.Shuffle, settings.TypeSize);
        return () => new AdaptiveZstdCompressor(new PlaneCompressor(new PlaneWriter(rows, fast, chains, nominal)), filter);
    }
}
