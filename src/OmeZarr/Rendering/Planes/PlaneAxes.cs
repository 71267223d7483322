using OmeZarr.V05;
using Zarr;

namespace OmeZarr.Rendering.Planes;

/// <summary>Which dimensions of the arrays are the rows, columns, planes, channels and time points. There may be others.</summary>
internal sealed record PlaneAxes(int Y, int X, int? Z, int? C, int? T)
{
    /// <summary>The dimensions that are none of these, with their names.</summary>
    internal IReadOnlyList<(int Axis, string Name)> Others { get; private init; } = [];

    /// <exception cref="OmeZarrException">The image has fewer than two dimensions, or no pixels.</exception>
    internal static PlaneAxes Of(ValueList<Axis> axes, ZarrArray level)
    {
        if (axes.Count < 2 || level.Shape.AsSpan().Contains(0))
        {
            throw new OmeZarrException(
                $"{level} of {level.Store} cannot be rendered", [new("picture", Severity.Error, string.Empty, axes.Count < 2 ? "an image has at least two dimensions" : "the image has no pixels")]);
        }

        string[] names = [.. axes.Select(axis => axis.Name)];
        var x = IndexOf(names, "x") ?? names.Length - 1;
        var y = IndexOf(names, "y") is { } row && row != x ? row : Enumerable.Range(0, names.Length).Last(axis => axis != x);
        var c = Unlike(Typed<ChannelAxis>() ?? IndexOf(names, "c"), x, y);
        var t = Unlike(Typed<TimeAxis>() ?? IndexOf(names, "t"), x, y, c);
        var known = new PlaneAxes(y, x, Unlike(IndexOf(names, "z"), x, y, c, t), c, t);
        int?[] used = [y, x, known.Z, known.C, known.T];
        return known with { Others = [.. names.Index().Where(axis => !used.Contains(axis.Index))] };

        int? Typed<T>() => axes.Index().Where(axis => axis.Item is T).Select(axis => (int?)axis.Index).FirstOrDefault();

        static int? Unlike(int? axis, params ReadOnlySpan<int?> others) => others.Contains(axis) ? null : axis;
    }

    /// <summary>The length of an axis; 1 for one that the image does not have.</summary>
    internal static long Length(int? axis, Shape shape) => axis is { } dimension ? shape[dimension] : 1;

    private static int? IndexOf(string[] names, string name) => Array.IndexOf(names, name) is >= 0 and var index ? index : null;
}
