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
    /// <summary>The memory unless said otherwise: 256 MiB.</summary>
    public const long DefaultMaxBytes = 256L << 20;

    /// <summary>A buffer that takes no memory until something is written.</summary>
    /// <param name="maxBytes">How many bytes kept chunks may take, decoded. It may be exceeded for moments, by at most two chunks for each worker; and which elements
    /// have come is noted besides, in at most a bit for each, a few bytes for a chunk that comes in planes. With less than a chunk takes, such as 0, nothing is kept: every write is stored when it returns.</param>
    /// <exception cref="ArgumentOutOfRangeException">A negative number.</exception>
    public WriteBuffer(long maxBytes = DefaultMaxBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxBytes);
        Chunks = new ChunkBuffer(maxBytes);
    }

    /// <summary>How many bytes kept chunks may take.</summary>
    public long MaxBytes => Chunks.MaxBytes;

    /// <summary>How many bytes kept chunks take at present; 0 if everything that was written is stored.</summary>
    public long UsedBytes => Chunks.UsedBytes;

    internal ChunkBuffer Chunks { get; }
}
