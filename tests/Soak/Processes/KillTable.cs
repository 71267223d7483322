namespace Soak.Processes;

/// <summary>What must not be found after a kill.</summary>
internal enum KillFinding
{
    /// <summary>Nothing is at the destination, although something was.</summary>
    Missing,

    /// <summary>What is there cannot be read, or only in part.</summary>
    Half,

    /// <summary>Something that was acknowledged is not there.</summary>
    Lost,

    /// <summary>The next writer did not remove what the killed one has left.</summary>
    Leftover,
}

/// <summary>Counts kills and what was found after them. Thread-safe.</summary>
internal sealed class KillTable
{
    private const int ShownOfKind = 2;
    private const int LengthShown = 400;

    private readonly Lock gate = new();
    private readonly Dictionary<(WriterKind Kind, string Of), int> counts = [];
    private readonly SortedDictionary<string, (int Hit, int All)> aims = [];
    private readonly SortedDictionary<(KillFinding Finding, WriterKind Kind), List<string>> findings = [];

    /// <summary>Whether processes can be killed at system calls.</summary>
    internal bool CanTrace { get; } = KilledProcess.CanTrace();

    /// <summary>How many kills there were.</summary>
    internal int Kills { get; private set; }

    /// <summary>What was found, in words: the first two of each sort; empty if nothing was.</summary>
    internal IReadOnlyList<string> Findings
    {
        get
        {
            lock (gate)
            {
                return [.. findings.SelectMany(sort => sort.Value.Select(text => $"{sort.Key.Finding}, {sort.Key.Kind}: {text}"))];
            }
        }
    }

    /// <summary>Counts a kill.</summary>
    internal void AddKill(WriterKind kind, KillAim aim, bool isHit)
    {
        lock (gate)
        {
            Kills++;
            Count(kind, "kills", 1);
            var (hit, all) = aims.GetValueOrDefault(aim.Name);
            aims[aim.Name] = (hit + (isHit ? 1 : 0), all + 1);
        }
    }

    /// <summary>Counts folders that a killed writer has left, which is all right.</summary>
    internal void AddLeftBehind(WriterKind kind, int count)
    {
        lock (gate)
        {
            Count(kind, "left", count);
        }
    }

    /// <summary>Counts something that must not be.</summary>
    internal void AddFinding(WriterKind kind, KillFinding finding, string text, int count = 1)
    {
        lock (gate)
        {
            Count(kind, $"{finding}", count);
            if (!findings.TryGetValue((finding, kind), out var sort))
            {
                findings.Add((finding, kind), sort = []);
            }

            if (sort.Count < ShownOfKind)
            {
                sort.Add(text.Length <= LengthShown ? text : $"{text[..LengthShown]}…");
            }
        }
    }

    /// <summary>One line for each kind of writer, and the aims.</summary>
    public override string ToString()
    {
        lock (gate)
        {
            string[] columns = ["kills", "left", .. Enum.GetNames<KillFinding>()];
            string[] titles = ["kills", "left by kill", "missing", "half", "lost", "left by next"];
            var lines = WriterKinds.All.Where(kind => counts.ContainsKey((kind, columns[0])))
                .Select(kind => $"{kind,-20}" + string.Concat(columns.Select(column => $"{counts.GetValueOrDefault((kind, column)),14:N0}")));
            var sums = columns.Select(column => $"{WriterKinds.All.Sum(kind => counts.GetValueOrDefault((kind, column))),14:N0}");
            return string.Join(
                '\n',
                [$"{string.Empty,-20}{string.Concat(titles.Select(title => $"{title,14}"))}", .. lines, $"{"all",-20}{string.Concat(sums)}", $"aims (hit of all): {string.Join(", ", aims.Select(aim => $"{aim.Key} {aim.Value.Hit} of {aim.Value.All}"))}"]);
        }
    }

    private void Count(WriterKind kind, string of, int count) => counts[(kind, of)] = counts.GetValueOrDefault((kind, of)) + count;
}
