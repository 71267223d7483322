namespace OmeZarr;

/// <summary>The memory that an acquisition needs, by the numbers of its settings.</summary>
public sealed record AcquisitionMemory
{
    /// <summary>Bytes of one frame with its computed levels.</summary>
    public required long BytesPerFrame { get; init; }

    /// <summary>The most frames that are in incomplete chunks or shards at the same time, if the frames come in the declared order.</summary>
    public required long FramesInIncompleteChunks { get; init; }

    /// <summary>The smallest <see cref="AcquisitionSettings.MemoryLimit"/>: the incomplete chunks, and one more frame.</summary>
    public required long MinimumBytes { get; init; }

    /// <summary>A limit with which the processors have work while frames come: incomplete chunks, and complete ones for each worker.</summary>
    public required long RecommendedBytes { get; init; }

    /// <summary>Bytes that the workers need besides the limit, at most: chunks before and after compression.</summary>
    public required long WorkerBytes { get; init; }
}
