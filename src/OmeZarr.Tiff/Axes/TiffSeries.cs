using OmeZarr.Tiff.Pages;

namespace OmeZarr.Tiff.Axes;

/// <summary>The pages of a file that make up its image, the axes of that image and the physical sizes along them.</summary>
internal sealed record TiffSeries
{
    public required IReadOnlyList<TiffPage> Pages { get; init; }

    public required IReadOnlyList<ImageAxis> Axes { get; init; }

    public required IReadOnlyList<PhysicalSize?> PixelSizes { get; init; }

    public PageLayout Layout => Pages[0].Layout;
}
