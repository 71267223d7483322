using Blosc;
using Zarr.Codecs;
using Zarr.Stores;

namespace Zarr;

/// <summary>What the engine may use when it opens, reads and writes arrays.</summary>
public sealed record ZarrOptions
{
    /// <summary>The options that are used when none are given.</summary>
    public static ZarrOptions Default { get; } = new();

    /// <summary>The codecs that arrays may name; those of this library unless said otherwise.</summary>
    public CodecRegistry Codecs { get; init; } = CodecRegistry.Default;

    /// <summary>How many chunks are worked on at the same time by one call; the number of processors unless said otherwise. Memory grows with it: about two chunks each.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int MaxDegreeOfParallelism
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = Environment.ProcessorCount;

    /// <summary>How hard compressors work when chunks are written; adapted to their content unless said otherwise. No part of the metadata, so it has to be said again by whoever opens the array
    /// to write more of it.</summary>
    public CompressionEffort CompressionEffort { get; init; }

    /// <summary>The largest decoded chunk that is accepted, in bytes, so that a hostile <c>zarr.json</c> cannot ask for all memory; 1 GiB unless said otherwise.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1, or more than <see cref="Array.MaxLength"/> minus 64 KiB (room for what codecs add).</exception>
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

    /// <summary>How many bytes the chunks may take that are being decoded at the same time for readers of one opened array, all its workers and calls together, so that a few hostile bytes cannot
    /// ask for all memory; 2 GiB unless said otherwise. A chunk counts as its elements and as many bytes stored, of a shard the inner chunks that are wanted. While it is used up, workers wait;
    /// one chunk is always worked on, however large it is.</summary>
    /// <remarks>Chunks for which 16 MiB are enough are not counted: there <see cref="MaxDegreeOfParallelism"/> is limit enough.</remarks>
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

    /// <summary>The longest metadata document (<c>zarr.json</c>, <c>.zarray</c>, <c>.zgroup</c>, <c>.zattrs</c>) that is read, in bytes, so that a hostile one costs little: a longer one is
    /// refused before it is parsed, and no more of it is read than that. 256 MiB unless said otherwise; the documents of real plates have up to some 50 MB.</summary>
    /// <remarks>Whatever this says, a document may have up to 16,777,216 names and values.</remarks>
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

    /// <summary>How many bytes of shard indexes an opened array may remember, 16 for each inner chunk, so that reading several parts of a shard fetches its index once; 64 MiB
    /// unless said otherwise. Those used last are kept; 0 remembers none.</summary>
    /// <remarks>An index is used only for the version of the shard that it was read of, so that others may replace shards at any time: a store says the version with an opened value
    /// (<see cref="IValueSnapshot.Version"/>, files) or with each answer (<see cref="IVersionedStore"/>, as entity tags do). Of stores that say neither, and of files that were changed within the last
    /// seconds, no index is remembered.</remarks>
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
}
