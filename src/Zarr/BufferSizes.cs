namespace Zarr;

/// <summary>
/// Sizes that decide how work is divided and never what comes out of it. Builds for debugging, with which the tests run, use tiny ones, so that small
/// arrays walk the paths on which large ones are divided.
/// </summary>
internal static class BufferSizes
{
#if DEBUG
    /// <summary>Bytes of a shard that are fetched in vain rather than made the reason for another request.</summary>
    internal const int LargestGap = 128;

    /// <summary>The most bytes of one request for several inner chunks of a shard, so that memory does not grow with the shard.</summary>
    internal const int LongestRequest = 2 << 10;

    /// <summary>Bytes of encoded inner chunks that are worth a request of their own when a shard is written.</summary>
    internal const int ShardPiece = 128;

    /// <summary>The most bytes that are read at a time of several inner chunks, where a request costs little.</summary>
    internal const int LongestRead = 512;

    /// <summary>Up to so many chunks it costs less to try all of them than to list a large array.</summary>
    internal const long TriedRatherThanListed = 12;

    /// <summary>Bytes of an array of which more is written past the caches of the processor.</summary>
    internal const int KeptInCaches = 512;

    /// <summary>Bytes for decoding a chunk that are so few that they need not be counted.</summary>
    internal const int UncountedDecoding = 128;
#else
    /// <summary>Bytes of a shard that are fetched in vain rather than made the reason for another request.</summary>
    internal const int LargestGap = 32 << 10;

    /// <summary>The most bytes of one request for several inner chunks of a shard, so that memory does not grow with the shard.</summary>
    internal const int LongestRequest = 64 << 20;

    /// <summary>Bytes of encoded inner chunks that are worth a request of their own when a shard is written.</summary>
    internal const int ShardPiece = 1 << 20;

    /// <summary>The most bytes that are read at a time of several inner chunks, where a request costs little.</summary>
    internal const int LongestRead = 1 << 20;

    /// <summary>Up to so many chunks it costs less to try all of them than to list a large array.</summary>
    internal const long TriedRatherThanListed = 1000;

    /// <summary>Bytes of an array of which more is written past the caches of the processor.</summary>
    internal const int KeptInCaches = 32 << 20;

    /// <summary>Bytes for decoding a chunk that are so few that they need not be counted.</summary>
    internal const int UncountedDecoding = 16 << 20;
#endif
}
