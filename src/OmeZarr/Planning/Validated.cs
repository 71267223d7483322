namespace OmeZarr.Planning;

/// <summary>Splits findings about metadata to be written into errors, which are thrown, and warnings.</summary>
internal static class Validated
{
    /// <summary>The warnings.</summary>
    /// <param name="findings">All findings.</param>
    /// <param name="subject">The beginning of the error message.</param>
    /// <exception cref="OmeZarrException">There are errors.</exception>
    internal static IReadOnlyList<Finding> WarningsOf(IReadOnlyList<Finding> findings, string subject)
    {
        List<Finding> errors = [.. findings.Where(finding => finding.Severity == Severity.Error)];
        return errors.Count == 0 ? findings : throw new OmeZarrException(subject, errors);
    }
}
