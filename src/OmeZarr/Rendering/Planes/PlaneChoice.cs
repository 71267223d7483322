namespace OmeZarr.Rendering.Planes;

/// <summary>The planes of a picture, in level 0.</summary>
/// <param name="Z">Index of the plane; null for the largest values of all.</param>
/// <param name="T">Index of the time point.</param>
/// <param name="Depth">Number of planes in level 0.</param>
internal sealed record PlaneChoice(long? Z, long T, long Depth)
{
    /// <summary>The indices along all other axes.</summary>
    internal ValueList<OtherIndex> Others { get; init; } = [];

    /// <summary>The index along another axis in an array that may have fewer elements than level 0.</summary>
    internal long IndexOf(string axis, long length)
    {
        var chosen = Others.FirstOrDefault(other => other.Axis == axis);
        return chosen.Length == 0 ? 0 : (long)((Int128)chosen.Index * length / chosen.Length);
    }
}

/// <summary>The index along an axis that is neither columns, rows, planes, channels nor time points.</summary>
/// <param name="Axis">Name of the axis.</param>
/// <param name="Index">The index in level 0.</param>
/// <param name="Length">Length of the axis in level 0.</param>
internal readonly record struct OtherIndex(string Axis, long Index, long Length);
