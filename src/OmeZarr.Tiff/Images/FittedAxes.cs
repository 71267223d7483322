using OmeZarr.Tiff.Axes;

namespace OmeZarr.Tiff.Images;

/// <summary>The axes of pages that a description names, for another number of pages than it describes.</summary>
internal static class FittedAxes
{
    /// <summary>The axes for fewer pages: the slowest axis ends with the last page. If its last part is not complete, there are a few more places than pages.</summary>
    /// <param name="axes">The axes, slowest first, with more places than there are pages.</param>
    /// <param name="pages">Number of pages; at least 1.</param>
    public static PageAxis[] Cut(IReadOnlyList<PageAxis> axes, long pages)
    {
        PageAxis[] result = [.. axes];
        var places = PlacesOfFasterAxes(axes);
        for (var i = 0; i < result.Length; i++)
        {
            var length = (long)((pages + places[i] - 1) / places[i]);
            result[i] = result[i] with { Length = length };
            if (length > 1)
            {
                break;
            }
        }

        return result;
    }

    /// <summary>The axes for more pages: the slowest axis becomes longer, if that gives a place to each page; otherwise one axis without a letter.</summary>
    public static PageAxis[] Extend(IReadOnlyList<PageAxis> axes, long pages)
    {
        var places = PlacesOfFasterAxes(axes);
        return axes.Count > 0 && pages % places[0] == 0
            ? [axes[0] with { Length = (long)(pages / places[0]) }, .. axes.Skip(1)]
            : [new PageAxis(null, pages)];
    }

    /// <summary>For each axis the product of the lengths of the axes after it, at most 63 bits.</summary>
    private static Int128[] PlacesOfFasterAxes(IReadOnlyList<PageAxis> axes)
    {
        var places = new Int128[axes.Count];
        var product = (Int128)1;
        for (var i = axes.Count - 1; i >= 0; i--)
        {
            places[i] = product;
            product = Int128.Min(long.MaxValue, product * axes[i].Length);
        }

        return places;
    }
}
