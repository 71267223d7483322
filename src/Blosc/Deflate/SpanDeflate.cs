using System.IO.Compression;
using Blosc.Buffers;

namespace Blosc.Deflate;

/// <summary>Deflate (RFC 1951), zlib and gzip from span to span, by the framework's zlib-ng.</summary>
internal static class SpanDeflate
{
#if DEBUG
    // Short in builds for debugging, so that the tests feed streams piece by piece too.
    private const int Step = 61;
#else
    private const int Step = int.MaxValue;
#endif

    /// <summary>Writes one gzip member (RFC 1952). There is no method to read members, because the framework accepts missing trailers.</summary>
    /// <param name="source">The content, at least one byte: the framework writes nothing at all for empty content.</param>
    /// <param name="destination">Room for the member.</param>
    /// <param name="level">0 to 9.</param>
    /// <returns>Its length, or 0 if it does not fit.</returns>
    public static int CompressGzip(ReadOnlySpan<byte> source, Span<byte> destination, int level) =>
        Compress(source, destination, sink => new GZipStream(sink, Options(level), leaveOpen: true));

    /// <summary>The longest zlib stream for content of this length, in bytes: compressBound of zlib-ng, rounded up.</summary>
    public static long MaxZlibLength(int contentLength) => contentLength + ((long)contentLength / 8) + 64;

    /// <summary>Writes one zlib stream (RFC 1950).</summary>
    /// <param name="source">The content, at least one byte: the framework writes nothing at all for empty content.</param>
    /// <param name="destination">Room for the stream.</param>
    /// <param name="level">0 to 9, or -1 for the default of zlib.</param>
    /// <returns>Its length, or 0 if it does not fit.</returns>
    public static int CompressZlib(ReadOnlySpan<byte> source, Span<byte> destination, int level) =>
        Compress(source, destination, sink => new ZLibStream(sink, Options(level), leaveOpen: true));

    /// <summary>Reads one bare deflate stream (RFC 1951).</summary>
    /// <param name="source">The stream, and perhaps more bytes after it.</param>
    /// <param name="destination">Room for the content.</param>
    /// <param name="findEnd">Whether <see cref="InflateResult.Consumed"/> must be exact. This is slow, as the framework gets the stream byte by byte.</param>
    public static InflateResult Decompress(ReadOnlySpan<byte> source, Span<byte> destination, bool findEnd) =>
        Decompress(source, destination, findEnd, input => new DeflateStream(input, CompressionMode.Decompress));

    /// <summary>Reads one zlib stream and verifies its checksum.</summary>
    public static InflateResult DecompressZlib(ReadOnlySpan<byte> source, Span<byte> destination) =>
        Decompress(source, destination, findEnd: false, input => new ZLibStream(input, CompressionMode.Decompress));

    // A caller that asks for level 1 gets level 2 of zlib-ng. At level 1, zlib-ng makes 16-bit images 1.5 times as large as zlib does. At level 2, it is about as small as zlib at level 1,
    // and still faster.
    private static ZLibCompressionOptions Options(int level) => new() { CompressionLevel = level == 1 ? 2 : level };

    private static int Compress(ReadOnlySpan<byte> source, Span<byte> destination, Func<Stream, Stream> open)
    {
        var rented = SharedBuffers.Rent(destination.Length);
        try
        {
            var sink = new SinkStream(rented.AsMemory(0, destination.Length));
            using (var compressor = open(sink))
            {
                compressor.Write(source);
            }

            rented.AsSpan(0, sink.Written).CopyTo(destination);
            return sink.Overflowed ? 0 : sink.Written;
        }
        finally
        {
            SharedBuffers.Return(rented);
        }
    }

    private static InflateResult Decompress(ReadOnlySpan<byte> source, Span<byte> destination, bool findEnd, Func<Stream, Stream> open)
    {
        var rented = SharedBuffers.Rent(source.Length);
        try
        {
            source.CopyTo(rented);
            var input = new SourceStream(rented.AsMemory(0, source.Length), findEnd ? 1 : Step);
            using var decompressor = open(input);
            var written = decompressor.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false);
            var end = InflateStatus.Complete;
            if (written == destination.Length && decompressor.Read(stackalloc byte[1]) != 0)
            {
                end = InflateStatus.TooLong;
            }
            else if (input.RanOut)
            {
                end = InflateStatus.Truncated;
            }

            return new InflateResult(end, input.Consumed, written);
        }
        catch (InvalidDataException)
        {
            return new InflateResult(InflateStatus.Damaged, 0, 0);
        }
        catch (IOException)
        {
            // Not an error of a file: the framework throws an internal subclass of IOException if a zlib header asks for a preset dictionary.
            return new InflateResult(InflateStatus.Damaged, 0, 0);
        }
        finally
        {
            SharedBuffers.Return(rented);
        }
    }
}

/// <summary>How decompression ended.</summary>
internal enum InflateStatus
{
    /// <summary>The stream is complete.</summary>
    Complete,

    /// <summary>The source ends before the stream does.</summary>
    Truncated,

    /// <summary>The content is longer than the destination.</summary>
    TooLong,

    /// <summary>The source is damaged or no stream of this format.</summary>
    Damaged,
}

/// <summary>The result of decompression.</summary>
/// <param name="Status">How decompression ended.</param>
/// <param name="Consumed">The number of source bytes read; 0 if the source is damaged. For a complete stream, it is the length of the source exactly if the stream ends with the last byte. If the stream ends earlier, the number may exceed its length, unless the caller asked to find the end.</param>
/// <param name="Written">The length of the content in bytes.</param>
internal readonly record struct InflateResult(InflateStatus Status, int Consumed, int Written);
