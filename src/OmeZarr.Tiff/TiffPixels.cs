using OmeZarr.Tiff.Axes;
using OmeZarr.Tiff.Blocks;
using Zarr;

namespace OmeZarr.Tiff;

/// <summary>The pixels of one image of a file. A read decodes only the strips and tiles that intersect its region.</summary>
internal sealed class TiffPixels(TiffSeries series, PageReader pages) : IArraySource
{
    private readonly RegionReader reader = new(series, pages);

    public Shape Shape { get; } = Shape.Create([.. series.Axes.Select(axis => axis.Length)]);

    public DataType DataType => series.Layout.DataType;

    /// <summary>Reads and decodes on the calling thread, so that a writer's workers share the work. The returned task is complete.</summary>
    /// <exception cref="TiffFormatException">A strip or tile of the region is damaged or missing.</exception>
    /// <exception cref="ArgumentException">The region lies outside the image, or the destination has another size.</exception>
    public ValueTask ReadAsync(Region region, Memory<byte> destination, CancellationToken cancellationToken)
    {
        region.RequireInside(Shape);
        region.RequireLength(destination.Length, DataType.Size);

        try
        {
            reader.Read(region, destination.Span, cancellationToken);
            return ValueTask.CompletedTask;
        }
        catch (Exception error) when (error is IOException or OperationCanceledException)
        {
            return ValueTask.FromException(error);
        }
    }
}
