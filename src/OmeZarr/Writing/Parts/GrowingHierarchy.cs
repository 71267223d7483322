using OmeZarr.Writing.Publication;
using Zarr.Stores;

namespace OmeZarr.Writing.Parts;

/// <summary>
/// A hierarchy to which parts (wells, series, labels) are added one after the other. Each part is built beside the hierarchy and moved in when it is complete;
/// only then the documents that list it are rewritten. The hierarchy itself appears, and replaces an old one, together with its first part. Thread-safe.
/// </summary>
internal sealed class GrowingHierarchy
{
    private readonly WriteOptions options;
    private readonly bool isKept;
    private readonly bool overwriteRoot;
    private readonly Lock appearance = new();
    private volatile bool hasBegun;

    /// <param name="path">Where the hierarchy is, or will be.</param>
    /// <param name="options">How to write.</param>
    /// <param name="isKept">Whether a hierarchy that is there already is kept and added to; otherwise it is replaced, if that is allowed.</param>
    internal GrowingHierarchy(string path, WriteOptions options, bool isKept)
    {
        (this.options, this.isKept, overwriteRoot) = (options, isKept, options.Overwrite && !isKept);
        Root = Destination.Resolve(path);
    }

    /// <summary>The absolute path of the hierarchy, links resolved.</summary>
    internal string Root { get; }

    // A semaphore without a wait handle holds nothing that would have to be disposed; as a property it is not taken for an owned resource.
    private SemaphoreSlim Landing { get; } = new(1, 1);

    /// <summary>Makes a place to build a part. The result must be disposed.</summary>
    /// <param name="path">Path of the part in the hierarchy.</param>
    /// <param name="overwrite">Whether a part that is there may be replaced.</param>
    /// <exception cref="IOException">The hierarchy, or the part, exists and must stay; nothing was changed.</exception>
    internal StagedHierarchy Stage(string path, bool overwrite = false)
    {
        lock (appearance)
        {
            if (IsThere())
            {
                Destination.RequireReplaceable(Path.Join(Root, path), overwrite);
            }
            else
            {
                Destination.RequireReplaceable(Root, overwriteRoot);
            }
        }

        return StagedHierarchy.BeginPart(Root, path, overwrite, options.Publication);
    }

    /// <summary>
    /// Moves complete parts in, makes the groups above them that are not there yet, and rewrites the documents that list them. All of it happens or, if it
    /// throws, nothing: not to be cancelled on its way. The one exception says so: what was replaced could not be deleted.
    /// </summary>
    /// <param name="parts">The parts, each with its path in the hierarchy.</param>
    /// <param name="writeDocuments">Writes what is to change, into the store it is given, what lists the parts last. Called by one task at a time.</param>
    /// <param name="settled">Told whether the parts are there now, before anything else lands.</param>
    /// <param name="cancellationToken">Stops the waiting for others.</param>
    internal async Task LandAsync(
        IReadOnlyList<(string Path, StagedHierarchy Staged)> parts,
        Func<IWritableStore, Task> writeDocuments,
        Action<bool> settled,
        CancellationToken cancellationToken)
    {
        await Landing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            var placed = await PlaceAsync(parts, writeDocuments, settled).ConfigureAwait(false);
            settled(true);
            foreach (var staged in placed)
            {
                staged.Complete();
            }
        }
        finally
        {
            Landing.Release();
        }
    }

    /// <summary>Whether parts can be added; a hierarchy that is kept may also have been made by somebody else meanwhile.</summary>
    private bool IsThere() => hasBegun || (isKept && Destination.IsGroup(Root) == true);

    /// <returns>What is in its place now, of which what it replaced is to be deleted.</returns>
    private async Task<IEnumerable<StagedHierarchy>> PlaceAsync(
        IReadOnlyList<(string Path, StagedHierarchy Staged)> parts, Func<IWritableStore, Task> writeDocuments, Action<bool> settled)
    {
        try
        {
            return await (IsThere() ? AddAsync(parts, writeDocuments) : BeginAsync(parts, writeDocuments)).ConfigureAwait(false);
        }
        catch
        {
            settled(false);
            throw;
        }
    }

    private async Task<IEnumerable<StagedHierarchy>> BeginAsync(IReadOnlyList<(string Path, StagedHierarchy Staged)> parts, Func<IWritableStore, Task> writeDocuments)
    {
        using var root = StagedHierarchy.Begin(Root, overwriteRoot, options.Publication);
        var store = root.Within(options).OpenStore(root.Staging);
        foreach (var group in GroupsAbove(parts))
        {
            await GroupDocument.WriteAsync(store, group, [], CancellationToken.None).ConfigureAwait(false);
        }

        foreach (var (path, staged) in parts)
        {
            staged.MoveInto(root, path);
        }

        await writeDocuments(store).ConfigureAwait(false);
        lock (appearance)
        {
            root.Place();
            hasBegun = true;
        }

        return [root];
    }

    private async Task<IEnumerable<StagedHierarchy>> AddAsync(IReadOnlyList<(string Path, StagedHierarchy Staged)> parts, Func<IWritableStore, Task> writeDocuments)
    {
        var store = options.OpenStore(Root);
        var (groups, placed) = (new Stack<string>(), new Stack<StagedHierarchy>());
        try
        {
            foreach (var group in GroupsAbove(parts).Where(group => Destination.IsGroup(Path.Join(Root, group)) is null))
            {
                groups.Push(group);
                await GroupDocument.WriteAsync(store, group, [], CancellationToken.None).ConfigureAwait(false);
            }

            foreach (var (_, staged) in parts)
            {
                staged.Place();
                placed.Push(staged);
            }

            await writeDocuments(store).ConfigureAwait(false);
            hasBegun = true;
            return placed;
        }
        catch (Exception e)
        {
            await WithdrawAsync(placed, groups, store, e).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Takes back all that can be.</summary>
    /// <exception cref="IOException">Something could not be.</exception>
    private async Task WithdrawAsync(Stack<StagedHierarchy> placed, Stack<string> groups, IWritableStore store, Exception reason)
    {
        var problems = new List<string>();
        foreach (var staged in placed)
        {
            try
            {
                staged.Withdraw();
            }
            catch (IOException e)
            {
                problems.Add(e.Message);
            }
        }

        foreach (var group in groups)
        {
            try
            {
                await WithdrawAsync(store, group).ConfigureAwait(false);
            }
            catch (IOException e)
            {
                problems.Add(e.Message);
            }
        }

        if (problems.Count > 0)
        {
            throw new IOException($"{reason.Message} And this could not be undone: {string.Join("; ", problems)}", reason);
        }
    }

    /// <summary>Takes a group away that was made for parts that are not there after all.</summary>
    private async Task WithdrawAsync(IWritableStore store, string group)
    {
        await store.DeleteAsync(new StorePrefix(group).Key(GroupDocument.Name), CancellationToken.None).ConfigureAwait(false);
        var folder = Path.Join(Root, group);
        if (Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any())
        {
            Directory.Delete(folder);
        }
    }

    /// <summary>Outermost first.</summary>
    private static IEnumerable<string> GroupsAbove(IReadOnlyList<(string Path, StagedHierarchy Staged)> parts) =>
        parts.SelectMany(part => GroupDocument.Above(part.Path)).Distinct();
}
