using System.Text.Json.Nodes;
using Zarr.Arrays;
using Zarr.Arrays.Buffering;
using Zarr.Codecs;
using Zarr.Codecs.Sharding;
using Zarr.Metadata;
using Zarr.Nodes;
using Zarr.Stores;

namespace Zarr;

/// <summary>
/// An array in a store, opened for reading and writing regions. It is itself an <see cref="IArraySource"/>.
/// </summary>
/// <remarks>
/// Thread-safe. Several tasks may write different regions through one <see cref="ZarrArray"/> at the same time, also parts of the same chunk.
/// Two <see cref="ZarrArray"/> objects, or two processes, must write different chunks.
/// </remarks>
public sealed partial class ZarrArray : IArraySource
{
    private readonly ZarrOptions options;
    private readonly ArrayContext context;
    private readonly RegionReader reader;
    private readonly RegionWriter? writer;

    private ZarrArray(IStore store, StorePrefix path, NodeFolder folder, ArrayMetadata metadata, int zarrFormat, ZarrOptions options)
    {
        (Store, Path, Metadata, ZarrFormat, this.options) = (store, path, metadata, zarrFormat, options);
        var codecs = options.Bind(metadata);
        context = new ArrayContext(path, folder, metadata, codecs, options.MaxDegreeOfParallelism)
        {
            ShardIndexes = new(options.ShardIndexCacheLength),
            BlockLimits = options.BlockLimits,
            BlockCache = options.BlockCache,
            Decoding = new(options.MaxDecodingLength),
            Readers = options.ReadersOf(store),
        };
        InnerChunkShape = codecs.Shards?.Grid.Inner;
        reader = new RegionReader(zarrFormat == 2 ? ChunkKeySeparatorDetector.Wrap(store, path, metadata) : store, context);
        writer = store is IWritableStore writable && zarrFormat == 3 ? new RegionWriter(writable, context, new ChunkLocks()) : null;
    }

    /// <summary>The store that holds the array.</summary>
    public IStore Store { get; }

    /// <summary>Path of the array in its store; the root if the array is the whole store.</summary>
    public StorePrefix Path { get; }

    /// <summary>The array's <c>zarr.json</c>; for an array of Zarr v2, the equivalent <c>zarr.json</c>.</summary>
    public ArrayMetadata Metadata { get; }

    /// <summary>The format of the array's metadata: 3, or 2 for arrays that can be read but not written.</summary>
    public int ZarrFormat { get; }

    /// <inheritdoc/>
    public Shape Shape => Metadata.Shape;

    /// <inheritdoc/>
    public DataType DataType => Metadata.DataType;

    /// <summary>Lengths of a chunk, or of a shard if the array is sharded. A chunk is stored as one value, and only one process may write it at a time.</summary>
    public Shape ChunkShape => Metadata.ChunkShape;

    /// <summary>Lengths of the inner chunks of a shard, which can be read one by one. Null if the array is not sharded, or if other codecs before or after
    /// <c>sharding_indexed</c> force readers to read whole shards.</summary>
    public Shape? InnerChunkShape { get; }

    /// <summary>The user's attributes; not to be changed.</summary>
    public JsonObject Attributes => Metadata.Attributes;

    /// <summary>The codecs of the chunks.</summary>
    internal CodecPipeline Codecs => context.Codecs;

    /// <summary>A part of the array: <c>array[1, .., 10..20]</c>. Nothing is read yet.</summary>
    /// <param name="slices">A slice for each dimension, outermost first. A single element drops its dimension, a range keeps it.</param>
    /// <exception cref="ArgumentException">There are not as many slices as dimensions.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A slice reaches beyond the array.</exception>
    public ArrayView this[params ReadOnlySpan<Slice> slices] => new(this, new HyperslabReader(context, reader), slices);

    /// <summary>Opens the array at a location.</summary>
    /// <param name="location">A folder, an address, or a path in a store.</param>
    /// <param name="options">Options of the handle; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the opening.</param>
    /// <inheritdoc cref="OpenAsync(IStore, StorePrefix, ZarrOptions?, CancellationToken)"/>
    public static Task<ZarrArray> OpenAsync(StoreLocation location, ZarrOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(location);
        var (store, path) = location.Open();
        return OpenAsync(store, path, options, cancellationToken);
    }

