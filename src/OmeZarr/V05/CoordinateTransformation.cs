namespace OmeZarr.V05;

/// <summary>
/// One step from the indices of an array to physical coordinates (section "coordinateTransformations"). Datasets and
/// multiscales allow a <see cref="ScaleTransformation"/> and after it a <see cref="TranslationTransformation"/>; whatever else a document
/// holds is read as an <see cref="UnknownTransformation"/>.
/// </summary>
public abstract record CoordinateTransformation
{
    private protected CoordinateTransformation()
    {
    }

    /// <summary>Kind of the transformation as it stands in the JSON; <see langword="null"/> if it has none.</summary>
    public abstract string? Type { get; }

    /// <summary>Members that this version of the specification does not define. Writing keeps them unchanged.</summary>
    public JsonMembers ExtraMembers { get; init; } = JsonMembers.None;
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
}

/// <summary>
/// A transformation that a multiscale image must not have (<c>identity</c>, <c>affine</c>, the form with a <c>path</c>) or whose numbers could
/// not be read. It is kept and written as it was read, and is always an error when the image is validated.
/// </summary>
public sealed record UnknownTransformation : CoordinateTransformation
{
    /// <summary>
    /// A transformation of another kind; all its other members are in <see cref="CoordinateTransformation.ExtraMembers"/>.
    /// </summary>
    public UnknownTransformation(string? type) => Type = type;

    /// <inheritdoc/>
    public override string? Type { get; }
}
