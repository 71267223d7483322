namespace Zarr.Checking;

/// <summary>Keeps the first findings of each kind and counts the others. The result does not depend on the order in which findings arrive. Thread-safe.</summary>
internal sealed class FindingCollector(int maxOfEachKind)
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<ChunkFindingKind, (SortedSet<ChunkFinding> First, long Count)> kinds = [];

    internal IReadOnlyDictionary<ChunkFindingKind, long> Counts => kinds.ToDictionary(kind => kind.Key, kind => kind.Value.Count);

    internal IReadOnlyList<ChunkFinding> First => [.. kinds.Values.SelectMany(kind => kind.First).Order(ByPlace.Instance)];

    internal void Add(ChunkFinding finding)
    {
        lock (gate)
        {
            var (first, count) = kinds.TryGetValue(finding.Kind, out var known) ? known : (new SortedSet<ChunkFinding>(ByPlace.Instance), 0);
            first.Add(finding);
            if (first.Count > maxOfEachKind)
            {
                first.Remove(first.Max!);
            }

            kinds[finding.Kind] = (first, count + 1);
        }
    }

    /// <summary>Chunks in C order of the grid, then other keys.</summary>
    private sealed class ByPlace : IComparer<ChunkFinding>
    {
        internal static ByPlace Instance { get; } = new();

        public int Compare(ChunkFinding? x, ChunkFinding? y)
        {
            if (x is null || y is null)
            {
                return (x is null ? 0 : 1) - (y is null ? 0 : 1);
            }

            var order = (x.Region is null).CompareTo(y.Region is null);
            order = order != 0 || x.Region is not { } left || y.Region is not { } right ? order : left.Offset.SequenceCompareTo(right.Offset);
            order = order != 0 ? order : string.CompareOrdinal(x.Key, y.Key);
            order = order != 0 ? order : (x.InnerChunk ?? -1).CompareTo(y.InnerChunk ?? -1);
            order = order != 0 ? order : x.Kind.CompareTo(y.Kind);
            return order != 0 ? order : string.CompareOrdinal(x.Message, y.Message);
        }
    }
}