    /// <summary>Opens an array of Zarr v3, or one of v2 (<c>.zarray</c>) where there is no <c>zarr.json</c>.</summary>
    /// <exception cref="NodeNotFoundException">There is neither <c>zarr.json</c> nor <c>.zarray</c>.</exception>
    /// <exception cref="InvalidMetadataException">The document breaks the specification or is a group's.</exception>
    /// <exception cref="UnsupportedFeatureException">The array uses a codec, filter, data type or chunk grid that is not supported.</exception>
    public static Task<ZarrArray> OpenAsync(
        IStore store, StorePrefix path, ZarrOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        return OpenAsync(new NodePlace(store, path), options ?? ZarrOptions.Default, cancellationToken);
    }

    /// <summary>Creates an array without any chunk, and every group above it that does not exist.</summary>
    /// <exception cref="NodeExistsException">There is a node at this path already, or chunks that an earlier array left (noticed if the store can be listed).</exception>
    /// <exception cref="InvalidMetadataException">Shapes, names, fill value or codecs do not fit each other; or there is an array above, also above the folder of a <see cref="FileSystemStore"/>.</exception>
    /// <exception cref="UnsupportedFeatureException">A codec is unknown, or a chunk is larger than the options allow.</exception>
    /// <exception cref="ArgumentException">The path is not one that a node may have, or a number of the attributes is NaN or infinite, which JSON does not have.</exception>
    /// <exception cref="NotSupportedException">There is a node of Zarr v2 at this path or above it.</exception>
    public static async Task<ZarrArray> CreateAsync(
        IWritableStore store, StorePrefix path, ArrayMetadata metadata, ZarrOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(metadata);
        NodeName.RequireValidPath(path.Value);
        options ??= ZarrOptions.Default;
        var document = metadata.ToUtf8();

        // The document is parsed before it is written, so that only readable metadata is stored. The parsed form counts: a fill value made from an int now has the array's type.
        var folder = NodeFolder.ToBeMade(store, path);
        var array = NodeDocuments.Locate(path, () => new ZarrArray(store, path, folder, ArrayMetadata.Parse(document), 3, options));
        await NodeDocuments.RequireAbsentAsync(store, path, cancellationToken).ConfigureAwait(false);
        await OrphanedChunks.RequireNoneAsync(store, path, metadata.ChunkKeyEncoding, cancellationToken).ConfigureAwait(false);
        await NodeDocuments.CreateAsync(store, path, document, options.MaxDocumentLength, cancellationToken).ConfigureAwait(false);
        await folder.NoteAsync(cancellationToken).ConfigureAwait(false);
        return array;
    }

    /// <summary>Reads the whole array.</summary>
    /// <returns>All elements in C order.</returns>
    /// <inheritdoc cref="ReadAsync{T}(Region, Memory{T}, CancellationToken)"/>
    public Task<T[]> ReadAsync<T>(CancellationToken cancellationToken = default)
        where T : unmanaged => ReadAsync<T>(Region.Whole(Shape), cancellationToken);

    /// <summary>Reads a region.</summary>
    /// <returns>The elements of the region in C order.</returns>
    /// <inheritdoc cref="ReadAsync{T}(Region, Memory{T}, CancellationToken)"/>
    public Task<T[]> ReadAsync<T>(Region region, CancellationToken cancellationToken = default)
        where T : unmanaged => ReadAsync<T>(region, null as IProgress<ChunkProgress>, cancellationToken);

    /// <summary>Reads a region and reports progress.</summary>
    /// <returns>The elements of the region in C order.</returns>
    /// <inheritdoc cref="ReadAsync{T}(Region, Memory{T}, IProgress{ChunkProgress}?, CancellationToken)"/>
    public async Task<T[]> ReadAsync<T>(Region region, IProgress<ChunkProgress>? progress, CancellationToken cancellationToken = default)
        where T : unmanaged
    {
        DataType.RequireArgument(typeof(T), nameof(ReadAsync));
        region.RequireInside(Shape);
        var fits = region.Shape.TryGetElementCount(out var count) && count <= Array.MaxLength;
        var elements = fits
            ? GC.AllocateUninitializedArray<T>((int)count)
            : throw new ArgumentException($"one array cannot hold the elements of the region {region}; read it in parts", nameof(region));
        await ReadAsync<T>(region, elements, progress, cancellationToken).ConfigureAwait(false);
        return elements;
    }

