using System.Text.Json.Nodes;
using Blosc.Deflate;
using Zarr.Codecs.Gzip;
using Zarr.Metadata;

namespace Zarr.Codecs;

/// <summary>
/// The <c>gzip</c> codec (Zarr v3 core, "Gzip codec"; RFC 1952). Writes one member; reads any number of members. Immutable and
/// thread-safe.
/// </summary>
internal sealed record GzipCodec : ICodec
{
    /// <summary>The name in <c>zarr.json</c>.</summary>
    public const string CodecName = "gzip";

    /// <summary>The highest level, the slowest.</summary>
    public const int MaxLevel = 9;

    /// <summary>Compresses at a level.</summary>
    /// <param name="level">0 (not compressed) to <see cref="MaxLevel"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such level.</exception>
    public GzipCodec(int level = 5)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(level);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(level, MaxLevel);
        Level = level;
    }

    /// <summary>Compression level (member <c>level</c>).</summary>
    public int Level { get; }

    /// <inheritdoc/>
    public string Name => CodecName;

    /// <inheritdoc/>
    public CodecKind Kind => CodecKind.BytesToBytes;

    /// <summary>Reads the configuration: <c>level</c> is required.</summary>
    /// <exception cref="InvalidMetadataException">A member is missing, unknown or has a wrong value.</exception>
    public static ICodec FromConfiguration(JsonObject? configuration) =>
        new GzipCodec(new CodecConfiguration(CodecName, configuration, "level").Integer("level", 0, MaxLevel));

    /// <inheritdoc/>
    public NamedConfiguration ToMetadata() => new(Name, new JsonObject { ["level"] = Level });

    /// <inheritdoc/>
    public IBoundCodec Bind(CodecInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new Bound(Level, input.Bounded(Name, GzipMember.StoredLength(input.MaxLength)));
    }

    private sealed class Bound(int level, CodecInput output) : IBoundCodec
    {
        public string Name => CodecName;

        public bool IsIdentity => false;

        public CodecInput Output => output;

        public int Encode(ReadOnlySpan<byte> source, Span<byte> destination)
        {
            // For empty content, the framework writes no stream at all. Noise may grow a little beyond its stored form.
            var room = destination[..Math.Min(destination.Length, (int)GzipMember.StoredLength(source.Length))];
            var written = level == 0 || source.IsEmpty ? 0 : SpanDeflate.CompressGzip(source, room, level);
            return written > 0 ? written : GzipMember.WriteStored(source, room);
        }

        public int Decode(ReadOnlySpan<byte> source, Span<byte> destination)
        {
            if (TryDecodeSingle(source, destination, out var written))
            {
                return written;
            }

            var at = 0;
            do
            {
                at += DecodeMember(source[at..], isFirst: at == 0, destination, ref written);
            }
            while (at < source.Length);
            return written;
        }

        // Nearly every chunk is one member. Then the offset of the trailer is known without a search for the end of the stream.
        private static bool TryDecodeSingle(ReadOnlySpan<byte> source, Span<byte> destination, out int written)
        {
            written = 0;
            var body = source[CheckedHeaderLength(source)..^GzipMember.TrailerLength];
            var inflated = Checked(SpanDeflate.Decompress(body, destination, findEnd: false), destination.Length);
            if (inflated.Consumed < body.Length)
            {
                return false;
            }

            written = inflated.Written;
            CheckTrailer(source[^GzipMember.TrailerLength..], destination[..written]);
            return true;
        }

        private static int DecodeMember(ReadOnlySpan<byte> source, bool isFirst, Span<byte> destination, ref int written)
        {
            var start = CheckedHeaderLength(source, isFirst);
            var inflated = Checked(SpanDeflate.Decompress(source[start..], destination[written..], findEnd: true), destination.Length);
            var end = start + inflated.Consumed;
            CheckTrailer(source[end..], destination.Slice(written, inflated.Written));
            written += inflated.Written;
            return end + GzipMember.TrailerLength;
        }

        private static void CheckTrailer(ReadOnlySpan<byte> trailer, ReadOnlySpan<byte> content)
        {
            if (trailer.Length < GzipMember.TrailerLength)
            {
                throw new CorruptDataException(CodecName, "the last member is cut off within its checksum");
            }

            if (!GzipMember.Matches(trailer, content))
            {
                throw new CorruptDataException(CodecName, $"a member of {content.Length:N0} bytes has the checksum or length of another") { Damage = Damage.Checksum };
            }
        }

        private static int CheckedHeaderLength(ReadOnlySpan<byte> source, bool isFirst = true)
        {
            var length = GzipMember.HeaderLength(source);
            return length >= 0 && source.Length - length >= GzipMember.TrailerLength
                ? length
                : throw new CorruptDataException(CodecName, $"the last {source.Length:N0} bytes are not a complete gzip member") { Damage = isFirst ? Damage.Bytes : Damage.TrailingBytes };
        }

        private static InflateResult Checked(InflateResult inflated, int room) => inflated.Status switch
        {
            InflateStatus.Complete => inflated,
            InflateStatus.Truncated => throw new CorruptDataException(CodecName, "the compressed data is cut off"),
            InflateStatus.TooLong => throw new CorruptDataException(
                CodecName, $"the members hold more than the {room:N0} bytes that the chunk has room for")
            { Damage = Damage.Length },
            _ => throw new CorruptDataException(CodecName, "the compressed data is damaged"),
        };
    }
}
