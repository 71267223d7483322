using OmeZarr.Planning;
using OmeZarr.Writing.Places;
using Zarr.Stores;
using Zarr.Stores.Files;
using static OmeZarr.Writing.Publication.FolderMoves;

namespace OmeZarr.Writing.Publication;

/// <summary>
/// A hierarchy that is built in a staging folder and moved to its destination when it is complete. Until then, and after any failure, the destination is as it was.
/// Disposing without publishing removes every trace.
/// </summary>
/// <remarks>
/// The existing and the new hierarchy are exchanged by one system call, so one of them exists at every moment; on systems without such a call, the existing one
/// is set aside first. If the process is killed, its folder stays (<see cref="StagingName"/>), and the next writer to the destination clears it (<see cref="Leftovers"/>).
/// </remarks>
internal sealed class StagedHierarchy : IDisposable, IProgress<string>
{
    private const int Attempts = 50;

    private readonly bool overwrite;
    private readonly bool isPart;
    private readonly PublicationOptions options;
    private readonly StagingFolder folder;
    private readonly IReadOnlyList<string> createdDirectories;
    private readonly Stack<string> setAside = new();
    private string? replaced;
    private bool isPlaced;
    private bool isFlushed;
    private readonly HashSet<string> documents = new(StringComparer.Ordinal);
    private long values;

    private StagedHierarchy(string destination, StagingPlace place, bool overwrite, bool isPart, PublicationOptions options)
    {
        (Destination, this.overwrite, this.isPart, this.options) = (destination, overwrite, isPart, options);
        createdDirectories = MissingAbove(destination);
        try
        {
            folder = StagingFolder.Create(place);
            Directory.CreateDirectory(Staging);
        }
        catch (Exception e) when (IsOfTheFileSystem(e))
        {
            Dispose();
            throw new IOException($"cannot create {destination}: {e.Message} Hierarchies are built in {place.Parent} and then moved, so this folder must be writable.", e);
        }
    }

    /// <summary>The folder in which the hierarchy is built.</summary>
    internal string Staging => folder.Content;

    /// <summary>The absolute path of the destination, links resolved.</summary>
    internal string Destination { get; }

    /// <summary>Checks the destination and creates a staging folder.</summary>
    /// <exception cref="IOException">The destination exists and must not be replaced; nothing was changed.</exception>
    internal static StagedHierarchy Begin(string path, bool overwrite, PublicationOptions options = default)
    {
        var destination = Places.Destination.Resolve(path);
        var place = StagingPlace.Of(destination);
        Leftovers.Clear(place);
        Places.Destination.RequireReplaceable(destination, overwrite);
        return new StagedHierarchy(destination, place, overwrite, isPart: false, options);
    }

    /// <summary>Creates a staging folder for a part of another hierarchy, such as a well of a plate.</summary>
    /// <param name="root">The absolute path of that hierarchy, links resolved; it need not exist yet.</param>
    /// <param name="path">Path of the part in that hierarchy.</param>
    /// <param name="overwrite">Whether an existing part may be replaced; checked when the part is published.</param>
    /// <param name="options">Options of publication.</param>
    /// <exception cref="IOException">The folder cannot be created.</exception>
    internal static StagedHierarchy BeginPart(string root, string path, bool overwrite, PublicationOptions options = default) =>
        new(Path.Join(root, path), StagingPlace.Of(root), overwrite, isPart: true, options);

    /// <summary>Options for writing in the staging folder: stores that fail if the folder is deleted, and report what they write.</summary>
    internal WriteOptions Within(WriteOptions outer) => outer.OpenStore == ZarrBackend.OpenStore
        ? outer with { OpenStore = OpenStore, Backend = ReferenceEquals(outer.Backend, IArrayBackend.BuiltIn) ? new ZarrBackend(OpenStore) : outer.Backend }
        : outer;

    /// <summary>Counts a written file.</summary>
    void IProgress<string>.Report(string value)
    {
        if (Path.GetFileName(value.AsSpan()) is GroupDocument.Name)
        {
            lock (documents)
            {
                documents.Add(value); // may be written several times
            }
        }
        else
        {
            Interlocked.Increment(ref values);
        }
    }