    /// <summary>Reads a region into the caller's memory. Elements that were never stored are the fill value.</summary>
    /// <param name="region">A region inside the array.</param>
    /// <param name="destination">Room for exactly the elements of the region, filled in C order.</param>
    /// <param name="cancellationToken">Stops the reading; the destination is then partly filled.</param>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> is not the array's type, or region or memory do not fit.</exception>
    /// <exception cref="CorruptDataException">A stored chunk is damaged.</exception>
    /// <exception cref="NodeReplacedException">Another array has taken the place of this one since it was opened, or it was deleted.</exception>
    /// <exception cref="IOException">The store cannot be read.</exception>
    public Task ReadAsync<T>(Region region, Memory<T> destination, CancellationToken cancellationToken = default)
        where T : unmanaged => ReadAsync(region, destination, null, cancellationToken);

    /// <summary>Reads a region into the caller's memory and reports progress.</summary>
    /// <param name="region">A region inside the array.</param>
    /// <param name="destination">Room for exactly the elements of the region, filled in C order.</param>
    /// <param name="progress">Receives a report after each chunk or shard; null disables reporting. An exception that it throws stops the reading and reaches the caller.</param>
    /// <param name="cancellationToken">Stops the reading; the destination is then partly filled.</param>
    /// <inheritdoc cref="ReadAsync{T}(Region, Memory{T}, CancellationToken)"/>
    public Task ReadAsync<T>(
        Region region, Memory<T> destination, IProgress<ChunkProgress>? progress, CancellationToken cancellationToken = default)
        where T : unmanaged
    {
        DataType.RequireArgument(typeof(T), nameof(ReadAsync));
        region.RequireInside(Shape);
        region.RequireLength(destination.Length);
        return reader.ReadAsync(region, destination, progress, cancellationToken);
    }

    /// <inheritdoc/>
    ValueTask IArraySource.ReadAsync(Region region, Memory<byte> destination, CancellationToken cancellationToken)
    {
        region.RequireInside(Shape);
        region.RequireLength(destination.Length, DataType.Size);
        return new ValueTask(reader.ReadAsync(region, destination, null, cancellationToken));
    }

    /// <summary>Writes the whole array from a source of the same shape.</summary>
    /// <inheritdoc cref="WriteAsync(IArraySource, Region, IProgress{ChunkProgress}?, CancellationToken)"/>
    public Task WriteAsync(IArraySource source, IProgress<ChunkProgress>? progress = null, CancellationToken cancellationToken = default) =>
        WriteAsync(source, Region.Whole(Shape), progress, cancellationToken);

    /// <summary>Writes a region. Chunks that it covers whole are replaced, others are read, changed and written back; when the call returns, all is stored.</summary>
    /// <remarks>For pieces that cover chunks only partly, such as planes, <see cref="OpenWriter"/> encodes each chunk once.</remarks>
    /// <param name="source">Elements of the array's data type, in the shape of the region.</param>
    /// <param name="region">A region inside the array.</param>
    /// <param name="progress">Receives a report after each chunk; null disables reporting.</param>
    /// <param name="cancellationToken">Stops the writing; each chunk is then written whole or not at all.</param>
    /// <exception cref="ArgumentException">Shapes or data types do not fit.</exception>
    /// <exception cref="NotSupportedException">The store is read-only, or the array one of Zarr v2.</exception>
    /// <exception cref="NodeReplacedException">Another array has taken the place of this one since it was opened, or it was deleted.</exception>
    /// <exception cref="IOException">The store cannot be written.</exception>
    public Task WriteAsync(
        IArraySource source, Region region, IProgress<ChunkProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        RequireFit(source, region);
        return RequireWriter().WriteAsync(source, region, progress, cancellationToken);
    }

