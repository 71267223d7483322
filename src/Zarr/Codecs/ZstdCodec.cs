using System.Text.Json.Nodes;
using Blosc.Streams;
using Zarr.Metadata;

namespace Zarr.Codecs;

/// <summary>
/// The <c>zstd</c> codec: Zstandard frames (RFC 8878). Writes one frame with its content size; reads any number of frames, with or
/// without content size. Immutable and thread-safe.
/// </summary>
internal sealed record ZstdCodec : ICodec
{
    /// <summary>The name in <c>zarr.json</c>.</summary>
    public const string CodecName = "zstd";

    /// <summary>The lowest level, the fastest.</summary>
    public const int MinLevel = -131072;

    /// <summary>The highest level, the slowest.</summary>
    public const int MaxLevel = 22;

    /// <summary>Compresses at a level.</summary>
    /// <param name="level"><see cref="MinLevel"/> to <see cref="MaxLevel"/>; 0 is the library's default, which is 3.</param>
    /// <param name="checksum">Whether each frame ends with a checksum of its content.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such level.</exception>
    public ZstdCodec(int level = 0, bool checksum = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(level, MinLevel);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(level, MaxLevel);
        (Level, Checksum) = (level, checksum);
    }

    /// <summary>Compression level (member <c>level</c>).</summary>
    public int Level { get; }

    /// <summary>Whether a checksum of the content is written (member <c>checksum</c>). When reading, one that is there is always
    /// verified.</summary>
    public bool Checksum { get; }

    /// <inheritdoc/>
    public string Name => CodecName;

    /// <inheritdoc/>
    public CodecKind Kind => CodecKind.BytesToBytes;

    /// <summary>Reads the configuration: <c>level</c> is required, <c>checksum</c> is false when missing.</summary>
    /// <exception cref="InvalidMetadataException">A member is missing, unknown or has a wrong value.</exception>
    public static ICodec FromConfiguration(JsonObject? configuration)
    {
        var reader = new CodecConfiguration(CodecName, configuration, "level", "checksum");
        return new ZstdCodec(reader.Integer("level", MinLevel, MaxLevel), reader.Boolean("checksum", whenMissing: false));
    }

    /// <inheritdoc/>
    public NamedConfiguration ToMetadata() => new(Name, new JsonObject { ["level"] = Level, ["checksum"] = Checksum });

    /// <inheritdoc/>
    public IBoundCodec Bind(CodecInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new Bound(this, input.Bounded(Name, ZstdFrames.MaxLength(input.MaxLength)));
    }

    private sealed class Bound(ZstdCodec codec, CodecInput output) : IBoundCodec
    {
        private readonly ZstdFrames frames = new(codec.Checksum);

        public string Name => CodecName;

        public bool IsIdentity => false;

        public CodecInput Output => output;

        public int Encode(ReadOnlySpan<byte> source, Span<byte> destination)
        {
            var written = frames.Compress(source, destination, codec.Level);
            return written > 0
                ? written
                : throw new ArgumentException($"there must be room for {output.MaxLength:N0} bytes", nameof(destination));
        }

        public int Decode(ReadOnlySpan<byte> source, Span<byte> destination)
        {
            if (source.IsEmpty)
            {
                throw new CorruptDataException(Name, "there are no bytes, not even the header of a frame") { Damage = Damage.Length };
            }

            try
            {
                var written = frames.Decompress(source, destination);
                return written >= 0
                    ? written
                    : throw new CorruptDataException(Name, $"the frames hold more than the {destination.Length:N0} bytes of the chunk") { Damage = Damage.Length };
            }
            catch (InvalidDataException damage)
            {
                throw new CorruptDataException(Name, $"the bytes are not intact Zstandard frames ({damage.Message})", damage)
                {
                    Damage = damage.Message.Contains("checksum", StringComparison.Ordinal) ? Damage.Checksum : Damage.Bytes,
                };
            }
        }
    }
}
