using System.Globalization;
using OmeZarr.Pyramids.Kernels;
using OmeZarr.V05;
using Zarr;

namespace OmeZarr.Pyramids;

/// <summary>The levels of an image of which full resolution is given: metadata, shapes and factors. Nothing is read or created.</summary>
/// <param name="Multiscale">The given metadata with a dataset for each level.</param>
/// <param name="Levels">All levels, that of full resolution first.</param>
/// <param name="Method">How each level is computed from the level before.</param>
internal sealed record PyramidPlan(Multiscale Multiscale, IReadOnlyList<PyramidLevel> Levels, Downsampling Method)
{
    /// <summary>What the caller should know, with locations in the document of the image.</summary>
    internal IReadOnlyList<Finding> Warnings { get; private init; } = [];

    /// <summary>Plans the levels of an image.</summary>
    /// <param name="pyramid">The user's choice, not <see cref="Pyramid.None"/>.</param>
    /// <param name="multiscale">Valid metadata with one dataset.</param>
    /// <param name="finest">Shape and type at full resolution.</param>
    /// <exception cref="ArgumentException">The metadata has more datasets, an axis is missing, or the method cannot be applied to the type.</exception>
    internal static PyramidPlan Create(Pyramid pyramid, Multiscale multiscale, ArraySpec finest)
    {
        Require(multiscale, finest);
        var plan = Of(multiscale, finest, PyramidFactors.Of(pyramid, multiscale, finest.Shape), MethodFor(pyramid, finest.DataType));
        return pyramid.Rule == PyramidRule.Steps ? plan with { Warnings = NarrowLevels(plan) } : plan;
    }

    /// <summary>Plans the levels of a label image: as many as its image has, with the factors of the axes that both have.</summary>
    /// <param name="pyramid">The user's choice, of which the method counts.</param>
    /// <param name="label">Valid metadata of the label image with one dataset.</param>
    /// <param name="finest">Shape and type of the label image at full resolution.</param>
    /// <param name="image">Metadata of the image.</param>
    /// <param name="imageShapes">The shape of each level of the image.</param>
    /// <exception cref="ArgumentException">As for <see cref="Create"/>.</exception>
    internal static PyramidPlan ForLabel(Pyramid pyramid, Multiscale label, ArraySpec finest, Multiscale image, IReadOnlyList<Shape> imageShapes)
    {
        Require(label, finest);
        return Of(label, finest, PyramidFactors.Like(image, imageShapes, label), MethodFor(pyramid.ForLabels, finest.DataType));
    }

    /// <summary>The same levels at other paths.</summary>
    internal PyramidPlan WithPaths(IEnumerable<string> paths)
    {
        List<PyramidLevel> levels = [.. Levels.Zip(paths, (level, path) => level with { Dataset = level.Dataset with { Path = path } })];
        return this with { Multiscale = Multiscale with { Datasets = [.. levels.Select(level => level.Dataset)] }, Levels = levels };
    }

    private static PyramidPlan Of(Multiscale multiscale, ArraySpec finest, IReadOnlyList<ValueList<long>> steps, Downsampling method)
    {
        var levels = new List<PyramidLevel> { new(finest.Shape, [.. finest.Shape.Select(_ => 1L)], multiscale.Datasets[0]) };
        var whole = finest.Shape.Select(_ => 1.0).ToArray();
        foreach (var step in steps)
        {
            whole = [.. whole.Zip(step, (before, factor) => before * factor)];
            levels.Add(new PyramidLevel(PyramidFactors.Apply(levels[^1].Shape, step), step, Coarser(multiscale.Datasets[0], levels.Count, whole, method)));
        }

        var type = levels.Count > 1 ? multiscale.Type ?? NameOf(method) : multiscale.Type;
        return new PyramidPlan(multiscale with { Datasets = [.. levels.Select(level => level.Dataset)], Type = type }, levels, method);
    }