    /// <summary>Moves the hierarchy into another one that is not yet published.</summary>
    /// <param name="whole">The other hierarchy.</param>
    /// <param name="path">Path in the other hierarchy; the folder above it exists.</param>
    /// <exception cref="IOException">The rename failed, or files were deleted.</exception>
    internal void MoveInto(StagedHierarchy whole, string path)
    {
        RequireComplete();
        Move(Staging, Path.Join(whole.Staging, path));
        Interlocked.Add(ref whole.values, values + documents.Count); // this hierarchy stays unplaced, so that disposing removes the folders above it if the other one is never published
    }

    /// <summary>Moves the hierarchy to its destination and deletes the replaced one.</summary>
    /// <exception cref="IOException">
    /// Another hierarchy appeared there meanwhile, or a rename failed: the destination is as it was. Or the replaced hierarchy could not be
    /// deleted: the new one is in place. The message says which.
    /// </exception>
    internal void Publish()
    {
        Place();
        Complete();
    }

    /// <summary>Publishes a hierarchy that was built elsewhere on the same file system, in place of an own one. If that fails, it is back where it was. If the process is killed before, whoever clears its folder puts it back.</summary>
    /// <inheritdoc cref="Publish"/>
    internal void PublishFrom(string complete)
    {
        Directory.Delete(Staging);
        folder.NoteOrigin(complete);
        Move(complete, Staging);
        try
        {
            Place();
        }
        catch when (Directory.Exists(Staging))
        {
            Move(Staging, complete);
            throw;
        }

        Complete();
    }

    /// <summary>Moves the hierarchy to its destination, and keeps the replaced one until <see cref="Complete"/> or <see cref="Withdraw"/>.</summary>
    /// <exception cref="IOException">Another hierarchy appeared there meanwhile, or a rename failed: the destination is as it was.</exception>
    internal void Place()
    {
        RequireComplete();
        try
        {
            for (var attempt = 1; !TryPlace(isLast: attempt == Attempts); attempt++)
            {
                // Another writer was faster, or on Windows another program has a file open. Both conditions are short.
                Thread.Sleep(attempt / 10);
            }
        }
        catch (IOException e) when (setAside.Count > 0)
        {
            PutBack(e);
            throw;
        }

        FlushNames();
    }

    /// <summary>Deletes the replaced hierarchy.</summary>
    /// <exception cref="IOException">It cannot be deleted; the new hierarchy is in place.</exception>
    internal void Complete()
    {
        if (replaced is null)
        {
            return; // disposing deletes the staging folder
        }

        try
        {
            folder.Delete();
        }
        catch (Exception e) when (IsOfTheFileSystem(e))
        {
            throw new IOException($"{Destination} is written, but what it replaced could not be deleted: {e.Message} Delete {folder.Path} yourself.", e);
        }
    }

    /// <summary>Moves the hierarchy back, and restores the replaced one.</summary>
    /// <exception cref="IOException">A rename failed; the message has the present paths.</exception>
    internal void Withdraw()
    {
        try
        {
            if (replaced == folder.Content)
            {
                RequireSwap(folder.Content, Destination);
            }
            else
            {
                Move(Destination, folder.Content);
                if (replaced is not null)
                {
                    Move(replaced, Destination);
                }
            }

            (replaced, isPlaced) = (null, false);
        }
        catch (IOException e) when (replaced is not null)
        {
            throw new IOException($"{e.Message} What was at {Destination} is in {folder.Keep()}; rename or delete it yourself.", e);
        }
    }

    /// <summary>Never throws, so that the caller sees the original error.</summary>
    public void Dispose()
    {
        if (folder is not null)
        {
            if (!isPlaced || replaced is null)
            {
                Quietly(folder.Delete);
            }

            folder.Dispose();
        }

        if (!isPlaced)
        {
            foreach (var directory in createdDirectories)
            {
                Quietly(() => Directory.Delete(directory)); // not recursive: another writer may use the folder
            }
        }
    }

    /// <summary>One attempt to move the new hierarchy to its destination.</summary>
    /// <returns>False if a rename failed, which the last attempt throws.</returns>
    private bool TryPlace(bool isLast)
    {
        if (Places.Destination.Exists(Destination))
        {
            return TryReplace(isLast);
        }

        Flush(options.IsFlushed);
        MakeFolderAbove();
        isPlaced = FolderExchange.TryMove(Staging, Destination) || (!Places.Destination.Exists(Destination) && TryRename(Staging, Destination, isLast));
        return isPlaced;
    }

