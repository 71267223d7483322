using Zarr.Arrays.Buffering;

namespace Zarr;

/// <summary>
/// Memory in which a <see cref="ZarrArrayWriter"/> keeps chunks until all their elements have been written. The writers of several arrays may share it.
/// </summary>
/// <remarks>
/// Thread-safe. A chunk (shard) is encoded only once if the buffer can hold all chunks that are incomplete at the same time: for y-x planes in chunks of
/// 25 planes, 25 planes. Otherwise chunks are stored before they are complete, and read and encoded again later.
/// </remarks>
public sealed class WriteBuffer
{
    /// <summary>The default limit: 256 MiB.</summary>
    public const long DefaultMaxBytes = 256L << 20;

    /// <summary>A buffer that takes no memory until something is written.</summary>
    /// <param name="maxBytes">The most bytes that decoded chunks in the buffer may take. Memory may exceed the limit briefly, by at most two chunks per worker. The record of the written elements is not counted: it takes at most
    /// one bit per element, and a few bytes for a chunk that is written in planes. With a limit below the length of a chunk, such as 0, nothing is buffered: every write is stored when it returns.</param>
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
