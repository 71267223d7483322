using Zarr;

namespace OmeZarr.Cli.Inputs;

/// <summary>Where the pixels of a smaller copy of an image lie.</summary>
/// <param name="Sizes">The distance between its pixels along each axis, in the unit of the axis.</param>
/// <param name="Origin">The place of its first pixel, in the unit of each axis.</param>
internal sealed record LevelPlace(ValueList<double> Sizes, ValueList<double> Origin)
{
    /// <summary>The place of a copy that covers the same extent as the image.</summary>
    /// <param name="full">The shape of the image.</param>
    /// <param name="level">The shape of the copy.</param>
    /// <param name="sizes">The sizes of the pixels of the image.</param>
    /// <param name="origin">The place of its first pixel; empty for 0.</param>
    internal static LevelPlace Covering(Shape full, Shape level, IReadOnlyList<double> sizes, IReadOnlyList<double> origin)
    {
        double[] larger = [.. sizes.Select((size, axis) => size * full[axis] / level[axis])];
        return new LevelPlace([.. larger], [.. larger.Select((size, axis) => At(origin, axis) + ((size - sizes[axis]) / 2))]);
    }

    /// <summary>The same place with one more axis, along which the copy is as the image.</summary>
    internal LevelPlace Insert(int axis) => new([.. Sizes.Take(axis), 1, .. Sizes.Skip(axis)], [.. Origin.Take(axis), 0, .. Origin.Skip(axis)]);

    /// <summary>The place of the copy after the image has got other sizes of pixels and another origin.</summary>
    internal LevelPlace Moved(IReadOnlyList<double> fromSizes, IReadOnlyList<double> fromOrigin, IReadOnlyList<double> sizes, IReadOnlyList<double> origin)
    {
        // What does not change keeps its digits.
        double SizeAt(int axis) => sizes[axis] == fromSizes[axis] ? Sizes[axis] : Sizes[axis] * (sizes[axis] / fromSizes[axis]);
        double OriginAt(int axis) => sizes[axis] == fromSizes[axis] && At(origin, axis) == At(fromOrigin, axis)
            ? Origin[axis]
            : At(origin, axis) + ((Origin[axis] - At(fromOrigin, axis)) * (sizes[axis] / fromSizes[axis]));

        return new LevelPlace([.. Enumerable.Range(0, Sizes.Count).Select(SizeAt)], [.. Enumerable.Range(0, Origin.Count).Select(OriginAt)]);
    }

    private static double At(IReadOnlyList<double> origin, int axis) => origin.Count > 0 ? origin[axis] : 0;
}
