using System.Buffers.Binary;
using System.Text.Json.Nodes;
using Blosc.Lz4;
using Zarr.Metadata;

namespace Zarr.Codecs;

/// <summary>
/// The <c>numcodecs.lz4</c> codec of zarr-python, which is not in the Zarr registry but exists in files: the length of the
/// content in four bytes, little endian, then one LZ4 block. Zarr v2 calls it <c>lz4</c>. The codec reads and writes
/// existing arrays. New arrays use blosc with lz4. Immutable and thread-safe.
/// </summary>
internal sealed record Lz4Codec : ICodec
{
    /// <summary>The name in <c>zarr.json</c>.</summary>
    public const string CodecName = "numcodecs.lz4";

    private const int HeaderLength = sizeof(int);

    /// <summary>Compresses with an acceleration; 1 is the default of the reference implementation.</summary>
    public Lz4Codec(int acceleration = 1) => Acceleration = acceleration;

    /// <summary>LZ4 acceleration (member <c>acceleration</c>): higher values compress faster and less. Values are clamped to 1..65537.</summary>
    public int Acceleration { get; }

    /// <inheritdoc/>
    public string Name => CodecName;

    /// <inheritdoc/>
    public CodecKind Kind => CodecKind.BytesToBytes;

    /// <summary>Reads the configuration: <c>acceleration</c> is 1 if it is missing, as in numcodecs.</summary>
    /// <exception cref="InvalidMetadataException">A member is unknown or has a wrong value.</exception>
    public static ICodec FromConfiguration(JsonObject? configuration)
    {
        var reader = new CodecConfiguration(CodecName, configuration, "acceleration");
        return reader.Has("acceleration") ? new Lz4Codec(reader.Integer("acceleration", int.MinValue, int.MaxValue)) : new Lz4Codec();
    }

    /// <inheritdoc/>
    public NamedConfiguration ToMetadata() => new(Name, new JsonObject { ["acceleration"] = Acceleration });

    /// <inheritdoc/>
    public IBoundCodec Bind(CodecInput input)
    {
        ArgumentNullException.ThrowIfNull(input);

        return new Bound(input.Bounded(Name, Lz4Block.MaxLength(input.MaxLength) + HeaderLength), Acceleration);
    }

    private sealed class Bound(CodecInput output, int acceleration) : IBoundCodec
    {
        public string Name => CodecName;

        public bool IsIdentity => false;

        public CodecInput Output => output;

        public int Encode(ReadOnlySpan<byte> source, Span<byte> destination)
        {
            var written = Lz4Block.Compress(source, destination[HeaderLength..], acceleration);
            if (written == 0)
            {
                throw new ArgumentException($"there must be room for {output.MaxLength:N0} bytes", nameof(destination));
            }

            BinaryPrimitives.WriteInt32LittleEndian(destination, source.Length);
            return HeaderLength + written;
        }

        public int Decode(ReadOnlySpan<byte> source, Span<byte> destination)
        {
            if (source.Length <= HeaderLength)
            {
                throw new CorruptDataException(Name, $"there are {source.Length} bytes, the length alone takes {HeaderLength}") { Damage = Damage.Length };
            }

            var length = BinaryPrimitives.ReadInt32LittleEndian(source);
            if (length < 0 || length > destination.Length)
            {
                throw new CorruptDataException(
                    Name, $"it says that it holds {(uint)length:N0} bytes, the chunk has room for {destination.Length:N0}")
                { Damage = Damage.Length };
            }

            return Lz4Block.Decompress(source[HeaderLength..], destination[..length]) == length
                ? length
                : throw new CorruptDataException(Name, $"the LZ4 block is damaged or does not hold the {length:N0} bytes that it should");
        }
    }
}
