using OmeZarr.Writing.Places;
using Zarr.Stores.Files;

namespace OmeZarr.Writing.Publication;

/// <summary>Finds staging folders of killed writers, restores the hierarchies that they have set aside, and deletes them.</summary>
internal static class Leftovers
{
    /// <summary>Clears leftovers of killed writers to the same hierarchy. Leftovers whose state is unknown, or that cannot be deleted, stay.</summary>
    internal static void Clear(StagingPlace place)
    {
        foreach (var folder in Find(place.Parent, StagingName.ShownOf(place.Name)))
        {
            try
            {
                Clear(folder, force: false);
            }
            catch (Exception e) when (IsOfTheFileSystem(e))
            {
                // The caller wants to write. The command `clean` reports the reason.
            }
        }
    }

    /// <summary>The staging folders in a folder.</summary>
    /// <param name="parent">The folder.</param>
    /// <param name="shown">The part of their names that identifies the hierarchy; null for all hierarchies.</param>
    internal static IReadOnlyList<string> Find(string parent, string? shown = null)
    {
        if (!Directory.Exists(parent))
        {
            return [];
        }

        // Only names are inspected, because there may be very many folders.
        var options = new EnumerationOptions { AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true, MatchType = MatchType.Simple };
        return [.. from folder in Directory.EnumerateDirectories(parent, ".*", options)
                   let name = StagingName.Parse(Path.GetFileName(folder))
                   where name is not null && (shown is null || name.Value.Shown == shown)
                   orderby folder
                   select folder];
    }

    /// <summary>Clears one staging folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="force">Whether to clear folders whose owner may still run. Folders of owners that do run always stay.</param>
    /// <param name="isTrial">Whether nothing is changed.</param>
    /// <exception cref="IOException">It cannot be cleared.</exception>
    internal static Leftover Clear(string folder, bool force, bool isTrial = false)
    {
        if (!FolderLock.TryAcquire(folder, out var ownership))
        {
            return new Leftover(folder, LeftoverState.InUse);
        }

        using (ownership)
        {
            var isJudged = ownership!.IsHeld && StagingName.Parse(Path.GetFileName(folder))?.Session is { } session && session == WriterSession.Current;
            if (!isJudged && !force)
            {
                return new Leftover(folder, LeftoverState.Unknown);
            }

            var restored = GiveBack(folder, isTrial);
            restored = Restore(folder, isTrial) ?? restored;
            if (!isTrial)
            {
                Directory.Delete(folder, recursive: true);
            }

            return new Leftover(folder, restored is null ? LeftoverState.Removed : LeftoverState.Restored) { Destination = restored };
        }
    }

    /// <summary>Moves a hierarchy back that was about to be published from elsewhere, unless another one is there.</summary>
    /// <returns>Its path; null if there was none.</returns>
    private static string? GiveBack(string folder, bool isTrial)
    {
        if (StagingFolder.BorrowedIn(folder) is not var (hierarchy, origin) || Destination.Exists(origin) || !Directory.Exists(Path.GetDirectoryName(origin)))
        {
            return null;
        }

        if (!isTrial)
        {
            Directory.Move(hierarchy, origin);
        }

        return origin;
    }

    /// <summary>Restores a hierarchy that was set aside, unless another one is in its place.</summary>
    /// <returns>Its path; null if nothing was restored.</returns>
    private static string? Restore(string folder, bool isTrial)
    {
        if (StagingFolder.SetAsideIn(folder) is not var (setAside, destination) || Destination.Exists(destination))
        {
            return null;
        }

        if (!isTrial)
        {
            Directory.Move(setAside, destination);
        }

        return destination;
    }

    private static bool IsOfTheFileSystem(Exception e) => e is IOException or UnauthorizedAccessException or ArgumentException;
}
