using Zarr.Stores;

namespace OmeZarr.Writing;

/// <summary>
/// A hierarchy to which parts (wells, series, labels) are added one after the other. Each part is built beside the hierarchy and moved in when it is complete;
/// only then the documents that list it are rewritten. The hierarchy itself appears, and replaces an old one, together with its first part. Thread-safe.
/// </summary>
internal sealed class GrowingHierarchy
{
    private readonly WriteOptions options;
    private readonly bool isKept;
    private readonly bool overwriteRoot;
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

    /// <summary>Whether parts can be added; a hierarchy that is kept may also have been made by somebody else meanwhile.</summary>
    private bool IsThere => hasBegun || (isKept && Destination.IsGroup(Root) == true);

    /// <summary>Makes a place to build a part. The result must be disposed.</summary>
    /// <param name="path">Path of the part in the hierarchy.</param>
    /// <param name="overwrite">Whether a part that is there may be replaced.</param>
    /// <exception cref="IOException">The hierarchy, or the part, exists and must stay; nothing was changed.</exception>
    internal StagedHierarchy Stage(string path, bool overwrite = false)
    {
        if (IsThere)
        {
            Destination.RequireReplaceable(Path.Join(Root, path), overwrite);
        }
        else
        {
            Destination.RequireReplaceable(Root, overwriteRoot);
        }

        return StagedHierarchy.BeginPart(Root, path, overwrite);
    }

    /// <summary>Moves complete parts in, and rewrites the documents that list them. All of it happens or, if it throws, nothing: not to be cancelled on its way.</summary>
    /// <param name="parts">The parts, each with its path in the hierarchy.</param>
    /// <param name="writeDocuments">Writes the groups above the parts and what else is to change, into the store it is given, what lists the parts last. Called by one task at a time.</param>
    /// <param name="cancellationToken">Stops the waiting for others.</param>
    internal async Task LandAsync(
        IReadOnlyList<(string Path, StagedHierarchy Staged)> parts, Func<IWritableStore, Task> writeDocuments, CancellationToken cancellationToken)
    {
        await Landing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await (IsThere ? AddAsync(parts, writeDocuments) : BeginAsync(parts, writeDocuments)).ConfigureAwait(false);
            hasBegun = true;
        }
        finally
        {
            Landing.Release();
        }
    }

    private async Task BeginAsync(IReadOnlyList<(string Path, StagedHierarchy Staged)> parts, Func<IWritableStore, Task> writeDocuments)
    {
        using var root = StagedHierarchy.Begin(Root, overwriteRoot);
        foreach (var (path, staged) in parts)
        {
            var folder = Path.Join(root.Staging, path);
            Directory.CreateDirectory(Path.GetDirectoryName(folder)!);
            staged.MoveInto(folder);
        }

        await writeDocuments(options.OpenStore(root.Staging)).ConfigureAwait(false);
        root.Publish();
    }

    private async Task AddAsync(IReadOnlyList<(string Path, StagedHierarchy Staged)> parts, Func<IWritableStore, Task> writeDocuments)
    {
        var placed = new Stack<StagedHierarchy>();
        try
        {
            foreach (var (_, staged) in parts)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(staged.Destination)!);
                staged.Place();
                placed.Push(staged);
            }

            await writeDocuments(options.OpenStore(Root)).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            Withdraw(placed, e);
            throw;
        }

        foreach (var staged in placed)
        {
            staged.Complete();
        }
    }

    /// <summary>Takes back all parts that can be.</summary>
    /// <exception cref="IOException">Some could not be.</exception>
    private static void Withdraw(Stack<StagedHierarchy> placed, Exception reason)
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

        if (problems.Count > 0)
        {
            throw new IOException($"{reason.Message} And this could not be undone: {string.Join("; ", problems)}", reason);
        }
    }
}
