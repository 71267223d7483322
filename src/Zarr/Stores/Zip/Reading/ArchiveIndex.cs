using System.Runtime.InteropServices;
using System.Text;

namespace Zarr.Stores.Zip;

/// <summary>The values of an archive, sorted by their names in UTF-8, so that those below a prefix follow each other. Immutable.</summary>
internal sealed class ArchiveIndex
{
    private static readonly byte[][] Documents = [.. new[] { "zarr.json", ".zgroup", ".zarray", ".zattrs" }.Select(Encoding.UTF8.GetBytes)];

    private readonly ReadOnlyMemory<byte> names;
    private readonly ArchiveEntry[] entries;
    private readonly byte[] root; // with a slash at its end, or empty

    private ArchiveIndex(ReadOnlyMemory<byte> names, ArchiveEntry[] entries, EndOfDirectory end, ArchiveRemarks remarks)
    {
        (this.names, this.entries, End) = (names, entries, end);
        root = FindRoot();
        if (root.Length > 0)
        {
            remarks.Add($"The archive holds its hierarchy in the folder {Encoding.UTF8.GetString(root.AsSpan(..^1))}, not at its root as RFC-9 requires. The folder is taken for the root.");
        }

        Remarks = remarks.ToList();
    }

    internal EndOfDirectory End { get; }

    /// <summary>What is unusual.</summary>
    internal IReadOnlyList<string> Remarks { get; }

    /// <summary>Number of values.</summary>
    internal int Count => entries.Length;

    internal ArchiveEntry this[int entry] => entries[entry];

    internal static ArchiveIndex Of(ReadOnlyMemory<byte> names, List<ArchiveEntry> entries, EndOfDirectory end, ArchiveRemarks remarks)
    {
        // Names lie in the order of the directory, so of equal ones the later has the greater offset.
        CollectionsMarshal.AsSpan(entries).Sort((a, b) => NameOf(names, a).SequenceCompareTo(NameOf(names, b)) is var order and not 0 ? order : a.Name.CompareTo(b.Name));
        var unique = WithoutDuplicates(names, entries, remarks);
        MarkOverlaps(unique, end.Offset);
        return new ArchiveIndex(names, unique, end, remarks);
    }

    /// <summary>The entry of a key; -1 if there is none.</summary>
    internal int Find(string key)
    {
        var found = FindExactly([.. root, .. Encoding.UTF8.GetBytes(key)]);
        return found >= 0 || root.Length == 0 ? found : FindExactly(Encoding.UTF8.GetBytes(key));
    }

    /// <summary>The keys below a prefix.</summary>
    internal IEnumerable<string> KeysBelow(string prefix)
    {
        var (first, last, start) = Range(prefix);
        for (var i = first; i < last; i++)
        {
            yield return Encoding.UTF8.GetString(NameOf(i)[start..]);
        }
    }

    /// <summary>The names directly below a prefix. What is further below is passed over.</summary>
    internal List<string> ChildrenOf(string prefix)
    {
        var (first, last, start) = Range(prefix);
        start += prefix.Length == 0 ? 0 : Encoding.UTF8.GetByteCount(prefix) + 1;
        var children = new HashSet<string>(StringComparer.Ordinal);
        for (var i = first; i < last;)
        {
            var rest = NameOf(i)[start..];
            var slash = rest.IndexOf((byte)'/');
            children.Add(Encoding.UTF8.GetString(slash < 0 ? rest : rest[..slash]));
            i = slash < 0 ? i + 1 : LowerBound(Behind(NameOf(i)[..(start + slash + 1)]));
        }

        return [.. children.Order(StringComparer.Ordinal)];
    }

    /// <summary>The name of an entry as it is in the archive.</summary>
    internal string TextOf(ArchiveEntry entry) => Encoding.UTF8.GetString(NameOf(names, entry));

    private static ReadOnlySpan<byte> NameOf(ReadOnlyMemory<byte> names, ArchiveEntry entry) => names.Span.Slice(entry.Name, entry.NameLength);