    private static void Require(Multiscale multiscale, ArraySpec finest)
    {
        if (multiscale.Datasets.Count != 1)
        {
            throw new ArgumentException(
                $"the metadata has {multiscale.Datasets.Count} datasets; a pyramid is computed of an image with one dataset, so leave out the others, or choose {nameof(Pyramid)}.{nameof(Pyramid.None)} and give each level");
        }

        if (finest.Shape.Rank != multiscale.Axes.Count)
        {
            throw new ArgumentException($"the array ({finest.Shape}) has {Counted.Of(finest.Shape.Rank, "dimension")}, the image has {multiscale.Axes.Count} axes ({string.Join(", ", multiscale.Axes.Select(axis => axis.Name))})");
        }
    }

    private static Downsampling MethodFor(Pyramid pyramid, DataType dataType)
    {
        var method = pyramid.Method ?? (dataType.Kind == DataTypeKind.Boolean ? Downsampling.Mode : Downsampling.Mean);
        BoxReducer.Require(method, dataType);
        return method;
    }

    /// <summary>The dataset of a level. All levels are described from level 0, so that roundings do not add up.</summary>
    private static Dataset Coarser(Dataset finest, int level, double[] factors, Downsampling method)
    {
        var scale = finest.ScaleTransform?.Scale is { } known && known.Count == factors.Length ? [.. known] : factors.Select(_ => 1.0).ToArray();
        var origin = finest.TranslationTransform?.Translation is { } given && given.Count == factors.Length ? [.. given] : new double[factors.Length];
        var path = PathOf(finest.Path, level);
        var coarser = new ScaleTransformation([.. scale.Zip(factors, (s, factor) => s * factor)]);
        return method == Downsampling.Stride || (finest.TranslationTransform is null && factors.All(factor => factor == 1))
            ? new Dataset(path, finest.TranslationTransform is { } same ? [coarser, same] : [coarser])
            : new Dataset(path, coarser, new TranslationTransformation([.. origin.Select((start, axis) => start + (scale[axis] * (factors[axis] - 1) / 2))]));
    }

    /// <summary>The path of level 0 with another number: <c>0</c> and <c>1</c>, <c>s0</c> and <c>s1</c>; without the number 0 at its end, <c>full</c> and <c>full_1</c>.</summary>
    private static string PathOf(string finest, int level)
    {
        var number = level.ToString(CultureInfo.InvariantCulture);
        return finest is [.. var stem, '0'] && (stem.Length == 0 || !char.IsAsciiDigit(stem[^1])) ? stem + number : $"{finest}_{number}";
    }

    // Lower case, as the examples of the specification.
    private static string NameOf(Downsampling method) => method switch
    {
        Downsampling.Mean => "mean",
        Downsampling.Stride => "stride",
        Downsampling.Mode => "mode",
        Downsampling.Min => "min",
        Downsampling.Max => "max",
        _ => "median",
    };

    private static IReadOnlyList<Finding> NarrowLevels(PyramidPlan plan) =>
    [
        .. plan.Levels.Index().Skip(1).Where(level => level.Item.Shape is { Rank: > 0 } shape && shape[shape.Rank - 1] is 3 or 4).Select(level => new Finding(
            "pyramid-narrow-level",
            Severity.Warning,
            $"ome.multiscales[0].datasets[{level.Index}]",
            $"level \"{level.Item.Dataset.Path}\" ({level.Item.Shape}) is {level.Item.Shape[level.Item.Shape.Rank - 1]} pixels wide, which viewers take for the channels of an RGB image; choose fewer levels")),
    ];
}

/// <summary>A level of a pyramid.</summary>
/// <param name="Shape">Lengths of its array.</param>
/// <param name="Factors">How many elements of the level before become one, along each axis; 1 for level 0.</param>
/// <param name="Dataset">Path and transformations.</param>
internal sealed record PyramidLevel(Shape Shape, ValueList<long> Factors, Dataset Dataset);
