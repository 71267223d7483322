using OmeZarr.Writing;
using OmeZarr.Writing.Filling;
using Zarr;
using Zarr.Stores;
using Zarr.Stores.Files;

namespace OmeZarr;

/// <summary>An array that was created without elements, to be filled as a whole or piece by piece (<c>array[t, c, ..]</c>), in any order and from any number of tasks. It is opened at the first write.</summary>
/// <remarks>
/// With <see cref="IArrayBackend.BuiltIn"/>, elements of an incomplete chunk or shard are kept in memory until it is complete; then it is encoded and
/// stored once (<see cref="ZarrArrayWriter"/>). Readers see what is stored. Thread-safe.
/// </remarks>
public sealed class PreparedArray : PreparedRegion
{
    private readonly ArrayRequest request;
    private readonly IArrayBackend backend;
    private readonly Durability durability;
    private readonly FileIdentity? folder;
    private readonly Lock gate = new();
    private Task<IWritableArray>? opened;
    private bool closed;
    private PreparedPyramid? pyramid;
    private int level;
    private int writes;
    private TaskCompletionSource? idle;

    internal PreparedArray(ArrayRequest request, WriteOptions options, WriteBuffer buffer) =>
        (this.request, backend, durability, folder, Buffer) = (request, options.Backend, options.Durability, IdentityOf(request), buffer);

    /// <summary>The absolute path of the array's folder, for example to read what is stored: <c>ZarrArray.OpenAsync(array.Path)</c>. In a store, the location as text. Before an archive appears, its arrays are in a folder beside it.</summary>
    public string Path => request.Path;

    /// <summary>Where the array is.</summary>
    internal StoreLocation Location => request.Location;

    /// <summary>Lengths of the array.</summary>
    public override Shape Shape => request.Shape;

    /// <summary>Type of the elements.</summary>
    public override DataType DataType => request.DataType;

    /// <summary>Lengths of a chunk; of an inner chunk if the array is sharded.</summary>
    public Shape Chunks => request.Chunks;

    /// <summary>Lengths of a shard; null if the array is not sharded.</summary>
    public Shape? Shards => request.Shards;

    /// <summary>A part of the array: <c>array[t, c, ..]</c>, <c>array[^1, 0, 10..20, ..]</c>.</summary>
    /// <param name="slices">What to take of each dimension, outermost first: one position, or a range.</param>
    /// <exception cref="ArgumentException">There are not as many slices as dimensions, or a slice has a step greater than 1.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A slice reaches beyond the array.</exception>
    public PreparedRegion this[params ReadOnlySpan<Slice> slices] => new Part(this, Region.Of(Shape, slices));

    /// <summary>The buffer of incomplete chunks.</summary>
    internal WriteBuffer Buffer { get; }

    /// <summary>Writes the whole array.</summary>
    /// <inheritdoc cref="PreparedRegion.WriteAsync(IArraySource, CancellationToken)"/>
    public override Task WriteAsync(IArraySource source, CancellationToken cancellationToken = default) => WriteAsync(source, Region.Whole(Shape), cancellationToken);

    /// <summary>Writes a region. When the call returns, every element is stored or kept, and the source is no longer needed.</summary>
    /// <param name="source">Elements of the array's data type, in the shape of the region.</param>
    /// <param name="region">A region inside the array.</param>
    /// <param name="cancellationToken">Stops the writing; some chunks may have got their part of the region then and others not.</param>
    /// <inheritdoc cref="PreparedRegion.WriteAsync(IArraySource, CancellationToken)"/>
    public async Task WriteAsync(IArraySource source, Region region, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        var fitting = Fitting(source, region);
        if (pyramid is null)
        {
            await WriteOwnAsync(fitting, region, cancellationToken).ConfigureAwait(false);
            return;
        }

        if (level > 0)
        {
            throw new InvalidOperationException($"{Path} is a level that is computed ({nameof(WriteOptions)}.{nameof(WriteOptions.Pyramid)}); write to level 0, or choose {nameof(Pyramid)}.{nameof(Pyramid.None)} and give all levels");
        }

        Begin();
        try
        {
            await pyramid.WriteAsync(fitting, region, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            End();
        }
    }

    /// <summary>Writes a region from memory.</summary>
    /// <param name="elements">The elements of the region in C order; they must not change until the call returns.</param>
    /// <param name="region">A region inside the array.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <inheritdoc cref="WriteAsync(IArraySource, Region, CancellationToken)"/>
    public Task WriteAsync<T>(ReadOnlyMemory<T> elements, Region region, CancellationToken cancellationToken = default)
        where T : unmanaged => WriteAsync(ArraySource.FromMemory(elements, region.Shape), region, cancellationToken);

    /// <inheritdoc cref="WriteAsync{T}(ReadOnlyMemory{T}, Region, CancellationToken)"/>
    public Task WriteAsync<T>(T[] elements, Region region, CancellationToken cancellationToken = default)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(elements);
        return WriteAsync<T>(elements.AsMemory(), region, cancellationToken);
    }

