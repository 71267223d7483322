using OmeZarr.Planning;
using OmeZarr.Writing.Places;
using Zarr.Stores;
using Zarr.Stores.Files;

namespace OmeZarr.Writing.Publication;

/// <summary>
/// The right to write below a path of a store. A value there (<see cref="WriterMark"/>) shows other writers that it is taken; of several that claim a path at the same time, one gets it, if the store can create values on
/// condition (<see cref="ICreateOnlyStore"/>).
/// </summary>
internal sealed class StoreClaim
{
    private readonly WriterMark mark;
    private readonly byte[] text;
    private FolderLock? running;
    private bool isOver;

    private StoreClaim(StorePlace place, string? part)
    {
        (Place, mark) = (place, WriterMark.New(part));
        text = mark.ToUtf8();
        running = mark.Lock();
    }

    /// <summary>The claimed path.</summary>
    internal StorePlace Place { get; }

    /// <summary>Claims a path and empties it: what a killed writer has left is deleted, and with <paramref name="overwrite"/> the node that is there, too.</summary>
    /// <param name="place">The path.</param>
    /// <param name="part">The path of the part in the hierarchy that lists it; null for a hierarchy as a whole.</param>
    /// <param name="overwrite">Whether a node there is deleted. It is gone from then on.</param>
    /// <param name="cancellationToken">Stops the call; the path is then unclaimed. What was there may be deleted partly.</param>
    /// <exception cref="DestinationExistsException">Something is there that must stay, or another writer is at work there. Nothing was changed.</exception>
    internal static async Task<StoreClaim> AcquireAsync(StorePlace place, string? part, bool overwrite, CancellationToken cancellationToken)
    {
        var names = await place.ListAsync(cancellationToken).ConfigureAwait(false);
        overwrite = overwrite || (names.Contains(WriterMark.Name) && names.Contains(GroupDocument.Name) && await StoreCleaning.IsLeftoverAsync(place, cancellationToken).ConfigureAwait(false));
        RequireReplaceable(place, names, overwrite);
        var claim = await TakeAsync(place, part, cancellationToken).ConfigureAwait(false) ?? throw await TakenAsync(place, cancellationToken).ConfigureAwait(false);
        var isEmptied = false;
        try
        {
            // Listed again, because another writer may have finished before the path was claimed.
            names = await place.ListAsync(cancellationToken).ConfigureAwait(false);
            RequireReplaceable(place, names, overwrite);
            if (names.Any(name => name != WriterMark.Name))
            {
                await ForeignKeys.RequireNoneAsync(place, cancellationToken).ConfigureAwait(false);
                isEmptied = true;
                await place.ClearAsync(WriterMark.Name, cancellationToken).ConfigureAwait(false);
            }

            return claim;
        }
        catch
        {
            await (isEmptied ? claim.AbandonAsync() : claim.ReleaseAsync()).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Claims a path without looking at what is there, to create its documents.</summary>
    /// <returns>Null if another writer has claimed it.</returns>
    internal static async Task<StoreClaim?> TakeAsync(StorePlace place, string? part, CancellationToken cancellationToken)
    {
        var claim = new StoreClaim(place, part);
        try
        {
            if (await claim.TryTakeAsync(cancellationToken).ConfigureAwait(false))
            {
                return claim;
            }
        }
        catch
        {
            await claim.ReleaseAsync().ConfigureAwait(false); // the answer may have been lost
            throw;
        }

        claim.End(isMarkGone: true);
        return null;
    }

    /// <summary>Throws unless the path is still claimed: whoever has deleted the hierarchy has deleted the mark, too.</summary>
    /// <exception cref="IOException">It is not.</exception>
    internal async Task RequireHeldAsync(CancellationToken cancellationToken)
    {
        if (!await Place.HoldsAsync(WriterMark.Name, text, cancellationToken).ConfigureAwait(false))
        {
            throw new IOException($"{Place.Text} was deleted or taken over by another program while it was written; write it again.");
        }
    }

    /// <summary>Gives the path back; what was written stays. Errors are dropped.</summary>
    internal Task ReleaseAsync() => EndAsync(async token =>
    {
        if (await Place.HoldsAsync(WriterMark.Name, text, token).ConfigureAwait(false))
        {
            await RemoveMarkAsync(token).ConfigureAwait(false);
        }
    });

    /// <summary>Gives the path back after success, without another look. An error is dropped: everything is written, and a mark without a running writer disturbs nobody.</summary>
    internal Task CompleteAsync() => EndAsync(RemoveMarkAsync);

    /// <summary>Deletes everything below the path, if it is still claimed, and gives it back. Errors are dropped.</summary>
    internal Task AbandonAsync() => EndAsync(async token =>
    {
        if (await Place.HoldsAsync(WriterMark.Name, text, token).ConfigureAwait(false))
        {
            await Place.ClearAsync(WriterMark.Name, token).ConfigureAwait(false);
            await RemoveMarkAsync(token).ConfigureAwait(false);
        }
    });

    private Task RemoveMarkAsync(CancellationToken cancellationToken) => Place.Store.DeleteAsync(Place.Key(WriterMark.Name), cancellationToken).AsTask();

    private async Task EndAsync(Func<CancellationToken, Task> removal)
    {
        if (!isOver)
        {
            End(await StorePlace.QuietlyAsync(removal).ConfigureAwait(false));
        }
    }

    private static void RequireReplaceable(StorePlace place, IReadOnlyList<string> names, bool overwrite)
    {
        if (names.Contains(GroupDocument.Name))
        {
            if (!overwrite)
            {
                throw new DestinationExistsException(place.Text, $"{place.Text} exists. Set {nameof(WriteOptions.Overwrite)} to replace it; nothing was changed.");
            }
        }
        else if (names.Count > 0 && !names.Contains(WriterMark.Name))
        {
            throw new DestinationExistsException(place.Text, $"{place.Text} holds {FindingText.Sanitize(names[0])} and is not a Zarr v3 hierarchy, so it is not replaced. Delete it yourself or choose another path; nothing was changed.");
        }
    }

    /// <summary>Throws if another writer is at work at a path, or may be.</summary>
    /// <exception cref="DestinationExistsException">One is.</exception>
    internal static async Task RequireFreeAsync(StorePlace place, CancellationToken cancellationToken)
    {
        if (await place.ReadAsync(WriterMark.Name, cancellationToken).ConfigureAwait(false) is var (utf8, _) && WriterMark.Parse(utf8).Runs() != false)
        {
            throw await TakenAsync(place, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The error for a path that another writer has claimed.</summary>
    internal static async Task<DestinationExistsException> TakenAsync(StorePlace place, CancellationToken cancellationToken)
    {
        var who = await place.ReadAsync(WriterMark.Name, cancellationToken).ConfigureAwait(false) is var (utf8, _) ? WriterMark.Parse(utf8).ToString() : "another writer has just been at work there";
        return new DestinationExistsException(place.Text, $"{place.Text} is taken: {who}. Wait until it is done. If it does not run any more, remove what it left (omezarr clean --force, or {nameof(OmeWriter)}.{nameof(OmeWriter.CleanAsync)}); nothing was changed.");
    }

    /// <summary>Creates the mark, or replaces that of a writer that has ended.</summary>
    private async Task<bool> TryTakeAsync(CancellationToken cancellationToken)
    {
        if (await Place.TryCreateAsync(WriterMark.Name, text, cancellationToken).ConfigureAwait(false))
        {
            return true;
        }

        if (await Place.ReadAsync(WriterMark.Name, cancellationToken).ConfigureAwait(false) is not var (utf8, version))
        {
            return false;
        }

        var earlier = WriterMark.Parse(utf8);
        if (earlier.Runs() != false || !await Place.TryReplaceAsync(WriterMark.Name, text, version, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        earlier.Forget();
        return true;
    }

    /// <summary>Ends the claim. If the mark could not be removed, the folder that tells that its writer has ended stays, so that the next writer may remove what was left.</summary>
    private void End(bool isMarkGone)
    {
        if (!isOver)
        {
            isOver = true;
            running?.Dispose();
            running = null;
            if (isMarkGone)
            {
                mark.Forget();
            }
        }
    }
}