    /// <summary>Writes a region from memory.</summary>
    /// <param name="elements">The elements of the region in C order.</param>
    /// <param name="region">A region inside the array.</param>
    /// <param name="cancellationToken">Stops the writing; each chunk is then written whole or not at all.</param>
    /// <inheritdoc cref="WriteAsync(IArraySource, Region, IProgress{ChunkProgress}?, CancellationToken)"/>
    public Task WriteAsync<T>(ReadOnlyMemory<T> elements, Region region, CancellationToken cancellationToken = default)
        where T : unmanaged
    {
        DataType.RequireArgument(typeof(T), nameof(WriteAsync));
        return WriteAsync(ArraySource.FromMemory(elements, region.Shape), region, null, cancellationToken);
    }

    /// <summary>Opens a writer for pieces that are smaller than chunks: it keeps incomplete chunks in memory and encodes each once, when it is complete.</summary>
    /// <param name="buffer">The memory for incomplete chunks, which writers of several arrays may share; null for 256 MiB of its own.</param>
    /// <returns>The writer; dispose it to store the chunks that are still incomplete.</returns>
    /// <exception cref="NotSupportedException">The store is read-only, or the array one of Zarr v2.</exception>
    public ZarrArrayWriter OpenWriter(WriteBuffer? buffer = null)
    {
        buffer ??= new WriteBuffer();
        return new ZarrArrayWriter(this, buffer, new BufferedWriter(context, RequireWriter(), buffer.Chunks, typeof(ZarrArrayWriter)));
    }

    /// <summary>Checks that the path still leads to the array that was opened. Reading and writing check this for each chunk; reading checks it once for all that comes from the cache of blocks.</summary>
    /// <exception cref="NodeReplacedException">Another array has taken its place, or it was deleted.</exception>
    public Task ThrowIfReplacedAsync(CancellationToken cancellationToken = default) => context.Folder.RequireSameAsync(cancellationToken).AsTask();

    /// <summary>Path, shape, data type and chunks.</summary>
    public override string ToString() => $"array /{Path}: {Shape} {DataType}, chunks {ChunkShape}";

    private RegionWriter RequireWriter() => writer ?? throw new NotSupportedException(ZarrFormat == 2
        ? $"array /{Path} is of Zarr v2, which can only be read; copy it to a new array to change it"
        : $"{Store.GetType().Name} is read-only");

    /// <summary>Opens the array at a place.</summary>
    internal static Task<ZarrArray> OpenAsync(NodePlace place, ZarrOptions options, CancellationToken cancellationToken, ConsolidatedCopies? copies = null) => OpenCopy(place, options, copies) is { } array
        ? Task.FromResult(array)
        : NodeFolder.OpenAsync(
            place.Store,
            place.Path,
            async folder => Open(place, folder, await NodeReader.ReadArrayAsync(place, options.MaxDocumentLength, cancellationToken).ConfigureAwait(false), options),
            cancellationToken);

    /// <summary>Opens the array with a consolidated copy of its metadata; null if there is none that can be used.</summary>
    private static ZarrArray? OpenCopy(NodePlace place, ZarrOptions options, ConsolidatedCopies? copies)
    {
        try
        {
            return copies?.Find(place.Path) is { } copy ? Open(place, NodeFolder.OfCopy(place, new CopyCheck(place, copy, copies, options.MaxDocumentLength)), copy, options) : null;
        }
        catch (ZarrException)
        {
            return null; // the array's own document may be better, or says what is wrong
        }
    }

    private static ZarrArray Open(NodePlace place, NodeFolder folder, NodeContent<ArrayMetadata> node, ZarrOptions options) =>
        NodeDocuments.Locate(place.Path, () => new ZarrArray(place.Store, place.Path, folder, node.Metadata, node.ZarrFormat, options), node.Document);

    /// <summary>Throws unless the source holds exactly the elements of a region of this array.</summary>
    internal void RequireFit(IArraySource source, Region region)
    {
        ArgumentNullException.ThrowIfNull(source);
        region.RequireInside(Shape);
        if (source.Shape != region.Shape)
        {
            throw new ArgumentException($"the data has the shape {source.Shape}, the region {region} the shape {region.Shape}", nameof(source));
        }

        if (source.DataType != DataType)
        {
            throw new ArgumentException($"the data is {source.DataType}, the array {DataType}", nameof(source));
        }
    }
}
