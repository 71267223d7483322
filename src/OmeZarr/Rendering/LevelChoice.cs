using Zarr;

namespace OmeZarr.Rendering;

/// <summary>The level that is read, and the size that it is reduced to.</summary>
internal sealed record LevelChoice(ZarrArray Array, int Width, int Height)
{
    /// <summary>The smallest level that is not smaller than the wanted size; the largest if all are smaller.</summary>
    /// <exception cref="ArgumentException">The image has no such level.</exception>
    internal static LevelChoice Of(ImageToRender image, int size, int? level)
    {
        var array = level is { } index ? Require(image, index) : image.Levels.Where(candidate => Fits(image, candidate)).LastOrDefault(candidate => Longest(image, candidate) >= size) ?? image.Levels[0];
        var (height, width) = (array.Shape[image.Axes.Y], array.Shape[image.Axes.X]);
        var longest = Math.Min(size, Math.Max(height, width));
        return height > width
            ? new LevelChoice(array, Reduced(width, longest, height), (int)longest)
            : new LevelChoice(array, (int)longest, Reduced(height, longest, width));
    }

    /// <summary>The smallest level whose rows and columns are not fewer than those of a picture.</summary>
    internal static LevelChoice Covering(ImageToRender image, int width, int height)
    {
        var array = image.Levels.Where(candidate => Fits(image, candidate)).LastOrDefault(candidate => candidate.Shape[image.Axes.X] >= width && candidate.Shape[image.Axes.Y] >= height) ?? image.Levels[0];
        return new LevelChoice(array, (int)Math.Min(width, array.Shape[image.Axes.X]), (int)Math.Min(height, array.Shape[image.Axes.Y]));
    }

    /// <summary>An empty average of a plane of this level.</summary>
    internal BoxAverage NewAverage(PlaneAxes axes) => new(Width, Height, Array.Shape[axes.Y]);

    private static ZarrArray Require(ImageToRender image, int level) => level >= 0 && level < image.Levels.Count && Fits(image, image.Levels[level])
        ? image.Levels[level]
        : throw new ArgumentException($"level {level}: the image has {(image.Levels.Count == 1 ? "one level, 0" : $"{image.Levels.Count} levels, 0 to {image.Levels.Count - 1}")}", nameof(level));

    /// <summary>Whether a level has pixels, and the same channels and time points as level 0.</summary>
    private static bool Fits(ImageToRender image, ZarrArray level)
    {
        var (axes, first) = (image.Axes, image.Levels[0].Shape);
        return !level.Shape.AsSpan().Contains(0) && axes.Length(axes.C, level.Shape) == axes.Length(axes.C, first) && axes.Length(axes.T, level.Shape) == axes.Length(axes.T, first);
    }

    private static long Longest(ImageToRender image, ZarrArray level) => Math.Max(level.Shape[image.Axes.Y], level.Shape[image.Axes.X]);

    private static int Reduced(long side, long longest, long from) => (int)Math.Clamp(Math.Round((double)side * longest / from), 1, side);
}
