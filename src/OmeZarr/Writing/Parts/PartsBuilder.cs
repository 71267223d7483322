using OmeZarr.Writing.Places;
using OmeZarr.Writing.Publication;
using Zarr;

namespace OmeZarr.Writing.Parts;

/// <summary>The common implementation of the builders. Parts are written at once, or added, prepared and filled later, in any order and by several tasks. Thread-safe.</summary>
/// <typeparam name="T">The kind of part.</typeparam>
/// <param name="place">The place of the hierarchy.</param>
/// <param name="hierarchy">The hierarchy to which parts are added.</param>
/// <param name="options">Options of writing.</param>
/// <param name="index">The index of the parts.</param>
/// <param name="archive">The folder in which the hierarchy of an archive grows; null for other places.</param>
internal sealed class PartsBuilder<T>(HierarchyPlace place, GrowingHierarchy<T> hierarchy, WriteOptions options, PartIndex<T> index, ArchiveStaging? archive = null)
    where T : Part
{
    private readonly WriteBuffer buffer = options.Division is null ? new(options.MaxBufferedBytes) : throw new NotSupportedException("only images, plates and collections that are written as a whole can be divided into parts, not what is added to existing ones");
    private readonly Lock gate = new();
    private readonly List<PreparedArrays> prepared = [];
    private List<T> added = [];
    private long asked;
    private readonly HashSet<string> published = [];
    private bool closed;

    /// <summary>The absolute path of the hierarchy or its archive, links resolved.</summary>
    internal string Root => place.Archive ?? hierarchy.Root;

    /// <exception cref="ObjectDisposedException">The builder is disposed.</exception>
    internal void RequireOpen(IAsyncDisposable builder) => ObjectDisposedException.ThrowIf(Volatile.Read(ref closed), builder);

    /// <inheritdoc cref="GrowingHierarchy{T}.RequireFit"/>
    internal void RequireFit() => hierarchy.RequireFit();

    /// <summary>Requires that this builder has no part of the same name.</summary>
    /// <exception cref="ArgumentException">It has one.</exception>
    internal void RequireFree(T part)
    {
        lock (gate)
        {
            index.Reserve(part, string.Empty);
            index.Release(part);
        }
    }

    /// <summary>Writes and lists a part.</summary>
    internal Task WriteAsync(T part, string origin, CancellationToken cancellationToken) => WriteAsync([part], origin, cancellationToken);

    /// <summary>Writes parts one after the other; each is listed before the next one begins.</summary>
    internal async Task WriteAsync(IReadOnlyList<T> parts, string origin, CancellationToken cancellationToken)
    {
        var progress = ProgressSum.For(options, parts.SelectMany(part => part.Images).Select(image => image.Plan));
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

    /// <summary>Adds a part for <see cref="PrepareAsync"/> to create.</summary>
    internal void Add(T part, string origin)
    {
        lock (gate)
        {
            Reserve(part, origin);
            added.Add(part);
        }
    }

    /// <summary>Creates all parts that were added since the last call. If it throws, it has created none, and another call tries again.</summary>
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

        var arrays = new PreparedArrays(place, parts.SelectMany(part => part.Images.Select(image => image.Within(part.Path))), options, buffer);
        if (!Keep(arrays))
        {
            await arrays.DisposeAsync().ConfigureAwait(false);
        }

        return arrays;
    }

    /// <summary>Closes the builder, disposes the prepared arrays, and packs an archive. If it throws, another call tries again.</summary>
    internal async ValueTask DisposeAsync()
    {
        Task arrays;
        lock (gate)
        {
            closed = true;
            arrays = Task.WhenAll(prepared.Select(arrays => arrays.DisposeAsync().AsTask()));
        }

        await arrays.ConfigureAwait(false);
        await (archive?.CompleteAsync() ?? Task.CompletedTask).ConfigureAwait(false);
    }

    /// <summary>The number of parts.</summary>
    public override string ToString()
    {
        lock (gate)
        {
            return $"{published.Count} written{(added.Count > 0 ? $", {added.Count} to be prepared" : string.Empty)}";
        }
    }

    private void Reserve(T part, string origin)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(closed, typeof(PartsBuilder<T>));
            index.Reserve(part, origin);
            part.Number = asked++;
        }
    }

    /// <summary>Cancels the reservation of a part, unless the part was published and only the deletion of the replaced part failed.</summary>
    private void Release(T part)
    {
        lock (gate)
        {
            if (!part.IsPublished)
            {
                index.Release(part);
            }
        }
    }

    private List<T> TakeAdded()
    {
        lock (gate)
        {
            var parts = added.Count > 0 ? added : throw new InvalidOperationException(index.NothingAddedMessage);
            added = [];
            return parts;
        }
    }

    private void PutBack(List<T> parts)
    {
        lock (gate)
        {
            added = [.. parts.Where(part => !part.IsPublished), .. added];
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

    /// <summary>Writes parts, and publishes them together.</summary>
    private async Task GrowAsync(IReadOnlyList<T> parts, ProgressSum? progress, CancellationToken cancellationToken)
    {
        await (archive?.BeginAsync(cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
        try
        {
            await GrowInPlaceAsync(parts, progress, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            archive?.End();
        }
    }

    private async Task GrowInPlaceAsync(IReadOnlyList<T> parts, ProgressSum? progress, CancellationToken cancellationToken)
    {
        var drafts = new List<PartDraft<T>>();
        try
        {
            foreach (var part in parts)
            {
                var staged = await hierarchy.StageAsync(part, cancellationToken).ConfigureAwait(false);
                drafts.Add(staged);
                await WriteAsync(part, new ImageWriter(staged.Target, progress, part.Path), cancellationToken).ConfigureAwait(false);
            }

            await hierarchy.PublishAsync(drafts, () => Commit(parts), Rollback, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // The first place has created the parent folders, and removes them once they are empty; so it is disposed last.
            drafts.Reverse();
            foreach (var draft in drafts)
            {
                await draft.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private static async Task WriteAsync(T part, ImageWriter writer, CancellationToken cancellationToken)
    {
        await writer.WriteAsync(part.Images, cancellationToken).ConfigureAwait(false);
        if (part.Document is { } document)
        {
            await writer.WriteGroupAsync(string.Empty, document, cancellationToken).ConfigureAwait(false);
        }
    }

    private void Commit(IReadOnlyList<T> parts)
    {
        lock (gate)
        {
            foreach (var part in parts)
            {
                part.IsPublished = true;
            }

            published.UnionWith(parts.Select(part => part.Path));
            index.Commit(parts);
        }
    }

    private void Rollback()
    {
        lock (gate)
        {
            index.Rollback();
        }
    }
}
