using System.Numerics.Tensors;
using OmeZarr.V05;
using Zarr;

namespace OmeZarr;

/// <summary>One resolution level of an opened image. It is itself an <see cref="IArraySource"/>, so that writers take it as pixels. Thread-safe.</summary>
public sealed class OmeImageLevel : IArraySource
{
    private readonly string[] axisNames;

    internal OmeImageLevel(ZarrArray array, Dataset dataset, IReadOnlyList<double> pixelSize, string[] axisNames) =>
        (ZarrArray, Path, PixelSize, this.axisNames) = (array, dataset.Path, pixelSize, axisNames);

    /// <summary>The array that holds the pixels.</summary>
    public ZarrArray ZarrArray { get; }

    /// <summary>Path of the array, relative to the image.</summary>
    public string Path { get; }

    /// <summary>Distance between neighbouring pixels along each axis, in the unit of the axis.</summary>
    public IReadOnlyList<double> PixelSize { get; }

    /// <summary>Lengths, in the order of the axes.</summary>
    public Shape Shape => ZarrArray.Shape;

    /// <summary>Type of the pixels.</summary>
    public DataType DataType => ZarrArray.DataType;

    /// <summary>A part of the level, in the order of the axes: <c>level[1, .., 10..20]</c>. Nothing is read yet.</summary>
    /// <inheritdoc cref="ZarrArray.this[ReadOnlySpan{Slice}]"/>
    public ArrayView this[params ReadOnlySpan<Slice> slices] => ZarrArray[slices];

    /// <summary>A part of the level by names of axes, in any order: <c>level.Select(("c", 1), ("y", 10..20))</c>. Axes without a slice are taken whole. Nothing is read yet.</summary>
    /// <param name="slices">Names of axes, each at most once, with a slice: an index, which drops the axis, or a range.</param>
    /// <exception cref="ArgumentException">The image has no such axis, an axis is named twice, or the numbers of dimensions and axes differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A slice reaches beyond the level.</exception>
    public ArrayView Select(params ReadOnlySpan<(string Axis, Slice Slice)> slices)
    {
        var all = new Slice[axisNames.Length];
        Array.Fill(all, Slice.All);
        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (axis, slice) in slices)
        {
            var index = Array.IndexOf(axisNames, axis);
            if (index < 0 || !named.Add(axis))
            {
                throw new ArgumentException($"{(index < 0 ? "there is no axis" : "twice the axis")} \"{axis}\"; the axes are {string.Join(", ", axisNames)}", nameof(slices));
            }

            all[index] = slice;
        }

        return ZarrArray[all];
    }

    /// <summary>Reads all pixels of the level.</summary>
    /// <inheritdoc cref="ZarrArray.ReadAsync{T}(CancellationToken)"/>
    public Task<T[]> ReadAsync<T>(CancellationToken cancellationToken = default)
        where T : unmanaged => ZarrArray.ReadAsync<T>(cancellationToken);

    /// <summary>Reads a region of the level.</summary>
    /// <inheritdoc cref="ZarrArray.ReadAsync{T}(Region, CancellationToken)"/>
    public Task<T[]> ReadAsync<T>(Region region, CancellationToken cancellationToken = default)
        where T : unmanaged => ZarrArray.ReadAsync<T>(region, cancellationToken);

    /// <summary>Reads a region of the level and reports progress.</summary>
    /// <inheritdoc cref="ZarrArray.ReadAsync{T}(Region, IProgress{ChunkProgress}?, CancellationToken)"/>
    public Task<T[]> ReadAsync<T>(Region region, IProgress<ChunkProgress>? progress, CancellationToken cancellationToken = default)
        where T : unmanaged => ZarrArray.ReadAsync<T>(region, progress, cancellationToken);

    /// <summary>Reads a region of the level into the caller's memory.</summary>
    /// <inheritdoc cref="ZarrArray.ReadAsync{T}(Region, Memory{T}, CancellationToken)"/>
    public Task ReadAsync<T>(Region region, Memory<T> destination, CancellationToken cancellationToken = default)
        where T : unmanaged => ZarrArray.ReadAsync(region, destination, cancellationToken);

    /// <summary>Reads a region of the level into the caller's memory and reports progress.</summary>
    /// <inheritdoc cref="ZarrArray.ReadAsync{T}(Region, Memory{T}, IProgress{ChunkProgress}?, CancellationToken)"/>
    public Task ReadAsync<T>(Region region, Memory<T> destination, IProgress<ChunkProgress>? progress, CancellationToken cancellationToken = default)
        where T : unmanaged => ZarrArray.ReadAsync(region, destination, progress, cancellationToken);

    /// <summary>Reads regions of the level one after the other, and the next ones already while the caller works with one.</summary>
    /// <inheritdoc cref="ZarrArray.ReadRegionsAsync{T}(IEnumerable{Region}, int, CancellationToken)"/>
    public IAsyncEnumerable<(Region Region, T[] Elements)> ReadRegionsAsync<T>(IEnumerable<Region> regions, int ahead = 1, CancellationToken cancellationToken = default)
        where T : unmanaged => ZarrArray.ReadRegionsAsync<T>(regions, ahead, cancellationToken);

    /// <summary>Reads all pixels of the level as a rectangular array: <c>ushort[,] pixels = await level.ReadArrayAsync&lt;ushort[,]&gt;()</c>.</summary>
    /// <inheritdoc cref="ArrayView.ReadArrayAsync{TArray}(CancellationToken)"/>
    public Task<TArray> ReadArrayAsync<TArray>(CancellationToken cancellationToken = default)
        where TArray : class => Select().ReadArrayAsync<TArray>(cancellationToken);

    /// <summary>Reads all pixels of the level as a tensor of its <see cref="Shape"/>.</summary>
    /// <inheritdoc cref="ArrayView.ReadTensorAsync{T}(CancellationToken)"/>
    public Task<Tensor<T>> ReadTensorAsync<T>(CancellationToken cancellationToken = default)
        where T : unmanaged => Select().ReadTensorAsync<T>(cancellationToken);

    /// <inheritdoc/>
    ValueTask IArraySource.ReadAsync(Region region, Memory<byte> destination, CancellationToken cancellationToken) =>
        ((IArraySource)ZarrArray).ReadAsync(region, destination, cancellationToken);
}
