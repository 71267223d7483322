namespace OmeZarr;

/// <summary>
/// Collects findings. The first thousand are kept and the others are counted: a document can break a rule millions of times, and a finding takes more memory than the member that it reports.
/// </summary>
internal sealed class FindingList
{
    /// <summary>How many are kept.</summary>
    internal const int MostKept = 1000;

    /// <summary>The rule id of the finding that counts the others.</summary>
    internal const string OthersId = "more-findings";

    private readonly List<Finding> kept = [];
    private FindingCount others;

    /// <summary>Whether further findings are only counted, so that they need no message.</summary>
    internal bool IsFull => kept.Count >= MostKept;

    /// <summary>The findings of several lists, one after the other.</summary>
    internal static IReadOnlyList<Finding> Join(IEnumerable<Finding> findings)
    {
        var list = new FindingList();
        foreach (var finding in findings)
        {
            list.Add(finding);
        }

        return list.ToList();
    }

    internal void Add(Finding finding)
    {
        if (finding.Others is { } counted)
        {
            others += counted;
        }
        else if (IsFull)
        {
            Count(finding.Severity);
        }
        else
        {
            kept.Add(finding);
        }
    }

    /// <summary>Counts a finding without making its message. Only for full lists.</summary>
    internal void Count(Severity severity) => others += severity == Severity.Error ? new FindingCount(1, 0) : new FindingCount(0, 1);

    /// <summary>The findings. If others were only counted, the last one gives their number.</summary>
    internal ValueList<Finding> ToList() => others.Total == 0 ? kept.ToValueList() : [.. kept, others.ToFinding()];
}

/// <summary>Findings that were counted and not kept.</summary>
internal readonly record struct FindingCount(long Errors, long Warnings)
{
    internal long Total => Errors + Warnings;

    public static FindingCount operator +(FindingCount left, FindingCount right) => new(left.Errors + right.Errors, left.Warnings + right.Warnings);

    /// <summary>One finding for all of them, an error if any of them is one.</summary>
    internal Finding ToFinding() => new(
        FindingList.OthersId,
        Errors > 0 ? Severity.Error : Severity.Warning,
        string.Empty,
        $"there are {Errors:N0} more errors and {Warnings:N0} more warnings; only the first {FindingList.MostKept:N0} findings are listed")
    {
        Others = this,
    };
}
