using OmeZarr.Rendering.Planes;
using Zarr;

namespace OmeZarr.Rendering;

/// <summary>The level that is read, and what is made of its planes.</summary>
internal sealed record LevelChoice(ZarrArray Array, PictureFrame Frame)
{
    /// <summary>Columns of the picture.</summary>
    internal int Width => (int)Frame.Part.Width;

    /// <summary>Rows of the picture.</summary>
    internal int Height => (int)Frame.Part.Height;

    /// <summary>The smallest level that is not smaller than the wanted size; the largest if all are smaller.</summary>
    /// <exception cref="ArgumentException">The image has no such level.</exception>
    internal static LevelChoice Of(ImageToRender image, int size, int? level)
    {
        var array = level is { } index ? Require(image, index) : image.Levels.Where(candidate => Fits(image, candidate)).LastOrDefault(candidate => Longest(image, candidate) >= size) ?? image.Levels[0];
        var (height, width) = (array.Shape[image.Axes.Y], array.Shape[image.Axes.X]);
        var longest = Math.Min(size, Math.Max(height, width));
        return new LevelChoice(array, height > width
            ? PictureFrame.Whole(Reduced(width, longest, height), (int)longest)
            : PictureFrame.Whole((int)longest, Reduced(height, longest, width)));
    }

    /// <summary>The smallest level that is as large as the plane of a picture. A level may lack one row or column, because levels are rounded differently.</summary>
    internal static LevelChoice Of(ImageToRender image, PictureFrame frame) => new(Covering(image, frame.PlaneWidth - 1, frame.PlaneHeight - 1), frame);

    /// <summary>The smallest level whose rows and columns are not fewer than those of a picture, for labels that lie over it. Labels that are smaller stay so.</summary>
    internal static LevelChoice Below(ImageToRender image, PictureFrame frame)
    {
        var array = Covering(image, frame.PlaneWidth, frame.PlaneHeight);
        var (width, height) = (Math.Min(frame.PlaneWidth, array.Shape[image.Axes.X]), Math.Min(frame.PlaneHeight, array.Shape[image.Axes.Y]));
        return new LevelChoice(array, new PictureFrame(width, height, frame.In(width, height)));
    }

    /// <summary>The part of the level that the picture shows.</summary>
    internal PlanePart Source(PlaneAxes axes)
    {
        var (width, height) = (Array.Shape[axes.X], Array.Shape[axes.Y]);
        if (!IsUnreduced(axes))
        {
            return Frame.In(width, height);
        }

        var (x, y) = (Math.Min(Frame.Part.X, width - 1), Math.Min(Frame.Part.Y, height - 1));
        return new PlanePart(x, y, Math.Min(Frame.Part.Right, width) - x, Math.Min(Frame.Part.Bottom, height) - y);
    }

    /// <summary>Whether the pixels of the picture are those of the level, which may lack the last row or column.</summary>
    internal bool IsUnreduced(PlaneAxes axes) => Frame.PlaneWidth - Array.Shape[axes.X] is 0 or 1 && Frame.PlaneHeight - Array.Shape[axes.Y] is 0 or 1;

    /// <summary>An empty picture of one channel.</summary>
    internal ReducedPlane NewPlane(PlaneAxes axes) => IsUnreduced(axes) ? new CopiedPlane(Width, Height, Source(axes)) : NewAverage(axes);

    /// <summary>An empty average of a plane of this level.</summary>
    internal BoxAverage NewAverage(PlaneAxes axes) => new(Frame, Array.Shape[axes.X], Array.Shape[axes.Y]);

    private static ZarrArray Covering(ImageToRender image, long width, long height) =>
        image.Levels.Where(candidate => Fits(image, candidate)).LastOrDefault(candidate => candidate.Shape[image.Axes.X] >= width && candidate.Shape[image.Axes.Y] >= height) ?? image.Levels[0];

    private static ZarrArray Require(ImageToRender image, int level) => level >= 0 && level < image.Levels.Count && Fits(image, image.Levels[level])
        ? image.Levels[level]
        : throw new ArgumentException($"level {level}: the image has {(image.Levels.Count == 1 ? "one level, 0" : $"{image.Levels.Count} levels, 0 to {image.Levels.Count - 1}")}", nameof(level));

    /// <summary>Whether a level has pixels, and the same channels and time points as level 0.</summary>
    private static bool Fits(ImageToRender image, ZarrArray level)
    {
        var (axes, first) = (image.Axes, image.Levels[0].Shape);
        return !level.Shape.AsSpan().Contains(0) && PlaneAxes.Length(axes.C, level.Shape) == PlaneAxes.Length(axes.C, first) && PlaneAxes.Length(axes.T, level.Shape) == PlaneAxes.Length(axes.T, first);
    }

    private static long Longest(ImageToRender image, ZarrArray level) => Math.Max(level.Shape[image.Axes.Y], level.Shape[image.Axes.X]);

    private static int Reduced(long side, long longest, long from) => (int)Math.Clamp(Math.Round((double)side * longest / from), 1, side);
}
