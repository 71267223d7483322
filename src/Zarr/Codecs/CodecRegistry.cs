using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Zarr.Metadata;

namespace Zarr.Codecs;

/// <summary>The codecs by their names in <c>zarr.json</c>. Immutable: <see cref="With(string, Func{JsonObject?, ICodec})"/> returns a new registry.</summary>
public sealed class CodecRegistry
{
    private readonly ImmutableDictionary<string, Func<JsonObject?, CodecRegistry, ICodec>> factories;

    private CodecRegistry(ImmutableDictionary<string, Func<JsonObject?, CodecRegistry, ICodec>> factories) => this.factories = factories;

    /// <summary>The codecs of this library: transpose, bytes, sharding_indexed, blosc, zstd, gzip, crc32c, and for existing arrays
    /// numcodecs.zlib and numcodecs.lz4.</summary>
    public static CodecRegistry Default { get; } = new CodecRegistry(ImmutableDictionary.Create<string, Func<JsonObject?, CodecRegistry, ICodec>>(StringComparer.Ordinal))
        .With("transpose", TransposeCodec.FromConfiguration)
        .With("bytes", BytesCodec.FromConfiguration)
        .With("sharding_indexed", ShardingCodec.FromConfiguration)
        .With("blosc", BloscCodec.FromConfiguration)
        .With("zstd", ZstdCodec.FromConfiguration)
        .With("gzip", GzipCodec.FromConfiguration)
        .With("crc32c", Crc32cCodec.FromConfiguration)
        .With("numcodecs.zlib", ZlibCodec.FromConfiguration)
        .With("numcodecs.lz4", Lz4Codec.FromConfiguration);

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
                metadata.Name, $"the codec \"{metadata.Name}\" is not supported; there are {string.Join(", ", factories.Keys.Order(StringComparer.Ordinal))}");
    }
}