    /// <summary>Stores everything that was written by calls that have returned, with the levels that are computed of it. With <see cref="Durability.Flushed"/> it is on the disk when the call returns.</summary>
    /// <exception cref="IOException">Something could not be stored; it is kept, and another call tries again.</exception>
    public async Task FlushAsync(CancellationToken cancellationToken = default)
    {
        await StoreAsync(cancellationToken).ConfigureAwait(false);
        if (durability == Durability.Flushed && request.Location.Folder is not null)
        {
            foreach (var path in level == 0 && pyramid is not null ? pyramid.Paths : [Path])
            {
                await new FileSystemStore(path).FlushAsync(StorePrefix.Root, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Makes the array a level of which coarser levels are computed, or one that is computed.</summary>
    /// <param name="all">The levels.</param>
    /// <param name="index">The index of this array among the levels.</param>
    internal void Join(PreparedPyramid all, int index) => (pyramid, level) = (all, index);

    /// <summary>Bytes of stored levels that were read to compute coarser ones; 0 for levels that are computed.</summary>
    internal long BytesRead => level == 0 && pyramid is not null ? pyramid.BytesRead : 0;

    /// <summary>Writes a region of this array only.</summary>
    internal async Task WriteOwnAsync(IArraySource source, Region region, CancellationToken cancellationToken)
    {
        var array = await OpenedAsync().ConfigureAwait(false);
        await ArrayFilling.WriteAsync(array, request, source, region, null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Like <see cref="FlushAsync"/>, without waiting for the disk.</summary>
    internal Task StoreAsync(CancellationToken cancellationToken) => pyramid is not null && level == 0 ? pyramid.FlushAsync(cancellationToken) : StoreOwnAsync(cancellationToken);

    /// <summary>Stores everything that was written to this array only.</summary>
    internal async Task StoreOwnAsync(CancellationToken cancellationToken)
    {
        if (await OpenedOrNullAsync(opened).ConfigureAwait(false) is { } array)
        {
            await array.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Path, shape, data type and chunks.</summary>
    public override string ToString() => $"{Path}: {Shape} {DataType}, chunks {Chunks}{(Shards is { } shards ? $", shards {shards}" : string.Empty)}";

    /// <summary>Refuses further writes and stores everything, in all levels if this is the first. If it throws, another call tries again.</summary>
    internal Task CloseAsync() => pyramid is null ? CloseOwnAsync() : level == 0 ? ClosePyramidAsync(pyramid) : Task.CompletedTask;

    /// <summary>Refuses further writes to this array only and stores them.</summary>
    internal async Task CloseOwnAsync()
    {
        Task<IWritableArray>? last;
        lock (gate)
        {
            (closed, last) = (true, opened);
        }

        if (await OpenedOrNullAsync(last).ConfigureAwait(false) is { } array)
        {
            await array.DisposeAsync().ConfigureAwait(false);
            opened = null; // several owners may dispose the array
        }
    }

    private async Task ClosePyramidAsync(PreparedPyramid all)
    {
        Task running;
        lock (gate)
        {
            closed = true;
            running = writes == 0 ? Task.CompletedTask : (idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }

        await running.ConfigureAwait(false);
        await all.CloseAsync().ConfigureAwait(false);
    }

    private void Begin()
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(closed, this);
            writes++;
        }
    }

    private void End()
    {
        lock (gate)
        {
            if (--writes == 0)
            {
                idle?.TrySetResult();
            }
        }
    }

    private Task<IWritableArray> OpenedAsync()
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(closed && pyramid is null, this); // a write to a pyramid that began before it was closed goes on
            if (opened is null or { IsFaulted: true } or { IsCanceled: true })
            {
                opened = OpenAsync();
            }

            return opened;
        }
    }

    private async Task<IWritableArray> OpenAsync()
    {
        ThrowIfReplaced();
        var array = await backend.OpenAsync(request, Buffer, CancellationToken.None).ConfigureAwait(false); // not cancelled, because other calls may wait for it
        try
        {
            ThrowIfReplaced();
            return array;
        }
        catch
        {
            await array.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Throws if another folder is at the path: it belongs to the program that replaced the hierarchy.</summary>
    private void ThrowIfReplaced()
    {
        if (IdentityOf(request) != folder)
        {
            throw new NodeReplacedException(string.Empty, $"the array {Path} was replaced or deleted since it was prepared; nothing was written to what is there now");
        }
    }

    private static FileIdentity? IdentityOf(ArrayRequest request) => request.Location.Folder is { } path ? FileIdentity.OfPath(path) : null;

    /// <summary>The array if it was opened. The caller that wanted to write gets the error of a failed opening.</summary>
    private static async Task<IWritableArray?> OpenedOrNullAsync(Task<IWritableArray>? opening)
    {
        if (opening is null)
        {
            return null;
        }

        await ((Task)opening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return opening.IsCompletedSuccessfully ? await opening.ConfigureAwait(false) : null;
    }

    /// <summary>The source in the shape of the region.</summary>
    private IArraySource Fitting(IArraySource source, Region region)
    {
        region.RequireInside(Shape);
        return source.DataType != DataType
            ? throw new ArgumentException($"the data is {source.DataType}, the array {DataType}")
            : ReshapedSource.Of(source, region.Shape) ?? throw new ArgumentException($"the data has the shape {source.Shape}, the region {region} the shape {region.Shape}");
    }

    private sealed class Part(PreparedArray array, Region region) : PreparedRegion
    {
        public override Shape Shape => region.Shape;

        public override DataType DataType => array.DataType;

        public override Task WriteAsync(IArraySource source, CancellationToken cancellationToken = default) => array.WriteAsync(source, region, cancellationToken);

        public override string ToString() => $"region {region} of {array}";
    }
}
