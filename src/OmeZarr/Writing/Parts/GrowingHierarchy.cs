using OmeZarr.Writing.Publication;
using Zarr.Stores;

namespace OmeZarr.Writing.Parts;

/// <summary>
/// A hierarchy to which parts (wells, series, labels) are added one after the other. Each part is built beside the hierarchy and moved in when it is complete;
/// only then the documents that list it are rewritten. The hierarchy itself appears, and replaces an old one, together with its first part. Thread-safe, and among processes:
/// whoever moves parts in has locked the hierarchy, and looks first whether its documents have changed.
/// </summary>
/// <typeparam name="T">The kind of part.</typeparam>
/// <param name="root">The absolute path of the hierarchy, which need not exist, links resolved.</param>
/// <param name="options">How to write.</param>
/// <param name="listing">What lists the parts.</param>
/// <param name="isKept">Whether a hierarchy that is there already is kept and added to; otherwise it is replaced, if that is allowed.</param>
internal sealed class GrowingHierarchy<T>(string root, WriteOptions options, PartListing<T> listing, bool isKept)
    where T : HierarchyPart
{
    private readonly bool overwriteRoot = options.Overwrite && !isKept;
    private readonly HierarchyIdentity identity = new(root);
    private bool isRootReady;
    private bool fits;

    /// <summary>The absolute path of the hierarchy, links resolved.</summary>
    internal string Root => root;

    /// <summary>What a list that replaces another names is on the disk before it.</summary>
    private PublicationOptions Flushed => options.Publication with { IsFlushed = true };

    // A semaphore without a wait handle holds nothing that would have to be disposed; as a property it is not taken for an owned resource.
    private SemaphoreSlim Landing { get; } = new(1, 1);

    /// <summary>Throws if the hierarchy does not fit into what is above it. Looks once, before anything is made.</summary>
    /// <inheritdoc cref="Surroundings.RequireFit"/>
    internal void RequireFit()
    {
        if (!fits)
        {
            Surroundings.RequireFit(root, listing.Kind);
            fits = true;
        }
    }

    /// <summary>Makes a place to build a part. The result must be disposed.</summary>
    /// <exception cref="IOException">The hierarchy, or the part, exists and must stay; or the hierarchy is another one by now. Nothing was changed.</exception>
    internal async Task<StagedHierarchy> StageAsync(T part, CancellationToken cancellationToken)
    {
        await Landing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await RequireRoomAsync(part).ConfigureAwait(false);
        }
        finally
        {
            Landing.Release();
        }

        return StagedHierarchy.BeginPart(root, part.Path, listing.MayReplaceParts, Flushed);
    }

    /// <summary>
    /// Moves complete parts in, makes the groups above them that are not there yet, and rewrites the documents that list them. All of it happens or, if it
    /// throws, nothing: not to be cancelled on its way. The one exception says so: what was replaced could not be deleted.
    /// </summary>
    /// <param name="parts">The parts, and where they are.</param>
    /// <param name="settled">Told whether the parts are there now, before anything else lands.</param>
    /// <param name="cancellationToken">Stops the waiting for others.</param>
    internal async Task LandAsync(IReadOnlyList<StagedPart<T>> parts, Action<bool> settled, CancellationToken cancellationToken)
    {
        var placed = new PlacedParts(root, Flushed);
        try
        {
            await Landing.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                cancellationToken.ThrowIfCancellationRequested();
                await PlaceAsync(parts, placed, cancellationToken).ConfigureAwait(false);
                settled(true);
            }
            catch
            {
                settled(false);
                throw;
            }
            finally
            {
                Landing.Release();
            }

            placed.Complete(); // deleting may take long, and nobody need wait for it
        }
        finally
        {
            placed.Dispose();
        }
    }

    /// <summary>Whether parts can be added; a hierarchy that is kept may also have been made by somebody else meanwhile.</summary>
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

            return; // what is kept may be made by somebody else at any moment, which is no reason to refuse
        }

        if (!identity.IsKnown)
        {
            Leftovers.Clear(StagingPlace.Of(root));
            identity.Note(root);
            await listing.ReadAsync().ConfigureAwait(false);
        }

        identity.Require();
        listing.Require(part);
        foreach (var path in listing.Pieces(part).Select(part.PathOf).Where(path => !IsOrphan(path)))
        {
            Destination.RequireReplaceable(Path.Join(root, path), listing.MayReplaceParts);
        }
    }

    /// <summary>Whether something was left by a process that was killed before it listed it. It is taken away when the next part lands, unless somebody is listing it just now.</summary>
    private bool IsOrphan(string path) =>
        Destination.Exists(Path.Join(root, path)) && listing.Orphans(new LandingRecord(root).Read()).Any(orphan => Destination.IsWithin(path, orphan));

    private async Task PlaceAsync(IReadOnlyList<StagedPart<T>> parts, PlacedParts placed, CancellationToken cancellationToken)
    {
        if (!IsThere() && await TryBeginAsync(parts, placed).ConfigureAwait(false))
        {
            return;
        }

        if (!identity.IsKnown)
        {
            identity.Note(root); // it appeared while the parts were built
        }

        await AddAsync(parts, placed, cancellationToken).ConfigureAwait(false);
    }

    /// <returns>False if a hierarchy to be added to appeared meanwhile.</returns>
    private async Task<bool> TryBeginAsync(IReadOnlyList<StagedPart<T>> parts, PlacedParts placed)
    {
        StagedHierarchy? staged = null;
        try
        {
            staged = StagedHierarchy.Begin(root, overwriteRoot, options.Publication);
            await BuildAsync(staged, parts).ConfigureAwait(false);
            await Surroundings.DropConsolidatedAsync(root).ConfigureAwait(false);
            var appearing = StoreIdentity.OfPath(staged.Staging);
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
        var documents = new DocumentChanges(staged.Within(options).OpenStore(staged.Staging), staged.Staging);
        foreach (var group in GroupsAbove(parts.Select(part => part.Part.Path)))
        {
            await documents.SetAsync(group, GroupDocument.Empty).ConfigureAwait(false);
        }

        foreach (var (part, place) in parts)
        {
            place.MoveInto(staged, part.Path);
        }

        await listing.BeginAsync(documents, [.. parts.Select(part => part.Part)]).ConfigureAwait(false);
    }

    private static void MoveBack(StagedHierarchy? staged, IReadOnlyList<StagedPart<T>> parts)
    {
        foreach (var (part, place) in parts)
        {
            if (staged is not null && Path.Join(staged.Staging, part.Path) is var moved && Directory.Exists(moved) && !Directory.Exists(place.Staging))
            {
                Directory.Move(moved, place.Staging);
            }
        }
    }

    private async Task AddAsync(IReadOnlyList<StagedPart<T>> parts, PlacedParts placed, CancellationToken cancellationToken)
    {
        using var folderLock = await identity.LockAsync(cancellationToken).ConfigureAwait(false);
        await MakeRootReadyAsync(parts[0].Part.Path).ConfigureAwait(false);
        await listing.ReadAsync().ConfigureAwait(false);
        var record = new LandingRecord(root);
        var unfinished = record.Read();
        if (listing.Orphans(unfinished) is var orphans && folderLock.IsHeld)
        {
            TakeAway(orphans);
        }

        foreach (var (part, _) in parts)
        {
            listing.Require(part);
        }

        var pieces = parts.SelectMany(part => listing.Pieces(part.Part).Select(piece => (Of: part, Piece: piece))).ToList();
        record.Begin([.. unfinished.Union(pieces.Select(piece => piece.Of.Part.PathOf(piece.Piece)))]);
        var documents = new DocumentChanges(options.OpenDurableStore(root), root);
        try
        {
            await MoveInAsync(pieces, placed, documents).ConfigureAwait(false);
            await listing.AddAsync(documents, [.. parts.Select(part => part.Part)]).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            await placed.WithdrawAsync(documents, e).ConfigureAwait(false);
            record.Return(unfinished);
            throw;
        }

        record.End();
    }

    /// <summary>Once: what the hierarchy holds is on the disk, and no group above has a stale copy of its metadata.</summary>
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
            staged.RequireComplete(); // what is moved in for itself is not looked at any more
        }

        foreach (var group in GroupsAbove(pieces.Select(piece => piece.Of.Part.PathOf(piece.Piece))).Where(group => Destination.IsGroup(Path.Join(root, group)) is null))
        {
            await documents.SetAsync(group, GroupDocument.Empty).ConfigureAwait(false);
        }

        foreach (var ((part, staged), piece) in pieces)
        {
            placed.Place(piece.Length == 0 ? staged : placed.Split(staged, piece, part.PathOf(piece), listing.MayReplaceParts));
        }
    }

    /// <summary>Nobody lists them, so nobody has been told that they are there.</summary>
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

    /// <summary>Outermost first.</summary>
    private static IEnumerable<string> GroupsAbove(IEnumerable<string> paths) => paths.SelectMany(GroupDocument.Above).Distinct();
}
