namespace OmeZarr.Validating;

/// <summary>
/// Collects the findings of all nodes, from several threads. The gravest are kept and the others are counted. Which are kept, and their order, does not depend on the order in which they arrive.
/// </summary>
internal sealed class FindingCollector(ValidationOptions options)
{
    private readonly Lock gate = new();
    private readonly PriorityQueue<Entry, Entry> kept = new(Comparer<Entry>.Create((x, y) => Entry.CompareWeight(y, x)));
    private readonly Dictionary<string, long> counts = [];
    private readonly HashSet<string>? only = options.Rules is { } rules ? [.. rules] : null;
    private readonly HashSet<string> skipped = [.. options.SkippedRules];
    private long errors;
    private long warnings;
    private long advice;

    /// <summary>Whether findings of a rule are wanted.</summary>
    public bool Wants(string rule) => only?.Contains(rule) != false && !skipped.Contains(rule);

    /// <param name="path">Path of the node.</param>
    /// <param name="place">Where the finding stands among those of the node.</param>
    /// <param name="finding">The finding.</param>
    public void Add(string path, FindingPlace place, Finding finding)
    {
        if (!Wants(finding.RuleId))
        {
            return;
        }

        var entry = new Entry(new StoreFinding(path, finding), place);
        lock (gate)
        {
            Count(finding);
            kept.Enqueue(entry, entry);
            if (kept.Count > options.MaxFindings)
            {
                kept.Dequeue();
            }
        }
    }

    /// <summary>The report. Call it when everything is checked.</summary>
    public ValidationReport ToReport() => new()
    {
        Findings = [.. kept.UnorderedItems.Select(item => item.Element).Order(Comparer<Entry>.Create(Entry.ComparePlace)).Select(entry => entry.Finding)],
        CountsByRule = new SortedDictionary<string, long>(counts, StringComparer.Ordinal),
        ErrorCount = errors,
        WarningCount = warnings,
        AdviceCount = advice,
    };

    private void Count(Finding finding)
    {
        if (finding.Others is { } others)
        {
            errors += others.Errors;
            warnings += others.Warnings;
            counts[finding.RuleId] = counts.GetValueOrDefault(finding.RuleId) + others.Total;
            return;
        }

        counts[finding.RuleId] = counts.GetValueOrDefault(finding.RuleId) + 1;
        switch (finding.Severity)
        {
            case Severity.Error:
                errors++;
                break;
            case Severity.Warning:
                warnings++;
                break;
            default:
                advice++;
                break;
        }
    }

    private sealed record Entry(StoreFinding Finding, FindingPlace Place)
    {
        public static int CompareWeight(Entry x, Entry y) => x.Finding.Severity.CompareTo(y.Finding.Severity) is var order and not 0 ? order : ComparePlace(x, y);

        public static int ComparePlace(Entry x, Entry y)
        {
            var order = PathOrder.Instance.Compare(x.Finding.NodePath, y.Finding.NodePath);
            order = order != 0 ? order : x.Place.CompareTo(y.Place);
            order = order != 0 ? order : string.CompareOrdinal(x.Finding.RuleId, y.Finding.RuleId);
            order = order != 0 ? order : string.CompareOrdinal(x.Finding.Location, y.Finding.Location);
            return order != 0 ? order : string.CompareOrdinal(x.Finding.Message, y.Finding.Message);
        }
    }
}

/// <summary>Where a finding stands among those of its node.</summary>
/// <param name="Stage">Who found it.</param>
/// <param name="Number">Its number among the findings of that check.</param>
internal readonly record struct FindingPlace(FindingStage Stage, int Number) : IComparable<FindingPlace>
{
    public int CompareTo(FindingPlace other) => Stage.CompareTo(other.Stage) is var order and not 0 ? order : Number.CompareTo(other.Number);
}

/// <summary>The checks that can find something about a node, in the order of the report.</summary>
internal enum FindingStage
{
    /// <summary>The check of the node itself.</summary>
    Node,

    /// <summary>The check of a group above it.</summary>
    Above,

    /// <summary>What is known only when all nodes are checked.</summary>
    End,
}
