using OmeZarr.Writing.Places;
using Zarr.Stores;

namespace OmeZarr.Writing.Publication;

/// <summary>Finds leftovers at, beside and below a path, and removes them.</summary>
/// <param name="path">An absolute path, links resolved.</param>
/// <param name="dryRun">Whether to report leftovers only.</param>
/// <param name="force">Whether to remove leftovers, too, whose writer may still run elsewhere.</param>
/// <param name="draftAge">The age from which an unfinished file, or the last use of the parts of a plan, counts as left.</param>
internal sealed class Cleaning(string path, bool dryRun, bool force, TimeSpan draftAge)
{
    // Links are not followed: their targets may belong to others.
    private static readonly EnumerationOptions NoLinks = new() { AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = false };

    private readonly List<Leftover> found = [];

    /// <exception cref="DirectoryNotFoundException">Nothing is at the path, nor a leftover of it.</exception>
    /// <exception cref="IOException">A folder cannot be read.</exception>
    internal IReadOnlyList<Leftover> Run(CancellationToken cancellationToken)
    {
        foreach (var place in StagingPlace.Around(path))
        {
            Clear(Leftovers.Find(place.Parent, StagingName.ShownOf(place.Name)), cancellationToken);
            ClearParts(PartsFolder.Find(place.Parent, StagingName.ShownOf(place.Name)), cancellationToken);
        }

        if (Directory.Exists(path))
        {
            Walk(path, cancellationToken);
            return Sorted();
        }

        ClearDraftsOfArchive();
        if (found.Count == 0 && !File.Exists(path))
        {
            throw new DirectoryNotFoundException($"there is no folder {path}, nor anything that a writer left of it");
        }

        return Sorted();
    }

    private IReadOnlyList<Leftover> Sorted() => [.. found.OrderBy(leftover => leftover.Path, StringComparer.Ordinal)];

    /// <summary>Removes the unfinished files of an archive, which lie beside it.</summary>
    private void ClearDraftsOfArchive()
    {
        var (folder, prefix) = (Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.");
        foreach (var file in Directory.Exists(folder) ? Entries(folder) : [])
        {
            if (file is FileInfo && file.Name.StartsWith(prefix, StringComparison.Ordinal))
            {
                ClearDraft(file);
            }
        }
    }

    private void Walk(string folder, CancellationToken cancellationToken)
    {
        var pending = new Stack<string>([folder]);
        while (pending.TryPop(out var current))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var leftovers = Leftovers.Find(current);
            Clear(leftovers, cancellationToken);
            var parts = PartsFolder.Find(current);
            ClearParts(parts, cancellationToken);
            foreach (var entry in Entries(current))
            {
                if (entry is not DirectoryInfo)
                {
                    ClearDraft(entry);
                }
                else if (!leftovers.Contains(entry.FullName) && !parts.Contains(entry.FullName))
                {
                    pending.Push(entry.FullName);
                }
            }
        }
    }

    private static IEnumerable<FileSystemInfo> Entries(string folder)
    {
        try
        {
            return new DirectoryInfo(folder).EnumerateFileSystemInfos("*", NoLinks);
        }
        catch (DirectoryNotFoundException)
        {
            return []; // its writer has finished
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException($"cannot look into {folder}: {e.Message}", e);
        }
    }

    private void Clear(IEnumerable<string> folders, CancellationToken cancellationToken)
    {
        foreach (var folder in folders)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Try(folder, () => Leftovers.Clear(folder, force, dryRun));
        }
    }

    /// <summary>Removes the parts of plans if that is forced and no task wrote there lately; otherwise names them, because their plan may be waiting for machines.</summary>
    private void ClearParts(IEnumerable<string> folders, CancellationToken cancellationToken)
    {
        foreach (var folder in folders)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Try(folder, () =>
            {
                var state = DateTime.UtcNow - PartsFolder.LastUse(folder) < draftAge ? LeftoverState.InUse : force ? LeftoverState.Removed : LeftoverState.Unknown;
                if (state == LeftoverState.Removed && !dryRun)
                {
                    Directory.Delete(folder, recursive: true);
                }

                return new Leftover(folder, state) { IsPlan = true };
            });
        }
    }

    private void ClearDraft(FileSystemInfo file)
    {
        if (!FileSystemStore.IsDraft(file.Name) || DateTime.UtcNow - file.LastWriteTimeUtc < draftAge)
        {
            return;
        }

        Try(file.FullName, () =>
        {
            if (!dryRun)
            {
                file.Delete();
            }

            return new Leftover(file.FullName, LeftoverState.Removed);
        });
    }

    private void Try(string leftover, Func<Leftover> clear)
    {
        try
        {
            found.Add(clear());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            if (Destination.Exists(leftover))
            {
                found.Add(new Leftover(leftover, LeftoverState.Failed) { Problem = e.Message });
            }
        }
    }
}
