using System.Buffers.Binary;
using OmeZarr.Files;
using OmeZarr.ImageFormats.Files;
using Zarr;

namespace OmeZarr.ImageFormats.Png;

/// <summary>The header of a PNG file (ISO/IEC 15948), and the chunks before its pixels that change their meaning.</summary>
internal sealed record PngHeader
{
    // Bytes of the signature, and of the length and type before the data of each chunk. A checksum of four bytes follows the data.
    private const int SignatureLength = 8;
    private const int ChunkStart = 8;
    private const int ChunkOverhead = ChunkStart + 4;

    // Bytes of the data of the chunk IHDR, the first one.
    private const int HeaderLength = 13;
    private const int MaxChunks = 10_000;

    // Deflate shrinks to 1/1032 at most. A larger claim is damage and is refused before memory is allocated.
    private const int MaxRatio = 1032;

    internal static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', (byte)'\r', (byte)'\n', 0x1A, (byte)'\n'];

    internal required int Width { get; init; }

    internal required int Height { get; init; }

    /// <summary>Bits of a sample: 1, 2, 4, 8 or 16.</summary>
    internal required int Bits { get; init; }

    /// <summary>Samples of a pixel, 1 to 4.</summary>
    internal required int Samples { get; init; }

    internal required bool IsInterlaced { get; init; }

    internal required IReadOnlyList<FileChannel> Channels { get; init; }

    internal required IReadOnlyList<FileFinding> Findings { get; init; }

    /// <summary>The chunks with pixels: offset and length of their data.</summary>
    internal required IReadOnlyList<(long Offset, int Length)> Data { get; init; }

    internal DataType DataType => Bits == 16 ? DataType.UInt16 : DataType.UInt8;

    /// <summary>Bytes of the decoded image.</summary>
    internal long DecodedBytes => (long)Width * Height * Samples * DataType.Size;

    /// <exception cref="ImageFileException">The file is damaged, or too large.</exception>
    internal static PngHeader Read(PlainFile file)
    {
        var bytes = file.Head(SignatureLength + ChunkStart + HeaderLength);
        if (bytes.Length < SignatureLength + ChunkStart + HeaderLength || !bytes.AsSpan().StartsWith(Signature) || !bytes.AsSpan(12).StartsWith("IHDR"u8))
        {
            throw file.Damaged("not a PNG file");
        }

        var (width, height) = (BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(16)), BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(20)));
        var (bits, color, interlace) = (bytes[24], bytes[25], bytes[28]);
        var samples = SamplesOf(color);
        if (width is 0 or > int.MaxValue || height is 0 or > int.MaxValue || samples == 0 || !IsAllowed(bits, color) || bytes[26] != 0 || bytes[27] != 0 || interlace > 1)
        {
            throw file.Damaged($"damaged: its header has {width} x {height} pixels of {bits} bits, colour type {color}");
        }

        var (data, findings) = ReadChunks(file, color);
        var header = new PngHeader
        {
            Width = (int)width,
            Height = (int)height,
            Bits = bits,
            Samples = samples,
            IsInterlaced = interlace == 1,
            Channels = ChannelsOf(color),
            Data = data,
            Findings = findings,
        };
        var stored = data.Sum(chunk => (long)chunk.Length);
        var packed = (Int128)width * samples * bits / 8 * height;
        return packed > (Int128)stored * MaxRatio
            ? throw file.Damaged($"damaged: {stored} compressed bytes cannot hold {width} x {height} pixels")
            : (Int128)width * height * samples * header.DataType.Size > Array.MaxLength
                ? throw file.Damaged($"{width} x {height} pixels need more than 2 GiB, and a PNG is decoded whole; save it as a tiled TIFF")
                : header;
    }

    /// <summary>Samples of a pixel by the colour type: 0 grey, 2 RGB, 3 index into a palette, 4 grey and alpha, 6 RGB and alpha; 0 for any other type.</summary>
    private static int SamplesOf(int color) => color switch { 0 or 3 => 1, 2 => 3, 4 => 2, 6 => 4, _ => 0 };

    private static bool IsAllowed(int bits, int color) => color switch
    {
        0 => bits is 1 or 2 or 4 or 8 or 16,
        3 => bits is 1 or 2 or 4 or 8,
        _ => bits is 8 or 16,
    };

    private static FileChannel[] ChannelsOf(int color) => color switch
    {
        2 => [.. Named("Red", "Green", "Blue")],
        4 => [.. Named("Gray", "Alpha")],
        6 => [.. Named("Red", "Green", "Blue", "Alpha")],
        _ => [],
    };

    private static IEnumerable<FileChannel> Named(params string[] names) => names.Select(name => new FileChannel { Name = name });

    private static (IReadOnlyList<(long Offset, int Length)> Data, IReadOnlyList<FileFinding> Findings) ReadChunks(PlainFile file, int color)
    {
        var data = new List<(long, int)>();
        var findings = new List<FileFinding>();
        Span<byte> start = stackalloc byte[ChunkStart];
        long offset = SignatureLength;
        for (var count = 0; count < MaxChunks; count++)
        {
            file.Read(offset, start);
            var length = BinaryPrimitives.ReadUInt32BigEndian(start);
            var type = start[4..];
            if (length > int.MaxValue || length > file.Length - offset - ChunkOverhead)
            {
                throw file.Damaged($"damaged: a chunk of {length} bytes at {offset} lies outside the file");
            }

            if (type.SequenceEqual("IEND"u8))
            {
                break;
            }

            if (type.SequenceEqual("IDAT"u8))
            {
                data.Add((offset + ChunkStart, (int)length));
            }

            Note(findings, type, color);
            offset += ChunkOverhead + length;
        }

        return data.Count > 0 ? (data, findings) : throw file.Damaged("damaged: it has no pixels");
    }

    private static void Note(List<FileFinding> findings, ReadOnlySpan<byte> type, int color)
    {
        if (type.SequenceEqual("PLTE"u8) && color == 3)
        {
            findings.Add(new FileFinding(FileFindingKind.LeftOut, "the colours of its palette are left out; the values are indexes into the palette"));
        }
        else if (type.SequenceEqual("tRNS"u8))
        {
            findings.Add(new FileFinding(FileFindingKind.LeftOut, "the value or the palette entries that are transparent are left out"));
        }
        else if (type.SequenceEqual("acTL"u8))
        {
            findings.Add(new FileFinding(FileFindingKind.LeftOut, "the animation is left out; only the first picture is read"));
        }
    }
}
