using Zarr.Codecs;

namespace Zarr.Checking;

/// <summary>Receives the findings about one stored chunk, or about one inner chunk of a shard.</summary>
/// <param name="Findings">Receives the findings of all chunks.</param>
/// <param name="Key">Key of the stored value.</param>
/// <param name="Region">The elements of the array that the stored chunk holds.</param>
internal sealed record ChunkSink(FindingCollector Findings, string Key, Region Region) : IRemarks
{
    /// <summary>Number of the inner chunk of the stored shard; null for the stored value itself.</summary>
    internal int? InnerChunk { get; init; }

    /// <summary>The beginning of each message, which names the inner chunk; empty for the stored value itself.</summary>
    internal string Prefix { get; init; } = string.Empty;

    /// <summary>The sink for an inner chunk.</summary>
    internal ChunkSink Inner(int number) => this with { InnerChunk = InnerChunk ?? number, Prefix = $"{Prefix}inner chunk {number}: " };

    internal void Add(ChunkFindingKind kind, string message, string? codec = null) =>
        Findings.Add(new ChunkFinding(kind, Key, Prefix + message) { Codec = codec, Region = Region, InnerChunk = InnerChunk });

    /// <summary>Adds the finding that an entry of the index of this shard is impossible.</summary>
    /// <param name="inner">Number of the inner chunk of the entry.</param>
    /// <param name="error">What is wrong with the entry.</param>
    internal void Add(int inner, string error) => (this with { InnerChunk = InnerChunk ?? inner }).Add(ChunkFindingKind.ShardIndex, error, Codecs.Sharding.BoundSharding.CodecName);

    internal void Add(CorruptDataException damage) => Add(
        damage.Damage switch
        {
            Damage.Length => ChunkFindingKind.Length,
            Damage.Checksum => ChunkFindingKind.Checksum,
            Damage.TrailingBytes => ChunkFindingKind.TrailingBytes,
            _ => ChunkFindingKind.Damaged,
        },
        damage.Message,
        damage.Codec);

    /// <inheritdoc/>
    public void Add(CodecRemark remark) => Add(
        remark.Kind switch
        {
            RemarkKind.BloscTypeSize => ChunkFindingKind.BloscTypeSize,
            RemarkKind.ShardOverlap => ChunkFindingKind.ShardOverlap,
            _ => ChunkFindingKind.ShardDeadBytes,
        },
        remark.Message,
        remark.Codec);
}
