using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Xunit;

namespace OmeZarr.Tests.Rendering;

/// <summary>A PNG file as the standard says, read without any code of the encoder.</summary>
internal sealed record PlainPng(int Width, int Height, int BitDepth, int ColorType, byte[] Pixels)
{
    internal static PlainPng Read(byte[] file)
    {
        Assert.Equal("89504E470D0A1A0A", Convert.ToHexString(file.AsSpan(0, 8)));
        var (at, header, data, names) = (8, Array.Empty<byte>(), new MemoryStream(), new List<string>());
        while (at < file.Length)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            var name = Encoding.ASCII.GetString(file, at + 4, 4);
            var content = file.AsSpan(at + 8, length);
            Assert.Equal(Crc(file.AsSpan(at + 4, length + 4)), BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at + 8 + length)));
            header = name == "IHDR" ? content.ToArray() : header;
            data.Write(name == "IDAT" ? content : []);
            names.Add(name);
            at += length + 12;
        }

        Assert.Equal(("IHDR", "IEND"), (names[0], names[^1]));
        var (width, height) = (BinaryPrimitives.ReadInt32BigEndian(header), BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4)));
        Assert.Equal([0, 0, 0], header[10..]);
        data.Position = 0;
        using var zlib = new ZLibStream(data, CompressionMode.Decompress);
        var rows = new MemoryStream();
        zlib.CopyTo(rows);
        var pixel = header[8] / 8 * header[9] switch { 0 => 1, 2 => 3, 6 => 4, _ => throw new InvalidDataException() };
        return new PlainPng(width, height, header[8], header[9], Unfilter(rows.ToArray(), width * pixel, height, pixel));
    }

    private static byte[] Unfilter(byte[] rows, int length, int height, int pixel)
    {
        Assert.Equal((length + 1) * height, rows.Length);
        var pixels = new byte[length * height];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < length; x++)
            {
                int left = x < pixel ? 0 : pixels[(y * length) + x - pixel];
                int up = y == 0 ? 0 : pixels[((y - 1) * length) + x];
                int corner = x < pixel || y == 0 ? 0 : pixels[((y - 1) * length) + x - pixel];
                var prediction = rows[y * (length + 1)] switch
                {
                    0 => 0,
                    1 => left,
                    2 => up,
                    3 => (left + up) >> 1,
                    4 => new[] { left, up, corner }.MinBy(candidate => Math.Abs(left + up - corner - candidate)),
                    _ => throw new InvalidDataException(),
                };
                pixels[(y * length) + x] = (byte)(rows[(y * (length + 1)) + 1 + x] + prediction);
            }
        }

        return pixels;
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (((crc ^ ((uint)value >> bit)) & 1) == 1 ? 0xEDB88320 : 0) ^ (crc >> 1);
            }
        }

        return ~crc;
    }
}
