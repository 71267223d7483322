using OmeZarr.Cli.Inputs;
using OmeZarr.Files;
using OmeZarr.V05;

namespace OmeZarr.Cli.Stores;

/// <summary>The axes of a stored image as the letters of files.</summary>
internal static class StoreAxes
{
    private const string Order = "tczyx";

    /// <summary>The order of the axes; null if they are others than t, c, z, y, x, or y or x is missing.</summary>
    internal static StoredOrder? OrderOf(IReadOnlyList<Axis> axes) => StoredOrder.Of(string.Concat(axes.Select(LetterOf)));

    /// <summary>The pixel size along each axis, in the order t, c, z, y, x; null for channels.</summary>
    internal static IReadOnlyList<PhysicalSize?> PixelSizes(Multiscale multiscale, StoredOrder order) => order.Sorted<PhysicalSize?>(
        [.. multiscale.PixelSize(0).Select((size, axis) => LetterOf(multiscale.Axes[axis]) != 'c' && double.IsFinite(size) && size > 0 ? new PhysicalSize(size, UnitOf(multiscale.Axes[axis])) : (PhysicalSize?)null)]);

    /// <summary>The place of the first pixel; empty if it is the origin.</summary>
    internal static IReadOnlyList<double> Origin(Multiscale multiscale, StoredOrder order)
    {
        var origin = multiscale.Origin(0);
        return origin.Any(place => place != 0) && origin.All(double.IsFinite) ? order.Sorted<double>([.. origin]) : [];
    }

    /// <summary>Where the pixels of a level lie; null if its sizes or those of full resolution are no sizes.</summary>
    internal static LevelPlace? PlaceOf(Multiscale multiscale, StoredOrder order, string level)
    {
        var number = multiscale.Datasets.Index().First(dataset => dataset.Item.Path == level).Index;
        var (sizes, origin) = (multiscale.PixelSize(number), multiscale.Origin(number));
        var isSound = sizes.Concat(multiscale.PixelSize(0)).All(size => double.IsFinite(size) && size > 0) && origin.Concat(multiscale.Origin(0)).All(double.IsFinite);
        return isSound ? new LevelPlace([.. order.Sorted<double>([.. sizes])], [.. order.Sorted<double>([.. origin])]) : null;
    }

    /// <summary>The letter of an axis; <c>?</c> for one that files do not have.</summary>
    internal static char LetterOf(Axis axis) => axis switch
    {
        TimeAxis => 't',
        ChannelAxis => 'c',
        { Name: [var letter] } when Order.Contains(letter, StringComparison.Ordinal) => letter,
        _ => '?',
    };

    private static string? UnitOf(Axis axis) => axis.Unit is { Length: > 0 } unit ? UnitNames.Spelled(unit) : null;
}
