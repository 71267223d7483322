using OmeZarr.V05;

namespace OmeZarr.Planning;

/// <summary>Validates metadata to be written: errors are thrown, warnings are returned.</summary>
internal static class Validated
{
    /// <summary>The warnings about an image.</summary>
    /// <param name="image">The metadata.</param>
    /// <param name="subject">The beginning of the error message.</param>
    /// <exception cref="OmeZarrException">There are errors.</exception>
    internal static IReadOnlyList<Finding> WarningsOf(Image image, string subject) => WarningsOf(image.Validate(), subject);

    /// <summary>The warnings about a plate.</summary>
    /// <param name="plate">The metadata.</param>
    /// <param name="subject">The beginning of the error message.</param>
    /// <exception cref="OmeZarrException">There are errors.</exception>
    internal static IReadOnlyList<Finding> WarningsOf(Plate plate, string subject) => WarningsOf(plate.Validate(), subject);

    private static IReadOnlyList<Finding> WarningsOf(IReadOnlyList<Finding> findings, string subject)
    {
        List<Finding> errors = [.. findings.Where(finding => finding.Severity == Severity.Error)];
        return errors.Count == 0 ? findings : throw new OmeZarrException(subject, errors);
    }
}
