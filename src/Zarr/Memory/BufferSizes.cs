namespace Zarr;

/// <summary>
/// Sizes that decide how work is divided. They never change a result. Debug builds, which the tests run, use tiny sizes, so that small arrays take the paths of large ones.
/// </summary>
internal static class BufferSizes
{
#if DEBUG
    /// <summary>The largest gap between two ranges of a shard that one request still covers, in bytes.</summary>
    internal const int LargestGap = 128;

    /// <summary>The most bytes of one request for several inner chunks. It keeps memory independent of the length of the shard.</summary>
    internal const int LongestRequest = 2 << 10;

    /// <summary>Bytes of encoded inner chunks that the writer of a shard collects before it appends them to the stored value.</summary>
    internal const int ShardPiece = 128;

    /// <summary>The most bytes of one read of several inner chunks from an opened value, where a read costs little.</summary>
    internal const int LongestRead = 512;

    /// <summary>Up to this number of chunks, trying each key costs less than listing a large array.</summary>
    internal const long TriedRatherThanListed = 12;

    /// <summary>Arrays longer than this number of bytes are written with non-temporal stores, because the caches of the processor would not keep them.</summary>
    internal const int CacheResidentBytes = 512;

    /// <summary>Decoding a chunk with at most this number of bytes does not count against the <see cref="Arrays.DecodingBudget"/>.</summary>
    internal const int UncountedDecoding = 128;

    /// <summary>Bytes of a chunk that must be saved at least by reading parts of it from an opened value, in which a read costs little.</summary>
    internal const int LeastSavingOfReads = 64;

    /// <summary>Bytes of a chunk that must be saved at least by requests for parts of it, each of which may cost a round trip.</summary>
    internal const int LeastSavingOfRequests = 256;

    /// <summary>First bytes of a chunk that are read to find its blocks. They hold the table of most chunks.</summary>
    internal const int BlockHead = 64;

    /// <summary>As <see cref="BlockHead"/>, where a request may cost a round trip. A chunk that is not longer costs one request.</summary>
    internal const int RequestedHead = 128;

    /// <summary>The longest table of blocks that is read alone, in bytes. A chunk with a longer one is read whole.</summary>
    internal const int LongestBlockHead = 4 << 10;

    /// <summary>Bytes of the blocks into which content that is stored as it is counts as divided.</summary>
    internal const int PlainBlock = 32;

    /// <summary>Bytes of consecutive blocks that are decoded at once; one block may be longer.</summary>
    internal const int BlockBatch = 512;

    /// <summary>About how many bytes of a source are shown to an observer at once.</summary>
    internal const int ObservedPart = 48;
#else
    /// <summary>The largest gap between two ranges of a shard that one request still covers, in bytes.</summary>
    internal const int LargestGap = 32 << 10;

    /// <summary>The most bytes of one request for several inner chunks. It keeps memory independent of the length of the shard.</summary>
    internal const int LongestRequest = 64 << 20;

    /// <summary>Bytes of encoded inner chunks that the writer of a shard collects before it appends them to the stored value.</summary>
    internal const int ShardPiece = 1 << 20;

    /// <summary>The most bytes of one read of several inner chunks from an opened value, where a read costs little.</summary>
    internal const int LongestRead = 1 << 20;

    /// <summary>Up to this number of chunks, trying each key costs less than listing a large array.</summary>
    internal const long TriedRatherThanListed = 1000;

    /// <summary>Arrays longer than this number of bytes are written with non-temporal stores, because the caches of the processor would not keep them.</summary>
    internal const int CacheResidentBytes = 32 << 20;

    /// <summary>Decoding a chunk with at most this number of bytes does not count against the <see cref="Arrays.DecodingBudget"/>.</summary>
    internal const int UncountedDecoding = 16 << 20;

    /// <summary>Bytes of a chunk that must be saved at least by reading parts of it from an opened value, in which a read costs little.</summary>
    internal const int LeastSavingOfReads = 64 << 10;

    /// <summary>Bytes of a chunk that must be saved at least by requests for parts of it, each of which may cost a round trip.</summary>
    internal const int LeastSavingOfRequests = 1 << 20;

    /// <summary>First bytes of a chunk that are read to find its blocks. They hold the table of most chunks.</summary>
    internal const int BlockHead = 4 << 10;

    /// <summary>As <see cref="BlockHead"/>, where a request may cost a round trip. A chunk that is not longer costs one request.</summary>
    internal const int RequestedHead = 64 << 10;

    /// <summary>The longest table of blocks that is read alone, in bytes. A chunk with a longer one is read whole.</summary>
    internal const int LongestBlockHead = 256 << 10;

    /// <summary>Bytes of the blocks into which content that is stored as it is counts as divided.</summary>
    internal const int PlainBlock = 4 << 10;

    /// <summary>Bytes of consecutive blocks that are decoded at once; one block may be longer.</summary>
    internal const int BlockBatch = 512 << 10;

    /// <summary>About how many bytes of a source are shown to an observer at once: what the second-level cache of a processor keeps.</summary>
    internal const int ObservedPart = 256 << 10;
#endif
}
