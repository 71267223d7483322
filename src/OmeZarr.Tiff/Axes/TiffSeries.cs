using OmeZarr.Tiff.Pages;

namespace OmeZarr.Tiff.Axes;

/// <summary>The pages, the axes and the physical sizes of the image in a file.</summary>
internal sealed record TiffSeries
{
    public required IReadOnlyList<TiffPage> Pages { get; init; }

    public required IReadOnlyList<ImageAxis> Axes { get; init; }

    public required IReadOnlyList<PhysicalSize?> PixelSizes { get; init; }

    public PageLayout Layout => Pages[0].Layout;
}
