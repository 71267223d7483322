namespace OmeZarr;

/// <summary>The result of reading leniently: the model, and the problems of structure.</summary>
/// <typeparam name="T">The model.</typeparam>
/// <param name="Value">The model; <see langword="null"/> if a required member is missing or broken.</param>
/// <param name="Findings">Problems of the structure (missing members, wrong JSON types, wrong version), in document order.</param>
/// <remarks>
/// A broken optional member does not stop the reading: the model is made without it, and the raw value is among the
/// <see cref="OmeObject.ExtraMembers"/> of its object.
/// </remarks>
internal sealed record Parsed<T>(T? Value, ValueList<Finding> Findings)
    where T : class
{
    /// <summary>Whether any of the findings is an error.</summary>
    public bool HasErrors => Findings.Any(f => f.Severity == Severity.Error);

    /// <summary>The model, if it could be built and nothing worse than warnings was found.</summary>
    /// <param name="subject">The failed action, for the message: <c>cells.ome.zarr cannot be read</c>.</param>
    /// <exception cref="OmeZarrException">There is an error; the exception has all findings.</exception>
    public T ValueOrThrow(string subject) =>
        Value is not null && !HasErrors ? Value : throw new OmeZarrException(subject, Findings);
}
