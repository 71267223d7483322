namespace OmeZarr;

/// <summary>What was found of an acquisition whose writer died, and what became of it (<see cref="OmeAcquisition.RecoverAsync(Zarr.Stores.StoreLocation, CancellationToken)"/>).</summary>
public sealed record AcquisitionRecovery
{
    /// <summary>The path or address of the hierarchy, or of the archive.</summary>
    public required string Location { get; init; }

    /// <summary>Whether there was an acquisition that had not ended. If not, nothing was changed and all counts are 0.</summary>
    public required bool WasNeeded { get; init; }

    /// <summary>Paths of the images in the hierarchy, in the order of the positions. The path is empty if the hierarchy is one image. A position without frames has no image, except in a well of which another field has frames.</summary>
    public ValueList<string> Images { get; init; } = [];

    /// <summary>Frames that had been accepted at the last durable point. Except for <see cref="FramesUnreadable"/>, all of them are stored.</summary>
    public long FramesDurable { get; init; }

    /// <summary>Frames among them that were only in the journal, and are stored now.</summary>
    public long FramesRestored { get; init; }

    /// <summary>Frames of the journal that a damaged disk or another program has made unreadable. They are lost, and read as zero unless they were stored meanwhile.</summary>
    public long FramesUnreadable { get; init; }

    /// <summary>Chunks or shards that were stored after the last durable point and were damaged, as a power failure leaves them. They were removed; their pixels read as zero, or as the journal has them.</summary>
    public long ValuesRemoved { get; init; }

    /// <summary>The time of the last durable point in UTC; null if there was none. Recovery also keeps later frames that were stored.</summary>
    public DateTime? LastDurablePoint { get; init; }
}
