using OmeZarr.Tiff.Blocks;
using OmeZarr.Tiff.Pages;
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
            var (page, sample, start) = Locate(region, strides, index);
            ReadPage(series.Pages[(int)page], sample is { } single ? window with { Samples = (single, 1) } : window, destination[(int)start..]);
        }
        while (MoveNext(region, index));
    }

    private void ReadPage(TiffPage? page, in PageWindow window, Span<byte> destination)
    {
        if (page is not null)
        {
            pages.Read(page, window, destination);
        }
        else
        {
            Clear(window, series.Layout.DataType.Size, destination);
        }
    }

    /// <summary>A missing page reads as zeros.</summary>
    private static void Clear(in PageWindow window, int size, Span<byte> destination)
    {
        for (var s = 0L; s < window.Samples.Count; s++)
        {
            for (var r = 0L; r < window.Rows.Count; r++)
            {
                for (var c = 0L; c < window.Columns.Count; c++)
                {
                    destination.Slice((int)((s * window.SampleStride) + (r * window.RowStride) + (c * window.ColumnStride)), size).Clear();
                }
            }
        }
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

    /// <summary>The page at an index, the only sample to take of it (null for those of the window), and where its part of the destination starts.</summary>
    private (long Page, int? Sample, long Start) Locate(Region region, long[] strides, long[] index)
    {
        var (page, start, sample) = (0L, 0L, (int?)null);
        for (var d = 0; d < axes.Length; d++)
        {
            if (axes[d].Role == AxisRole.Pages)
            {
                var at = region.Offset[d] + index[d];
                page += at / axes[d].SamplesPerPage * axes[d].PageStride;
                sample = axes[d].SamplesPerPage > 1 ? (int)(at % axes[d].SamplesPerPage) : sample;
                start += index[d] * strides[d];
            }
        }

        return (page, sample, start);
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
