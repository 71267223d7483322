using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using OmeZarr.Files;
using OmeZarr.ImageFormats.Files;
using Zarr;

namespace OmeZarr.ImageFormats.Png;

/// <summary>Decodes the pixels of a PNG file: row by row, channels side by side, in the byte order of this machine.</summary>
internal static class PngDecoder
{
    private const int MaxChunk = 1 << 26;

    /// <summary>The passes of interlaced images (Adam7): first column and row, and the steps.</summary>
    private static readonly (int X, int Y, int StepX, int StepY)[] Adam7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    /// <param name="file">The file.</param>
    /// <param name="header">Its header.</param>
    /// <param name="image">The destination: all bytes of the decoded image.</param>
    /// <param name="cancellationToken">Stops the decoding.</param>
    /// <exception cref="ImageFileException">The pixels are damaged.</exception>
    internal static void Decode(PlainFile file, PngHeader header, Span<byte> image, CancellationToken cancellationToken)
    {
        try
        {
            using var stream = new ZLibStream(new DataStream(file, header), CompressionMode.Decompress);
            foreach (var pass in header.IsInterlaced ? Adam7 : [(0, 0, 1, 1)])
            {
                DecodePass(file, header, stream, pass, image, cancellationToken);
            }
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException)
        {
            throw file.Damaged("damaged: its pixels cannot be decompressed", error);
        }
    }

    private static void DecodePass(PlainFile file, PngHeader header, Stream stream, (int X, int Y, int StepX, int StepY) pass, Span<byte> image, CancellationToken cancellationToken)
    {
        var (columns, rows) = (Count(header.Width, pass.X, pass.StepX), Count(header.Height, pass.Y, pass.StepY));
        if (columns == 0)
        {
            return;
        }

        var bitsPerPixel = header.Samples * header.Bits;
        var row = new byte[checked((int)((((long)columns * bitsPerPixel) + 7) / 8))];
        var above = new byte[row.Length];
        Span<byte> filter = stackalloc byte[1];
        for (var r = 0; r < rows; r++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            stream.ReadExactly(filter);
            stream.ReadExactly(row);
            if (!TryUnfilter(filter[0], row, above, Math.Max(1, bitsPerPixel / 8)))
            {
                throw file.Damaged($"damaged: row {r} has the filter {filter[0]}, which does not exist");
            }

            Place(header, row, columns, pass, pass.Y + (r * pass.StepY), image);
            (row, above) = (above, row);
        }
    }

    private static int Count(int length, int first, int step) => first < length ? ((length - 1 - first) / step) + 1 : 0;

    /// <summary>Reverses the filter of a row (section 9 of the standard).</summary>
    private static bool TryUnfilter(byte filter, byte[] row, byte[] above, int distance)
    {
        switch (filter)
        {
            case 0:
                return true;
            case 1:
                for (var i = distance; i < row.Length; i++)
                {
                    row[i] += row[i - distance];
                }

                return true;
            case 2:
                for (var i = 0; i < row.Length; i++)
                {
                    row[i] += above[i];
                }

                return true;
            case 3:
                for (var i = 0; i < row.Length; i++)
                {
                    row[i] += (byte)(((i < distance ? 0 : row[i - distance]) + above[i]) / 2);
                }

                return true;
            case 4:
                for (var i = 0; i < row.Length; i++)
                {
                    row[i] += i < distance ? above[i] : Paeth(row[i - distance], above[i], above[i - distance]);
                }

                return true;
            default:
                return false;
        }
    }

    /// <summary>The neighbour that is closest to left + up − upper left.</summary>
    private static byte Paeth(int left, int up, int corner)
    {
        var (toLeft, toUp, toCorner) = (Math.Abs(up - corner), Math.Abs(left - corner), Math.Abs(left + up - (2 * corner)));
        return (byte)(toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner);
    }

    private static void Place(PngHeader header, ReadOnlySpan<byte> row, int columns, (int X, int Y, int StepX, int StepY) pass, int y, Span<byte> image)
    {
        var size = header.DataType.Size;
        var pixel = header.Samples * size;
        var target = image.Slice((int)((long)y * header.Width * pixel), header.Width * pixel);
        for (var i = 0; i < columns; i++)
        {
            var to = target.Slice((pass.X + (i * pass.StepX)) * pixel, pixel);
            if (header.Bits == 16)
            {
                var stored = row.Slice(i * pixel, pixel);
                var numbers = MemoryMarshal.Cast<byte, ushort>(to);
                for (var s = 0; s < numbers.Length; s++)
                {
                    numbers[s] = BinaryPrimitives.ReadUInt16BigEndian(stored[(2 * s)..]);
                }
            }
            else if (header.Bits == 8)
            {
                row.Slice(i * pixel, pixel).CopyTo(to);
            }
            else
            {
                var bit = i * header.Bits;
                to[0] = (byte)((row[bit / 8] >> (8 - header.Bits - (bit % 8))) & ((1 << header.Bits) - 1));
            }
        }
    }

    /// <summary>The data of all chunks with pixels, one after another. Each chunk is checked against its checksum.</summary>
    private sealed class DataStream(PlainFile file, PngHeader header) : Stream
    {
        private int next;
        private ReadOnlyMemory<byte> rest;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            while (rest.IsEmpty && next < header.Data.Count)
            {
                rest = ReadChunk(header.Data[next++]);
            }

            var count = Math.Min(buffer.Length, rest.Length);
            rest.Span[..count].CopyTo(buffer);
            rest = rest[count..];
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        private byte[] ReadChunk((long Offset, int Length) chunk)
        {
            if (chunk.Length > MaxChunk)
            {
                throw file.Damaged($"a chunk of {chunk.Length} bytes is too large; save the image with a common program");
            }

            var bytes = new byte[chunk.Length + 4];
            file.Read(chunk.Offset, bytes);
            return Crc32.Append(Crc32.Checksum("IDAT"u8), bytes.AsSpan(..^4)) == BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(^4..))
                ? bytes[..^4]
                : throw file.Damaged($"damaged: the pixels at {chunk.Offset} do not match their checksum");
        }
    }
}
