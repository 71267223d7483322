namespace Zarr.Checking;

/// <summary>Something wrong, or worth knowing, about one stored value below an array.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Key">Key of the value in its store.</param>
/// <param name="Message">What was found and what was expected, without the key.</param>
public sealed record ChunkFinding(ChunkFindingKind Kind, string Key, string Message)
{
    /// <summary>The codec that noticed it, as in <c>zarr.json</c>; null if none did.</summary>
    public string? Codec { get; init; }

    /// <summary>The elements of the array that the chunk (shard) holds; null if the key belongs to no chunk of the array.</summary>
    public Region? Region { get; init; }

    /// <summary>Number of the inner chunk of the shard, counted from 0 in C order; null if the finding is about the whole value.</summary>
    public int? InnerChunk { get; init; }
}
