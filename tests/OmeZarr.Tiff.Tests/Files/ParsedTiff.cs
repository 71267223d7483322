using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Xunit;
using ZstdSharp;

namespace OmeZarr.Tiff.Tests.Files;

/// <summary>A parser of tiled little-endian TIFF and BigTIFF files of one sample a pixel, written from the specification alone: nothing of it is shared with the library.</summary>
public sealed class ParsedTiff
{
    private readonly byte[] file;

    public ParsedTiff(string path)
    {
        file = File.ReadAllBytes(path);
        Assert.Equal("II"u8, file.AsSpan(0, 2));
        IsBig = Read(2, 2) == 43;
        Assert.Equal(IsBig ? 8 : 42, Read(IsBig ? 4 : 2, 2));
        for (var position = Read(IsBig ? 8 : 4, OffsetSize); position != 0;)
        {
            Assert.Equal(0, position % 2);
            Pages.Add(Directory(position, out position));
        }
    }

    public bool IsBig { get; }

    /// <summary>The tags of each page, with their numbers or bytes.</summary>
    public List<Dictionary<int, long[]>> Pages { get; } = [];

    public string Description => Encoding.UTF8.GetString([.. Pages[0][270].SkipLast(1).Select(value => (byte)value)]);

    private int OffsetSize => IsBig ? 8 : 4;

    /// <summary>The directories of the smaller levels of a page.</summary>
    public IReadOnlyList<Dictionary<int, long[]>> Levels(int page) => Pages[page].TryGetValue(330, out var offsets) ? [.. offsets.Select(offset => Directory(offset, out _))] : [];

    /// <summary>The pixels of a page or of a smaller level, row by row.</summary>
    public byte[] Pixels(Dictionary<int, long[]> tags)
    {
        var (width, height, size) = ((int)tags[256][0], (int)tags[257][0], (int)tags[258][0] / 8);
        var (tileWidth, tileHeight) = ((int)tags[322][0], (int)tags[323][0]);
        Assert.Equal((0, 0), (tileWidth % 16, tileHeight % 16));
        var pixels = new byte[width * height * size];
        var across = (width + tileWidth - 1) / tileWidth;
        Assert.Equal(across * ((height + tileHeight - 1) / tileHeight), tags[324].Length);
        for (var number = 0; number < tags[324].Length; number++)
        {
            var tile = Tile(tags, number, tileWidth * tileHeight * size);
            var (top, left) = (number / across * tileHeight, number % across * tileWidth);
            for (var y = 0; y < Math.Min(tileHeight, height - top); y++)
            {
                tile.AsSpan(y * tileWidth * size, Math.Min(tileWidth, width - left) * size).CopyTo(pixels.AsSpan((((top + y) * width) + left) * size));
            }
        }

        return pixels;
    }

    public static byte[] DecodeLzw(ReadOnlySpan<byte> encoded, int length)
    {
        var (output, table, bit, width) = (new List<byte>(length), new List<byte[]>(), 0, 9);
        byte[]? previous = null;
        while (true)
        {
            var code = 0;
            for (var i = 0; i < width; i++, bit++)
            {
                code = (code << 1) | ((encoded[bit / 8] >> (7 - (bit % 8))) & 1);
            }

            switch (code)
            {
                case 257:
                    return [.. output];
                case 256:
                    table = [.. Enumerable.Range(0, 258).Select(value => new[] { (byte)value })];
                    (previous, width) = (null, 9);
                    continue;
            }

            var entry = code < table.Count ? table[code] : [.. previous!, previous![0]];
            if (previous is not null)
            {
                table.Add([.. previous, entry[0]]);
            }

            output.AddRange(entry);
            previous = entry;
            width = table.Count >= 2047 ? 12 : table.Count >= 1023 ? 11 : table.Count >= 511 ? 10 : 9;
        }
    }

    private byte[] Tile(Dictionary<int, long[]> tags, int number, int length)
    {
        var encoded = file.AsSpan((int)tags[324][number], (int)tags[325][number]);
        var tile = tags[259][0] switch
        {
            1 => encoded.ToArray(),
            5 => DecodeLzw(encoded, length),
            8 => Inflate(encoded.ToArray(), length),
            50000 => new Decompressor().Unwrap(encoded).ToArray(),
            var other => throw new InvalidDataException($"compression {other}"),
        };
        Assert.Equal(length, tile.Length);
        if (tags.TryGetValue(317, out var predictor) && predictor[0] == 2)
        {
            Integrate(tile, (int)tags[322][0], (int)tags[258][0] / 8);
        }

        return tile;
    }

    private static byte[] Inflate(byte[] encoded, int length)
    {
        using var zlib = new ZLibStream(new MemoryStream(encoded), CompressionMode.Decompress);
        var tile = new byte[length];
        zlib.ReadExactly(tile);
        return tile;
    }

    private static void Integrate(byte[] tile, int width, int size)
    {
        for (var at = size; at < tile.Length; at += size)
        {
            if (at / size % width == 0)
            {
                continue;
            }

            var carry = 0;
            for (var i = 0; i < size; i++)
            {
                var sum = tile[at + i] + tile[at + i - size] + carry;
                (tile[at + i], carry) = ((byte)sum, sum >> 8);
            }
        }
    }

    private Dictionary<int, long[]> Directory(long position, out long next)
    {
        var (header, entry) = IsBig ? (8, 20) : (2, 12);
        var count = Read(position, header);
        var tags = new Dictionary<int, long[]>();
        for (var i = 0; i < count; i++)
        {
            var at = position + header + (i * entry);
            Assert.True(tags.Count == 0 || tags.Keys.Max() < Read(at, 2), "tags ascend");
            tags.Add((int)Read(at, 2), Values(at));
        }

        next = Read(position + header + (count * entry), OffsetSize);
        return tags;
    }

    private long[] Values(long entry)
    {
        var size = Read(entry + 2, 2) switch { 2 => 1, 3 => 2, 4 => 4, 16 => 8, var type => throw new InvalidDataException($"type {type}") };
        var count = Read(entry + 4, OffsetSize);
        var place = entry + 4 + OffsetSize;
        var start = count * size <= OffsetSize ? place : Read(place, OffsetSize);
        return [.. Enumerable.Range(0, (int)count).Select(i => Read(start + (i * size), size))];
    }

    private long Read(long position, int size)
    {
        var bytes = file.AsSpan((int)position, size);
        return size switch
        {
            1 => bytes[0],
            2 => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
            4 => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
            _ => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        };
    }
}
