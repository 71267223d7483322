using OmeZarr.Writing.Places;
using Zarr.Stores.Files;

namespace OmeZarr.Writing.Publication;

/// <summary>
/// A folder in which a hierarchy is built, locked while its owner runs. It holds the new hierarchy, later the replaced one, and on systems without an atomic exchange a note
/// with the destination of the hierarchy that is set aside.
/// </summary>
internal sealed class StagingFolder : IDisposable
{
    private const string SetAsideName = "old";
    private const string NoteName = "destination";
    private const string OriginName = "origin";
    private const int Attempts = 10;

    private readonly FolderLock ownership;
    private readonly FileIdentity? identity;

    private StagingFolder(string path, FolderLock ownership)
    {
        (Path, this.ownership) = (path, ownership);
        identity = FileIdentity.OfPath(path);
    }

    internal string Path { get; }

    /// <summary>The folder of the new hierarchy; after an exchange, of the replaced one.</summary>
    internal string Content => System.IO.Path.Join(Path, StagingName.Content);

    /// <summary>Whether the folder still exists and was not replaced.</summary>
    internal bool IsThere => FileIdentity.OfPath(Path) == identity && Directory.Exists(Path);

    /// <summary>Creates a folder that this process owns.</summary>
    /// <exception cref="IOException">The folder cannot be created.</exception>
    internal static StagingFolder Create(StagingPlace place)
    {
        Directory.CreateDirectory(place.Parent);
        return Create(() => System.IO.Path.Join(place.Parent, StagingName.New(place.Name)));
    }

    /// <summary>Creates a folder of a given name, made by <see cref="StagingName.New"/>.</summary>
    /// <inheritdoc cref="Create(StagingPlace)"/>
    internal static StagingFolder CreateAt(string path) => Create(() => path);

    private static StagingFolder Create(Func<string> next)
    {
        for (var attempt = 1; ; attempt++)
        {
            var path = next();
            Directory.CreateDirectory(path);
            try
            {
                // A cleaning writer may delete the folder before it is locked.
                if (FolderLock.TryAcquire(path, out var ownership) && Directory.Exists(path))
                {
                    return new StagingFolder(path, ownership!);
                }

                ownership?.Dispose();
            }
            catch (IOException) when (attempt < Attempts && !Directory.Exists(path))
            {
                // Deleted already; try another name.
            }

            if (attempt == Attempts)
            {
                throw new IOException($"{path} was deleted {Attempts} times as soon as it was made; see who deletes folders there");
            }
        }
    }

    /// <summary>The path to which an existing hierarchy is set aside.</summary>
    /// <param name="number">Number of hierarchies that were set aside before, because other writers were faster.</param>
    internal string SetAside(int number) => System.IO.Path.Join(Path, $"{SetAsideName}{number:D2}");

    /// <summary>The hierarchy that a staging folder has set aside, and its destination; null if there is none.</summary>
    /// <exception cref="IOException">The note cannot be read.</exception>
    internal static (string SetAside, string Destination)? SetAsideIn(string folder)
    {
        var note = System.IO.Path.Join(folder, NoteName);
        return Destination.ReadOrNull(note) is { } destination && Directory.GetDirectories(folder, $"{SetAsideName}*").Max(StringComparer.Ordinal) is { } latest
            ? (latest, System.IO.Path.GetFullPath(System.Text.Encoding.UTF8.GetString(destination), System.IO.Path.GetDirectoryName(folder)!))
            : null;
    }

    /// <summary>The hierarchy in a staging folder that was built elsewhere and is not published yet, and where it was built; null if there is none.</summary>
    /// <exception cref="IOException">The note cannot be read.</exception>
    internal static (string Hierarchy, string Origin)? BorrowedIn(string folder)
    {
        if (Destination.ReadOrNull(System.IO.Path.Join(folder, OriginName)) is not { } note)
        {
            return null;
        }

        // After an exchange, what was replaced is in the same place: another folder.
        var lines = System.Text.Encoding.UTF8.GetString(note).Split('\n', 2);
        var hierarchy = System.IO.Path.Join(folder, StagingName.Content);
        return lines.Length == 2 && FileIdentity.OfPath(hierarchy) is { } identity && NumberOf(identity) == lines[0]
            ? (hierarchy, System.IO.Path.GetFullPath(lines[1], System.IO.Path.GetDirectoryName(folder)!))
            : null;
    }

    /// <summary>Records where the hierarchy is that is about to be moved into this folder to be published.</summary>
    internal void NoteOrigin(string hierarchy)
    {
        if (FileIdentity.OfPath(hierarchy) is { } numbers)
        {
            File.WriteAllText(System.IO.Path.Join(Path, OriginName), $"{NumberOf(numbers)}\n{System.IO.Path.GetRelativePath(System.IO.Path.GetDirectoryName(Path)!, hierarchy)}");
        }
    }

    // Without the number of the device, which the next boot may change.
    private static string NumberOf(FileIdentity identity) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{identity.Inode:x}-{identity.Generation:x}");

    /// <summary>Records, durably, the destination of the hierarchy that is about to be set aside.</summary>
    internal void Note(string destination)
    {
        var note = System.IO.Path.Join(Path, NoteName);
        using (var file = new FileStream(note, FileMode.Create, FileAccess.Write))
        {
            file.Write(System.Text.Encoding.UTF8.GetBytes(System.IO.Path.GetRelativePath(System.IO.Path.GetDirectoryName(Path)!, destination)));
            file.Flush(flushToDisk: true);
        }
    }

    /// <summary>Deletes the folder and its content.</summary>
    /// <exception cref="IOException">Something cannot be deleted.</exception>
    internal void Delete()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Deleted already.
        }
    }

    /// <summary>Renames the folder, so that cleaning never deletes its content.</summary>
    /// <returns>Its new path.</returns>
    internal string Keep()
    {
        var kept = $"{Path}.kept";
        Directory.Move(Path, kept);
        return kept;
    }

    /// <summary>Gives up ownership, so that the next writer may delete the folder.</summary>
    public void Dispose() => ownership.Dispose();
}
