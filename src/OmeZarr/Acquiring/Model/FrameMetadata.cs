using System.Text.Json.Nodes;

namespace OmeZarr;

/// <summary>What is known about one frame. It is stored among the attributes of its image, with the keys that ome-writers uses: <c>ome_writers.frame_metadata</c>.
/// If these take more than 8 MiB, they are in the array <c>frame_metadata</c> of the image instead, as bytes: one JSON object in each line. <c>ome_writers.frame_metadata_array</c> then names it.</summary>
public sealed record FrameMetadata
{
    /// <summary>Seconds since the beginning of the acquisition (<c>delta_t</c>).</summary>
    public double? DeltaT { get; init; }

    /// <summary>Seconds of exposure (<c>exposure_time</c>).</summary>
    public double? ExposureTime { get; init; }

    /// <summary>Position of the stage in micrometers (<c>position_x</c>).</summary>
    public double? PositionX { get; init; }

    /// <summary>Position of the stage in micrometers (<c>position_y</c>).</summary>
    public double? PositionY { get; init; }

    /// <summary>Position of the focus in micrometers (<c>position_z</c>).</summary>
    public double? PositionZ { get; init; }

    /// <summary>Anything else, with names of its own. It is copied when the frame is appended; null for nothing.</summary>
    public JsonObject? Extra { get; init; }
}
