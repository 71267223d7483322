using OmeZarr.Files;
using OmeZarr.Tiff.Axes;
using OmeZarr.Tiff.Samples;

namespace OmeZarr.Tiff.Images;

/// <summary>The tag Orientation: which edges of the stored page are the top and the left of the picture.</summary>
internal static class Orientations
{
    // From 5 on, rows and columns change places.
    private const int FirstTransposed = 5;

    /// <summary>Applies the orientation of the images, or says that it is not applied.</summary>
    public static TiffMeaning Handle(TiffMeaning meaning, ImageFileOptions options)
    {
        if (meaning.Series.All(series => series.Layout.Orientation == 1))
        {
            return meaning;
        }

        return options.AppliesOrientation
            ? meaning with { Series = [.. meaning.Series.Select(series => Apply(series, series.Layout.Orientation))] }
            : meaning with { Findings = [.. meaning.Findings, .. meaning.Series.Where(series => series.Layout.Orientation != 1).Select(series => Finding(series, series.Layout.Orientation))] };
    }

    public static bool IsTransposed(int orientation) => orientation >= FirstTransposed;

    private static FileFinding Finding(TiffSeries series, int orientation) => new(
        FileFindingKind.LeftOut,
        $"{(series.Name is { } name ? $"image \"{name}\"" : series.Pages[0] is { } page ? $"page {page.Number}" : "an image")} is to be shown {OrientedSource.Describe(orientation)} (Orientation {orientation}); the pixels were read as they are stored");

    private static TiffSeries Apply(TiffSeries series, int orientation) => orientation == 1
        ? series
        : series with
        {
            Orientation = orientation,
            PixelSizes = IsTransposed(orientation) ? Exchanged(series.Axes, series.PixelSizes) : series.PixelSizes,
            Position = IsTransposed(orientation) && series.Position.Count > 0 ? Exchanged(series.Axes, series.Position) : series.Position,
            Levels = [.. series.Levels.Select(level => level with { Orientation = orientation })],
        };

    private static T[] Exchanged<T>(IReadOnlyList<ImageAxis> axes, IReadOnlyList<T> values)
    {
        var result = values.ToArray();
        var (y, x) = (axes.Index().First(axis => axis.Item.Role == AxisRole.Rows).Index, axes.Index().First(axis => axis.Item.Role == AxisRole.Columns).Index);
        (result[y], result[x]) = (result[x], result[y]);
        return result;
    }
}
