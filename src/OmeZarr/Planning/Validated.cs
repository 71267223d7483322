namespace OmeZarr.Planning;

/// <summary>Validates metadata to be written: errors are thrown, warnings are returned.</summary>
internal static class Validated
{
    /// <summary>The warnings.</summary>
    /// <param name="metadata">The metadata.</param>
    /// <param name="subject">The beginning of the error message.</param>
    /// <exception cref="OmeZarrException">There are errors.</exception>
    internal static IReadOnlyList<Finding> WarningsOf(OmeMetadata metadata, string subject)
    {
        var findings = metadata.Validate();
        List<Finding> errors = [.. findings.Where(finding => finding.Severity == Severity.Error)];
        return errors.Count == 0 ? findings : throw new OmeZarrException(subject, errors);
    }
}
