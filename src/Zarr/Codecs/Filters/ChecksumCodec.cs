using System.Buffers.Binary;
using System.Text.Json.Nodes;
using Zarr.Metadata;

namespace Zarr.Codecs.Filters;

/// <summary>A checksum of 32 bits of some bytes.</summary>
internal delegate uint Checksum(ReadOnlySpan<byte> bytes);

/// <summary>
/// The checksum codecs of zarr-python: <c>numcodecs.crc32</c>, <c>numcodecs.adler32</c>, <c>numcodecs.fletcher32</c>, and <c>numcodecs.crc32c</c> if it stands before the bytes. In Zarr v2 they are filters
/// of the same names without the prefix. The checksum stands before or after the bytes, in four bytes, little endian. Decoding verifies it. Immutable and thread-safe.
/// </summary>
/// <param name="Name">The name in <c>zarr.json</c>.</param>
/// <param name="Function">The checksum.</param>
/// <param name="AtStart">Whether it stands before the bytes (member <c>location</c>).</param>
internal sealed record ChecksumCodec(string Name, Checksum Function, bool AtStart) : ICodec
{
    private const int ChecksumLength = sizeof(uint);

    private static readonly string[] Locations = ["start", "end"];

    /// <inheritdoc/>
    public CodecKind Kind => CodecKind.BytesToBytes;

    /// <summary>Whether the configuration has the member <c>location</c>; that of fletcher32, which stands at the end, has not.</summary>
    private bool HasLocation { get; init; } = true;

    /// <summary>Reads the configuration of a checksum that can stand at either end.</summary>
    /// <param name="name">Name of the codec.</param>
    /// <param name="function">The checksum.</param>
    /// <param name="startIsDefault">Where it stands if the member <c>location</c> is missing.</param>
    /// <param name="configuration">The configuration.</param>
    /// <exception cref="InvalidMetadataException">A member is unknown or has a wrong value.</exception>
    public static ChecksumCodec FromConfiguration(string name, Checksum function, bool startIsDefault, JsonObject? configuration)
    {
        var reader = new CodecConfiguration(name, configuration, "id", "location");
        var atStart = reader.IsNullOrMissing("location") ? startIsDefault : reader.OneOf("location", Locations) == 0;
        return new ChecksumCodec(name, function, atStart);
    }

    /// <summary>Reads the configuration of <c>numcodecs.fletcher32</c>, which must be missing or empty.</summary>
    /// <exception cref="InvalidMetadataException">There are members.</exception>
    public static ICodec Fletcher(JsonObject? configuration)
    {
        const string CodecName = "numcodecs.fletcher32";
        _ = new CodecConfiguration(CodecName, configuration, "id");
        return new ChecksumCodec(CodecName, Fletcher32.Checksum, AtStart: false) { HasLocation = false };
    }

    /// <inheritdoc/>
    public NamedConfiguration ToMetadata() => new(Name, HasLocation ? new JsonObject { ["location"] = Locations[AtStart ? 0 : 1] } : null);

    /// <inheritdoc/>
    public IBoundCodec Bind(CodecInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new Bound(this, input.Bounded(Name, (long)input.MaxLength + ChecksumLength));
    }

    private sealed class Bound(ChecksumCodec codec, CodecInput output) : IBoundCodec
    {
        public string Name => codec.Name;

        public bool IsIdentity => false;

        public CodecInput Output => output;

        public bool HasFixedLength => true;

        public int Encode(ReadOnlySpan<byte> source, Span<byte> destination)
        {
            source.CopyTo(destination[(codec.AtStart ? ChecksumLength : 0)..]);
            BinaryPrimitives.WriteUInt32LittleEndian(destination[(codec.AtStart ? 0 : source.Length)..], codec.Function(source));
            return source.Length + ChecksumLength;
        }

        public int Decode(ReadOnlySpan<byte> source, Span<byte> destination)
        {
            var length = source.Length - ChecksumLength;
            if (length < 0)
            {
                throw new CorruptDataException(Name, $"there are {source.Length} bytes, the checksum alone takes {ChecksumLength}") { Damage = Damage.Length };
            }

            if (length > destination.Length)
            {
                throw new CorruptDataException(Name, $"there are {length:N0} bytes, the chunk has room for {destination.Length:N0}") { Damage = Damage.Length };
            }

            var bytes = source.Slice(codec.AtStart ? ChecksumLength : 0, length);
            Verify(bytes, BinaryPrimitives.ReadUInt32LittleEndian(source[(codec.AtStart ? 0 : length)..]));
            bytes.CopyTo(destination);
            return length;
        }

        private void Verify(ReadOnlySpan<byte> bytes, uint stored)
        {
            var computed = codec.Function(bytes);
            if (computed != stored)
            {
                throw new CorruptDataException(Name, $"the stored checksum is {stored:x8}, that of the {bytes.Length:N0} bytes is {computed:x8}") { Damage = Damage.Checksum };
            }
        }
    }
}
