using OmeZarr.V05;
using Zarr;

namespace OmeZarr.Pyramids;

/// <summary>The factors of each step of a pyramid, one for each axis.</summary>
internal static class PyramidFactors
{
    /// <summary>The longest y and x that <see cref="Pyramid.Auto"/> leaves as they are.</summary>
    private const long SmallEnough = 256;

    /// <summary>The steps that a user wishes for an image. None makes the image no smaller.</summary>
    /// <exception cref="ArgumentException">The image lacks an axis.</exception>
    internal static IReadOnlyList<ValueList<long>> Of(Pyramid pyramid, Multiscale multiscale, Shape finest)
    {
        var steps = new List<ValueList<long>>();
        var (shape, spacing) = (finest, multiscale.PixelSize(0).ToArray());
        while (Next(pyramid, multiscale, shape, spacing, steps.Count) is { } step && Apply(shape, step) is var coarser && coarser != shape)
        {
            steps.Add(step);
            shape = coarser;
            spacing = [.. spacing.Zip(step, (before, factor) => before * factor)];
        }

        return steps;
    }

    /// <summary>The steps between the levels of an image, for the axes of a label image by name.</summary>
    internal static IReadOnlyList<ValueList<long>> Like(Multiscale image, IReadOnlyList<Shape> shapes, Multiscale label) =>
    [
        .. shapes.Skip(1).Zip(shapes, (coarser, finer) => (ValueList<long>)[.. label.Axes.Select(axis =>
            image.Axes.Index().Where(other => other.Item.Name == axis.Name).Select(other => Between(finer[other.Index], coarser[other.Index])).FirstOrDefault(1))]),
    ];

    /// <summary>The lengths after a step; parts of a box count.</summary>
    internal static Shape Apply(Shape shape, ValueList<long> factors) => [.. shape.Zip(factors, (length, factor) => (length / factor) + (length % factor > 0 ? 1 : 0))];

    private static ValueList<long>? Next(Pyramid pyramid, Multiscale multiscale, Shape shape, double[] spacing, int index) => pyramid.Rule switch
    {
        PyramidRule.Steps when index < pyramid.Steps.Count => Given(pyramid.Steps[index], multiscale),
        PyramidRule.Steps => null,
        _ => Automatic(pyramid, multiscale, shape, spacing),
    };

    private static ValueList<long> Given(PyramidStep step, Multiscale multiscale)
    {
        if (step.Factors.Count == 0)
        {
            var plane = SpaceOf(multiscale).TakeLast(2).ToHashSet();
            return [.. multiscale.Axes.Select((_, axis) => plane.Contains(axis) ? 2L : 1)];
        }

        // A factor of 1 asks nothing of an axis, so images may lack it.
        var missing = step.Factors.FirstOrDefault(factor => factor.Factor > 1 && multiscale.Axes.All(axis => axis.Name != factor.Axis));
        return missing is null
            ? [.. multiscale.Axes.Select(axis => (long)(step.Factors.FirstOrDefault(factor => factor.Axis == axis.Name)?.Factor ?? 1))]
            : throw new ArgumentException($"the image has no axis \"{missing.Axis}\" for the factor {missing.Factor}; its axes are {string.Join(", ", multiscale.Axes.Select(axis => axis.Name))}");
    }

    private static ValueList<long>? Automatic(Pyramid pyramid, Multiscale multiscale, Shape shape, double[] spacing)
    {
        var space = SpaceOf(multiscale);
        var halved = space.TakeLast(2).Where(axis => shape[axis] > SmallEnough).ToHashSet();
        if (halved.Count == 0)
        {
            return null;
        }

        if (pyramid.Rule == PyramidRule.Isotropic && space is [.., var z, _, var x]
            && multiscale.Axes[z].Unit is { } unit && unit == multiscale.Axes[x].Unit && spacing[z] <= spacing[x])
        {
            halved.Add(z);
        }

        return [.. multiscale.Axes.Select((_, axis) => halved.Contains(axis) ? 2L : 1)];
    }

    private static int[] SpaceOf(Multiscale multiscale) => [.. multiscale.Axes.Index().Where(axis => axis.Item is SpaceAxis).Select(axis => axis.Index)];

    /// <summary>The smallest factor that gives the length by rounding up or, failing that, the nearest one: other writers round down.</summary>
    private static long Between(long finer, long coarser)
    {
        if (coarser < 1 || coarser >= finer)
        {
            return 1;
        }

        var factor = ((finer - 1) / coarser) + 1;
        return (finer - 1) / factor + 1 == coarser ? factor : Math.Max(1, (long)Math.Round((double)finer / coarser));
    }
}
