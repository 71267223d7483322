using OmeZarr.Json;

namespace OmeZarr.V05;

/// <summary>
/// One step from the indices of an array to physical coordinates (section "coordinateTransformations"). Datasets and
/// multiscales allow a <see cref="ScaleTransformation"/> and after it a <see cref="TranslationTransformation"/>; whatever else a document
/// holds is read as an <see cref="UnknownTransformation"/>.
/// </summary>
public abstract record CoordinateTransformation : OmeObject, IJsonObject<CoordinateTransformation>
{
    private protected CoordinateTransformation()
    {
    }

    /// <summary>Kind of the transformation as it stands in the JSON; <see langword="null"/> if it has none.</summary>
    public abstract string? Type { get; }

    static CoordinateTransformation IJsonObject<CoordinateTransformation>.Read(ObjectReader json)
    {
        json.ReportIfMissing("type");
        var type = json.Optional("type", JsonCursor.String);

        // Older writers leave out the type: the numbers say what is meant.
        var meant = type ?? (json.Has(ScaleTransformation.TypeName) ? ScaleTransformation.TypeName
            : json.Has(TranslationTransformation.TypeName) ? TranslationTransformation.TypeName : null);
        return meant switch
        {
            ScaleTransformation.TypeName when Numbers(json, meant) is { } scale => new ScaleTransformation(scale),
            TranslationTransformation.TypeName when Numbers(json, meant) is { } translation => new TranslationTransformation(translation),
            _ => new UnknownTransformation(type),
        };
    }

    internal override void Write(ObjectWriter json) => json.String("type", Type);

    /// <summary>The same along some of the axes only.</summary>
    internal virtual CoordinateTransformation Along(IReadOnlyCollection<int> axes) => this;

    private protected static ValueList<double> Pick(ValueList<double> numbers, IReadOnlyCollection<int> axes) =>
        [.. numbers.Where((_, axis) => axes.Contains(axis))];

    private static ValueList<double>? Numbers(ObjectReader json, string name)
    {
        json.ReportIfMissing(name);
        return json.Optional(name, JsonCursor.Floats);
    }
}

/// <summary>
/// Multiplies the coordinate along each axis: the size of a pixel in the unit of the axis, or the factor to level 0 if that is unknown.
/// </summary>
public sealed record ScaleTransformation : CoordinateTransformation
{
    internal const string TypeName = "scale";

    /// <summary>A scaling by finite numbers above 0.</summary>
    /// <param name="scale">One factor for each axis, in the order of the axes.</param>
    public ScaleTransformation(params ValueList<double> scale) => Scale = scale;

    /// <summary>Always <c>scale</c>.</summary>
    public override string Type => TypeName;

    /// <summary>One factor for each axis, in the order of the axes.</summary>
    public ValueList<double> Scale { get; init; }

    internal override void Write(ObjectWriter json) => json.String("type", Type).Floats(TypeName, Scale);

    internal override CoordinateTransformation Along(IReadOnlyCollection<int> axes) => this with { Scale = Pick(Scale, axes) };
}

/// <summary>
/// Adds to the coordinate along each axis, after scaling: where the centre of the first pixel lies, in the unit of the axis.
/// </summary>
public sealed record TranslationTransformation : CoordinateTransformation
{
    internal const string TypeName = "translation";

    /// <summary>A shift by finite numbers.</summary>
    /// <param name="translation">One distance for each axis, in the order of the axes.</param>
    public TranslationTransformation(params ValueList<double> translation) => Translation = translation;

    /// <summary>Always <c>translation</c>.</summary>
    public override string Type => TypeName;

    /// <summary>One distance for each axis, in the order of the axes.</summary>
    public ValueList<double> Translation { get; init; }

    internal override void Write(ObjectWriter json) => json.String("type", Type).Floats(TypeName, Translation);

    internal override CoordinateTransformation Along(IReadOnlyCollection<int> axes) => this with { Translation = Pick(Translation, axes) };
}

/// <summary>
/// A transformation that a multiscale image must not have (<c>identity</c>, <c>affine</c>, the form with a <c>path</c>) or whose numbers could
/// not be read. It is kept and written as it was read, and is always an error when the image is validated.
/// </summary>
public sealed record UnknownTransformation : CoordinateTransformation
{
    /// <summary>
    /// A transformation of another kind; all its other members are in <see cref="OmeObject.ExtraMembers"/>.
    /// </summary>
    public UnknownTransformation(string? type) => Type = type;

    /// <inheritdoc/>
    public override string? Type { get; }
}
