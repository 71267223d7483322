using System.Globalization;
using OmeZarr.Json;

namespace OmeZarr.V05;

/// <summary>One resolution level of a multiscale image: where its array is and how its indices become physical coordinates.</summary>
public sealed record Dataset : OmeObject, IJsonObject<Dataset>
{
    /// <summary>A level of the pyramid.</summary>
    /// <param name="path">Path of the array, relative to the group of the image.</param>
    /// <param name="coordinateTransformations">One scale, and after it possibly a translation.</param>
    public Dataset(string path, params ValueList<CoordinateTransformation> coordinateTransformations) =>
        (Path, CoordinateTransformations) = (path, coordinateTransformations);

    /// <summary>
    /// Path of the array, relative to the group of the image; usually <c>0</c>, <c>1</c>, …; parts are separated by <c>/</c>.
    /// </summary>
    public string Path { get; init; }

    /// <summary>Exactly one scale, then at most one translation, each with a number for every axis.</summary>
    public ValueList<CoordinateTransformation> CoordinateTransformations { get; init; }

    /// <summary>The scale; <see langword="null"/> in an invalid document that has none.</summary>
    public ScaleTransformation? ScaleTransform => CoordinateTransformations.OfType<ScaleTransformation>().FirstOrDefault();

    /// <summary>The translation; <see langword="null"/> if there is none.</summary>
    public TranslationTransformation? TranslationTransform =>
        CoordinateTransformations.OfType<TranslationTransformation>().FirstOrDefault();

    /// <summary>A level of a pyramid: level <c>k</c> is the array <c>k</c>, coarser by the factors of the dimensions to the power <c>k</c>.</summary>
    internal static Dataset Create(IReadOnlyList<Dimension> dimensions, int level, Downsampling downsampling)
    {
        var factors = dimensions.Select(d => Math.Pow(d.InferScaleFactor(), level)).ToArray();
        var shifts = dimensions.Select((d, axis) => downsampling == Downsampling.Stride ? 0 : d.Scale * (factors[axis] - 1) / 2).ToArray();
        var path = level.ToString(CultureInfo.InvariantCulture);
        var scale = new ScaleTransformation([.. dimensions.Zip(factors, (d, factor) => d.Scale * factor)]);
        return dimensions.All(d => d.Translation is null) && shifts.All(shift => shift == 0)
            ? new Dataset(path, scale)
            : new Dataset(path, scale, new TranslationTransformation([.. dimensions.Zip(shifts, (d, shift) => (d.Translation ?? 0) + shift)]));
    }

    static Dataset IJsonObject<Dataset>.Read(ObjectReader json) =>
        new(json.Required("path", JsonCursor.String), json.Required("coordinateTransformations", JsonCursor.Objects<CoordinateTransformation>, () => []));

    internal override void Write(ObjectWriter json) => json.String("path", Path).Objects("coordinateTransformations", CoordinateTransformations);
}
