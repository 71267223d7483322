using System.Text.Json.Nodes;
using Zarr.Metadata;

namespace Zarr.Codecs.Filters;

/// <summary>
/// The <c>numcodecs.packbits</c> codec of zarr-python, in Zarr v2 the filter <c>packbits</c>: eight booleans in a byte, the first in its highest bit, after a byte that holds the number of unused
/// bits in the last one. Immutable and thread-safe.
/// </summary>
internal sealed record PackBitsCodec : ICodec
{
    /// <summary>The name in <c>zarr.json</c>.</summary>
    public const string CodecName = "numcodecs.packbits";

    private const int BitsPerByte = 8;

    /// <inheritdoc/>
    public string Name => CodecName;

    /// <inheritdoc/>
    public CodecKind Kind => CodecKind.ArrayToArray;

    /// <summary>Reads the configuration, which must be missing or empty.</summary>
    /// <exception cref="InvalidMetadataException">There are members.</exception>
    public static ICodec FromConfiguration(JsonObject? configuration)
    {
        _ = new CodecConfiguration(CodecName, configuration, "id");
        return new PackBitsCodec();
    }

    /// <inheritdoc/>
    public NamedConfiguration ToMetadata() => new(Name);

    /// <inheritdoc/>
    public IBoundCodec Bind(CodecInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.DataType == DataType.Bool
            ? new Bound(input.MaxLength, input)
            : throw new InvalidMetadataException($"codec {Name}: it packs booleans, the array has {input.DataType} here");
    }

    private sealed class Bound : IBoundCodec
    {
        private readonly int count;

        public Bound(int count, CodecInput input)
        {
            this.count = count;
            var length = 1 + ((count + BitsPerByte - 1) / BitsPerByte);
            Output = input with { Shape = [length], DataType = DataType.UInt8, MaxLength = length, FillValue = FillValue.Zero(DataType.UInt8) };
        }

        public string Name => CodecName;

        public bool IsIdentity => false;

        public CodecInput Output { get; }

        private int Unused => ((Output.MaxLength - 1) * BitsPerByte) - count;

        public int Encode(ReadOnlySpan<byte> source, Span<byte> destination)
        {
            if (source.Length != count)
            {
                throw new ArgumentException($"the chunk takes {count:N0} bytes, not {source.Length:N0}", nameof(source));
            }

            destination[0] = (byte)Unused;
            var packed = destination[1..Output.MaxLength];
            packed.Clear();
            for (var i = 0; i < source.Length; i++)
            {
                var bit = source[i] != 0 ? 0x80 : 0;
                packed[i / BitsPerByte] |= (byte)(bit >> (i % BitsPerByte));
            }

            return Output.MaxLength;
        }

        public int Decode(ReadOnlySpan<byte> source, Span<byte> destination)
        {
            if (source.Length != Output.MaxLength || source[0] != Unused)
            {
                throw new CorruptDataException(
                    Name, $"there are {source.Length:N0} bytes, {count:N0} booleans take {Output.MaxLength:N0}, of which the first is {Unused}");
            }

            if (destination.Length < count)
            {
                throw new CorruptDataException(Name, $"there are {count:N0} booleans, the chunk has room for {destination.Length:N0}") { Damage = Damage.Length };
            }

            var packed = source[1..];
            for (var i = 0; i < count; i++)
            {
                destination[i] = (byte)((packed[i / BitsPerByte] >> (BitsPerByte - 1 - (i % BitsPerByte))) & 1);
            }

            return count;
        }
    }
}
