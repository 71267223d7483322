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

    static Dataset IJsonObject<Dataset>.Read(ObjectReader json) =>
        new(json.Required("path", JsonCursor.String), json.Required("coordinateTransformations", JsonCursor.Objects<CoordinateTransformation>));

    internal override void Write(ObjectWriter json) => json.String("path", Path).Objects("coordinateTransformations", CoordinateTransformations);
}
