using System.Text.Json.Nodes;
using Blosc.Deflate;
using Zarr.Metadata;

namespace Zarr.Codecs;

/// <summary>
/// The <c>numcodecs.zlib</c> codec of zarr-python, which is not in the Zarr registry but exists in files: one zlib stream
/// (RFC 1950). Zarr v2 calls it <c>zlib</c>. The codec reads and writes existing arrays. New arrays use
/// <see cref="GzipCodec"/>. Immutable and thread-safe.
/// </summary>
internal sealed record ZlibCodec : ICodec
{
    /// <summary>The name in <c>zarr.json</c>.</summary>
    public const string CodecName = "numcodecs.zlib";

    private const int DefaultLevel = -1;
    private const int MaxLevel = 9;

    /// <summary>Compresses at a level.</summary>
    /// <param name="level">0 to 9, or -1 for zlib's default.</param>
    public ZlibCodec(int level) => Level = level;

    /// <summary>Compression level (member <c>level</c>).</summary>
    public int Level { get; }

    /// <inheritdoc/>
    public string Name => CodecName;

    /// <inheritdoc/>
    public CodecKind Kind => CodecKind.BytesToBytes;

    /// <summary>Reads the configuration: <c>level</c> is 1 if it is missing, as in numcodecs.</summary>
    /// <exception cref="InvalidMetadataException">A member is unknown or has a wrong value.</exception>
    public static ICodec FromConfiguration(JsonObject? configuration)
    {
        var reader = new CodecConfiguration(CodecName, configuration, "level");
        return new ZlibCodec(reader.Has("level") ? reader.Integer("level", DefaultLevel, MaxLevel) : 1);
    }

    /// <inheritdoc/>
    public NamedConfiguration ToMetadata() => new(Name, new JsonObject { ["level"] = Level });

    /// <inheritdoc/>
    public IBoundCodec Bind(CodecInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new Bound(Level, input.Bounded(Name, SpanDeflate.MaxZlibLength(input.MaxLength)));
    }

    private sealed class Bound(int level, CodecInput output) : IBoundCodec
    {
        // For empty content, the framework writes no stream at all.
        private static ReadOnlySpan<byte> StreamOfNothing => [0x78, 0x9C, 0x03, 0x00, 0x00, 0x00, 0x00, 0x01];

        public string Name => CodecName;

        public bool IsIdentity => false;

        public CodecInput Output => output;

        public int Encode(ReadOnlySpan<byte> source, Span<byte> destination)
        {
            if (source.IsEmpty)
            {
                StreamOfNothing.CopyTo(destination);
                return StreamOfNothing.Length;
            }

            var written = SpanDeflate.CompressZlib(source, destination[..Math.Min(destination.Length, output.MaxLength)], level);
            return written > 0
                ? written
                : throw new ArgumentException($"there must be room for {output.MaxLength:N0} bytes", nameof(destination));
        }

        public int Decode(ReadOnlySpan<byte> source, Span<byte> destination)
        {
            var inflated = SpanDeflate.DecompressZlib(source, destination);
            return (inflated.Status, inflated.Consumed == source.Length) switch
            {
                (InflateStatus.Complete, true) => inflated.Written,
                (InflateStatus.Complete, false) => throw new CorruptDataException(Name, "other bytes follow the stream") { Damage = Damage.TrailingBytes },
                (InflateStatus.Truncated, _) => throw new CorruptDataException(Name, "the compressed data is cut off"),
                (InflateStatus.TooLong, _) => throw new CorruptDataException(
                    Name, $"the stream holds more than the {destination.Length:N0} bytes that the chunk has room for")
                { Damage = Damage.Length },
                _ => throw new CorruptDataException(Name, "the compressed data is damaged"),
            };
        }
    }
}
