namespace OmeZarr;

/// <summary>The state of an acquisition at one moment.</summary>
public sealed record AcquisitionProgress
{
    /// <summary>Frames that were accepted: they are in memory or stored.</summary>
    public required long FramesAppended { get; init; }

    /// <summary>Frames that were left out (<see cref="OmeAcquisition.SkipAsync"/>).</summary>
    public required long FramesSkipped { get; init; }

    /// <summary>Frames that were dropped because the memory was full (<see cref="Backpressure.Drop"/>).</summary>
    public required long FramesDropped { get; init; }

    /// <summary>Accepted frames that are stored in all levels.</summary>
    public required long FramesStored { get; init; }

    /// <summary>Accepted frames that no crash can lose any more: those before the last durable point.</summary>
    public required long FramesDurable { get; init; }

    /// <summary>The backlog: frames that are complete chunks or shards, and wait to be compressed and stored.</summary>
    public required long FramesWaiting { get; init; }

    /// <summary>Bytes of all frames in memory, with their computed levels.</summary>
    public required long BytesInMemory { get; init; }

    /// <summary>The most bytes that frames ever took in memory.</summary>
    public required long PeakBytesInMemory { get; init; }

    /// <summary>Bytes of the accepted frames, before compression.</summary>
    public required long BytesAppended { get; init; }

    /// <summary>Time since the acquisition began.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>
    /// Why frames cannot be stored at present; null if they can. They are kept in memory, and frames are accepted as long as there is memory. Each durable point tries again. Otherwise, what <see cref="AcquisitionSettings.Progress"/> threw.
    /// </summary>
    public string? Problem { get; init; }

    /// <summary>Accepted frames for each second since the acquisition began.</summary>
    public double FramesPerSecond => Elapsed > TimeSpan.Zero ? FramesAppended / Elapsed.TotalSeconds : 0;
}
