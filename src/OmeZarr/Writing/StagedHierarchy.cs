using Zarr;
using Zarr.Metadata;

namespace OmeZarr.Writing;

/// <summary>
/// A hierarchy that is built beside its destination and swapped in when it is complete. Until then, and after any failure, the destination
/// is as it was. Disposing without publishing removes every trace.
/// </summary>
/// <remarks>If the process is killed, the unfinished hierarchy stays behind as <c>.name.random.partial</c>; if that happens in the instant between the two
/// renames of a replacement, the old one is found as <c>.name.random.replaced</c>.</remarks>
internal sealed class StagedHierarchy : IDisposable
{
    private readonly string destination;
    private readonly bool overwrite;
    private readonly string unique;
    private readonly IReadOnlyList<string> createdDirectories;
    private bool published;

    private StagedHierarchy(string destination, bool overwrite)
    {
        (this.destination, this.overwrite) = (destination, overwrite);
        unique = Path.GetRandomFileName().Replace(".", string.Empty, StringComparison.Ordinal);
        Staging = Beside("partial");
        createdDirectories = CreateParents(Path.GetDirectoryName(destination) ?? destination);
        Directory.CreateDirectory(Staging);
    }

    /// <summary>Where to build.</summary>
    internal string Staging { get; }

    /// <summary>Checks the destination and makes a place to build.</summary>
    /// <exception cref="IOException">Something is at the destination and may not be replaced; nothing was changed.</exception>
    internal static StagedHierarchy Begin(string path, bool overwrite)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var destination = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (new DirectoryInfo(destination) is { LinkTarget: not null } link)
        {
            destination = link.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? destination;
        }

        RequireReplaceable(destination, overwrite);
        return new StagedHierarchy(destination, overwrite);
    }

    /// <summary>Puts the hierarchy in its place.</summary>
    /// <exception cref="IOException">Meanwhile something else appeared there, or a rename failed; the destination is as it was.</exception>
    internal void Publish()
    {
        RequireReplaceable(destination, overwrite);
        if (Directory.Exists(destination))
        {
            Replace();
        }
        else
        {
            Directory.Move(Staging, destination);
        }

        published = true;
    }

    public void Dispose()
    {
        if (published)
        {
            return;
        }

        Directory.Delete(Staging, recursive: true);
        foreach (var directory in createdDirectories.Where(one => !Directory.EnumerateFileSystemEntries(one).Any()))
        {
            Directory.Delete(directory);
        }
    }

    private void Replace()
    {
        var replaced = Beside("replaced");
        Directory.Move(destination, replaced);
        try
        {
            Directory.Move(Staging, destination);
        }
        catch
        {
            Directory.Move(replaced, destination);
            throw;
        }

        Directory.Delete(replaced, recursive: true);
    }

    private string Beside(string suffix) =>
        Path.Join(Path.GetDirectoryName(destination), $".{Path.GetFileName(destination)}.{unique}.{suffix}");

    private static void RequireReplaceable(string destination, bool overwrite)
    {
        if (!Path.Exists(destination))
        {
            return;
        }

        if (!overwrite)
        {
            throw new IOException($"{destination} exists. Set Overwrite to replace it; nothing was changed.");
        }

        if (!IsHierarchy(destination))
        {
            throw new IOException($"{destination} exists and is not a Zarr v3 hierarchy, so it is not replaced. Delete it yourself or choose another path; nothing was changed.");
        }
    }

    private static bool IsHierarchy(string path)
    {
        var document = Path.Join(path, "zarr.json");
        if (!File.Exists(document))
        {
            return false;
        }

        var utf8 = File.ReadAllBytes(document);
        return Parses(utf8, bytes => GroupMetadata.Parse(bytes)) || Parses(utf8, bytes => ArrayMetadata.Parse(bytes));
    }

    private static bool Parses(byte[] utf8, Action<ReadOnlyMemory<byte>> parse)
    {
        try
        {
            parse(utf8);
            return true;
        }
        catch (UnsupportedFeatureException)
        {
            return true; // Zarr, even if it is more than we can read
        }
        catch (InvalidMetadataException)
        {
            return false;
        }
    }

    /// <summary>Makes the missing directories and says which they were, innermost first.</summary>
    private static List<string> CreateParents(string directory)
    {
        var missing = new List<string>();
        for (var d = directory; d is not null && !Directory.Exists(d); d = Path.GetDirectoryName(d))
        {
            missing.Add(d);
        }

        Directory.CreateDirectory(directory);
        return missing;
    }
}
