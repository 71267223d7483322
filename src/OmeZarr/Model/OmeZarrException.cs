using System.Globalization;
using System.Text;

namespace OmeZarr;

/// <summary>
/// A document or store breaks OME-Zarr, so that it cannot be read or written. The first findings are in the message, all of them in
/// <see cref="Findings"/>.
/// </summary>
public sealed class OmeZarrException : Exception
{
    // A plate with thousands of broken wells should not fill a log: the rest stays reachable in Findings.
    private const int LinesInMessage = 20;

    private const int MaxSubject = 1000;

    /// <summary>Creates an exception with the failed action and its findings.</summary>
    /// <param name="subject">The failed action, for example <c>cells.ome.zarr cannot be written</c>.</param>
    /// <param name="findings">Everything that was found, errors and warnings, in document order.</param>
    public OmeZarrException(string subject, IReadOnlyList<Finding> findings)
        : base(Describe(subject, findings)) => (Subject, Findings) = (subject, findings);

    /// <summary>The failed action; the beginning of the message.</summary>
    public string Subject { get; }

    /// <summary>Everything that was found, errors and warnings, in document order.</summary>
    public IReadOnlyList<Finding> Findings { get; }

    private static string Describe(string subject, IReadOnlyList<Finding> findings)
    {
        ArgumentNullException.ThrowIfNull(findings);
        var shown = findings.Where(finding => finding.Others is null).Take(LinesInMessage).ToList();
        var ids = shown.Select(f => f.RuleId.Length).DefaultIfEmpty().Max();
        var locations = shown.Select(f => f.Location.Length).DefaultIfEmpty().Max();
        var text = new StringBuilder($"{Cut(subject)}: {Count(findings)}");
        foreach (var finding in shown)
        {
            var kind = finding.Severity switch { Severity.Error => string.Empty, Severity.Warning => "warning: ", _ => "advice: " };
            text.Append($"\n  {finding.RuleId.PadRight(ids)}  {finding.Location.PadRight(locations)}  {kind}{finding.Message}");
        }

        var all = CountOf(findings);
        if (all.Total > shown.Count)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n  and {all.Total - shown.Count} more");
        }

        return text.ToString();
    }

    /// <summary>Subjects name paths, which documents may say to be megabytes long.</summary>
    private static string Cut(string subject) => subject is { Length: > MaxSubject } ? $"{subject.AsSpan(0, MaxSubject)}…" : subject;

    /// <summary>Those that were only counted included.</summary>
    private static FindingCount CountOf(IReadOnlyList<Finding> findings) => findings.Aggregate(
        default(FindingCount), (sum, finding) => sum + (finding.Others ?? (finding.Severity == Severity.Error ? new FindingCount(1, 0) : new FindingCount(0, 1))));

    private static string Count(IReadOnlyList<Finding> findings)
    {
        var (errors, warnings) = CountOf(findings);
        var text = errors == 1 ? "1 problem" : $"{errors} problems";
        return warnings switch
        {
            0 => text,
            1 => $"{text}, 1 warning",
            _ => $"{text}, {warnings} warnings",
        };
    }
}
