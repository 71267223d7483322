using OmeZarr.Rules.Hierarchy;
using OmeZarr.V05;
using Zarr;

namespace OmeZarr.Validating;

/// <summary>Compares the levels of a multiscale with each other.</summary>
/// <param name="log">Takes the findings.</param>
/// <param name="multiscale">The metadata.</param>
/// <param name="at">Location of the multiscale.</param>
internal sealed class LevelsCheck(NodeLog log, Multiscale multiscale, string at)
{
    /// <summary>Factors of downsampling are often rounded when they are written.</summary>
    private const double Rounding = 1e-4;

    /// <param name="levels">The arrays; null for those that cannot be opened.</param>
    public void Run(IReadOnlyList<ZarrArray?> levels)
    {
        ZarrArray? before = null;
        foreach (var (i, level) in levels.Index())
        {
            if (level is null || level.Shape.Rank != multiscale.Axes.Count)
            {
                continue;
            }

            if (before is not null)
            {
                CheckGrowth(i, level, before);
            }

            if (i > 0 && levels[0] is { } first && first.Shape.Rank == level.Shape.Rank)
            {
                CheckType(i, level, first);
                CheckExtent(i, level, first);
            }

            before = level;
        }
    }

    private void CheckGrowth(int i, ZarrArray level, ZarrArray before)
    {
        var longer = Axes(d => level.Shape[d] > before.Shape[d]);
        if (longer.Count > 0)
        {
            log.Report(DatasetNodeRules.Growing, $"{at}.datasets[{i}].path", $"is longer along {string.Join(", ", longer)} than the level before it: {level.Shape} after {before.Shape}");
        }
    }

    private void CheckType(int i, ZarrArray level, ZarrArray first)
    {
        if (level.DataType != first.DataType)
        {
            log.Report(DatasetNodeRules.DataTypes, $"{at}.datasets[{i}].path", $"is {level.DataType.Name}; the first level is {first.DataType.Name}");
        }
    }

    private void CheckExtent(int i, ZarrArray level, ZarrArray first)
    {
        var (pixel, firstPixel) = (multiscale.PixelSize(i), multiscale.PixelSize(0));
        var wrong = Axes(d => IsOther(level.Shape[d] * pixel[d], first.Shape[d] * firstPixel[d], pixel[d]));
        if (wrong.Count > 0)
        {
            var d = multiscale.Axes.Index().First(axis => axis.Item.Name == wrong[0]).Index;
            log.Report(
                DatasetNodeRules.Extent,
                $"{at}.datasets[{i}].coordinateTransformations",
                $"along {string.Join(", ", wrong)} shape times scale is not that of the first level: {level.Shape[d]} × {pixel[d]:G6}, expected about {first.Shape[d]} × {firstPixel[d]:G6}");
        }
    }

    private static bool IsOther(double extent, double first, double pixel) =>
        double.IsFinite(extent) && double.IsFinite(first) && pixel > 0 && first > 0 && Math.Abs(extent - first) > pixel + (Rounding * first);

    private List<string> Axes(Func<int, bool> which) => [.. multiscale.Axes.Index().Where(axis => which(axis.Index)).Select(axis => axis.Item.Name)];
}
