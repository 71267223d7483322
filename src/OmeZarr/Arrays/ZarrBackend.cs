using Zarr;
using Zarr.Metadata;
using Zarr.Stores;

namespace OmeZarr;

/// <summary>Writes arrays with the engine of this library. <paramref name="openStore"/> opens a store for the folder of each array.</summary>
internal sealed class ZarrBackend(Func<string, IWritableStore> openStore) : IArrayBackend
{
    public bool WritesStores => true;

    public async ValueTask<IWritableArray> CreateAsync(ArrayRequest request, CancellationToken cancellationToken)
    {
        var (store, path) = Open(request);
        return await CreateAsync(store, path, request.ToMetadata(), OptionsOf(request), cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<IWritableArray> OpenAsync(ArrayRequest request, WriteBuffer buffer, CancellationToken cancellationToken)
    {
        var (store, path) = Open(request);
        var array = await ZarrArray.OpenAsync(store, path, OptionsOf(request), cancellationToken).ConfigureAwait(false);
        return new BufferedArray(array.OpenWriter(buffer));
    }

    /// <summary>Creates an array in a store.</summary>
    internal static async Task<IWritableArray> CreateAsync(IWritableStore store, StorePrefix path, ArrayMetadata metadata, ZarrOptions options, CancellationToken cancellationToken) =>
        new WholeArray(await ZarrArray.CreateAsync(store, path, metadata, options, cancellationToken).ConfigureAwait(false));

    /// <summary>Opens an array in a store, to be written whole.</summary>
    internal static async Task<IWritableArray> OpenAsync(IWritableStore store, StorePrefix path, ZarrOptions options, CancellationToken cancellationToken) =>
        new WholeArray(await ZarrArray.OpenAsync(store, path, options, cancellationToken).ConfigureAwait(false));

    internal static IWritableStore OpenStore(string path) => new FileSystemStore(path);

    /// <summary>Opens a store that flushes each value to disk and does not create its folder again if that was deleted.</summary>
    internal static IWritableStore OpenDurableStore(string path) => new FileSystemStore(path, flushToDisk: true, requiredFolder: path);

    private (IWritableStore Store, StorePrefix Path) Open(ArrayRequest request)
    {
        if (request.Location.Folder is { } folder)
        {
            return (openStore(folder), StorePrefix.Root);
        }

        var (store, path) = request.Location.Open();
        return (store as IWritableStore ?? throw new NotSupportedException($"{request.Path} cannot be written: {store.GetType().Name} is read-only"), path);
    }

    private static ZarrOptions OptionsOf(ArrayRequest request) => new()
    {
        MaxDegreeOfParallelism = request.MaxDegreeOfParallelism,
        ReferenceEffort = request.Compression.ReferenceEffort,
    };

    /// <summary>An array that is written in one call, without a buffer.</summary>
    private sealed class WholeArray(ZarrArray array) : IDirectArray
    {
        public Task WriteAsync(IArraySource source, Region region, IProgress<ChunkProgress>? progress, CancellationToken cancellationToken) =>
            array.WriteAsync(source, region, progress, cancellationToken);

        public ValueTask WriteAsync(Region region, ReadOnlyMemory<byte> elements, CancellationToken cancellationToken) =>
            new(array.WriteAsync(ArraySource.FromBytes(elements, region.Shape, array.DataType), region, null, cancellationToken));

        public ValueTask FlushAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    /// <summary>An array that is written piece by piece, through a buffer.</summary>
    private sealed class BufferedArray(ZarrArrayWriter writer) : IDirectArray
    {
        public Task WriteAsync(IArraySource source, Region region, IProgress<ChunkProgress>? progress, CancellationToken cancellationToken) =>
            writer.WriteAsync(source, region, cancellationToken);

        public ValueTask WriteAsync(Region region, ReadOnlyMemory<byte> elements, CancellationToken cancellationToken) =>
            new(writer.WriteAsync(ArraySource.FromBytes(elements, region.Shape, writer.ZarrArray.DataType), region, cancellationToken));

        public ValueTask FlushAsync(CancellationToken cancellationToken) => new(writer.FlushAsync(cancellationToken));

        public ValueTask DisposeAsync() => writer.DisposeAsync();
    }
}
