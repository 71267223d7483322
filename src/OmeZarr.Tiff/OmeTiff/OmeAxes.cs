using OmeZarr.Files;
using OmeZarr.Tiff.Axes;
using OmeZarr.Tiff.Pages;

namespace OmeZarr.Tiff.OmeTiff;

/// <summary>The axes of an image, in the order t, c, z, y, x.</summary>
internal static class OmeAxes
{
    /// <param name="path">The file, for messages.</param>
    /// <param name="planes">The pages.</param>
    /// <param name="options">The letters and lengths that the user gave, if any; otherwise the document is followed.</param>
    /// <exception cref="ArgumentException">The user's letters or lengths do not fit.</exception>
    public static IReadOnlyList<ImageAxis> Of(string path, OmePlanes planes, ImageFileOptions options)
    {
        var given = PageSizes.Read(path, options, planes.Pages.Length, planes.Layout.Samples);
        return options.Axes is { } letters
            ? AxisNaming.Name(path, planes.Layout, given ?? PageAxes(planes.Grid, planes.Layout, letters), PlaneNames.Usual, letters).Axes
            : Of(planes.Grid, planes.Layout);
    }

    // Axes of length 1 are dropped.
    private static IReadOnlyList<ImageAxis> Of(OmePlaneGrid grid, PageLayout layout) =>
    [
        .. "tcz".Select(letter => Axis(letter, grid, layout)).Where(axis => axis.Length > 1),
        new ImageAxis { Role = AxisRole.Rows, Name = 'y', Length = layout.Height },
        new ImageAxis { Role = AxisRole.Columns, Name = 'x', Length = layout.Width },
    ];

    private static ImageAxis Axis(char letter, OmePlaneGrid grid, PageLayout layout) =>
        letter == 'c' && layout.Samples > 1
            ? grid.C == 1
                ? new ImageAxis { Role = AxisRole.Samples, Name = 'c', Length = layout.Samples }
                : new ImageAxis { Role = AxisRole.Pages, Name = 'c', Length = (long)grid.C * layout.Samples, PageStride = grid.Stride('c'), SamplesPerPage = layout.Samples }
            : new ImageAxis { Role = AxisRole.Pages, Name = letter, Length = grid.Length(letter), PageStride = grid.Stride(letter) };

    // The user may name an axis of length 1 by its letter to keep it, without the others.
    private static PageAxis[] PageAxes(OmePlaneGrid grid, PageLayout layout, string letters)
    {
        PageAxis[] all = [.. grid.Order.Reverse().Where(letter => letter != 'c' || grid.C > 1 || layout.Samples == 1).Select(letter => new PageAxis(letter, grid.Length(letter)))];
        PageAxis[] kept = [.. all.Where(axis => axis.Length > 1 || letters.Contains(axis.Name!.Value, StringComparison.OrdinalIgnoreCase))];
        var others = layout.Samples > 1 ? 3 : 2;
        return kept.Length + others == letters.Length ? kept : all;
    }
}
