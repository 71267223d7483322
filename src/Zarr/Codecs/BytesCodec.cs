using System.Buffers.Binary;
using System.Text.Json.Nodes;
using Zarr.Metadata;
using static System.Runtime.InteropServices.MemoryMarshal;

namespace Zarr.Codecs;

/// <summary>
/// The <c>bytes</c> codec (Zarr v3 core, "Bytes codec"): elements in C order, each number in the given byte order.
/// Immutable and thread-safe.
/// </summary>
internal sealed record BytesCodec : ICodec
{
    /// <summary>The name in <c>zarr.json</c>.</summary>
    public const string CodecName = "bytes";

    // In the order false, true of IsBigEndian.
    private static readonly string[] EndianNames = ["little", "big"];

    /// <summary>Stores numbers in this byte order.</summary>
    /// <param name="bigEndian">Whether the most significant byte comes first.</param>
    public BytesCodec(bool bigEndian = false) => IsBigEndian = bigEndian;

    /// <summary>Whether the most significant byte of a stored number comes first (member <c>endian</c>). It has no effect on one-byte types.</summary>
    public bool IsBigEndian { get; }

    /// <inheritdoc/>
    public string Name => CodecName;

    /// <inheritdoc/>
    public CodecKind Kind => CodecKind.ArrayToBytes;

    /// <summary>
    /// Reads the configuration. A missing <c>endian</c> means little; arrays of one-byte types may omit it.
    /// </summary>
    /// <exception cref="InvalidMetadataException">A member is unknown or has a wrong value.</exception>
    public static ICodec FromConfiguration(JsonObject? configuration)
    {
        var reader = new CodecConfiguration(CodecName, configuration, "endian");
        return reader.Has("endian") ? new BytesCodec(reader.OneOf("endian", EndianNames) == 1) : new BytesCodec();
    }

    /// <summary>The metadata. <c>endian</c> is written for one-byte types too, because some readers require it.</summary>
    public NamedConfiguration ToMetadata() => new(Name, new JsonObject { ["endian"] = EndianNames[IsBigEndian ? 1 : 0] });

    /// <inheritdoc/>
    public IBoundCodec Bind(CodecInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new Bound(input, swaps: IsBigEndian == BitConverter.IsLittleEndian && input.DataType.ComponentSize > 1);
    }

    private sealed class Bound(CodecInput input, bool swaps) : IBoxCodec
    {
        public string Name => CodecName;

        public bool IsIdentity => !swaps;

        public CodecInput Output => input;

        public bool HasFixedLength => true;

        public bool DecodesBoxes => true;

        public int Encode(ReadOnlySpan<byte> source, Span<byte> destination)
        {
            input.RequireChunk(source);
            return Transfer(source, destination);
        }

        public int Decode(ReadOnlySpan<byte> source, Span<byte> destination)
        {
            input.RequireStored(CodecName, source.Length, destination.Length);
            return Transfer(source, destination);
        }

        public Region StoredBox(Region box) => box;

        public void DecodeBox(ReadOnlySpan<byte> stored, Shape box, Span<byte> elements) => Transfer(stored, elements);

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
