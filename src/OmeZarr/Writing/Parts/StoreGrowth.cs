using System.Diagnostics;
using System.Runtime.CompilerServices;
using OmeZarr.Planning;
using OmeZarr.Writing.Places;
using OmeZarr.Writing.Publication;
using Zarr.Stores;

namespace OmeZarr.Writing.Parts;

/// <summary>
/// A growing hierarchy in a store that cannot rename. Parts are written at their final paths, which are claimed before (<see cref="StoreClaim"/>). The documents that list them are changed by compare-and-swap
/// (<see cref="IConditionalStore"/>), and computed anew when another writer was faster. In stores without that, one process may add parts at a time.
/// </summary>
/// <typeparam name="T">The kind of part.</typeparam>
/// <param name="root">The place of the hierarchy, which need not exist.</param>
/// <param name="options">Options of writing.</param>
/// <param name="index">The index of the parts.</param>
/// <param name="documents">The documents that the index reads.</param>
/// <param name="isKept">Whether parts are added to an existing hierarchy.</param>
internal sealed class StoreGrowth<T>(StorePlace root, WriteOptions options, PartIndex<T> index, StoreDocuments documents, bool isKept) : GrowingHierarchy<T>
    where T : Part
{
    private const int LongestPause = 1000;

    // Builders of one process that share a store take turns, also where the store cannot compare and swap.
    private static readonly ConditionalWeakTable<IStore, SemaphoreSlim> Turns = [];

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly HashSet<string> listed = new(StringComparer.Ordinal);
    private readonly HashSet<string> groups = new(StringComparer.Ordinal);
    private StoreSurroundings? surroundings;
    private StoreClaim? rootClaim;
    private bool isKnown;
    private int partsInWork;

    internal override string Root => root.Text;

    // A semaphore without a wait handle needs no disposal. Analyzers report an undisposed field, but no property.
    private SemaphoreSlim Publishing { get; } = new(1, 1);

    internal override async Task<PartDraft<T>> StageAsync(T part, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> pieces;
        await Publishing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            pieces = await RequireRoomAsync(part, cancellationToken).ConfigureAwait(false);
            partsInWork++;
        }
        finally
        {
            Publishing.Release();
        }

        var claims = new List<(string Piece, StoreClaim Claim)>();
        try
        {
            foreach (var piece in pieces)
            {
                var path = part.PathOf(piece);
                claims.Add((piece, await StoreClaim.AcquireAsync(root.Below(path), path, index.MayReplaceParts, cancellationToken).ConfigureAwait(false)));
            }

            return new StorePart<T>(root, part, claims, options, EndAsync);
        }
        catch
        {
            await new StorePart<T>(root, part, claims, options, EndAsync).DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    internal override async Task PublishAsync(IReadOnlyList<PartDraft<T>> parts, Action commit, Action rollback, CancellationToken cancellationToken)
    {
        List<StorePart<T>> drafts = [.. parts.Cast<StorePart<T>>()];
        await Publishing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var draft in drafts)
            {
                await draft.CompleteAsync(cancellationToken).ConfigureAwait(false);
            }

            await ListAsync(drafts, cancellationToken).ConfigureAwait(false);
            listed.UnionWith(drafts.Select(draft => draft.Part.Path));
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

        foreach (var draft in drafts)
        {
            await draft.ReleaseAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Checks that a part may be added, and claims a hierarchy that is new or replaced.</summary>
    /// <returns>The paths to write, relative to the part.</returns>
    private async Task<IReadOnlyList<string>> RequireRoomAsync(T part, CancellationToken cancellationToken)
    {
        if (surroundings is null)
        {
            var above = await StoreSurroundings.ReadAsync(root, cancellationToken).ConfigureAwait(false);
            above.RequireFit(index.Kind);
            surroundings = above;
        }

        if (!isKnown && !isKept)
        {
            rootClaim ??= await StoreClaim.AcquireAsync(root, null, options.Overwrite, cancellationToken).ConfigureAwait(false);
            return [string.Empty];
        }

        await LoadAsync(index.Needs(part), cancellationToken).ConfigureAwait(false);
        if (!IsThere())
        {
            await RequireUnclaimedAsync(cancellationToken).ConfigureAwait(false);
            return [string.Empty];
        }

        await index.ReadAsync().ConfigureAwait(false);
        RequireSame();
        index.Require(part);
        return index.Pieces(part);
    }

    private async Task LoadAsync(IEnumerable<string> keys, CancellationToken cancellationToken)
    {
        await documents.LoadAsync(keys, cancellationToken).ConfigureAwait(false);
        if (index.CountsParts)
        {
            await documents.LoadNumberedAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Whether the hierarchy exists.</summary>
    /// <exception cref="IOException">It was deleted since this builder began.</exception>
    private bool IsThere()
    {
        var isThere = documents.Read(string.Empty) is not null;
        if (isKnown && !isThere)
        {
            throw new IOException($"another program has deleted {root.Text} since this builder began; nothing was written to it. Begin again with a new builder.");
        }

        return isKnown = isThere;
    }

    /// <summary>Throws if the hierarchy is another one than before: it does not list what this builder has added.</summary>
    private void RequireSame()
    {
        if (listed.FirstOrDefault(part => !index.Holds(part)) is { } lost)
        {
            throw new IOException($"another program has replaced {root.Text} since this builder began: {lost} is not listed any more. What the builder wrote before is gone, and nothing was changed now. Open what is there with a new builder.");
        }
    }

    /// <summary>Throws if a hierarchy of Zarr v2 is there; removes what a killed writer has left. The mark of a running one is no obstacle: another builder may create the documents of the hierarchy just now.</summary>
    private async Task RequireUnclaimedAsync(CancellationToken cancellationToken)
    {
        var names = await root.ListAsync(cancellationToken).ConfigureAwait(false);
        if (names.Contains(".zgroup"))
        {
            throw StoredGroup.IsOld(root.Text);
        }

        if (names.Contains(WriterMark.Name) && !names.Contains(GroupDocument.Name) && await StoreCleaning.IsLeftoverAsync(root, cancellationToken).ConfigureAwait(false))
        {
            await (await StoreClaim.AcquireAsync(root, null, overwrite: false, cancellationToken).ConfigureAwait(false)).ReleaseAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Lists parts, again and again until no other writer interferes.</summary>
    private async Task ListAsync(IReadOnlyList<StorePart<T>> drafts, CancellationToken cancellationToken)
    {
        var turn = Turns.GetValue(root.Store, _ => new SemaphoreSlim(1, 1));
        var start = Stopwatch.GetTimestamp();
        for (var attempt = 1; !await TryInTurnAsync(drafts, turn, Stopwatch.GetElapsedTime(start) > Patience, cancellationToken).ConfigureAwait(false); attempt++)
        {
            await Task.Delay(Random.Shared.Next(Math.Min(LongestPause, 5 << Math.Min(attempt, 10))), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<bool> TryInTurnAsync(IReadOnlyList<StorePart<T>> drafts, SemaphoreSlim turn, bool isLast, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await TryListAsync(drafts, isLast, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<bool> TryListAsync(IReadOnlyList<StorePart<T>> drafts, bool isLast, CancellationToken cancellationToken)
    {
        await LoadAsync(drafts.SelectMany(draft => index.Needs(draft.Part)), cancellationToken).ConfigureAwait(false);
        var isNew = !IsThere();
        var claim = isNew ? rootClaim ?? await StoreClaim.TakeAsync(root, null, cancellationToken).ConfigureAwait(false) : null;
        if (isNew && claim is null)
        {
            return !isLast ? false : throw new DestinationExistsException(root.Text, $"another writer has been creating {root.Text} for {Patience.TotalMinutes} minutes; if it does not run any more, remove what it left (omezarr clean --force).");
        }

        var changes = new StoreChanges(root, documents, cancellationToken);
        try
        {
            await (isNew ? BeginAsync(changes, claim!, drafts, cancellationToken) : AddAsync(changes, drafts, cancellationToken)).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            await changes.UndoAsync().ConfigureAwait(false);
            await GiveBackAsync(claim, drafts).ConfigureAwait(false);
            index.Rollback();
            if (e is ChangedMeanwhileException && !isLast)
            {
                return false;
            }

            throw;
        }

        isKnown = true;
        if (claim is not null)
        {
            rootClaim = null;
            await claim.CompleteAsync().ConfigureAwait(false);
        }

        return true;
    }

    private async Task BeginAsync(StoreChanges changes, StoreClaim claim, IReadOnlyList<StorePart<T>> drafts, CancellationToken cancellationToken)
    {
        await claim.RequireHeldAsync(cancellationToken).ConfigureAwait(false);
        if (claim != rootClaim && await root.ReadAsync(GroupDocument.Name, cancellationToken).ConfigureAwait(false) is not null)
        {
            throw new ChangedMeanwhileException(root.Text); // another builder was faster
        }

        await surroundings!.DropConsolidatedAsync(cancellationToken).ConfigureAwait(false);
        await MakeGroupsAsync(drafts, cancellationToken).ConfigureAwait(false);
        await index.BeginAsync(changes, [.. drafts.Select(draft => draft.Part)]).ConfigureAwait(false);
    }

    private async Task AddAsync(StoreChanges changes, IReadOnlyList<StorePart<T>> drafts, CancellationToken cancellationToken)
    {
        await index.ReadAsync().ConfigureAwait(false);
        RequireSame();
        foreach (var draft in drafts)
        {
            index.Require(draft.Part);
            _ = draft.Pieces.Contains(string.Empty) ? [] : index.Pieces(draft.Part); // reads the document of the part that is extended
        }

        await MakeGroupsAsync(drafts, cancellationToken).ConfigureAwait(false);
        await index.AddAsync(changes, [.. drafts.Select(draft => draft.Part)]).ConfigureAwait(false);
    }

    /// <summary>Creates the groups between the hierarchy and its parts. Each is asked for once.</summary>
    private async Task MakeGroupsAsync(IReadOnlyList<StorePart<T>> drafts, CancellationToken cancellationToken)
    {
        foreach (var group in GroupsAbove(drafts.SelectMany(draft => draft.Pieces.Select(draft.Part.PathOf))).Where(group => !groups.Contains(group) && !drafts.Any(draft => draft.Part.Path == group)))
        {
            await root.Below(group).TryCreateAsync(GroupDocument.Name, GroupDocument.Empty, cancellationToken).ConfigureAwait(false);
            groups.Add(group);
        }
    }

    /// <summary>Gives up the creation of a hierarchy that others may create, too. The groups above the parts are deleted, because nobody uses them before the hierarchy is there.</summary>
    private async Task GiveBackAsync(StoreClaim? claim, IReadOnlyList<StorePart<T>> drafts)
    {
        if (claim is null || claim == rootClaim)
        {
            return;
        }

        await StorePlace.QuietlyAsync(async token =>
        {
            await claim.RequireHeldAsync(token).ConfigureAwait(false);
            foreach (var group in await root.ReadAsync(GroupDocument.Name, token).ConfigureAwait(false) is null ? GroupsAbove(drafts.Select(draft => draft.Part.Path)) : [])
            {
                await root.Store.DeleteAsync(root.Below(group).Key(GroupDocument.Name), token).ConfigureAwait(false);
                groups.Remove(group);
            }
        }).ConfigureAwait(false);
        await claim.ReleaseAsync().ConfigureAwait(false);
    }

    /// <summary>A part was published or removed. A hierarchy that was claimed and got no part is given up.</summary>
    private async Task EndAsync()
    {
        StoreClaim? unused = null;
        await Publishing.WaitAsync().ConfigureAwait(false);
        try
        {
            if (--partsInWork == 0 && !isKnown)
            {
                (unused, rootClaim) = (rootClaim, null);
            }

            if (unused is not null)
            {
                groups.Clear();
                await unused.AbandonAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            Publishing.Release();
        }
    }
}
