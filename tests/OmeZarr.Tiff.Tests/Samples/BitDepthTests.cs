using System.Buffers.Binary;
using OmeZarr.Tiff.Tests.Files;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Tiff.Tests.Samples;

/// <summary>Samples of every number of bits, however they are stored, against a plain writer.</summary>
public sealed class BitDepthTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Integers_of_1_to_32_bits_read_as_the_smallest_type_that_holds_them(int format)
    {
        for (var bits = 1; bits <= 32; bits++)
        {
            var page = new PackedPage { Bits = bits, Format = format, Compression = bits % 3 == 0 ? 8 : 1, IsBigEndian = bits % 2 == 0 };
            await CheckAsync(page, $"{(format == 1 ? "u" : "")}int{(bits <= 8 ? 8 : bits <= 16 ? 16 : 32)}");
        }
    }

    [Theory]
    [InlineData(1, "uint8")]
    [InlineData(6, "uint8")]
    [InlineData(12, "uint16")]
    [InlineData(24, "uint32")]
    public async Task Layouts_and_compressions_of_packed_samples_all_read(int bits, string type)
    {
        foreach (var compression in new[] { 1, 5, 8, 32773, 50000 })
        {
            for (var variant = 0; variant < 32; variant++)
            {
                var page = new PackedPage
                {
                    Bits = bits,
                    Compression = compression,
                    Samples = (variant & 1) == 0 ? 1 : 3,
                    IsPlanar = (variant & 2) != 0,
                    IsBigEndian = (variant & 4) != 0,
                    IsBitReversed = (variant & 8) != 0,
                    Tile = (variant & 16) != 0 ? (16, 16) : null,
                };
                await CheckAsync(page, type);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Differences_of_packed_samples_are_added_up(int format)
    {
        foreach (var bits in new[] { 3, 7, 8, 10, 12, 14, 16, 20, 24 })
        {
            var type = $"{(format == 1 ? "u" : "")}int{(bits <= 8 ? 8 : bits <= 16 ? 16 : 32)}";
            await CheckAsync(new PackedPage { Bits = bits, Format = format, Predictor = 2, Compression = 5, Samples = bits % 4 == 0 ? 3 : 1, IsBigEndian = bits % 8 == 0 }, type);
            await CheckAsync(new PackedPage { Bits = bits, Format = format, Predictor = 2, Compression = 8, Samples = 2, IsPlanar = true, Tile = (16, 16) }, type);
        }
    }

    [Theory]
    [InlineData(new[] { 5, 6, 5 }, "uint8")]
    [InlineData(new[] { 7, 5, 4 }, "uint8")]
    [InlineData(new[] { 8, 8, 8, 1 }, "uint8")]
    [InlineData(new[] { 10, 12, 3 }, "uint16")]
    public async Task Samples_of_a_pixel_may_differ_in_their_bits(int[] bits, string type)
    {
        foreach (var (compression, isBigEndian) in new[] { (1, false), (1, true), (8, false), (5, true) })
        {
            var (width, height) = (11, 7);
            int Value(int s, int y, int x) => ((s * 7919) + (y * 104729) + (x * 12553)) & ((1 << bits[s]) - 1);
            var packed = new PlainEncoders.BitList();
            for (var y = 0; y < height; y++)
            {
                for (var i = 0; i < width * bits.Length; i++)
                {
                    packed.Add(Value(i % bits.Length, y, i / bits.Length), bits[i % bits.Length]);
                }

                packed.Align();
            }

            var stored = PlainEncoders.Encode(compression, packed.ToArray());
            var file = new RawTiff(isBigEndian).Header();
            var offset = file.Append(stored);
            file.Long(256, width).Long(257, height).Short(258, bits).Short(259, compression).Short(262, 2).Long(273, offset).Short(277, bits.Length).Long(279, stored.Length).Directory();
            File.WriteAllBytes(folder["x.tif"], file.ToArray());
            using var tiff = TiffImage.Open(folder["x.tif"]);
            Assert.Equal(type, tiff.DataType.Name);
            var read = await tiff.ReadAsync(new Region([0, 1, 2], Shape.Create([bits.Length, height - 2, width - 4])));
            var expected = from s in Enumerable.Range(0, bits.Length) from y in Enumerable.Range(1, height - 2) from x in Enumerable.Range(2, width - 4) select Value(s, y, x);
            Assert.Equal(expected, Enumerable.Range(0, read.Length / tiff.DataType.Size).Select(i => type == "uint8" ? read[i] : (int)BitConverter.ToUInt16(read, 2 * i)));
        }
    }

    [Theory]
    [InlineData(317, 2)]
    [InlineData(284, 2)]
    public void Samples_that_differ_in_their_bits_are_refused_with_predictors_and_planes(int tag, int value)
    {
        var file = new RawTiff(false).Header();
        var offset = file.Append(RawTiff.Deflate(new byte[32]));
        file.Long(256, 4).Long(257, 4).Short(258, 5, 6, 5).Short(259, 8).Short(262, 2).Long(273, offset, offset, offset).Short(277, 3).Long(279, 10, 10, 10).Short(tag, value).Directory();
        File.WriteAllBytes(folder["x.tif"], file.ToArray());
        Assert.Contains("5, 6, 5", Assert.Throws<TiffFormatException>(() => TiffImage.Open(folder["x.tif"])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(16, false, "complex64")]
    [InlineData(32, false, "complex64")]
    [InlineData(32, true, "complex64")]
    [InlineData(64, true, "complex128")]
    public async Task Complex_integers_become_complex_numbers(int bits, bool isBigEndian, string type)
    {
        var file = new RawTiff(isBigEndian).Header();
        long[] values = [1, -2, 127, -128, 5, -1];
        byte[] stored = [.. values.SelectMany(value => BitConverter.GetBytes(value)[..(bits / 16)].Reverse().ToArray() is var bytes && isBigEndian ? bytes : [.. bytes.Reverse()])];
        var offset = file.Append(stored);
        file.Long(256, 3).Long(257, 1).Short(258, bits).Short(259, 1).Short(262, 1).Long(273, offset).Long(279, stored.Length).Short(339, 5).Directory();
        File.WriteAllBytes(folder["x.tif"], file.ToArray());
        using var tiff = TiffImage.Open(folder["x.tif"]);
        Assert.Equal(type, tiff.DataType.Name);
        var read = await tiff.ReadAllAsync();
        var size = read.Length / values.Length;
        Assert.Equal(values, Enumerable.Range(0, values.Length).Select(i => size == 4 ? (long)BitConverter.ToSingle(read, 4 * i) : (long)BitConverter.ToDouble(read, 8 * i)));
    }

    [Theory]
    [InlineData(16, 1, "uint16")]
    [InlineData(32, 3, "float32")]
    [InlineData(64, 1, "uint64")]
    public async Task Zstandard_deflate_and_lzw_of_a_plain_writer_read(int bits, int format, string type)
    {
        foreach (var compression in new[] { 5, 50000, 34926, 50013 })
        {
            await CheckAsync(new PackedPage { Bits = bits, Format = format, Compression = compression, Width = 300, Height = 70, RowsPerStrip = 33 }, type);
        }
    }

    // Values of GDAL's and Adobe's definition: 1 sign, 7 exponent (bias 63), 16 significand bits.
    [Theory]
    [InlineData(0x000000, 0f)]
    [InlineData(0x800000, -0f)]
    [InlineData(0x3F0000, 1f)]
    [InlineData(0xBF8000, -1.5f)]
    [InlineData(0x400001, 2.00003051757812f)]
    [InlineData(0x000001, 3.3087225E-24f)]
    [InlineData(0x010000, 2.1684043E-19f)]
    [InlineData(0x7EFFFF, 1.8446603E+19f)]
    [InlineData(0x7F0000, float.PositiveInfinity)]
    [InlineData(0xFF0000, float.NegativeInfinity)]
    [InlineData(0x7F0001, float.NaN)]
    public async Task Floating_point_numbers_of_24_bits_become_float32(int pattern, float expected)
    {
        foreach (var isBigEndian in new[] { false, true })
        {
            var file = new RawTiff(isBigEndian).Header();
            byte[] bytes = [(byte)pattern, (byte)(pattern >> 8), (byte)(pattern >> 16)];
            var offset = file.Append(isBigEndian ? [.. bytes.Reverse()] : bytes);
            file.Short(256, 1).Short(257, 1).Short(258, 24).Short(259, 1).Short(262, 1).Long(273, offset).Long(279, 3).Short(339, 3).Directory();
            File.WriteAllBytes(folder["x.tif"], file.ToArray());
            using var tiff = TiffImage.Open(folder["x.tif"]);
            Assert.Equal(DataType.Float32, tiff.DataType);
            Assert.Equal(expected, BitConverter.ToSingle(await tiff.ReadAllAsync()));
        }
    }

    private async Task CheckAsync(PackedPage page, string type)
    {
        File.WriteAllBytes(folder["x.tif"], page.ToFile());
        using var tiff = TiffImage.Open(folder["x.tif"]);
        Assert.Equal(DataType.FromName(type), tiff.DataType);
        var shape = page.Samples > 1 ? Shape.Create([page.Samples, page.Height, page.Width]) : Shape.Create([page.Height, page.Width]);
        Assert.Equal(shape, tiff.Shape);
        var part = new Region([.. shape.Select(length => length / 3)], Shape.Create([.. shape.Select(length => (length / 2) + 1)]));
        foreach (var region in new[] { Region.Whole(shape), part })
        {
            var bytes = await tiff.ReadAsync(region);
            Assert.True(Expected(page, tiff.DataType, region).AsSpan().SequenceEqual(bytes), $"{page}: {region}");
        }
    }

    private static byte[] Expected(PackedPage page, DataType type, Region region)
    {
        var (rows, columns) = (region.Rank - 2, region.Rank - 1);
        var result = new List<byte>();
        for (var s = 0L; s < (rows == 0 ? 1 : region.Shape[0]); s++)
        {
            for (var y = 0L; y < region.Shape[rows]; y++)
            {
                for (var x = 0L; x < region.Shape[columns]; x++)
                {
                    var sample = rows == 0 ? 0 : region.Offset[0] + s;
                    var value = page.Value((int)sample, (int)(region.Offset[rows] + y), (int)(region.Offset[columns] + x));
                    result.AddRange(Element(page.Format == 2 ? Signed(value, page.Bits) : value, type.Size));
                }
            }
        }

        return [.. result];
    }

    private static ulong Signed(ulong value, int bits) => (ulong)((long)(value << (64 - bits)) >> (64 - bits));

    private static byte[] Element(ulong value, int size)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        return bytes[..size];
    }
}
