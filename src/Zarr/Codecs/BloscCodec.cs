using System.Text.Json.Nodes;
using Blosc;
using Zarr.Metadata;

namespace Zarr.Codecs;

/// <summary>
/// The <c>blosc</c> codec (Zarr v3 core, "Blosc codec"): Blosc 1 chunks, in which blocks of shuffled elements are compressed
/// one by one. Decoding depends only on the header of each chunk, never on these settings. Immutable and thread-safe.
/// </summary>
internal sealed record BloscCodec : ICodec
{
    /// <summary>The name in <c>zarr.json</c>.</summary>
    public const string CodecName = "blosc";

    /// <summary>The highest level, the slowest.</summary>
    public const int MaxLevel = BloscOptions.MaxLevel;

    /// <summary>The largest element size that can be shuffled by, in bytes.</summary>
    public const int MaxTypeSize = BloscOptions.MaxTypeSize;

    private static readonly string[] CompressorNames = ["blosclz", "lz4", "lz4hc", "snappy", "zlib", "zstd"];
    private static readonly string[] ShuffleNames = ["noshuffle", "shuffle", "bitshuffle"];

    private readonly BloscOptions options = new();

    /// <summary>A codec for elements of this size; the other properties have defaults.</summary>
    /// <param name="typeSize">Bytes per element, 1 to <see cref="MaxTypeSize"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is outside these limits.</exception>
    public BloscCodec(int typeSize)
    {
        options = new BloscOptions { TypeSize = typeSize };
        TypeSize = typeSize;
    }

    private BloscCodec()
    {
    }

    /// <summary>The compressor (member <c>cname</c>). Default zstd.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such compressor.</exception>
    public BloscCompressor Compressor
    {
        get => options.Compressor;
        init => options = options with { Compressor = value };
    }

    /// <summary>Compression level (member <c>clevel</c>), 0 (not compressed) to <see cref="MaxLevel"/>. Default 5.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such level.</exception>
    public int Level
    {
        get => options.Level;
        init => options = options with { Level = value };
    }

    /// <summary>How elements are rearranged first (member <c>shuffle</c>). Default <see cref="BloscShuffle.Byte"/>; for elements of
    /// one byte only <see cref="BloscShuffle.Bit"/> has an effect.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such shuffle.</exception>
    public BloscShuffle Shuffle
    {
        get => options.Shuffle;
        init => options = options with { Shuffle = value };
    }

    /// <summary>Bytes per element (member <c>typesize</c>). Null only if the metadata omits it; then the size
    /// of the array's data type counts.</summary>
    public int? TypeSize { get; }

    /// <summary>Bytes per block (member <c>blocksize</c>); 0, the default, lets c-blosc's rule decide. Other values are rounded to what the
    /// format allows: at least 128 and a multiple of the element size.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public int BlockSize
    {
        get => options.BlockSize;
        init => options = options with { BlockSize = value };
    }

    /// <inheritdoc/>
    public string Name => CodecName;

    /// <inheritdoc/>
    public CodecKind Kind => CodecKind.BytesToBytes;

    /// <summary>
    /// Reads the configuration: <c>cname</c>, <c>clevel</c> and <c>shuffle</c> are required, <c>typesize</c> and <c>blocksize</c> are
    /// missing in some files.
    /// </summary>
    /// <exception cref="InvalidMetadataException">A member is missing, unknown or has a wrong value.</exception>
    public static ICodec FromConfiguration(JsonObject? configuration)
    {
        var reader = new CodecConfiguration(CodecName, configuration, "cname", "clevel", "shuffle", "typesize", "blocksize");
        var codec = reader.Has("typesize") ? new BloscCodec(reader.Integer("typesize", 1, MaxTypeSize)) : new BloscCodec();
        return codec with
        {
            Compressor = (BloscCompressor)reader.OneOf("cname", CompressorNames),
            Level = reader.Integer("clevel", 0, MaxLevel),
            Shuffle = (BloscShuffle)reader.OneOf("shuffle", ShuffleNames),
            BlockSize = reader.Has("blocksize") ? reader.Integer("blocksize", 0, int.MaxValue) : 0,
        };
    }

    /// <summary>The metadata, with all five members; <c>typesize</c> is left out only where <see cref="TypeSize"/> is null.</summary>
    public NamedConfiguration ToMetadata()
    {
        var configuration = new JsonObject
        {
            ["cname"] = CompressorNames[(int)Compressor],
            ["clevel"] = Level,
            ["shuffle"] = ShuffleNames[(int)Shuffle],
        };
        if (TypeSize is { } typeSize)
        {
            configuration["typesize"] = typeSize;
        }

        configuration["blocksize"] = BlockSize;
        return new NamedConfiguration(Name, configuration);
    }

