using OmeZarr.Cli.Inputs;
using OmeZarr.Files;
using OmeZarr.V05;

namespace OmeZarr.Cli.Stores;

/// <summary>The axes of a stored image as the letters of files.</summary>
internal static class StoreAxes
{
    private const string Order = "tczyx";

    /// <summary>One letter for each axis; null if the axes are not t, c, z, y, x in this order, y and x at least.</summary>
    internal static string? Letters(IReadOnlyList<Axis> axes)
    {
        var letters = string.Concat(axes.Select(LetterOf));
        return letters.EndsWith("yx", StringComparison.Ordinal) && letters == string.Concat(Order.Where(letters.Contains)) ? letters : null;
    }

    /// <summary>The pixel size along each axis; null for channels.</summary>
    internal static IReadOnlyList<PhysicalSize?> PixelSizes(Multiscale multiscale, string letters) =>
        [.. multiscale.PixelSize(0).Select((size, axis) => letters[axis] != 'c' && double.IsFinite(size) && size > 0 ? new PhysicalSize(size, UnitOf(multiscale.Axes[axis])) : (PhysicalSize?)null)];

    /// <summary>The place of the first pixel; empty if it is the origin.</summary>
    internal static IReadOnlyList<double> Origin(Multiscale multiscale)
    {
        var origin = multiscale.Origin(0);
        return origin.Any(place => place != 0) && origin.All(double.IsFinite) ? [.. origin] : [];
    }

    /// <summary>Where the pixels of a level lie; null if its sizes or those of full resolution are no sizes.</summary>
    internal static LevelPlace? PlaceOf(Multiscale multiscale, string level)
    {
        var number = multiscale.Datasets.Index().First(dataset => dataset.Item.Path == level).Index;
        var (sizes, origin) = (multiscale.PixelSize(number), multiscale.Origin(number));
        var isSound = sizes.Concat(multiscale.PixelSize(0)).All(size => double.IsFinite(size) && size > 0) && origin.Concat(multiscale.Origin(0)).All(double.IsFinite);
        return isSound ? new LevelPlace([.. sizes], [.. origin]) : null;
    }

    private static char LetterOf(Axis axis) => axis switch
    {
        TimeAxis => 't',
        ChannelAxis => 'c',
        { Name: [var letter] } when Order.Contains(letter, StringComparison.Ordinal) => letter,
        _ => '?',
    };

    private static string? UnitOf(Axis axis) => axis.Unit is { Length: > 0 } unit ? UnitNames.Spelled(unit) : null;
}
