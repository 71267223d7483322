using OmeZarr.V05;
using Zarr;

namespace OmeZarr;

/// <summary>One resolution level of an opened image.</summary>
public sealed class OmeImageLevel
{
    private readonly string[] axisNames;

    internal OmeImageLevel(ZarrArray array, Dataset dataset, IReadOnlyList<double> pixelSize, string[] axisNames) =>
        (Array, Path, PixelSize, this.axisNames) = (array, dataset.Path, pixelSize, axisNames);

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

    /// <summary>A part of the level, in the order of the axes: <c>level[1, .., 10..20]</c>. Nothing is read yet.</summary>
    /// <inheritdoc cref="ZarrArray.this[ReadOnlySpan{Slice}]"/>
    public ArrayView this[params ReadOnlySpan<Slice> slices] => Array[slices];

    /// <summary>A part of the level by names of axes, in any order: <c>level.Select(("c", 1), ("y", 10..20))</c>. Other axes are taken whole. Nothing is read yet.</summary>
    /// <param name="slices">Names of axes, each at most once, and what to take of them: one index, which drops the axis, or a range.</param>
    /// <exception cref="ArgumentException">The image has no such axis, an axis is named twice, or the level has not as many dimensions as the image has axes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A slice reaches beyond the level.</exception>
    public ArrayView Select(params ReadOnlySpan<(string Axis, Slice Slice)> slices)
    {
        var all = new Slice[axisNames.Length];
        System.Array.Fill(all, Slice.All);
        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (axis, slice) in slices)
        {
            var index = System.Array.IndexOf(axisNames, axis);
            if (index < 0 || !named.Add(axis))
            {
                throw new ArgumentException($"{(index < 0 ? "there is no axis" : "twice the axis")} \"{axis}\"; the axes are {string.Join(", ", axisNames)}", nameof(slices));
            }

            all[index] = slice;
        }

        return Array[all];
    }

    /// <summary>Reads all pixels of the level.</summary>
    /// <inheritdoc cref="ZarrArray.ReadAsync{T}(CancellationToken)"/>
    public Task<T[]> ReadAsync<T>(CancellationToken cancellationToken = default)
        where T : unmanaged => Array.ReadAsync<T>(cancellationToken);

    /// <summary>Reads a region of the level.</summary>
    /// <inheritdoc cref="ZarrArray.ReadAsync{T}(Region, CancellationToken)"/>
    public Task<T[]> ReadAsync<T>(Region region, CancellationToken cancellationToken = default)
        where T : unmanaged => Array.ReadAsync<T>(region, cancellationToken);
}
