using Zarr.Arrays.Blocks;
using Zarr.Codecs;
using Zarr.Metadata;
using Zarr.Stores;

namespace Zarr;

/// <summary>Options for opening, reading and writing arrays: codecs, threads and limits of memory.</summary>
public sealed record ZarrOptions
{
    // Null until it is set: the default depends on what is done.
    private readonly int? degree;

    /// <summary>The default options.</summary>
    public static ZarrOptions Default { get; } = new();

    /// <summary>The codecs that arrays may name. The default is the codecs of this library.</summary>
    public CodecRegistry Codecs { get; init; } = CodecRegistry.Default;

    /// <summary>The most chunks that one call works on at the same time. The default is the number of processors, but for reading from a store behind a network <see cref="IRemoteStore.MaxConcurrency"/>, since most
    /// workers wait there. Each worker needs memory for about two chunks.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int MaxDegreeOfParallelism
    {
        get => degree ?? Environment.ProcessorCount;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            degree = value;
        }
    }

    /// <summary>Whether compressors spend the nominal effort of c-blosc and zstd when chunks are written. By default the effort adapts to the content. The metadata does not store the effort: set this option again after reopening the array.</summary>
    public bool ReferenceEffort { get; init; }

    /// <summary>The largest decoded chunk that is accepted, in bytes. It keeps a hostile <c>zarr.json</c> from exhausting memory. The default is 1 GiB.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1, or more than <see cref="Array.MaxLength"/> minus 64 KiB (room for the overhead of codecs).</exception>
    public int MaxChunkLength
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, Array.MaxLength - 65536);
            field = value;
        }
    } = 1 << 30;

    /// <summary>The most bytes that readers of one opened array use for decoding at the same time, over all workers and calls. It keeps a few hostile bytes from exhausting memory. The default is
    /// 2 GiB. A chunk counts as its elements plus as many stored bytes; a shard counts as its requested inner chunks. Workers wait while the limit is used up; a single chunk is always
    /// decoded, however large it is.</summary>
    /// <remarks>Chunks that need at most 16 MiB are not counted: for them, <see cref="MaxDegreeOfParallelism"/> limits memory enough.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public long MaxDecodingLength
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 2L << 30;

    /// <summary>Whether arrays in a store behind a network (<see cref="IRemoteStore"/>) are opened with the consolidated metadata of a group above them, where other writers keep some. It saves requests. The default is true.</summary>
    /// <remarks>Such metadata may be stale. So the array's own document is read together with its first chunk, and before anything is written. If it says something else, the call fails with a <see cref="NodeReplacedException"/>, and no
    /// elements count. Until then shape and type are those of the copy. In other stores, own documents are always read.</remarks>
    public bool UsesConsolidatedMetadata { get; init; } = true;

    /// <summary>The longest metadata document (<c>zarr.json</c>, <c>.zarray</c>, <c>.zgroup</c>, <c>.zattrs</c>) that is read, in bytes. Reading stops at the limit, and a longer document is
    /// refused before it is parsed. The default is 256 MiB; real plates have documents of up to some 50 MB.</summary>
    /// <remarks>Independent of this limit, a document may have up to 16,777,216 names and values.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1, or more than <see cref="Array.MaxLength"/> minus 1.</exception>
    public int MaxDocumentLength
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, Array.MaxLength - 1);
            field = value;
        }
    } = 256 << 20;

    /// <summary>The most bytes of shard indexes that an opened array caches, 16 per inner chunk, so that reading several parts of a shard fetches its index once. The default is
    /// 64 MiB. The most recently used indexes are kept; 0 disables the cache.</summary>
    /// <remarks>An index is used only for its own version of the shard, so that other writers may replace shards at any time. A store reports the version with an opened value
    /// (<see cref="IValueSnapshot.Version"/>, files) or with each answer (<see cref="IVersionedStore"/>, as entity tags do). For stores that report no version, and for files that were changed within the last
    /// seconds, no index is cached.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">Less than 0.</exception>
    public long ShardIndexCacheLength
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    } = 64 << 20;

    /// <summary>The most bytes of decoded blocks that are cached, so that reading neighbouring regions decodes no block twice. Blosc divides chunks into blocks of usually 128 KiB or more; the
    /// cache should hold the blocks that a region touches. The blocks used last are kept. All arrays opened with this object, or with a copy of it that does not set the size again, share the
    /// cache. The default is 0: nothing is cached.</summary>
    /// <remarks>A block is used only for its own version of the chunk, so that chunks may be replaced at any time. Nothing is cached of stores that report no version
    /// (<see cref="IValueSnapshot.Version"/>, <see cref="IVersionedStore"/>), and of files that were changed within the last seconds. Reading whole chunks bypasses the cache.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">Less than 0.</exception>
    public long BlockCacheBytes
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
            BlockCache = value > 0 ? new BlockCache(value) : null;
        }
    }

    /// <summary>The cache of blocks; null if nothing is cached.</summary>
    internal BlockCache? BlockCache { get; private init; }

    /// <summary>When parts of chunks are read by their blocks.</summary>
    internal BlockLimits BlockLimits { get; init; } = BlockLimits.Default;

    /// <summary>The most chunks or documents of a store that one call reads at the same time.</summary>
    internal int ReadersOf(IStore store) => degree ?? (store as IRemoteStore)?.MaxConcurrency ?? Environment.ProcessorCount;

    /// <summary>Binds the codecs of an array to its chunks.</summary>
    /// <exception cref="InvalidMetadataException">The order of the codecs is wrong, or a codec does not fit its input.</exception>
    /// <exception cref="UnsupportedFeatureException">A codec is unknown, or chunks are larger than these options allow.</exception>
    internal CodecPipeline Bind(ArrayMetadata metadata)
    {
        var input = CodecPipeline.InputOf(metadata, MaxChunkLength);
        return CodecPipeline.Bind(
            [.. metadata.Codecs.Select(Codecs.Create)], input with { MaxDegreeOfParallelism = MaxDegreeOfParallelism, ReferenceEffort = ReferenceEffort });
    }
}
