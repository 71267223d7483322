namespace OmeZarr;

/// <summary>How far a copy is.</summary>
/// <param name="Values">Values that are at the destination: copied, or there before.</param>
/// <param name="Bytes">Bytes of these values.</param>
public sealed record StoreCopyProgress(long Values, long Bytes);

/// <summary>What <see cref="StoreCopy"/> did.</summary>
public sealed record StoreCopyReport
{
    /// <summary>Values that were copied, documents too.</summary>
    public required long Copied { get; init; }

    /// <summary>Bytes of the copied values.</summary>
    public required long CopiedBytes { get; init; }

    /// <summary>Values that were at the destination with the same length, and were not copied again.</summary>
    public required long Kept { get; init; }

    /// <summary>Values that were read back and equal the source.</summary>
    public required long Verified { get; init; }

    /// <summary>What the caller should know, in sentences: what could not be listed, what was left out, what is unusual about the source.</summary>
    public required IReadOnlyList<string> Remarks { get; init; }
}
