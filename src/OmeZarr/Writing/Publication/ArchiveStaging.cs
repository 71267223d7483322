using OmeZarr.Writing.Places;

namespace OmeZarr.Writing.Publication;

/// <summary>
/// The locked folder beside an archive in which a hierarchy grows. The hierarchy is packed when it is complete, and the archive appears by one rename. Thread-safe.
/// </summary>
/// <remarks>A process that is killed leaves the folder, with a hierarchy like any other in it. Only <see cref="OmeWriter.CleanAsync"/> removes it, because it may hold all there is of an acquisition.</remarks>
internal sealed class ArchiveStaging
{
    private readonly string archive;
    private readonly string hierarchy;
    private readonly WriteOptions options;
    private readonly Func<string, string, WriteOptions, Task> pack;
    private readonly Lock gate = new();
    private IReadOnlyList<string> createdFolders = [];
    private StagingFolder? folder;
    private int users;
    private TaskCompletionSource? idle;

    private ArchiveStaging(string archive, string hierarchy, WriteOptions options, Func<string, string, WriteOptions, Task> pack) =>
        (this.archive, this.hierarchy, this.options, this.pack) = (archive, hierarchy, options, pack);

    // A semaphore without a wait handle needs no disposal. Analyzers report an undisposed field, but no property.
    private SemaphoreSlim Turn { get; } = new(1, 1);

    /// <summary>The folder for a place; null if it is no archive. Nothing is created yet.</summary>
    /// <param name="place">The place.</param>
    /// <param name="options">Options of writing.</param>
    /// <param name="pack">Packs a folder to an archive.</param>
    internal static ArchiveStaging? Of(HierarchyPlace place, WriteOptions options, Func<string, string, WriteOptions, Task> pack) =>
        place is { Archive: { } archive, Folder: { } hierarchy } ? new ArchiveStaging(archive, hierarchy, options, pack) : null;

    /// <summary>Makes the folder, unless it is there. <see cref="CompleteAsync"/> waits until as many calls of <see cref="End"/> have followed.</summary>
    /// <exception cref="NotSupportedException">The archive exists, and is to get further parts.</exception>
    /// <exception cref="IOException">The archive exists and must stay, or the folder cannot be made.</exception>
    internal async Task BeginAsync(CancellationToken cancellationToken)
    {
        await Turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (folder is null)
            {
                await RequireRoomAsync(cancellationToken).ConfigureAwait(false);
                createdFolders = FolderMoves.MissingAbove(archive);
                folder = Create();
            }

            lock (gate)
            {
                users++;
            }
        }
        finally
        {
            Turn.Release();
        }
    }

    /// <summary>Something was written, or failed.</summary>
    internal void End()
    {
        lock (gate)
        {
            if (--users == 0)
            {
                idle?.TrySetResult();
            }
        }
    }

    /// <summary>Packs what was written. Without anything written, the folder is deleted and no archive appears. Further calls do nothing.</summary>
    /// <exception cref="IOException">It cannot be packed: everything is in the folder still, and another call tries again.</exception>
    internal async Task CompleteAsync()
    {
        await IdleAsync().ConfigureAwait(false);
        await Turn.WaitAsync().ConfigureAwait(false);
        try
        {
            if (folder is not null && Destination.IsGroup(hierarchy) is not null)
            {
                await PackAsync().ConfigureAwait(false);
            }

            Discard();
        }
        finally
        {
            Turn.Release();
        }
    }

    /// <summary>Deletes the folder. Never throws.</summary>
    internal void Discard()
    {
        if (folder is null)
        {
            return;
        }

        FolderMoves.Quietly(folder.Delete);
        folder.Dispose();
        folder = null;
        foreach (var created in createdFolders)
        {
            FolderMoves.Quietly(() => Directory.Delete(created)); // not recursive: the archive, or another writer, may be in it
        }
    }

    private StagingFolder Create()
    {
        try
        {
            return StagingFolder.CreateAt(Path.GetDirectoryName(hierarchy)!);
        }
        catch (Exception e) when (FolderMoves.IsOfTheFileSystem(e))
        {
            throw new IOException($"cannot create {archive}: {e.Message} Its content is collected in a folder beside it, and then packed, so {Path.GetDirectoryName(archive)} must be writable.", e);
        }
    }

    private Task RequireRoomAsync(CancellationToken cancellationToken) => options.Existing == ExistingHierarchy.Append && File.Exists(archive)
        ? throw ArchivePlace.CannotGrow(archive)
        : ArchivePlace.RequireReplaceableAsync(archive, options.Overwrite && options.Existing != ExistingHierarchy.Append, cancellationToken);

    private Task IdleAsync()
    {
        lock (gate)
        {
            return users == 0 ? Task.CompletedTask : (idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    private async Task PackAsync()
    {
        try
        {
            await pack(hierarchy, archive, options with { Overwrite = options.Overwrite && options.Existing != ExistingHierarchy.Append }).ConfigureAwait(false);
        }
        catch (Exception e) when (FolderMoves.IsOfTheFileSystem(e))
        {
            throw new IOException($"{archive} was not written: {e.Message} What was written is in {hierarchy}. Dispose again to try again, or copy that folder elsewhere (omezarr copy).", e);
        }
    }
}