    /// <inheritdoc/>
    public IBoundCodec Bind(CodecInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var bound = options with { TypeSize = TypeSize ?? input.DataType.Size, ReferenceEffort = input.ReferenceEffort };
        return new Bound(bound, input.Bounded(Name, (long)input.MaxLength + BloscHeader.Length), isTypeSizeStated: TypeSize is not null);
    }

    private sealed class Bound : IBlockCodec, IRemarkingCodec
    {
        // c-blosc's rule gives blocks of 128 KiB and more at the usual level.
        private const int UsualBlockSize = 128 << 10;

        private readonly BloscOptions options;
        private readonly BloscEncoder? encoder;
        private readonly BloscDecoder decoder = new();
        private readonly bool isTypeSizeStated;

        public Bound(BloscOptions options, CodecInput output, bool isTypeSizeStated)
        {
            (this.options, Output, this.isTypeSizeStated) = (options, output, isTypeSizeStated);
            encoder = BloscEncoder.CanWrite(options.Compressor) ? new BloscEncoder(options, [.. output.Shape]) : null;
        }

        public string Name => CodecName;

        public bool IsIdentity => false;

        public CodecInput Output { get; }

        public int ExpectedBlockSize => options.BlockSize > 0 ? options.BlockSize : UsualBlockSize;

        public int LeastHead => BloscHeader.Length;

        public int Encode(ReadOnlySpan<byte> source, Span<byte> destination) =>
            (encoder ?? throw CannotWrite(CompressorNames[(int)options.Compressor])).Encode(source, destination);

        public int Decode(ReadOnlySpan<byte> source, Span<byte> destination)
        {
            try
            {
                return decoder.Decode(source, destination);
            }
            catch (InvalidDataException damage)
            {
                throw new CorruptDataException(CodecName, damage.Message, damage) { Damage = DamageOf(source, destination.Length) };
            }
            catch (NotSupportedException)
            {
                throw CannotRead();
            }
        }

        public long HeadLength(ReadOnlySpan<byte> head)
        {
            try
            {
                return BloscHeader.Read(head).HeadLength;
            }
            catch (InvalidDataException damage)
            {
                throw Damaged(damage);
            }
        }

        public IBlockTable ReadTable(ReadOnlySpan<byte> head)
        {
            try
            {
                return new Blocks(decoder, BloscBlockTable.Read(head));
            }
            catch (InvalidDataException damage)
            {
                throw Damaged(damage);
            }
        }

        private static CorruptDataException Damaged(InvalidDataException damage) => new(CodecName, damage.Message, damage);

        private static UnsupportedFeatureException CannotRead() => new("snappy", "Blosc with snappy is not supported; rewrite the array with zstd or lz4");

        /// <inheritdoc/>
        public void Remark(ReadOnlySpan<byte> encoded, IRemarks remarks)
        {
            if (HeaderOf(encoded) is { } header && header.TypeSize != options.TypeSize)
            {
                remarks.Add(new CodecRemark(
                    RemarkKind.BloscTypeSize,
                    CodecName,
                    $"the header says elements of {Counted.Of(header.TypeSize, "byte")}, {(isTypeSizeStated ? "the metadata" : "the data type")} {Counted.Of(options.TypeSize, "byte")}"));
            }
        }

        private static Damage DamageOf(ReadOnlySpan<byte> source, int room) => HeaderOf(source) switch
        {
            null => source.Length < BloscHeader.Length ? Damage.Length : Damage.Bytes,
            { } header when header.ChunkLength < source.Length => Damage.TrailingBytes,
            { } header when header.ChunkLength > source.Length || header.ContentLength > room => Damage.Length,
            _ => Damage.Bytes,
        };

        private static BloscHeader? HeaderOf(ReadOnlySpan<byte> chunk)
        {
            try
            {
                return BloscHeader.Read(chunk);
            }
            catch (InvalidDataException)
            {
                return null; // Decoding says what is wrong.
            }
        }

        private static UnsupportedFeatureException CannotWrite(string compressor) =>
            new(compressor, $"Blosc chunks cannot be written with {compressor}; choose zstd, lz4, lz4hc or zlib");

        private sealed class Blocks(BloscDecoder decoder, BloscBlockTable table) : IBlockTable
        {
            public int ContentLength => table.Header.ContentLength;

            public int BlockSize => table.Header.BlockSize;

            public int EncodedLength => table.Header.ChunkLength;

            public long MemoryLength => table.MemoryLength;

            public (int Offset, int Length) PlaceOf(int block)
            {
                try
                {
                    return table.PlaceOf(block);
                }
                catch (InvalidDataException damage)
                {
                    throw Damaged(damage);
                }
            }

            public void Decode(int first, int count, ReadOnlySpan<byte> part, int offset, Span<byte> content)
            {
                try
                {
                    decoder.DecodeBlocks(table, first, count, part, offset, content);
                }
                catch (InvalidDataException damage)
                {
                    throw Damaged(damage);
                }
                catch (NotSupportedException)
                {
                    throw CannotRead();
                }
            }
        }
    }
}
