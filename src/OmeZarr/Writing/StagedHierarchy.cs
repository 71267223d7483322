namespace OmeZarr.Writing;

/// <summary>
/// A hierarchy that is built beside its destination and moved there when it is complete. Until then, and after any failure, the
/// destination is as it was. Disposing without publishing removes every trace.
/// </summary>
/// <remarks>
/// If the process is killed, the unfinished hierarchy stays behind as <c>.name.random.partial</c>; if that happens in the instant between the
/// two renames of a replacement, the old one is found as <c>.name.random.replaced</c>.
/// </remarks>
internal sealed class StagedHierarchy : IDisposable
{
    // A name may have 255 bytes, a letter up to four of them, and more is added to it.
    private const int LongestNameShown = 50;

    private const int Attempts = 50;

    private readonly bool overwrite;
    private readonly IReadOnlyList<string> createdDirectories;
    private readonly Stack<string> replaced = new();
    private bool published;

    private StagedHierarchy(string destination, string root, bool overwrite)
    {
        (Destination, Root, this.overwrite) = (destination, root, overwrite);
        Staging = Beside("partial");
        createdDirectories = MissingAbove(root);
        try
        {
            Directory.CreateDirectory(Staging);
        }
        catch (Exception e) when (IsOfTheFileSystem(e))
        {
            Dispose();
            throw new IOException($"cannot create {destination}: {e.Message}", e);
        }
    }

    /// <summary>Where to build.</summary>
    internal string Staging { get; }

    /// <summary>Where the hierarchy will be: an absolute path, links resolved.</summary>
    internal string Destination { get; }

    /// <summary>The hierarchy of which this one will be a part, or the destination itself. Unfinished things lie beside it, never in it.</summary>
    private string Root { get; }

    /// <summary>Whether a folder has the name of something that a killed process has left.</summary>
    internal static bool IsLeftover(string name) => name.Split('.') is ["", .., { Length: 16 } random, "partial" or "replaced"] && random.All(char.IsAsciiHexDigitLower);

    /// <summary>Checks the destination and makes a place to build.</summary>
    /// <exception cref="IOException">Something is at the destination and may not be replaced; nothing was changed.</exception>
    internal static StagedHierarchy Begin(string path, bool overwrite)
    {
        var destination = Writing.Destination.Resolve(path);
        Writing.Destination.RequireReplaceable(destination, overwrite);
        return new StagedHierarchy(destination, destination, overwrite);
    }

    /// <summary>Makes a place to build a part of another hierarchy, such as a well of a plate.</summary>
    /// <param name="root">The absolute path of that hierarchy, links resolved; it need not exist yet.</param>
    /// <param name="path">Where the part will be, relative to it.</param>
    /// <param name="overwrite">Whether such a part may be replaced; looked at when it is published.</param>
    /// <exception cref="IOException">The place cannot be made.</exception>
    internal static StagedHierarchy BeginPart(string root, string path, bool overwrite) => new(Path.Join(root, path), root, overwrite);

    /// <summary>Makes the hierarchy a part of another one that is not yet in its place.</summary>
    /// <param name="folder">Where to; the folder above it exists.</param>
    /// <exception cref="IOException">The rename failed.</exception>
    internal void MoveInto(string folder) => TryMove(Staging, folder, isLast: true); // not published: if the other one never is, the folders above it still have to go

    /// <summary>Puts the hierarchy in its place, for good.</summary>
    /// <exception cref="IOException">
    /// Meanwhile something else appeared there, or a rename failed: the destination is as it was. Or the replaced hierarchy could not be
    /// deleted: the new one is in place. The message says which.
    /// </exception>
    internal void Publish()
    {
        Place();
        Complete();
    }

    /// <summary>Puts the hierarchy in its place and keeps what it replaced, until <see cref="Complete"/> or <see cref="Withdraw"/>.</summary>
    /// <exception cref="IOException">Meanwhile something else appeared there, or a rename failed: the destination is as it was.</exception>
    internal void Place()
    {
        try
        {
            for (var attempt = 1; !TryPublish(isLast: attempt == Attempts); attempt++)
            {
                // Another writer was faster, or on Windows somebody is looking into a file; both are over in a moment.
                Thread.Sleep(attempt / 10);
            }
        }
        catch (IOException e)
        {
            Restore(e);
            throw;
        }
    }

