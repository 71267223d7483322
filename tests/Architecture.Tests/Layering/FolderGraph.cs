namespace Architecture.Tests.Layering;

/// <summary>Which source folder of an assembly refers to which.</summary>
internal sealed class FolderGraph
{
    private readonly Dictionary<string, HashSet<string>> references = [];

    internal FolderGraph(TypeGraph types)
    {
        foreach (var type in types.Types)
        {
            if (types.FolderOf(type) is { } folder)
            {
                references.TryAdd(folder, []);
                references[folder].UnionWith(types.From(type).Select(types.FolderOf).OfType<string>().Where(other => other != folder));
            }
        }
    }

    internal IReadOnlyCollection<string> Folders => references.Keys;

    /// <summary>The sets of folders that refer to each other, directly or through others.</summary>
    internal IReadOnlyList<string> Cycles() =>
    [
        .. from folder in Folders
           let cycle = Folders.Where(other => other == folder || (Reaches(folder, other) && Reaches(other, folder))).Order(StringComparer.Ordinal).ToArray()
           where cycle.Length > 1 && cycle[0] == folder
           select string.Join(", ", cycle),
    ];

    private bool Reaches(string from, string to)
    {
        var (seen, pending) = (new HashSet<string>(), new Stack<string>([from]));
        while (pending.TryPop(out var folder))
        {
            if (references[folder].Contains(to))
            {
                return true;
            }

            references[folder].Where(seen.Add).ToList().ForEach(pending.Push);
        }

        return false;
    }
}
