namespace OmeZarr.V05;

/// <summary>The arithmetic of scales and translations over the levels of a pyramid.</summary>
internal static class Pyramid
{
    public static Dataset Level(IReadOnlyList<Dimension> dimensions, int level, Downsampling downsampling)
    {
        var scale = new ScaleTransformation([.. dimensions.Select(d => d.Scale * Factor(d, level))]);
        var path = level.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var shifts = dimensions.Select(d => downsampling == Downsampling.Averaging ? d.Scale * (Factor(d, level) - 1) / 2 : 0).ToArray();
        if (dimensions.All(d => d.Translation is null) && shifts.All(s => s == 0))
        {
            return new Dataset(path, scale);
        }

        return new Dataset(path, scale, new TranslationTransformation([.. dimensions.Zip(shifts, (d, shift) => (d.Translation ?? 0) + shift)]));
    }

    public static double Scale(ValueList<CoordinateTransformation>? transformations, int axis) =>
        transformations?.OfType<ScaleTransformation>().FirstOrDefault() is { } t && axis < t.Scale.Count ? t.Scale[axis] : 1;

    public static double Translation(ValueList<CoordinateTransformation>? transformations, int axis) =>
        transformations?.OfType<TranslationTransformation>().FirstOrDefault() is { } t && axis < t.Translation.Count
            ? t.Translation[axis]
            : 0;

    private static double Factor(Dimension dimension, int level) => Math.Pow(dimension.InferScaleFactor(), level);
}
