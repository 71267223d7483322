using Zarr.Arrays.Buffering;

namespace Zarr;

/// <summary>
/// Memory in which a <see cref="ZarrArrayWriter"/> keeps chunks until all their elements have been written. The writers of several arrays may share it.
/// </summary>
/// <remarks>
/// Thread-safe. To encode every chunk once, it must hold the chunks (shards) that are incomplete at the same time: for a y-x plane in chunks of
/// 25 planes, 25 times the plane. If it does not, chunks are stored before they are complete, and read and encoded again later.
/// </remarks>
public sealed class WriteBuffer
{
    /// <summary>The default limit: 256 MiB.</summary>
    public const long DefaultMaxBytes = 256L << 20;

    /// <summary>A buffer that takes no memory until something is written.</summary>
    /// <param name="maxBytes">The most bytes that buffered chunks may take, decoded. Memory may exceed the limit for moments, by at most two chunks per worker. A record of the written elements comes on top: at most a
    /// bit per element, and a few bytes for a chunk that is written in planes. With a limit below the length of a chunk, such as 0, nothing is buffered: every write is stored when it returns.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxBytes"/> is negative.</exception>
    public WriteBuffer(long maxBytes = DefaultMaxBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxBytes);
        Chunks = new ChunkBuffer(maxBytes);
    }

    /// <summary>The most bytes that buffered chunks may take.</summary>
    public long MaxBytes => Chunks.MaxBytes;

    /// <summary>Bytes that buffered chunks take at present; 0 if every written element is stored.</summary>
    public long UsedBytes => Chunks.UsedBytes;

    internal ChunkBuffer Chunks { get; }
}
