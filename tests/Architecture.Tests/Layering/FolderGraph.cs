namespace Architecture.Tests.Layering;

/// <summary>Which folder (namespace) of an assembly refers to which.</summary>
internal sealed class FolderGraph
{
    private readonly Dictionary<string, HashSet<string>> references = [];

    internal FolderGraph(TypeGraph types)
    {
        // No namespace: what the compiler makes for arrays of constants and the like.
        foreach (var type in types.Types.Where(type => type.Namespace.Length > 0))
        {
            references.TryAdd(type.Namespace, []);
            references[type.Namespace].UnionWith(types.From(type).Where(types.IsOwn).Select(other => other.Namespace).Where(other => other.Length > 0 && other != type.Namespace));
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
