using OmeZarr.Tiff.Blocks;
using Zarr;

namespace OmeZarr.Tiff.Axes;

/// <summary>Splits a region of the image into windows of pages. The axes may be in any order, because each axis has its own stride in the destination.</summary>
internal sealed class RegionReader(TiffSeries series, PageReader pages)
{
    private readonly ImageAxis[] axes = [.. series.Axes];

    public void Read(Region region, Span<byte> destination, CancellationToken cancellationToken)
    {
        if (destination.IsEmpty)
        {
            return;
        }

        var strides = Strides(region);
        var window = ToWindow(region, strides);
        var index = new long[axes.Length];
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (page, start) = Locate(region, strides, index);
            pages.Read(series.Pages[(int)page], window, destination[(int)start..]);
        }
        while (MoveNext(region, index));
    }

    /// <summary>Strides of the destination in bytes, one for each axis. The destination is in C order.</summary>
    private long[] Strides(Region region)
    {
        var strides = new long[axes.Length];
        var stride = (long)series.Layout.DataType.Size;
        for (var d = axes.Length - 1; d >= 0; d--)
        {
            strides[d] = stride;
            stride *= region.Shape[d];
        }

        return strides;
    }

    private PageWindow ToWindow(Region region, long[] strides)
    {
        var (y, x, s) = (Find(AxisRole.Rows), Find(AxisRole.Columns), Find(AxisRole.Samples));
        return new PageWindow
        {
            Rows = (region.Offset[y], region.Shape[y]),
            Columns = (region.Offset[x], region.Shape[x]),
            Samples = s < 0 ? (0, 1) : ((int)region.Offset[s], (int)region.Shape[s]),
            RowStride = strides[y],
            ColumnStride = strides[x],
            SampleStride = s < 0 ? 0 : strides[s],
        };
    }

    private int Find(AxisRole role) => Array.FindIndex(axes, axis => axis.Role == role);

    private (long Page, long Start) Locate(Region region, long[] strides, long[] index)
    {
        var (page, start) = (0L, 0L);
        for (var d = 0; d < axes.Length; d++)
        {
            if (axes[d].Role == AxisRole.Pages)
            {
                page += (region.Offset[d] + index[d]) * axes[d].PageStride;
                start += index[d] * strides[d];
            }
        }

        return (page, start);
    }

    private bool MoveNext(Region region, long[] index)
    {
        for (var d = axes.Length - 1; d >= 0; d--)
        {
            if (axes[d].Role == AxisRole.Pages && ++index[d] < region.Shape[d])
            {
                return true;
            }

            index[d] = 0;
        }

        return false;
    }
}
