using OmeZarr.Writing.Publication;

namespace OmeZarr.Writing.Parts;

/// <summary>Parts that were moved into a hierarchy just now, and can be taken out again until all of them are listed.</summary>
/// <param name="root">The hierarchy.</param>
/// <param name="options">How they are put in their places.</param>
internal sealed class PlacedParts(string root, PublicationOptions options) : IDisposable
{
    private readonly Stack<StagedHierarchy> placed = new();
    private readonly List<StagedHierarchy> own = [];

    /// <summary>Notes what is in its place, and is to be disposed.</summary>
    internal void Add(StagedHierarchy staged)
    {
        placed.Push(staged);
        own.Add(staged);
    }

    /// <summary>Moves a part in.</summary>
    internal void Place(StagedHierarchy staged)
    {
        staged.Place();
        placed.Push(staged);
    }

    /// <summary>Makes a folder of a part, one of its images, something that is moved in for itself.</summary>
    /// <param name="staged">The part.</param>
    /// <param name="piece">Path of the folder in the part.</param>
    /// <param name="path">Where it belongs, relative to the hierarchy.</param>
    /// <param name="overwrite">Whether it may replace what is there.</param>
    internal StagedHierarchy Split(StagedHierarchy staged, string piece, string path, bool overwrite)
    {
        var split = StagedHierarchy.BeginPart(root, path, overwrite, options);
        own.Add(split);
        foreach (var entry in new DirectoryInfo(Path.Join(staged.Staging, piece)).EnumerateFileSystemInfos("*", new EnumerationOptions { AttributesToSkip = 0 }))
        {
            Move(entry, Path.Join(split.Staging, entry.Name));
        }

        return split;
    }

    /// <summary>Deletes what was replaced.</summary>
    /// <exception cref="IOException">Something cannot be deleted; all parts are in place.</exception>
    internal void Complete()
    {
        foreach (var staged in placed)
        {
            staged.Complete();
        }
    }

    /// <summary>Takes everything out again, and puts documents back that were changed.</summary>
    /// <exception cref="IOException">Something could not be.</exception>
    internal async Task WithdrawAsync(DocumentChanges documents, Exception reason)
    {
        var problems = new List<string>();
        while (placed.TryPop(out var staged))
        {
            try
            {
                staged.Withdraw();
            }
            catch (IOException e)
            {
                problems.Add(e.Message);
            }
        }

        problems.AddRange(await documents.UndoAsync().ConfigureAwait(false));
        if (problems.Count > 0)
        {
            throw new IOException($"{reason.Message} And this could not be undone: {string.Join("; ", problems)}", reason);
        }
    }

    private static void Move(FileSystemInfo entry, string to)
    {
        if (entry is DirectoryInfo)
        {
            Directory.Move(entry.FullName, to);
        }
        else
        {
            File.Move(entry.FullName, to);
        }
    }

    public void Dispose()
    {
        // The first one has made the folders above, and can take them away when nothing else is left in them.
        own.Reverse();
        own.ForEach(staged => staged.Dispose());
        own.Clear();
    }
}