    private static ArchiveEntry[] WithoutDuplicates(ReadOnlyMemory<byte> names, List<ArchiveEntry> sorted, ArchiveRemarks remarks)
    {
        var unique = new List<ArchiveEntry>(sorted.Count);
        var replaced = 0L;
        foreach (var entry in sorted)
        {
            if (unique.Count > 0 && NameOf(names, unique[^1]).SequenceEqual(NameOf(names, entry)))
            {
                unique[^1] = entry;
                replaced++;
            }
            else
            {
                unique.Add(entry);
            }
        }

        if (replaced > 0)
        {
            remarks.Add($"{replaced} entries are older versions of others with the same name. The last one counts.");
        }

        return [.. unique];
    }

    /// <summary>Marks entries that share bytes: small archives with many long values are made so.</summary>
    private static void MarkOverlaps(ArchiveEntry[] entries, long directory)
    {
        var order = Enumerable.Range(0, entries.Length).Where(i => entries[i].Flaw != EntryFlaw.Outside).OrderBy(i => entries[i].Header).ToArray();
        var (furthest, owner) = (0L, -1);
        foreach (var i in order)
        {
            var entry = entries[i];
            if (entry.Header < furthest)
            {
                Mark(entries, i);
                Mark(entries, owner);
            }

            var behind = entry.Header + ZipFormat.LocalLength + entry.RawNameLength + entry.Compressed;
            if (behind > furthest)
            {
                (furthest, owner) = (behind, i);
            }
        }
    }

    private static void Mark(ArchiveEntry[] entries, int i)
    {
        if (entries[i].Flaw == EntryFlaw.None)
        {
            entries[i] = entries[i] with { Flaw = EntryFlaw.Overlap };
        }
    }

    /// <summary>The folders that hold everything, down to the first document of a node.</summary>
    private byte[] FindRoot()
    {
        byte[] found = [];
        while (Documents.All(document => FindExactly([.. found, .. document]) < 0))
        {
            if (OnlyFolderIn(found) is not { } folder)
            {
                return [];
            }

            found = folder;
        }

        return found;
    }

    private byte[]? OnlyFolderIn(byte[] folder)
    {
        byte[]? only = null;
        var last = folder.Length == 0 ? entries.Length : LowerBound(Behind(folder));
        for (var i = LowerBound(folder); i < last;)
        {
            var name = NameOf(i);
            var slash = name[folder.Length..].IndexOf((byte)'/');
            if (slash < 0)
            {
                i++; // a file beside the folder, such as a note
                continue;
            }

            byte[] found = [.. name[..(folder.Length + slash + 1)]];
            if (!found.AsSpan().SequenceEqual("__MACOSX/"u8))
            {
                if (only is not null)
                {
                    return null;
                }

                only = found;
            }

            i = LowerBound(Behind(found));
        }

        return only;
    }

    private (int First, int Last, int Start) Range(string prefix)
    {
        var below = prefix.Length == 0 ? [] : Encoding.UTF8.GetBytes($"{prefix}/");
        byte[] whole = [.. root, .. below];
        var (first, last) = RangeOf(whole);
        if (first < last || root.Length == 0)
        {
            return (first, last, root.Length);
        }

        (first, last) = RangeOf(below);
        return (first, last, 0);
    }

    private (int First, int Last) RangeOf(byte[] prefix) => prefix.Length == 0 ? (0, entries.Length) : (LowerBound(prefix), LowerBound(Behind(prefix)));

    /// <summary>The first text behind all that begin with a text that ends in a slash.</summary>
    private static byte[] Behind(ReadOnlySpan<byte> folder) => [.. folder[..^1], (byte)('/' + 1)];

    private int FindExactly(ReadOnlySpan<byte> name)
    {
        var at = LowerBound(name);
        return at < entries.Length && NameOf(at).SequenceEqual(name) ? at : -1;
    }

    private int LowerBound(ReadOnlySpan<byte> name)
    {
        var (low, high) = (0, entries.Length);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = NameOf(middle).SequenceCompareTo(name) < 0 ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private ReadOnlySpan<byte> NameOf(int i) => NameOf(names, entries[i]);
}
