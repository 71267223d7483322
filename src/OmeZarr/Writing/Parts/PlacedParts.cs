using OmeZarr.Writing.Publication;

namespace OmeZarr.Writing.Parts;

/// <summary>Parts that were moved into a hierarchy and can be moved out again until all of them are listed.</summary>
/// <param name="root">The hierarchy.</param>
/// <param name="options">Options of publication.</param>
internal sealed class PlacedParts(string root, PublicationOptions options) : IDisposable
{
    private readonly Stack<StagedHierarchy> placed = new();
    private readonly List<StagedHierarchy> own = [];

    /// <summary>Adds a hierarchy that is already in its place; it is disposed with the others.</summary>
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

    /// <summary>Splits a folder off a part, so that it can be moved in separately.</summary>
    /// <param name="staged">The part.</param>
    /// <param name="piece">Path of the folder in the part.</param>
    /// <param name="path">Destination of the folder, relative to the hierarchy.</param>
    /// <param name="overwrite">Whether the folder may replace an existing one.</param>
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

    /// <summary>Deletes the replaced folders.</summary>
    /// <exception cref="IOException">A replaced folder cannot be deleted; all parts are in place.</exception>
    internal void Complete()
    {
        foreach (var staged in placed)
        {
            staged.Complete();
        }
    }

    /// <summary>Moves all parts out again and restores changed documents.</summary>
    /// <exception cref="IOException">A part or document could not be restored.</exception>
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
        // The first part has created the parent folders, and removes them once they are empty; so it is disposed last.
        own.Reverse();
        own.ForEach(staged => staged.Dispose());
        own.Clear();
    }
}
