using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Zarr.Metadata;

namespace Zarr.Codecs;

/// <summary>
/// The <c>crc32c</c> codec (Zarr v3 core, "CRC32C checksum codec"): the bytes followed by their CRC-32C in four bytes, always little
/// endian. Decoding verifies it. Immutable and thread-safe.
/// </summary>
public sealed record Crc32cCodec : ICodec
{
    /// <summary>The name in <c>zarr.json</c>.</summary>
    public const string CodecName = "crc32c";

    private const int ChecksumLength = sizeof(uint);

    /// <inheritdoc/>
    public string Name => CodecName;

    /// <inheritdoc/>
    public CodecKind Kind => CodecKind.BytesToBytes;

    /// <summary>Reads the configuration, which must be missing or empty.</summary>
    /// <exception cref="InvalidMetadataException">There are members.</exception>
    public static ICodec FromConfiguration(JsonObject? configuration)
    {
        _ = new CodecConfiguration(CodecName, configuration);
        return new Crc32cCodec();
    }

    /// <inheritdoc/>
    public NamedConfiguration ToMetadata() => new(Name);

    /// <inheritdoc/>
    public IBoundCodec Bind(CodecInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new Bound(input.Bounded(Name, (long)input.MaxLength + ChecksumLength));
    }

    /// <summary>The CRC-32C (Castagnoli) of some bytes: reflected polynomial 82F63B78, initial value and final xor FFFFFFFF.</summary>
    internal static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words)
        {
            crc = BitOperations.Crc32C(crc, BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word));
        }

        foreach (var value in bytes[(words.Length * sizeof(ulong))..])
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        return ~crc;
    }

    private sealed class Bound(CodecInput output) : IBoundCodec
    {
        public string Name => CodecName;

        public bool IsIdentity => false;

        public CodecInput Output => output;

        public bool HasFixedLength => true;

        public int Encode(ReadOnlySpan<byte> source, Span<byte> destination)
        {
            source.CopyTo(destination);
            BinaryPrimitives.WriteUInt32LittleEndian(destination[source.Length..], Checksum(source));
            return source.Length + ChecksumLength;
        }

        public int Decode(ReadOnlySpan<byte> source, Span<byte> destination)
        {
            var length = source.Length - ChecksumLength;
            if (length < 0)
                throw new CorruptDataException(Name, $"there are {source.Length} bytes, the checksum alone takes {ChecksumLength}");

            if (length > destination.Length)
                throw new CorruptDataException(Name, $"there are {length:N0} bytes, the chunk has room for {destination.Length:N0}");

            Verify(source[..length], BinaryPrimitives.ReadUInt32LittleEndian(source[length..]));
            source[..length].CopyTo(destination);
            return length;
        }

        private static void Verify(ReadOnlySpan<byte> bytes, uint stored)
        {
            var computed = Checksum(bytes);
            if (computed == stored)
                return;

            throw new CorruptDataException(
                CodecName, $"the stored checksum is {stored:x8}, that of the {bytes.Length:N0} bytes is {computed:x8}");
        }
    }
}
