using Zarr;

namespace OmeZarr;

/// <summary>One resolution level of an opened image.</summary>
public sealed class OmeImageLevel
{
    internal OmeImageLevel(ZarrArray array, string path, IReadOnlyList<double> pixelSize) =>
        (Array, Path, PixelSize) = (array, path, pixelSize);

    /// <summary>The array that holds the pixels.</summary>
    public ZarrArray Array { get; }

    /// <summary>Path of the array, relative to the image.</summary>
    public string Path { get; }

    /// <summary>Distance between neighbouring pixels along each axis, in the axis' unit.</summary>
    public IReadOnlyList<double> PixelSize { get; }

    /// <summary>Lengths, in the order of the axes.</summary>
    public Shape Shape => Array.Shape;

    /// <summary>Type of the pixels.</summary>
    public DataType DataType => Array.DataType;

    /// <summary>Reads all pixels of the level.</summary>
    /// <inheritdoc cref="ZarrArray.ReadAsync{T}(CancellationToken)"/>
    public Task<T[]> ReadAsync<T>(CancellationToken cancellationToken = default)
        where T : unmanaged => Array.ReadAsync<T>(cancellationToken);

    /// <summary>Reads a region of the level.</summary>
    /// <inheritdoc cref="ZarrArray.ReadAsync{T}(Region, CancellationToken)"/>
    public Task<T[]> ReadAsync<T>(Region region, CancellationToken cancellationToken = default)
        where T : unmanaged => Array.ReadAsync<T>(region, cancellationToken);
}
