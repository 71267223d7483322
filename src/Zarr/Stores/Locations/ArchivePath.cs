namespace Zarr.Stores;

/// <summary>Finds archives in paths and addresses by the ends of their names.</summary>
internal static class ArchivePath
{
    private static readonly string[] Endings = [".ozx", ".zip"];

    /// <summary>Divides a path of the file system that leads to an archive or into one. A folder whose name ends so is a folder.</summary>
    /// <returns>The path of the archive, which need not exist, and the path in it; null if no part of the path names an archive.</returns>
    internal static (string Archive, string Below)? OfPath(string path)
    {
        foreach (var end in EndsOfNames(path, 0))
        {
            if (!Directory.Exists(path[..end]))
            {
                return (path[..end], path[end..].Replace(Path.DirectorySeparatorChar, '/').Trim('/'));
            }
        }

        return null;
    }

    /// <summary>Divides an address that leads to an archive or into one.</summary>
    /// <returns>The address of the folder around it, with the query, the name of the archive, and the path in it; null if no part of the address names an archive.</returns>
    internal static (string Folder, string Name, string Below)? OfAddress(string address)
    {
        var isWeb = address.StartsWith("http", StringComparison.OrdinalIgnoreCase);
        var question = isWeb ? address.IndexOfAny(['?', '#']) : address.IndexOf('?', StringComparison.Ordinal);
        var (path, query) = question < 0 ? (address, string.Empty) : (address[..question], address[question..]);
        var host = path.IndexOf("://", StringComparison.Ordinal) + 3;
        if (path.IndexOf('/', host) is not (>= 0 and var root))
        {
            return null;
        }

        foreach (var end in EndsOfNames(path, root))
        {
            var slash = path.LastIndexOf('/', end - 1);
            return ($"{path[..slash]}{query}", Plain(path[(slash + 1)..end]), Plain(path[end..].Trim('/')));
        }

        return null;

        string Plain(string text) => isWeb ? Uri.UnescapeDataString(text) : text;
    }

    /// <summary>Where names end that are those of archives, and have more than the ending.</summary>
    private static IEnumerable<int> EndsOfNames(string path, int start)
    {
        for (var at = start; at < path.Length; at++)
        {
            var end = path.AsSpan(at + 1).IndexOfAny('/', Path.DirectorySeparatorChar) is >= 0 and var next ? at + 1 + next : path.Length;
            var name = path[(at == start && !IsSeparator(path[at]) ? at : at + 1)..end];
            if (Endings.Any(ending => name.Length > ending.Length && name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)))
            {
                yield return end;
            }

            at = end - 1;
        }
    }

    private static bool IsSeparator(char letter) => letter == '/' || letter == Path.DirectorySeparatorChar;
}
