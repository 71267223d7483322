using OmeZarr.Writing.Places;
namespace OmeZarr.Writing.Publication;

/// <summary>Renames folders, and explains errors in the terms of a writer.</summary>
internal static class FolderMoves
{
    /// <exception cref="IOException">The folders cannot be exchanged.</exception>
    internal static void RequireSwap(string one, string other)
    {
        if (!FolderExchange.TrySwap(one, other))
        {
            throw new IOException($"{one} and {other} cannot change places.");
        }
    }

    internal static void Move(string from, string to) => TryRename(from, to, isLast: true);

    internal static bool TryRename(string from, string to, bool isLast)
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

    /// <summary>The missing directories above a destination, innermost first.</summary>
    internal static List<string> MissingAbove(string destination)
    {
        var missing = new List<string>();
        var above = Path.GetDirectoryName(destination);
        for (; above is not null && !Destination.Exists(above); above = Path.GetDirectoryName(above))
        {
            missing.Add(above);
        }

        return File.Exists(above)
            ? throw new IOException($"cannot create {destination}: {above} is a file, but a folder is needed there; choose another path.")
            : missing;
    }

    // Directory.Delete throws an ArgumentException when the path of something in the directory is too long.
    internal static bool IsOfTheFileSystem(Exception e) => e is IOException or UnauthorizedAccessException or ArgumentException;

    internal static void Quietly(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (IsOfTheFileSystem(e))
        {
            // The next writer recognises leftovers by their names and clears them.
        }
    }
}
