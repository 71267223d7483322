using System.Text.Json;
using OmeZarr.Planning;
using OmeZarr.Writing.Places;
using Zarr;
using Zarr.Stores;
using static OmeZarr.Writing.Places.NodeJson;

namespace OmeZarr.Writing.Publication;

/// <summary>Finds what killed writers have left below a path of a store, by their marks, and removes it.</summary>
/// <param name="place">The path.</param>
/// <param name="dryRun">Whether to report leftovers only.</param>
/// <param name="force">Whether to remove leftovers, too, whose writer may still run elsewhere.</param>
/// <param name="planAge">How long no task of a plan must have written before its parts count as left.</param>
internal sealed class StoreCleaning(StorePlace place, bool dryRun, bool force, TimeSpan planAge)
{
    /// <exception cref="DirectoryNotFoundException">Nothing is below the path.</exception>
    internal async Task<IReadOnlyList<Leftover>> RunAsync(CancellationToken cancellationToken)
    {
        var found = new List<Leftover>();
        var (isThere, marked) = (false, new List<string>());
        await foreach (var key in ((IListableStore)place.Store).ListAsync(place.Prefix, cancellationToken).ConfigureAwait(false))
        {
            isThere = true;
            if (key.Value.EndsWith(WriterMark.Name, StringComparison.Ordinal) && Relative(key.Value) is { } path)
            {
                marked.Add(path);
            }
        }

        if (!isThere)
        {
            throw new DirectoryNotFoundException($"there is nothing at {place.Text}, nor anything that a writer left of it");
        }

        // What is inside of another leftover is removed with it.
        foreach (var path in marked.Order(StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (await TryClearAsync(place.Below(path), cancellationToken).ConfigureAwait(false) is { } leftover)
            {
                found.Add(leftover);
            }
        }

        return found;
    }

    /// <summary>Whether a marked path was left by a writer that surely does not run any more.</summary>
    internal static async Task<bool> IsLeftoverAsync(StorePlace marked, CancellationToken cancellationToken) =>
        await marked.ReadAsync(WriterMark.Name, cancellationToken).ConfigureAwait(false) is var (utf8, _)
        && WriterMark.Parse(utf8) is var mark && mark.Runs() == false
        && !await IsCompleteAsync(marked, mark.Part, cancellationToken).ConfigureAwait(false);

    /// <summary>The path of a mark, relative to the place; null for a value that only looks like one.</summary>
    private string? Relative(string key)
    {
        var relative = place.Prefix.IsRoot ? key : key[(place.Prefix.Value.Length + 1)..];
        return relative == WriterMark.Name ? string.Empty : relative.EndsWith($"/{WriterMark.Name}", StringComparison.Ordinal) ? relative[..^(WriterMark.Name.Length + 1)] : null;
    }

    private async Task<Leftover?> TryClearAsync(StorePlace marked, CancellationToken cancellationToken)
    {
        try
        {
            return await ClearAsync(marked, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ZarrException)
        {
            return new Leftover(marked.Text, LeftoverState.Failed) { Problem = e.Message };
        }
    }

    private async Task<Leftover?> ClearAsync(StorePlace marked, CancellationToken cancellationToken)
    {
        if (await marked.ReadAsync(WriterMark.Name, cancellationToken).ConfigureAwait(false) is not var (utf8, _))
        {
            return null; // its writer has finished, or it was removed with another one
        }

        var mark = WriterMark.Parse(utf8);
        var runs = mark.Runs();
        var notes = marked.Below(PartsFolder.NameInStores);
        var isPlan = runs is null && await notes.ReadAsync(PartsFolder.PlanName, cancellationToken).ConfigureAwait(false) is not null;
        if (isPlan && DateTimeOffset.UtcNow - await PartsFolder.LastUseAsync(notes, cancellationToken).ConfigureAwait(false) < planAge)
        {
            return new Leftover(marked.Text, LeftoverState.InUse) { IsPlan = true };
        }

        if (runs == true || (runs is null && !force))
        {
            return new Leftover(marked.Text, runs == true ? LeftoverState.InUse : LeftoverState.Unknown) { IsPlan = isPlan };
        }

        if (!dryRun)
        {
            if (!await IsCompleteAsync(marked, mark.Part, cancellationToken).ConfigureAwait(false))
            {
                await marked.ClearAsync(WriterMark.Name, cancellationToken).ConfigureAwait(false);
            }

            await marked.Store.DeleteAsync(marked.Key(WriterMark.Name), cancellationToken).ConfigureAwait(false);
            mark.Forget();
        }

        return new Leftover(marked.Text, LeftoverState.Removed) { IsPlan = isPlan };
    }

    /// <summary>Whether the writer was killed after everything was written, or before anything was deleted: only its mark is a leftover then.</summary>
    private static async Task<bool> IsCompleteAsync(StorePlace marked, string? part, CancellationToken cancellationToken)
    {
        if (await marked.ReadAsync(GroupDocument.Name, cancellationToken).ConfigureAwait(false) is null)
        {
            return part is null && await HasOtherPartsAsync(marked, cancellationToken).ConfigureAwait(false);
        }

        return part is null || await IsListedAsync(marked, part, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether other writers are at work below: the mark is that of a builder that was killed while it created the documents of their hierarchy.</summary>
    private static async Task<bool> HasOtherPartsAsync(StorePlace marked, CancellationToken cancellationToken)
    {
        await foreach (var key in ((IListableStore)marked.Store).ListAsync(marked.Prefix, cancellationToken).ConfigureAwait(false))
        {
            if (key != marked.Key(WriterMark.Name) && key.Value.EndsWith($"/{WriterMark.Name}", StringComparison.Ordinal)
                && await IsRunningAsync(marked.Store, key, cancellationToken).ConfigureAwait(false))
            {
                return true;
            }
        }

        return false;
    }

    private static async Task<bool> IsRunningAsync(IWritableStore store, StoreKey mark, CancellationToken cancellationToken)
    {
        var above = new StorePlace(store, new StorePrefix(mark.Value).Parent, mark.Value);
        return await above.ReadAsync(WriterMark.Name, cancellationToken).ConfigureAwait(false) is var (utf8, _) && WriterMark.Parse(utf8).Runs() == true;
    }

    /// <summary>Whether a group above names the part.</summary>
    private static async Task<bool> IsListedAsync(StorePlace marked, string part, CancellationToken cancellationToken)
    {
        var path = marked.Prefix.Value;
        if (path != part && !path.EndsWith($"/{part}", StringComparison.Ordinal))
        {
            return true; // the mark does not tell where it is listed, so nothing is deleted
        }

        var relative = string.Empty;
        var place = marked;
        for (var depth = part.Count(letter => letter == '/') + 1; depth > 0; depth--)
        {
            relative = place.Prefix.Value[(place.Prefix.Value.LastIndexOf('/') + 1)..] + (relative.Length == 0 ? string.Empty : $"/{relative}");
            place = place.Above();
            if (await DocumentAsync(place, cancellationToken).ConfigureAwait(false) is { } document
                && SurroundingParts.Of(document, () => null).Concat(await SeriesAsync(place, document, cancellationToken).ConfigureAwait(false)).Any(named => named.Path == relative))
            {
                return true;
            }
        }

        return false;
    }

    private static async Task<IEnumerable<SurroundingParts>> SeriesAsync(StorePlace collection, JsonElement document, CancellationToken cancellationToken)
    {
        if (Member(Member(Member(document, "attributes"), "ome"), "bioformats2raw.layout") is null)
        {
            return [];
        }

        var series = await DocumentAsync(collection.Below(NodeNames.SeriesGroup), cancellationToken).ConfigureAwait(false);
        return SurroundingParts.Of(document, () => series);
    }

    private static async Task<JsonElement?> DocumentAsync(StorePlace group, CancellationToken cancellationToken) =>
        await group.ReadAsync(GroupDocument.Name, cancellationToken).ConfigureAwait(false) is var (utf8, _) ? Parse(utf8) : null;
}
