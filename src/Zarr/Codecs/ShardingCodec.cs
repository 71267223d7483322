using System.Text.Json.Nodes;
using Zarr.Codecs.Sharding;
using Zarr.Metadata;

namespace Zarr.Codecs;

/// <summary>
/// The <c>sharding_indexed</c> codec (Zarr v3, "Sharding codec"): divides a chunk, called a shard, into inner chunks, encodes each inner chunk alone
/// and stores all of them as one value, with an index of their offsets and lengths. Inner chunks that hold only the fill value are left out.
/// Immutable and thread-safe, equal by content.
/// </summary>
internal sealed record ShardingCodec : ICodec
{
    /// <summary>The name in <c>zarr.json</c>.</summary>
    public const string CodecName = BoundSharding.CodecName;

    /// <summary>The most inner chunks that a shard may have: 4,194,304, which makes an index of 64 MiB. A <c>zarr.json</c> that asks for more is refused.</summary>
    public const int MaxInnerChunks = ShardGrid.MaxCount;

    // In the order false, true of IndexAtStart.
    private static readonly string[] LocationNames = ["end", "start"];

    /// <summary>Divides shards into inner chunks.</summary>
    /// <param name="chunkShape">Lengths of an inner chunk, each a divisor of the shard's length.</param>
    /// <param name="codecs">The codecs of an inner chunk, in the order of encoding; another sharding codec may be among them.</param>
    /// <exception cref="ArgumentException">A length is 0.</exception>
    public ShardingCodec(Shape chunkShape, params IEnumerable<ICodec> codecs)
    {
        ArgumentNullException.ThrowIfNull(codecs);
        if (chunkShape.AsSpan().Contains(0))
        {
            throw new ArgumentException($"an inner chunk is at least 1 long in each dimension, not {chunkShape}", nameof(chunkShape));
        }

        (ChunkShape, Codecs) = (chunkShape, [.. codecs]);
    }

    /// <summary>Lengths of an inner chunk (member <c>chunk_shape</c>).</summary>
    public Shape ChunkShape { get; }

    /// <summary>The codecs of an inner chunk (member <c>codecs</c>).</summary>
    public IReadOnlyList<ICodec> Codecs { get; }

    /// <summary>The codecs of the index (member <c>index_codecs</c>). Each must produce a fixed number of bytes. Default bytes (little endian) and crc32c.</summary>
    public IReadOnlyList<ICodec> IndexCodecs { get; init; } = [new BytesCodec(), new Crc32cCodec()];

    /// <summary>Whether the index precedes the inner chunks (member <c>index_location</c>). Nearly all shards have it at the end, and some readers, zarrita among them, look for it only there.</summary>
    public bool IndexAtStart { get; init; }

    /// <inheritdoc/>
    public string Name => CodecName;

    /// <inheritdoc/>
    public CodecKind Kind => CodecKind.ArrayToBytes;

    /// <summary>Reads the configuration: all members are required but <c>index_location</c>, which is the end when missing.</summary>
    /// <param name="configuration">The members of the configuration.</param>
    /// <param name="registry">Registry of the inner codecs.</param>
    /// <exception cref="InvalidMetadataException">A member is missing, unknown or has a wrong value.</exception>
    /// <exception cref="UnsupportedFeatureException">A codec inside is unknown.</exception>
    public static ICodec FromConfiguration(JsonObject? configuration, CodecRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        var reader = new CodecConfiguration(CodecName, configuration, "chunk_shape", "codecs", "index_codecs", "index_location");
        return new ShardingCodec(reader.Lengths("chunk_shape"), ReadCodecs(reader, "codecs", registry))
        {
            IndexCodecs = ReadCodecs(reader, "index_codecs", registry),
            IndexAtStart = reader.Has("index_location") && reader.OneOf("index_location", LocationNames) == 1,
        };
    }

    /// <inheritdoc/>
    public NamedConfiguration ToMetadata() => new(
        Name,
        new JsonObject
        {
            ["chunk_shape"] = new JsonArray([.. ChunkShape.Select(length => JsonValue.Create(length))]),
            ["codecs"] = ToJson(Codecs),
            ["index_codecs"] = ToJson(IndexCodecs),
            ["index_location"] = LocationNames[IndexAtStart ? 1 : 0],
        });

    /// <inheritdoc/>
    /// <exception cref="InvalidMetadataException">Inner chunks do not divide the shard, or the codecs inside do not fit.</exception>
    /// <exception cref="UnsupportedFeatureException">There are more than <see cref="MaxInnerChunks"/>, or a shard could become larger than one buffer.</exception>
    public IBoundCodec Bind(CodecInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var grid = new ShardGrid(input.Shape, ChunkShape);
        var threadsInside = Math.Max(1, input.MaxDegreeOfParallelism / grid.Count);
        var inner = CodecPipeline.Bind(
            Codecs, input with { Shape = ChunkShape, MaxLength = input.MaxLength / grid.Count, MaxDegreeOfParallelism = threadsInside });
        var index = new ShardIndexFormat(grid, IndexCodecs, atEnd: !IndexAtStart);
        return new BoundSharding(grid, inner, index, input, input.Bounded(Name, ((long)grid.Count * inner.MaxEncodedLength) + index.Length));
    }

    /// <summary>Whether both have the same configuration.</summary>
    public bool Equals(ShardingCodec? other) => other is not null
        && ChunkShape == other.ChunkShape && IndexAtStart == other.IndexAtStart
        && Codecs.SequenceEqual(other.Codecs) && IndexCodecs.SequenceEqual(other.IndexCodecs);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(ChunkShape, IndexAtStart, Codecs.Count, IndexCodecs.Count);

    /// <summary>Reads a list of codecs. zarrita writes an empty list where it means <c>bytes</c> in little endian.</summary>
    private static IReadOnlyList<ICodec> ReadCodecs(CodecConfiguration reader, string member, CodecRegistry registry)
    {
        var list = reader.List(member, ArrayMetadataJson.MaxCodecs, $"a list of at most {ArrayMetadataJson.MaxCodecs} codecs");
        return list.Count == 0
            ? [new BytesCodec()]
            : [.. list.Select((codec, i) => registry.Create(NamedConfiguration.FromJson(codec, $"codec {CodecName}: {member}[{i}]")))];
    }

    private static JsonArray ToJson(IEnumerable<ICodec> codecs) => new([.. codecs.Select(codec => codec.ToMetadata().ToJson())]);
}
