using Zarr.Stores;

namespace OmeZarr.Writing;

/// <summary>
/// A hierarchy to which parts (wells, series, labels) are added one after the other. Each part is built beside the hierarchy and moved in when it is complete;
/// only then the documents that list it are rewritten. The hierarchy itself appears, and replaces an old one, together with its first part. Thread-safe.
/// </summary>
internal sealed class GrowingHierarchy : IDisposable
{
    private readonly WriteOptions options;
    private readonly bool overwriteRoot;
    private readonly SemaphoreSlim landing = new(1);
    private readonly Lock appearance = new();
    private bool isThere;

    /// <param name="path">Where the hierarchy is, or will be.</param>
    /// <param name="options">How to write.</param>
    /// <param name="isKept">Whether a hierarchy that is there already is kept and added to; otherwise it is replaced, if that is allowed.</param>
    internal GrowingHierarchy(string path, WriteOptions options, bool isKept)
    {
        (this.options, overwriteRoot) = (options, options.Overwrite && !isKept);
        Root = Destination.Resolve(path);
        isThere = isKept && Destination.IsGroup(Root) == true;
    }

    /// <summary>The absolute path of the hierarchy, links resolved.</summary>
    internal string Root { get; }

    /// <summary>Makes a place to build a part. The result must be disposed.</summary>
    /// <param name="path">Path of the part in the hierarchy.</param>
    /// <param name="overwrite">Whether a part that is there may be replaced.</param>
    /// <exception cref="IOException">The hierarchy, or the part, exists and must stay; nothing was changed.</exception>
    internal StagedHierarchy Stage(string path, bool overwrite = false)
    {
        lock (appearance)
        {
            if (isThere)
            {
                Destination.RequireReplaceable(Path.Join(Root, path), overwrite);
            }
            else
            {
                Destination.RequireReplaceable(Root, overwriteRoot);
            }
        }

        return StagedHierarchy.BeginPart(Root, path, overwrite);
    }

    /// <summary>
    /// Moves complete parts in, makes the groups above them that are not there yet, and rewrites the documents that list them. All of it happens or, if it
    /// throws, nothing: not to be cancelled on its way.
    /// </summary>
    /// <param name="parts">The parts, each with its path in the hierarchy.</param>
    /// <param name="writeDocuments">Writes what is to change, into the store it is given, what lists the parts last. Called by one task at a time.</param>
    /// <param name="cancellationToken">Stops the waiting for others.</param>
    internal async Task LandAsync(
        IReadOnlyList<(string Path, StagedHierarchy Staged)> parts, Func<IWritableStore, Task> writeDocuments, CancellationToken cancellationToken)
    {
        await landing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await (isThere ? AddAsync(parts, writeDocuments) : BeginAsync(parts, writeDocuments)).ConfigureAwait(false);
        }
        finally
        {
            landing.Release();
        }
    }

    public void Dispose() => landing.Dispose();

    private async Task BeginAsync(IReadOnlyList<(string Path, StagedHierarchy Staged)> parts, Func<IWritableStore, Task> writeDocuments)
    {
        using var root = StagedHierarchy.Begin(Root, overwriteRoot);
        var store = options.OpenStore(root.Staging);
        foreach (var group in GroupsAbove(parts))
        {
            await GroupDocument.WriteAsync(store, group, [], CancellationToken.None).ConfigureAwait(false);
        }

        foreach (var (path, staged) in parts)
        {
            staged.MoveInto(Path.Join(root.Staging, path));
        }

        await writeDocuments(store).ConfigureAwait(false);
        lock (appearance)
        {
            root.Publish();
            isThere = true;
        }
    }

    private async Task AddAsync(IReadOnlyList<(string Path, StagedHierarchy Staged)> parts, Func<IWritableStore, Task> writeDocuments)
    {
        var store = options.OpenStore(Root);
        var (groups, added) = (new Stack<string>(), new Stack<StagedHierarchy>());
        try
        {
            foreach (var group in GroupsAbove(parts).Where(group => Destination.IsGroup(Path.Join(Root, group)) is null))
            {
                groups.Push(group);
                await GroupDocument.WriteAsync(store, group, [], CancellationToken.None).ConfigureAwait(false);
            }

            foreach (var (_, staged) in parts)
            {
                var isNew = !Destination.Exists(staged.Destination);
                staged.Publish();
                if (isNew)
                {
                    added.Push(staged);
                }
            }

            await writeDocuments(store).ConfigureAwait(false);
        }
        catch
        {
            foreach (var staged in added)
            {
                staged.Withdraw();
            }

            foreach (var group in groups)
            {
                await WithdrawAsync(store, group).ConfigureAwait(false);
            }

            throw;
        }
    }

    /// <summary>Outermost first.</summary>
    private static IEnumerable<string> GroupsAbove(IReadOnlyList<(string Path, StagedHierarchy Staged)> parts) =>
        parts.SelectMany(part => GroupDocument.Above(part.Path)).Distinct();

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
}
