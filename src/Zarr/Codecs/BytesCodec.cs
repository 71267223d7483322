using System.Buffers.Binary;
using System.Text.Json.Nodes;
using Zarr.Metadata;
using static System.Runtime.InteropServices.MemoryMarshal;

namespace Zarr.Codecs;

/// <summary>
/// The <c>bytes</c> codec (Zarr v3 core, "Bytes codec"): elements in C order, each number in the given byte order.
/// Immutable and thread-safe.
/// </summary>
public sealed record BytesCodec : ICodec
{
    /// <summary>The name in <c>zarr.json</c>.</summary>
    public const string CodecName = "bytes";

    private static readonly string[] EndianNames = ["little", "big"];

    /// <summary>Stores numbers in this byte order.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not defined by the enumeration.</exception>
    public BytesCodec(Endian endian = Endian.Little) => Endian = Enum.IsDefined(endian)
        ? endian
        : throw new ArgumentOutOfRangeException(nameof(endian), endian, "the byte order is little or big");

    /// <summary>Byte order of the stored numbers (member <c>endian</c>). Without effect for types of one byte.</summary>
    public Endian Endian { get; }

    /// <inheritdoc/>
    public string Name => CodecName;

    /// <inheritdoc/>
    public CodecKind Kind => CodecKind.ArrayToBytes;

    /// <summary>
    /// Reads the configuration. A missing <c>endian</c> means little; files with types of one byte leave it out.
    /// </summary>
    /// <exception cref="InvalidMetadataException">A member is unknown or has a wrong value.</exception>
    public static ICodec FromConfiguration(JsonObject? configuration)
    {
        var reader = new CodecConfiguration(CodecName, configuration, "endian");
        return reader.Has("endian") ? new BytesCodec((Endian)reader.OneOf("endian", EndianNames)) : new BytesCodec();
    }

    /// <summary>The metadata; <c>endian</c> is written for types of one byte too, because some readers insist on it.</summary>
    public NamedConfiguration ToMetadata() => new(Name, new JsonObject { ["endian"] = EndianNames[(int)Endian] });

    /// <inheritdoc/>
    public IBoundCodec Bind(CodecInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new Bound(input, swaps: (Endian == Endian.Little) != BitConverter.IsLittleEndian && input.DataType.ComponentSize > 1);
    }

    private sealed class Bound(CodecInput input, bool swaps) : IBoundCodec
    {
        public string Name => CodecName;

        public bool IsIdentity => !swaps;

        public CodecInput Output => input;

        public bool HasFixedLength => true;

        public int Encode(ReadOnlySpan<byte> source, Span<byte> destination)
        {
            if (source.Length != input.MaxLength)
            {
                throw new ArgumentException($"the chunk takes {input.MaxLength:N0} bytes, not {source.Length:N0}", nameof(source));
            }

            return Transfer(source, destination);
        }

        public int Decode(ReadOnlySpan<byte> source, Span<byte> destination)
        {
            if (source.Length != input.MaxLength)
            {
                throw WrongLength(source.Length, $"a chunk of {input.Shape} {input.DataType} takes {input.MaxLength:N0}");
            }

            return source.Length <= destination.Length
                ? Transfer(source, destination)
                : throw WrongLength(source.Length, $"the chunk has room for {destination.Length:N0}");
        }

        private static CorruptDataException WrongLength(int found, string expected) =>
            new(CodecName, $"there are {found:N0} bytes, {expected}");

        private int Transfer(ReadOnlySpan<byte> source, Span<byte> destination)
        {
            if (swaps)
            {
                Swap(source, destination[..source.Length], input.DataType.ComponentSize);
            }
            else
            {
                source.CopyTo(destination);
            }

            return source.Length;
        }

        private static void Swap(ReadOnlySpan<byte> source, Span<byte> destination, int size)
        {
            switch (size)
            {
                case 2:
                    BinaryPrimitives.ReverseEndianness(Cast<byte, ushort>(source), Cast<byte, ushort>(destination));
                    break;
                case 4:
                    BinaryPrimitives.ReverseEndianness(Cast<byte, uint>(source), Cast<byte, uint>(destination));
                    break;
                default:
                    BinaryPrimitives.ReverseEndianness(Cast<byte, ulong>(source), Cast<byte, ulong>(destination));
                    break;
            }
        }
    }
}
