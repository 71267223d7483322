using System.Text.Json.Nodes;
using Zarr;

namespace OmeZarr;

/// <summary>What an acquisition writes, and how.</summary>
/// <remarks>Everything is checked before anything is created (<see cref="OmeAcquisition.Check"/>).</remarks>
public sealed record AcquisitionSettings
{
    /// <summary>The default of <see cref="MemoryLimit"/>: 1 GiB.</summary>
    public const long DefaultMemoryLimit = 1L << 30;

    /// <summary>
    /// The dimensions in the order of acquisition, slowest first: with t, c, y, x all channels of a time point come before the next time point. y and x are the last two. At most one dimension is of positions.
    /// </summary>
    public required ValueList<AcquisitionDimension> Dimensions { get; init; }

    /// <summary>Type of the pixels.</summary>
    public required DataType DataType { get; init; }

    /// <summary>Name of the image or plate; null for none.</summary>
    public string? Name { get; init; }

    /// <summary>Names of the axes in the order in which they are stored, without positions. Null for the order that the specification demands: time, then channels and others, then z, y, x; otherwise as they are acquired.</summary>
    public ValueList<string>? StorageOrder { get; init; }

    /// <summary>The smaller levels, computed while frames come; <see cref="Pyramid.None"/> by default. Levels that are smaller along another axis than y and x are computed at the end.</summary>
    public Pyramid Pyramid { get; init; } = Pyramid.None;

    /// <summary>Compression of chunks; <see cref="Compression.BloscZstd"/> by default.</summary>
    public Compression Compression { get; init; } = Compression.BloscZstd;

    /// <summary>Whether each chunk ends with a checksum (<see cref="WriteOptions.Checksums"/>).</summary>
    public bool Checksums { get; init; }

    /// <summary>The most bytes that frames in memory may take, with their computed levels; <see cref="DefaultMemoryLimit"/> by default. <see cref="OmeAcquisition.EstimateMemory"/> says what the settings need.</summary>
    public long MemoryLimit { get; init; } = DefaultMemoryLimit;

    /// <summary>What happens to a frame that comes while the memory is full; <see cref="Backpressure.Wait"/> by default.</summary>
    public Backpressure Backpressure { get; init; }

    /// <summary>Time between two durable points; 5 seconds by default, null for none. After a durable point, neither the end of the process nor a power failure loses anything before it.</summary>
    public TimeSpan? DurableInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Number of frames between two durable points, besides <see cref="DurableInterval"/>; null for none.</summary>
    public long? DurableFrames { get; init; }

    /// <summary>The largest number of chunks that are compressed at the same time; the number of processors by default.</summary>
    public int MaxDegreeOfParallelism { get; init; } = Environment.ProcessorCount;

    /// <summary>Whether a Zarr hierarchy at the destination may be replaced (<see cref="WriteOptions.Overwrite"/>).</summary>
    public bool Overwrite { get; init; }

    /// <summary>Metadata of the plate, if positions name wells; null to derive all of it from the positions.</summary>
    public PlateOptions? Plate { get; init; }

    /// <summary>Attributes of the hierarchy beside <c>ome</c>: what is known about the acquisition as a whole. <see cref="OmeAcquisition.SetMetadata"/> adds to them.</summary>
    public JsonObject Metadata { get; init; } = [];

    /// <summary>Receives a report about twice a second while frames come, on a thread of the pool; null disables reporting. If it throws, the acquisition goes on without reports.</summary>
    public IProgress<AcquisitionProgress>? Progress { get; init; }
}
