namespace OmeZarr;

/// <summary>
/// What came out of reading a document leniently: as much of the model as could be built, and all that was not as it must be.
/// </summary>
/// <typeparam name="T">The model.</typeparam>
/// <param name="Value">The model; <see langword="null"/> where a member is missing or broken that it cannot do without.</param>
/// <param name="Findings">Problems of the structure (missing members, wrong JSON types, wrong version), in document order.</param>
/// <remarks>
/// A broken member that is optional does not stop the reading: the model does without it, and the raw value stays in the
/// <c>ExtraMembers</c> of the object it was found in.
/// </remarks>
public sealed record Parsed<T>(T? Value, ValueList<Finding> Findings)
    where T : class
{
    /// <summary>Whether any of the findings is an error.</summary>
    public bool HasErrors => Findings.Any(f => f.Severity == Severity.Error);

    /// <summary>The model, if it could be built and nothing worse than warnings was found.</summary>
    /// <param name="subject">What the exception says could not be done, for example <c>cells.ome.zarr cannot be read</c>.</param>
    /// <exception cref="OmeZarrException">There is an error; the exception carries all findings.</exception>
    public T ValueOrThrow(string subject) =>
        Value is not null && !HasErrors ? Value : throw new OmeZarrException(subject, Findings);
}
