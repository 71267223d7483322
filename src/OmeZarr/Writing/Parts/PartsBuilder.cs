using Zarr;

namespace OmeZarr.Writing.Parts;

/// <summary>What all builders do: parts are written at once, or added and prepared to be filled later, in any order and by several tasks. Thread-safe.</summary>
/// <typeparam name="T">The kind of part.</typeparam>
/// <param name="hierarchy">Where the parts go.</param>
/// <param name="options">How they are written.</param>
/// <param name="listing">What lists them.</param>
internal sealed class PartsBuilder<T>(GrowingHierarchy<T> hierarchy, WriteOptions options, PartListing<T> listing)
    where T : HierarchyPart
{
    private readonly WriteBuffer buffer = new(options.MaxBufferedBytes);
    private readonly Lock gate = new();
    private readonly List<PreparedArrays> prepared = [];
    private List<T> added = [];
    private long asked;
    private int landed;
    private bool closed;

    /// <summary>The absolute path of the hierarchy, links resolved.</summary>
    internal string Root => hierarchy.Root;

    /// <exception cref="ObjectDisposedException">The builder is disposed.</exception>
    internal void RequireOpen(IAsyncDisposable builder) => ObjectDisposedException.ThrowIf(Volatile.Read(ref closed), builder);

    /// <inheritdoc cref="GrowingHierarchy{T}.RequireFit"/>
    internal void RequireFit() => hierarchy.RequireFit();

    /// <summary>Writes a part; when the call returns, it is there and listed.</summary>
    internal Task WriteAsync(T part, string origin, CancellationToken cancellationToken) => WriteAsync([part], origin, cancellationToken);

    /// <summary>Writes parts one after the other; each is there and listed when the next one begins.</summary>
    internal async Task WriteAsync(IReadOnlyList<T> parts, string origin, CancellationToken cancellationToken)
    {
        var progress = ProgressSum.For(options, parts.SelectMany(part => part.Jobs).Select(job => job.Plan));
        foreach (var part in parts)
        {
            Reserve(part, origin);
            try
            {
                await GrowAsync([part], progress, cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                Release(part);
                throw;
            }
        }
    }

    /// <summary>Notes a part that <see cref="PrepareAsync"/> is to create.</summary>
    internal void Add(T part, string origin)
    {
        lock (gate)
        {
            Reserve(part, origin);
            added.Add(part);
        }
    }

    /// <summary>Creates the parts that were added since the last call: all of them or, if it throws, none; then another call tries again.</summary>
    internal async Task<PreparedArrays> PrepareAsync(CancellationToken cancellationToken)
    {
        var parts = TakeAdded();
        try
        {
            await GrowAsync(parts, progress: null, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            PutBack(parts);
            throw;
        }

        var arrays = Preparation.Open(Root, parts.SelectMany(part => part.Jobs.Select(job => job.Within(part.Path))), options, buffer);
        if (!Keep(arrays))
        {
            await arrays.DisposeAsync().ConfigureAwait(false);
        }

        return arrays;
    }

    /// <summary>Refuses everything from now on, and disposes what was prepared. If it throws, another call tries again.</summary>
    internal ValueTask DisposeAsync()
    {
        lock (gate)
        {
            closed = true;
            return new ValueTask(Task.WhenAll(prepared.Select(arrays => arrays.DisposeAsync().AsTask())));
        }
    }

    /// <summary>How many parts there are.</summary>
    public override string ToString()
    {
        lock (gate)
        {
            return $"{landed} written{(added.Count > 0 ? $", {added.Count} to be prepared" : string.Empty)}";
        }
    }

    private void Reserve(T part, string origin)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(closed, typeof(PartsBuilder<T>));
            listing.Reserve(part, origin);
            part.Number = asked++;
        }
    }

    /// <summary>It may have landed all the same, if only what it replaced could not be deleted.</summary>
    private void Release(T part)
    {
        lock (gate)
        {
            if (!part.HasLanded)
            {
                listing.Release(part);
            }
        }
    }

    private List<T> TakeAdded()
    {
        lock (gate)
        {
            var parts = added.Count > 0 ? added : throw new InvalidOperationException(listing.NothingAdded);
            added = [];
            return parts;
        }
    }

    private void PutBack(List<T> parts)
    {
        lock (gate)
        {
            added = [.. parts.Where(part => !part.HasLanded), .. added];
        }
    }

    private bool Keep(PreparedArrays arrays)
    {
        lock (gate)
        {
            prepared.Add(arrays);
            return !closed;
        }
    }

    /// <summary>Builds parts beside the hierarchy, and lands them together.</summary>
    private async Task GrowAsync(IReadOnlyList<T> parts, ProgressSum? progress, CancellationToken cancellationToken)
    {
        var places = new List<StagedPart<T>>();
        try
        {
            foreach (var part in parts)
            {
                var staged = await hierarchy.StageAsync(part, cancellationToken).ConfigureAwait(false);
                places.Add(new StagedPart<T>(part, staged));
                await WriteAsync(part, new ImageWriter(staged.Staging, staged.Within(options), progress, part.Path), cancellationToken).ConfigureAwait(false);
            }

            await hierarchy.LandAsync(places, haveLanded => Settle(parts, haveLanded), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // The first one has made the folders above, and can take them away when nothing else is left in them.
            places.Reverse();
            places.ForEach(place => place.Staged.Dispose());
        }
    }

    private static async Task WriteAsync(T part, ImageWriter writer, CancellationToken cancellationToken)
    {
        await writer.WriteAsync(part.Jobs, cancellationToken).ConfigureAwait(false);
        if (part.Attributes is { } attributes)
        {
            await writer.WriteGroupAsync(string.Empty, attributes, cancellationToken).ConfigureAwait(false);
        }
    }

    private void Settle(IReadOnlyList<T> parts, bool haveLanded)
    {
        lock (gate)
        {
            foreach (var part in parts)
            {
                part.HasLanded = haveLanded;
            }

            landed += haveLanded ? parts.Count : 0;
            listing.Settle(parts, haveLanded);
        }
    }
}