    /// <summary>Deletes what was replaced.</summary>
    /// <exception cref="IOException">It cannot be deleted; the new hierarchy is in place.</exception>
    internal void Complete()
    {
        foreach (var aside in replaced)
        {
            try
            {
                Directory.Delete(aside, recursive: true);
            }
            catch (Exception e) when (IsOfTheFileSystem(e))
            {
                throw new IOException($"{Destination} is written, but what it replaced could not be deleted: {e.Message} Delete {aside} yourself.", e);
            }
        }
    }

    /// <summary>Takes the hierarchy out of its place again, and puts what it replaced back there.</summary>
    /// <exception cref="IOException">A rename failed; the message says what is where.</exception>
    internal void Withdraw()
    {
        TryMove(Destination, Staging, isLast: true);
        published = false;
        if (replaced.TryPeek(out var aside))
        {
            TryMove(aside, Destination, isLast: true);
            replaced.Pop();
        }
    }

    /// <summary>Never throws, so that the error that brought us here is the one that is seen.</summary>
    public void Dispose()
    {
        if (published)
        {
            return;
        }

        Quietly(() => Directory.Delete(Staging, recursive: true));
        foreach (var directory in createdDirectories)
        {
            Quietly(() => Directory.Delete(directory)); // not recursive: somebody else may use it by now
        }
    }

    /// <summary>One attempt to get the destination out of the way and the new hierarchy in.</summary>
    /// <returns>False if a rename failed, which the last attempt throws.</returns>
    private bool TryPublish(bool isLast)
    {
        if (Writing.Destination.Exists(Destination))
        {
            Writing.Destination.RequireReplaceable(Destination, overwrite);
            var aside = Beside("replaced");
            if (!TryMove(Destination, aside, isLast))
            {
                return false;
            }

            // Once more, now that nobody else can put another in its place: what is deleted is what was looked at.
            replaced.Push(aside);
            Writing.Destination.RequireReplaceable(Destination, aside);
        }

        published = TryMove(Staging, Destination, isLast);
        return published;
    }

    private static bool TryMove(string from, string to, bool isLast)
    {
        try
        {
            Directory.Move(from, to);
            return true;
        }
        catch (Exception e) when (IsOfTheFileSystem(e))
        {
            return isLast ? throw new IOException($"cannot rename {from} to {to}: {e.Message}", e) : false;
        }
    }

    private void Restore(IOException reason)
    {
        if (replaced.TryPeek(out var latest) && TryRestore(latest))
        {
            replaced.Pop();
        }

        if (replaced.Count > 0)
        {
            throw new IOException($"{reason.Message} What was at {Destination} is now {string.Join(" and ", replaced)}; rename or delete it yourself.", reason);
        }
    }

    private bool TryRestore(string aside)
    {
        try
        {
            Directory.Move(aside, Destination);
            return true;
        }
        catch (Exception e) when (IsOfTheFileSystem(e))
        {
            return false;
        }
    }

    private string Beside(string suffix)
    {
        var name = Path.GetFileName(Root);
        var shown = name.Length <= LongestNameShown ? $"{name}." : string.Empty;
        return Path.Join(Path.GetDirectoryName(Root), $".{shown}{Random.Shared.NextInt64():x16}.{suffix}");
    }

    /// <summary>The directories that will have to be made, innermost first.</summary>
    private static List<string> MissingAbove(string destination)
    {
        var missing = new List<string>();
        var above = Path.GetDirectoryName(destination);
        for (; above is not null && !Writing.Destination.Exists(above); above = Path.GetDirectoryName(above))
        {
            missing.Add(above);
        }

        return File.Exists(above)
            ? throw new IOException($"cannot create {destination}: {above} is a file, but a folder is needed there; choose another path.")
            : missing;
    }

    // Directory.Delete throws an ArgumentException when the path of something in the directory is too long.
    private static bool IsOfTheFileSystem(Exception e) => e is IOException or UnauthorizedAccessException or ArgumentException;

    private static void Quietly(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (IsOfTheFileSystem(e))
        {
            // What is left behind is told apart by its name; see the remarks of the class.
        }
    }
}
