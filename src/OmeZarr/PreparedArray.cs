using OmeZarr.Writing;
using Zarr;
using Zarr.Stores;

namespace OmeZarr;

/// <summary>
/// An array that was created without elements, to be filled piece by piece, in any order and from any number of tasks. It is opened at the first write.
/// </summary>
/// <remarks>
/// With <see cref="ArrayBackend.BuiltIn"/>, elements of an incomplete chunk (shard) are kept in memory until the chunk is complete, then it is encoded and
/// stored, once; see <see cref="ZarrArrayWriter"/>. Readers see what is stored. Thread-safe.
/// </remarks>
public sealed class PreparedArray
{
    private readonly ArrayRequest request;
    private readonly IArrayBackend backend;
    private readonly Durability durability;
    private readonly StoreIdentity? folder;
    private readonly Lock gate = new();
    private Task<IWritableArray>? opened;
    private bool closed;

    internal PreparedArray(ArrayRequest request, WriteOptions options, WriteBuffer buffer) =>
        (this.request, backend, durability, folder, Buffer) = (request, options.Backend, options.Durability, StoreIdentity.OfPath(request.Path), buffer);

    /// <summary>The absolute path of the array's folder, for example to read what is stored: <c>ZarrArray.OpenAsync(array.Path)</c>.</summary>
    public string Path => request.Path;

    /// <summary>Lengths of the array.</summary>
    public Shape Shape => request.Shape;

    /// <summary>Type of the elements.</summary>
    public DataType DataType => request.DataType;

    /// <summary>Lengths of a chunk; of an inner chunk if the array is sharded.</summary>
    public Shape Chunks => request.Chunks;

    /// <summary>Lengths of a shard; null if the array is not sharded.</summary>
    public Shape? Shards => request.Shards;

    /// <summary>Where incomplete chunks are kept.</summary>
    internal WriteBuffer Buffer { get; }

    /// <summary>Writes the whole array from a source of the same shape.</summary>
    /// <inheritdoc cref="WriteAsync(IArraySource, Region, CancellationToken)"/>
    public Task WriteAsync(IArraySource source, CancellationToken cancellationToken = default) => WriteAsync(source, Region.Whole(Shape), cancellationToken);

    /// <summary>Writes a region. When the call returns, every element is stored or kept, and the source is no longer needed.</summary>
    /// <param name="source">Elements of the array's data type, in the shape of the region.</param>
    /// <param name="region">A region inside the array.</param>
    /// <param name="cancellationToken">Stops the writing; some chunks may have got their part of the region then and others not.</param>
    /// <exception cref="ArgumentException">Shapes or data types do not fit.</exception>
    /// <exception cref="ObjectDisposedException">The prepared arrays are disposed.</exception>
    /// <exception cref="NodeReplacedException">Somebody has replaced or deleted the array, or the image that it belongs to, since it was prepared.</exception>
    /// <exception cref="IOException">A chunk could not be stored.</exception>
    public async Task WriteAsync(IArraySource source, Region region, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        RequireFit(source.Shape, source.DataType, region);
        var array = await OpenedAsync().ConfigureAwait(false);
        await ArrayFilling.WriteAsync(array, request, source, region, null, cancellationToken).ConfigureAwait(false);
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

    /// <summary>Writes a part of the array: <c>WriteAsync(plane, [t, c, z, Slice.All, Slice.All])</c>.</summary>
    /// <param name="elements">The elements in C order; they must not change until the call returns.</param>
    /// <param name="slices">What to write of each dimension, outermost first: one position, or a range. (A bare <c>..</c> means something else between brackets.)</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <inheritdoc cref="WriteAsync(IArraySource, Region, CancellationToken)"/>
    public Task WriteAsync<T>(ReadOnlyMemory<T> elements, ReadOnlySpan<Slice> slices, CancellationToken cancellationToken = default)
        where T : unmanaged => WriteAsync(elements, Region.Of(Shape, slices), cancellationToken);

    /// <inheritdoc cref="WriteAsync{T}(ReadOnlyMemory{T}, ReadOnlySpan{Slice}, CancellationToken)"/>
    public Task WriteAsync<T>(T[] elements, ReadOnlySpan<Slice> slices, CancellationToken cancellationToken = default)
        where T : unmanaged => WriteAsync(elements, Region.Of(Shape, slices), cancellationToken);

    /// <summary>Stores everything that was written by calls that have returned. With <see cref="Durability.Flushed"/> it is on the disk when the call returns.</summary>
    /// <exception cref="IOException">Something could not be stored; it is kept, and another call tries again.</exception>
    public async Task FlushAsync(CancellationToken cancellationToken = default)
    {
        await StoreAsync(cancellationToken).ConfigureAwait(false);
        if (durability == Durability.Flushed)
        {
            await new FileSystemStore(Path).FlushAsync(StorePrefix.Root, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>As <see cref="FlushAsync"/>, without waiting for the disk.</summary>
    internal async Task StoreAsync(CancellationToken cancellationToken)
    {
        if (await OpenedOrNullAsync(opened).ConfigureAwait(false) is { } array)
        {
            await array.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Path, shape, data type and chunks.</summary>
    public override string ToString() => $"{Path}: {Shape} {DataType}, chunks {Chunks}{(Shards is { } shards ? $", shards {shards}" : string.Empty)}";

    /// <summary>Refuses further writes and stores everything. If it throws, another call tries again.</summary>
    internal async Task CloseAsync()
    {
        Task<IWritableArray>? last;
        lock (gate)
        {
            (closed, last) = (true, opened);
        }

        if (await OpenedOrNullAsync(last).ConfigureAwait(false) is { } array)
        {
            await array.DisposeAsync().ConfigureAwait(false);
            opened = null; // so that an array is disposed once, whoever disposes what holds it
        }
    }

    private Task<IWritableArray> OpenedAsync()
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(closed, this);
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
        var array = await backend.OpenAsync(request, Buffer, CancellationToken.None).ConfigureAwait(false); // not to be cancelled: others may wait for it
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

    /// <summary>Whoever replaces the hierarchy puts another folder here, which is not ours to fill.</summary>
    private void ThrowIfReplaced()
    {
        if (StoreIdentity.OfPath(Path) != folder)
        {
            throw new NodeReplacedException(string.Empty, $"the array {Path} was replaced or deleted since it was prepared; nothing was written to what is there now");
        }
    }

    /// <summary>The array if it was opened; why it could not be is told to whoever wanted to write.</summary>
    private static async Task<IWritableArray?> OpenedOrNullAsync(Task<IWritableArray>? opening)
    {
        if (opening is null)
        {
            return null;
        }

        await ((Task)opening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return opening.IsCompletedSuccessfully ? await opening.ConfigureAwait(false) : null;
    }

    private void RequireFit(Shape shape, DataType dataType, Region region)
    {
        region.RequireInside(Shape);
        if (shape != region.Shape)
        {
            throw new ArgumentException($"the data has the shape {shape}, the region {region} the shape {region.Shape}");
        }

        if (dataType != DataType)
        {
            throw new ArgumentException($"the data is {dataType}, the array {DataType}");
        }
    }
}
