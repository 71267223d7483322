using OmeZarr.Planning;
using OmeZarr.Writing.Places;
using OmeZarr.Writing.Publication;
using Zarr.Stores;
using Zarr.Stores.Files;

namespace OmeZarr.Writing.Parts;

/// <summary>
/// A growing hierarchy in a folder. Each part is built beside the hierarchy and moved in when it is complete. A writer locks the hierarchy, and reads changed documents again, before it moves parts in. Publishing cannot be
/// cancelled once it has begun.
/// </summary>
/// <typeparam name="T">The kind of part.</typeparam>
/// <param name="root">The absolute path of the hierarchy, which need not exist, links resolved.</param>
/// <param name="options">Options of writing.</param>
/// <param name="index">The index of the parts.</param>
/// <param name="isKept">Whether parts are added to an existing hierarchy; otherwise it is replaced, if the options allow that.</param>
internal sealed class FolderGrowth<T>(string root, WriteOptions options, PartIndex<T> index, bool isKept) : GrowingHierarchy<T>
    where T : Part
{
    private readonly bool overwriteRoot = options.Overwrite && !isKept;
    private readonly HierarchyIdentity identity = new(root);
    private bool isRootReady;
    private bool fits;

    internal override string Root => root;

    /// <summary>Options that flush parts to disk before the list that names them replaces the old one.</summary>
    private PublicationOptions Flushed => PublicationOptions.Of(options) with { IsFlushed = true };

    // A semaphore without a wait handle needs no disposal. Analyzers report an undisposed field, but no property.
    private SemaphoreSlim Publishing { get; } = new(1, 1);

    internal override void RequireFit()
    {
        if (!fits)
        {
            Surroundings.RequireFit(root, index.Kind);
            fits = true;
        }
    }

    internal override async Task<PartDraft<T>> StageAsync(T part, CancellationToken cancellationToken)
    {
        await Publishing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await RequireRoomAsync(part).ConfigureAwait(false);
        }
        finally
        {
            Publishing.Release();
        }

        return new StagedPart<T>(part, StagedHierarchy.BeginPart(root, part.Path, index.MayReplaceParts, Flushed), options);
    }

    internal override async Task PublishAsync(IReadOnlyList<PartDraft<T>> parts, Action commit, Action rollback, CancellationToken cancellationToken)
    {
        List<StagedPart<T>> staged = [.. parts.Cast<StagedPart<T>>()];
        var placed = new PlacedParts(root, Flushed);
        try
        {
            await Publishing.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                cancellationToken.ThrowIfCancellationRequested();
                await PlaceAsync(staged, placed, cancellationToken).ConfigureAwait(false);
                commit();
            }
            catch
            {
                rollback();
                throw;
            }
            finally
            {
                Publishing.Release();
            }

            placed.Complete(); // outside the lock, because deleting replaced parts may take long
        }
        finally
        {
            placed.Dispose();
        }
    }

    /// <summary>Whether the hierarchy exists. Another writer may have created one to which parts are added.</summary>
    private bool IsThere() => identity.IsKnown || (isKept && Destination.Exists(root));

    private async Task RequireRoomAsync(T part)
    {
        RequireFit();
        if (!IsThere())
        {
            if (!isKept)
            {
                Destination.RequireReplaceable(root, overwriteRoot);
            }

            return; // another writer may create a kept hierarchy at any time, which is no error
        }

        if (!identity.IsKnown)
        {
            Leftovers.Clear(StagingPlace.Of(root));
            identity.Note(root);
            await index.ReadAsync().ConfigureAwait(false);
        }

        identity.Require();
        index.Require(part);
        foreach (var path in index.Pieces(part).Select(part.PathOf).Where(path => !IsOrphan(path)))
        {
            Destination.RequireReplaceable(Path.Join(root, path), index.MayReplaceParts);
        }
    }

    /// <summary>Whether a path belongs to an unlisted part of a killed process. The next publication deletes it, unless another writer is just listing it.</summary>
    private bool IsOrphan(string path) =>
        Destination.Exists(Path.Join(root, path)) && index.Orphans(new PublicationJournal(root).Read()).Any(orphan => Destination.IsWithin(path, orphan));

    private async Task PlaceAsync(IReadOnlyList<StagedPart<T>> parts, PlacedParts placed, CancellationToken cancellationToken)
    {
        if (!IsThere() && await TryBeginAsync(parts, placed).ConfigureAwait(false))
        {
            return;
        }

        if (!identity.IsKnown)
        {
            identity.Note(root); // another writer created the hierarchy while the parts were built
        }

        await AddAsync(parts, placed, cancellationToken).ConfigureAwait(false);
    }

    /// <returns>False if another writer has created a hierarchy to which the parts can be added.</returns>
    private async Task<bool> TryBeginAsync(IReadOnlyList<StagedPart<T>> parts, PlacedParts placed)
    {
        StagedHierarchy? staged = null;
        try
        {
            staged = StagedHierarchy.Begin(root, overwriteRoot, PublicationOptions.Of(options));
            await BuildAsync(staged, parts).ConfigureAwait(false);
            await Surroundings.DropConsolidatedAsync(root).ConfigureAwait(false);
            var appearing = FileIdentity.OfPath(staged.Staging);
            staged.Place();
            identity.Note(appearing);
            placed.Add(staged);
            return true;
        }
        catch (IOException) when (isKept && Destination.IsGroup(root) == true)
        {
            MoveBack(staged, parts);
            staged?.Dispose();
            return false;
        }
        catch
        {
            staged?.Dispose();
            throw;
        }
    }

    private async Task BuildAsync(StagedHierarchy staged, IReadOnlyList<StagedPart<T>> parts)
    {
        var documents = new FolderChanges(staged.Within(options).OpenStore(staged.Staging), staged.Staging);
        foreach (var group in GroupsAbove(parts.Select(part => part.Part.Path)))
        {
            await documents.SetAsync(group, GroupDocument.Empty).ConfigureAwait(false);
        }

        foreach (var part in parts)
        {
            part.Staged.MoveInto(staged, part.Part.Path);
        }

        await index.BeginAsync(documents, [.. parts.Select(part => part.Part)]).ConfigureAwait(false);
    }

    private static void MoveBack(StagedHierarchy? staged, IReadOnlyList<StagedPart<T>> parts)
    {
        foreach (var part in parts)
        {
            if (staged is not null && Path.Join(staged.Staging, part.Part.Path) is var moved && Directory.Exists(moved) && !Directory.Exists(part.Staged.Staging))
            {
                Directory.Move(moved, part.Staged.Staging);
            }
        }
    }

    private async Task AddAsync(IReadOnlyList<StagedPart<T>> parts, PlacedParts placed, CancellationToken cancellationToken)
    {
        using var folderLock = await identity.LockAsync(cancellationToken).ConfigureAwait(false);
        await MakeRootReadyAsync(parts[0].Part.Path).ConfigureAwait(false);
        await index.ReadAsync().ConfigureAwait(false);
        var journal = new PublicationJournal(root);
        var unfinished = journal.Read();
        if (index.Orphans(unfinished) is var orphans && folderLock.IsHeld)
        {
            TakeAway(orphans);
        }

        foreach (var part in parts)
        {
            index.Require(part.Part);
        }

        var pieces = parts.SelectMany(part => index.Pieces(part.Part).Select(piece => (Of: part, Piece: piece))).ToList();
        journal.Begin([.. unfinished.Union(pieces.Select(piece => piece.Of.Part.PathOf(piece.Piece)))]);
        var documents = new FolderChanges(options.OpenDurableStore(root), root);
        try
        {
            await MoveInAsync(pieces, placed, documents).ConfigureAwait(false);
            await index.AddAsync(documents, [.. parts.Select(part => part.Part)]).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            await placed.WithdrawAsync(documents, e).ConfigureAwait(false);
            journal.Restore(unfinished);
            throw;
        }

        journal.End();
    }

    /// <summary>Flushes the hierarchy to disk, and drops consolidated metadata in groups above it. Runs once.</summary>
    private async Task MakeRootReadyAsync(string part)
    {
        if (!isRootReady)
        {
            await Surroundings.DropConsolidatedAsync(Path.Join(root, part), held: root).ConfigureAwait(false);
            await new FileSystemStore(root).FlushAsync(StorePrefix.Root).ConfigureAwait(false);
            isRootReady = true;
        }
    }

    private async Task MoveInAsync(IReadOnlyList<(StagedPart<T> Of, string Piece)> pieces, PlacedParts placed, DocumentChanges documents)
    {
        foreach (var staged in pieces.Where(piece => piece.Piece.Length > 0).Select(piece => piece.Of.Staged).Distinct())
        {
            staged.RequireComplete(); // folders that are moved in one by one are not checked again
        }

        foreach (var group in GroupsAbove(pieces.Select(piece => piece.Of.Part.PathOf(piece.Piece))).Where(group => Destination.IsGroup(Path.Join(root, group)) is null))
        {
            await documents.SetAsync(group, GroupDocument.Empty).ConfigureAwait(false);
        }

        foreach (var (of, piece) in pieces)
        {
            placed.Place(piece.Length == 0 ? of.Staged : placed.Split(of.Staged, piece, of.Part.PathOf(piece), index.MayReplaceParts));
        }
    }

    /// <summary>Deletes unlisted folders. No document names them, so no reader uses them.</summary>
    private void TakeAway(IReadOnlyList<string> orphans)
    {
        foreach (var folder in orphans.Select(path => Path.Join(root, path)).Where(Directory.Exists))
        {
            Destination.RequireReplaceable(folder, overwrite: true);
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (Exception e) when (e is UnauthorizedAccessException or ArgumentException)
            {
                throw new IOException($"a process was killed while it added {folder}, which is not listed and cannot be deleted: {e.Message} Delete it yourself.", e);
            }
        }
    }
}
