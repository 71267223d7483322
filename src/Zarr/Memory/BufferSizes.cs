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

    /// <summary>About how many bytes of a source are shown to an observer at once.</summary>
    internal const int ObservedPart = 48;

    /// <summary>Bytes of one piece of a value that waits for its place in an archive.</summary>
    internal const int ArchivePiece = 64;

    /// <summary>The most bytes of all values together that wait in memory for their places in an archive. Longer values wait in files.</summary>
    internal const long ArchiveBuffer = 512;

    /// <summary>The most bytes of documents that an archive keeps in memory until it is published, so that only their last versions are in the file.</summary>
    internal const int ArchiveDocuments = 2 << 10;
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

    /// <summary>About how many bytes of a source are shown to an observer at once: what the second-level cache of a processor keeps.</summary>
    internal const int ObservedPart = 256 << 10;

    /// <summary>Bytes of one piece of a value that waits for its place in an archive.</summary>
    internal const int ArchivePiece = 1 << 20;

    /// <summary>The most bytes of all values together that wait in memory for their places in an archive. Longer values wait in files.</summary>
    internal const long ArchiveBuffer = 96 << 20;

    /// <summary>The most bytes of documents that an archive keeps in memory until it is published, so that only their last versions are in the file.</summary>
    internal const int ArchiveDocuments = 32 << 20;
#endif
}
