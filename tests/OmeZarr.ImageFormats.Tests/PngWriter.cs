using System.Buffers.Binary;
using System.IO.Compression;

namespace OmeZarr.ImageFormats.Tests;

/// <summary>Writes PNG files of all kinds, straight from the standard.</summary>
internal sealed class PngWriter(int width, int height, int bits, int color, bool isInterlaced, Random random)
{
    private static readonly (int X, int Y, int StepX, int StepY)[] Passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    internal int Samples => color switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };

    /// <summary>Random samples: row by row, samples of a pixel side by side.</summary>
    internal ushort[] NewSamples() => [.. Enumerable.Range(0, width * height * Samples).Select(i => (ushort)((random.Next(4) == 0 ? random.Next(1 << bits) : i) & ((1 << bits) - 1)))];

    internal byte[] Write(ushort[] samples)
    {
        using var raw = new MemoryStream();
        foreach (var pass in isInterlaced ? Passes : [(0, 0, 1, 1)])
        {
            WritePass(raw, samples, pass);
        }

        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zlib.Write(raw.ToArray());
        }

        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = ((byte)bits, (byte)color, (byte)(isInterlaced ? 1 : 0));
        WriteChunk(file, "IHDR"u8, header);
        if (color == 3)
        {
            WriteChunk(file, "PLTE"u8, new byte[3 << bits]);
        }

        // Several chunks, cut anywhere.
        var data = packed.ToArray();
        for (var at = 0; at < data.Length;)
        {
            var count = Math.Min(data.Length - at, 1 + random.Next(200));
            WriteChunk(file, "IDAT"u8, data.AsSpan(at, count));
            at += count;
        }

        WriteChunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private void WritePass(MemoryStream raw, ushort[] samples, (int X, int Y, int StepX, int StepY) pass)
    {
        var distance = Math.Max(1, Samples * bits / 8);
        var above = Array.Empty<byte>();
        for (var y = pass.Y; y < height && pass.X < width; y += pass.StepY)
        {
            var row = Pack(samples, y, pass);
            above = above.Length == 0 ? new byte[row.Length] : above;
            var filter = random.Next(5);
            raw.WriteByte((byte)filter);
            for (var i = 0; i < row.Length; i++)
            {
                int left = i < distance ? 0 : row[i - distance], up = above[i], corner = i < distance ? 0 : above[i - distance];
                var prediction = filter switch { 0 => 0, 1 => left, 2 => up, 3 => (left + up) / 2, _ => Paeth(left, up, corner) };
                raw.WriteByte((byte)(row[i] - prediction));
            }

            above = row;
        }
    }

    private byte[] Pack(ushort[] samples, int y, (int X, int Y, int StepX, int StepY) pass)
    {
        var bitsOfRow = new List<bool>();
        for (var x = pass.X; x < width; x += pass.StepX)
        {
            for (var s = 0; s < Samples; s++)
            {
                var value = samples[(((y * width) + x) * Samples) + s];
                for (var bit = bits - 1; bit >= 0; bit--)
                {
                    bitsOfRow.Add(((value >> bit) & 1) == 1);
                }
            }
        }

        var row = new byte[(bitsOfRow.Count + 7) / 8];
        for (var i = 0; i < bitsOfRow.Count; i++)
        {
            row[i / 8] |= (byte)(bitsOfRow[i] ? 0x80 >> (i % 8) : 0);
        }

        return row;
    }

    private static int Paeth(int a, int b, int c)
    {
        var p = a + b - c;
        var (pa, pb, pc) = (Math.Abs(p - a), Math.Abs(p - b), Math.Abs(p - c));
        return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
    }

    private static void WriteChunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(type);
        file.Write(data);
        var crc = uint.MaxValue;
        foreach (var value in (byte[])[.. type, .. data])
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }
        }

        BinaryPrimitives.WriteUInt32BigEndian(number, ~crc);
        file.Write(number);
    }
}
