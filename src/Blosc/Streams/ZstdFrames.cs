using Blosc.Zstd;
using Blosc.Zstd.Decoding;
using ZstdSharp;

namespace Blosc.Streams;

/// <summary>
/// Writes and reads Zstandard frames (RFC 8878) from span to span, without a Blosc container. Keeps the costly state of compressors and decompressors for the next call. Thread-safe.
/// </summary>
/// <param name="checksum">Whether frames are written with a checksum of their content.</param>
public sealed class ZstdFrames(bool checksum = false)
{
    private readonly ZstdCompressors compressors = new(checksum);
    private readonly ZstdDecoder decoder = new();

    /// <summary>The maximum length of a frame, in bytes, for content of this length.</summary>
    public static long MaxLength(int contentLength) => ZstdCompressors.MaxFrameLength(contentLength);

    /// <summary>Writes one frame with its content size.</summary>
    /// <param name="content">The content.</param>
    /// <param name="destination">Room for the frame.</param>
    /// <param name="level">The level of zstd, -131072 to 22; higher is smaller and slower.</param>
    /// <returns>The length of the frame, or 0 if it does not fit.</returns>
    public int Compress(ReadOnlySpan<byte> content, Span<byte> destination, int level) => compressors.Compress(content, destination, level);

    /// <summary>Reads all frames of the source and skips skippable ones.</summary>
    /// <param name="frames">Untrusted bytes.</param>
    /// <param name="destination">Room for the content.</param>
    /// <returns>The length of the content, or -1 if it does not fit.</returns>
    /// <exception cref="InvalidDataException">The frames are damaged, or something else follows them.</exception>
    public int Decompress(ReadOnlySpan<byte> frames, Span<byte> destination)
    {
        try
        {
            return decoder.Decompress(frames, destination);
        }
        catch (ZstdException damage)
        {
            throw new InvalidDataException(damage.Message, damage);
        }
    }
}