    private void MakeFolderAbove()
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Destination)!);
        }
        catch (Exception e) when (IsOfTheFileSystem(e))
        {
            throw new IOException($"cannot create the folder of {Destination}: {e.Message}", e);
        }
    }

    private bool TryReplace(bool isLast)
    {
        Places.Destination.RequireReplaceable(Destination, overwrite);
        Flush(isNeeded: true);
        using var others = LockOrNull(); // for a part, the caller has locked the root
        return (!options.AvoidsExchange && TryExchange()) || TrySetAside(isLast);
    }

    /// <summary>Locks the old hierarchy against writers that add parts to it.</summary>
    /// <returns>Null if no lock is needed, or the hierarchy does not exist any more.</returns>
    private FolderLock? LockOrNull()
    {
        try
        {
            return isPart ? null : FolderLock.Acquire(Destination);
        }
        catch (DirectoryNotFoundException)
        {
            return null; // another writer is replacing it
        }
    }

    private bool TryExchange()
    {
        if (!FolderExchange.TrySwap(Staging, Destination))
        {
            return false;
        }

        (replaced, isPlaced) = (folder.Content, true);
        try
        {
            // Checked again, because another writer may have replaced the hierarchy between the first check and the exchange.
            Places.Destination.RequireReplaceable(Destination, folder.Content);
            return true;
        }
        catch (IOException)
        {
            Withdraw();
            throw;
        }
    }

    private bool TrySetAside(bool isLast)
    {
        folder.Note(Destination);
        var aside = folder.SetAside(setAside.Count);
        if (!TryRename(Destination, aside, isLast))
        {
            return false;
        }

        setAside.Push(aside);
        Places.Destination.RequireReplaceable(Destination, aside);
        isPlaced = TryRename(Staging, Destination, isLast);
        if (isPlaced)
        {
            replaced = aside;
        }
        else
        {
            TryPutBack(); // if this fails, another writer was faster, and the next attempt replaces its hierarchy
        }

        return isPlaced;
    }

    private bool TryPutBack()
    {
        var isDone = TryRename(setAside.Peek(), Destination, isLast: false);
        if (isDone)
        {
            setAside.Pop();
        }

        return isDone;
    }

    /// <summary>Restores the hierarchy that was set aside, after the new one could not be moved to its destination.</summary>
    /// <exception cref="IOException">It cannot be restored; the message has its path.</exception>
    private void PutBack(IOException reason)
    {
        if (!TryPutBack() || setAside.Count > 0)
        {
            throw new IOException($"{reason.Message} What was at {Destination} is now in {folder.Keep()}; rename or delete it yourself.", reason);
        }
    }

    /// <summary>Throws if a written file is missing: another program has deleted it, and an incomplete hierarchy must not replace anything.</summary>
    internal void RequireComplete()
    {
        if (!folder.IsThere)
        {
            throw new IOException($"{folder.Path} was deleted while {Destination} was written in it; write it again. Nothing was changed.");
        }

        var written = values + documents.Count;
        var found = written == 0 ? 0 : Directory.EnumerateFiles(Staging, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }).LongCount();
        if (found < written)
        {
            throw new IOException($"{written - found} of {written} files were deleted from {folder.Path} while {Destination} was written in it; write it again. Nothing was changed.");
        }
    }

    private void Flush(bool isNeeded)
    {
        if (isNeeded && !isFlushed && Directory.Exists(Staging)) // a missing folder fails in the rename
        {
            FileSystemStore.FlushFolder(Staging);
            isFlushed = true;
        }
    }

    /// <summary>Flushes the new name, and those of created folders above it, to disk.</summary>
    /// <exception cref="IOException">The disk reported an error. The new hierarchy is at its destination, and the replaced one is kept.</exception>
    private void FlushNames()
    {
        if (!isFlushed)
        {
            return;
        }

        try
        {
            foreach (var directory in createdDirectories.Prepend(Destination))
            {
                FolderHandle.Flush(Path.GetDirectoryName(directory)!);
            }
        }
        catch (IOException e) when (replaced is not null)
        {
            throw new IOException($"{Destination} is written, but the disk reported an error: {e.Message} What it replaced is kept in {folder.Keep()}.", e);
        }
    }

    private FileSystemStore OpenStore(string path) => new(path, requiredFolder: folder.Path, published: this);
}
