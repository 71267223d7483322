using OmeZarr.Files;
using OmeZarr.Tiff.Pages;

namespace OmeZarr.Tiff.Axes;

/// <summary>One image of a file: its pages, and what the file says about them.</summary>
internal sealed record TiffSeries
{
    /// <summary>The pages along the axes of pages, the last axis fastest; null where a page is missing and reads as zeros.</summary>
    public required IReadOnlyList<TiffPage?> Pages { get; init; }

    public required IReadOnlyList<ImageAxis> Axes { get; init; }

    /// <summary>The layout that all pages share, apart from how they are stored.</summary>
    public required PageLayout Layout { get; init; }

    /// <summary>One for each axis.</summary>
    public required IReadOnlyList<PhysicalSize?> PixelSizes { get; init; }

    public string? Name { get; init; }

    public FileImageKind Kind { get; init; }

    /// <inheritdoc cref="FileImage.Channels"/>
    public IReadOnlyList<FileChannel> Channels { get; init; } = [];

    /// <summary>The smaller copies, from large to small.</summary>
    public IReadOnlyList<TiffSeries> Levels { get; init; } = [];

    /// <summary>One for each axis, or empty.</summary>
    public IReadOnlyList<FilePosition?> Position { get; init; } = [];

    public FileWell? Well { get; init; }

    /// <summary>How the pixels are turned and mirrored when they are read: 1 to 8, as the tag Orientation counts. 1 leaves them as they are stored.</summary>
    public int Orientation { get; init; } = 1;

    /// <summary>The image with other pages, of another size.</summary>
    public TiffSeries WithPages(IReadOnlyList<TiffPage?> pages, PageLayout layout) => this with
    {
        Pages = pages,
        Layout = layout,
        Axes = [.. Axes.Select(axis => axis.Role switch
        {
            AxisRole.Rows => axis with { Length = layout.Height },
            AxisRole.Columns => axis with { Length = layout.Width },
            _ => axis,
        })],
        PixelSizes = [.. Axes.Zip(PixelSizes, (axis, size) => Scaled(size, axis.Role switch
        {
            AxisRole.Rows => Layout.Height / (double)layout.Height,
            AxisRole.Columns => Layout.Width / (double)layout.Width,
            _ => 1,
        }))],
        Levels = [],
    };

    private static PhysicalSize? Scaled(PhysicalSize? size, double factor) => size is { } known ? known with { Value = known.Value * factor } : null;
}
