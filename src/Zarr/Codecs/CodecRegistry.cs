using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Zarr.Codecs.Casting;
using Zarr.Codecs.Filters;
using Zarr.Metadata;

namespace Zarr.Codecs;

/// <summary>The codecs by their names in <c>zarr.json</c>. Immutable: <see cref="With(string, Func{JsonObject?, ICodec})"/> returns a new registry.</summary>
public sealed class CodecRegistry
{
    private readonly ImmutableDictionary<string, Func<JsonObject?, CodecRegistry, ICodec>> factories;

    private CodecRegistry(ImmutableDictionary<string, Func<JsonObject?, CodecRegistry, ICodec>> factories) => this.factories = factories;

    /// <summary>The codecs of this library: those of the specification, those of the registry of Zarr extensions, and those of numcodecs, under the names that zarr-python gives them.</summary>
    public static CodecRegistry Default { get; } = new CodecRegistry(ImmutableDictionary.Create<string, Func<JsonObject?, CodecRegistry, ICodec>>(StringComparer.Ordinal))
        .With("transpose", TransposeCodec.FromConfiguration)
        .With("bytes", BytesCodec.FromConfiguration)
        .With("sharding_indexed", ShardingCodec.FromConfiguration)
        .With("blosc", BloscCodec.FromConfiguration)
        .With("zstd", ZstdCodec.FromConfiguration)
        .With("gzip", GzipCodec.FromConfiguration)
        .With("crc32c", Crc32cCodec.FromConfiguration)
        .With("bitround", BitRoundCodec.FromConfiguration)
        .With("cast_value", CastValueCodec.FromConfiguration)
        .With("scale_offset", ScaleOffsetCodec.FromConfiguration)
        .WithNumcodecs();

    /// <summary>The names of all codecs.</summary>
    internal IEnumerable<string> Names => factories.Keys;

    /// <summary>A registry with one more codec. It replaces a codec of the same name.</summary>
    /// <param name="name">The name in <c>zarr.json</c>.</param>
    /// <param name="factory">Makes the codec from its configuration (null if the metadata has none); throws <see cref="InvalidMetadataException"/> if the configuration is invalid.</param>
    public CodecRegistry With(string name, Func<JsonObject?, ICodec> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        return With(name, (configuration, _) => factory(configuration));
    }

    /// <summary>As the other overload, for a codec with inner codecs: its factory also receives the registry, which creates them.</summary>
    /// <param name="name">The name in <c>zarr.json</c>.</param>
    /// <param name="factory">Makes the codec from its configuration (null if the metadata has none); throws <see cref="InvalidMetadataException"/> if the configuration is invalid.</param>
    public CodecRegistry With(string name, Func<JsonObject?, CodecRegistry, ICodec> factory) => new(factories.SetItem(name, factory));

    /// <summary>The codec that the metadata describes.</summary>
    /// <exception cref="UnsupportedFeatureException">There is no codec of this name.</exception>
    /// <exception cref="InvalidMetadataException">The configuration is invalid.</exception>
    public ICodec Create(NamedConfiguration metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        return factories.TryGetValue(metadata.Name, out var factory)
            ? factory(metadata.Configuration, this)
            : throw new UnsupportedFeatureException(
                metadata.Name, $"the codec \"{metadata.Name}\" is not supported; there are {string.Join(", ", factories.Keys.Order(StringComparer.Ordinal))}; ZarrOptions.Codecs takes others");
    }

    private CodecRegistry WithNumcodecs() => this
        .WithCompressor("blosc")
        .WithCompressor("gzip")
        .WithCompressor("zstd")
        .With("numcodecs.zlib", ZlibCodec.FromConfiguration)
        .With("numcodecs.lz4", Lz4Codec.FromConfiguration)
        .With("numcodecs.astype", AsTypeCodec.FromConfiguration)
        .With("numcodecs.bitround", BitRoundCodec.FromConfiguration)
        .With("numcodecs.delta", DeltaCodec.FromConfiguration)
        .With("numcodecs.fixedscaleoffset", FixedScaleOffsetCodec.FromConfiguration)
        .With("numcodecs.packbits", PackBitsCodec.FromConfiguration)
        .With("numcodecs.quantize", AsTypeCodec.FromQuantize)
        .With("numcodecs.shuffle", ShuffleCodec.FromConfiguration)
        .With("numcodecs.adler32", configuration => ChecksumCodec.FromConfiguration("numcodecs.adler32", Adler32.Checksum, startIsDefault: true, configuration))
        .With("numcodecs.crc32", configuration => ChecksumCodec.FromConfiguration("numcodecs.crc32", Crc32.Checksum, startIsDefault: true, configuration))
        .With("numcodecs.crc32c", Crc32c)
        .With("numcodecs.fletcher32", ChecksumCodec.Fletcher);

    /// <summary>A compressor that is in the specification too, there with stricter settings.</summary>
    private CodecRegistry WithCompressor(string id) => With(
        Numcodecs.Prefix + id, (configuration, registry) => registry.Create(Numcodecs.Compressor(id, configuration ?? [])));

    private static ICodec Crc32c(JsonObject? configuration)
    {
        var codec = ChecksumCodec.FromConfiguration("numcodecs.crc32c", Crc32C.Checksum, startIsDefault: false, configuration);
        return codec.AtStart ? codec : new Crc32cCodec();
    }
}
