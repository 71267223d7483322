using System.Buffers.Binary;
using OmeZarr.Files;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.ImageFormats.Tests;

public sealed class NiftiTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly NiftiFormat format = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(2, "uint8")]
    [InlineData(4, "int16")]
    [InlineData(8, "int32")]
    [InlineData(16, "float32")]
    [InlineData(32, "complex64")]
    [InlineData(64, "float64")]
    [InlineData(256, "int8")]
    [InlineData(512, "uint16")]
    [InlineData(768, "uint32")]
    [InlineData(1024, "int64")]
    [InlineData(1280, "uint64")]
    [InlineData(1792, "complex128")]
    public async Task Each_type_in_both_versions_and_byte_orders(int code, string name)
    {
        var type = DataType.FromName(name)!;
        var random = new Random(code);
        var values = new byte[5 * 4 * 3 * 2 * type.Size];
        random.NextBytes(values);
        foreach (var (isSecond, isBig) in new[] { (false, false), (false, true), (true, false), (true, true) })
        {
            Write(isSecond, isBig, code, [5, 4, 3, 2], isBig ? [.. values.Chunk(type.ComponentSize).SelectMany(number => number.Reverse())] : values);
            using var file = format.Open(folder["a.nii"]);
            var image = Assert.Single(file.Images);
            Assert.Equal("tzyx", image.Axes);
            Assert.Equal([2, 3, 4, 5], image.Pixels.Shape);
            Assert.Equal(type, image.Pixels.DataType);
            Assert.Equal([new PhysicalSize(4, "second"), new PhysicalSize(3, "millimeter"), new PhysicalSize(2, "millimeter"), new PhysicalSize(1, "millimeter")], image.PixelSizes);
            Assert.Equal(values, await image.Pixels.ReadAllAsync());
            await image.Pixels.RequirePartsAsync(random);
            Assert.Empty(file.Findings);
        }
    }

    [Fact]
    public async Task Vectors_are_channels_between_time_and_z()
    {
        byte[] values = [.. Enumerable.Range(0, 2 * 3 * 1 * 2 * 4).Select(i => (byte)i)];
        Write(false, false, 2, [2, 3, 1, 2, 4], values);
        using var file = format.Open(folder["a.nii"]);
        Assert.Equal("tcyx", file.Images[0].Axes);
        Assert.Equal([2, 4, 3, 2], file.Images[0].Pixels.Shape);
        byte[] expected = [.. from t in Enumerable.Range(0, 2) from c in Enumerable.Range(0, 4) from i in Enumerable.Range(0, 6) select values[(((c * 2) + t) * 6) + i]];
        Assert.Equal(expected, await file.Images[0].Pixels.ReadAllAsync());
    }

    [Fact]
    public async Task Colours_are_channels()
    {
        byte[] values = [.. Enumerable.Range(0, 2 * 3 * 3).Select(i => (byte)i)];
        Write(false, false, 128, [2, 3], values);
        using var file = format.Open(folder["a.nii"]);
        Assert.Equal("cyx", file.Images[0].Axes);
        Assert.Equal(["Red", "Green", "Blue"], file.Images[0].Channels.Select(channel => channel.Name));
        byte[] expected = [.. from c in Enumerable.Range(0, 3) from i in Enumerable.Range(0, 6) select values[(i * 3) + c]];
        Assert.Equal(expected, await file.Images[0].Pixels.ReadAllAsync());
    }

    [Fact]
    public void A_scale_factor_is_told()
    {
        Write(false, false, 4, [5, 4], new byte[40], header => BinaryPrimitives.WriteSingleLittleEndian(header[112..], 0.5f));
        using var file = format.Open(folder["a.nii"]);
        Assert.Equal("the scale factor is not applied: values are stored numbers, and the real ones are 0.5 x value + 0", Assert.Single(file.Findings).Message);
    }

    [Theory]
    [InlineData(float.NaN, float.NaN)]
    [InlineData(0, 5)]
    [InlineData(1, 0)]
    public void A_scale_factor_that_means_none_is_not_told(float slope, float intercept)
    {
        Write(false, false, 4, [5, 4], new byte[40], header =>
        {
            BinaryPrimitives.WriteSingleLittleEndian(header[112..], slope);
            BinaryPrimitives.WriteSingleLittleEndian(header[116..], intercept);
        });
        using var file = format.Open(folder["a.nii"]);
        Assert.Empty(file.Findings);
    }

    [Fact]
    public void A_size_of_32_bits_keeps_its_decimal_digits()
    {
        Write(false, false, 4, [5, 4], new byte[40], header => BinaryPrimitives.WriteSingleLittleEndian(header[80..], 0.6f));
        using var file = format.Open(folder["a.nii"]);
        Assert.Equal(new PhysicalSize(0.6, "millimeter"), file.Images[0].PixelSizes[1]);
    }

    [Fact]
    public void A_matrix_of_sizes_and_offsets_is_a_position()
    {
        Write(false, false, 4, [5, 4, 3, 2], new byte[240], header =>
        {
            BinaryPrimitives.WriteInt16LittleEndian(header[254..], 1);
            WriteMatrix(header, [1, 0, 0, -90.5f, 0, 2, 0, 10, 0, 0, 3, 0.25f]);
        });
        using var file = format.Open(folder["a.nii"]);
        Assert.Empty(file.Findings);
        Assert.Equal([null, new FilePosition(0.25, "millimeter"), new FilePosition(10, "millimeter"), new FilePosition(-90.5, "millimeter")], file.Images[0].Position);
    }

    [Theory]
    [InlineData(new float[] { -1, 0, 0, 90, 0, 2, 0, 10, 0, 0, 3, 0 })]
    [InlineData(new float[] { 0.9f, 0.1f, 0, 90, 0, 2, 0, 10, 0, 0, 3, 0 })]
    [InlineData(new float[] { 1, 0, 0, 90, 0, 7, 0, 10, 0, 0, 3, 0 })]
    [InlineData(new float[] { 1, 0, 0, float.NaN, 0, 2, 0, 10, 0, 0, 3, 0 })]
    public void A_matrix_that_is_more_is_told(float[] matrix)
    {
        Write(false, false, 4, [5, 4, 3], new byte[120], header =>
        {
            BinaryPrimitives.WriteInt16LittleEndian(header[254..], 1);
            WriteMatrix(header, matrix);
        });
        using var file = format.Open(folder["a.nii"]);
        Assert.Equal("the orientation and position in space (sform) are left out: they are more than sizes and a position along the axes", Assert.Single(file.Findings).Message);
        Assert.Empty(file.Images[0].Position);
    }

    [Theory]
    [InlineData(0, 1, true)]
    [InlineData(0.5f, 1, false)]
    [InlineData(0, -1, false)]
    public void A_quaternion_that_turns_nothing_is_a_position(float turn, float mirror, bool isPosition)
    {
        Write(false, false, 4, [5, 4], new byte[40], header =>
        {
            BinaryPrimitives.WriteInt16LittleEndian(header[252..], 1);
            BinaryPrimitives.WriteSingleLittleEndian(header[76..], mirror);
            BinaryPrimitives.WriteSingleLittleEndian(header[260..], turn);
            BinaryPrimitives.WriteSingleLittleEndian(header[268..], 4.5f);
        });
        using var file = format.Open(folder["a.nii"]);
        Assert.Equal(isPosition ? [new FilePosition(0, "millimeter"), new FilePosition(4.5, "millimeter")] : [], file.Images[0].Position);
        Assert.Equal(isPosition ? 0 : 1, file.Findings.Count);
    }

    [Fact]
    public void Pages_and_their_lengths_are_refused()
    {
        Write(false, false, 4, [5, 4], new byte[40]);
        Assert.Contains("leave out --page", Assert.Throws<ArgumentException>(() => format.Open(folder["a.nii"], new ImageFileOptions { Page = 1 })).Message, StringComparison.Ordinal);
        var sizes = new ImageFileOptions { Axes = "yx", Sizes = new Dictionary<char, long> { ['y'] = 2 } };
        Assert.Contains("leave out --sizes", Assert.Throws<ArgumentException>(() => format.Open(folder["a.nii"], sizes)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_compressed_file_says_what_to_do()
    {
        File.WriteAllBytes(folder["a.nii.gz"], [0x1F, 0x8B, 8, 0, 0, 0, 0, 0]);
        Assert.True(format.Recognizes(folder["a.nii.gz"], [0x1F, 0x8B, 8]));
        Assert.Contains("decompress it first", Assert.Throws<ImageFileException>(() => format.Open(folder["a.nii.gz"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Damage_is_an_error_that_names_the_file()
    {
        Write(false, false, 4, [5, 4, 3], new byte[120]);
        await format.RequireSafeAsync(folder["bad.nii"], await File.ReadAllBytesAsync(folder["a.nii"], TestContext.Current.CancellationToken), new Random(5));
    }

    private void Write(bool isSecond, bool isBig, int code, long[] lengths, byte[] values, HeaderChange? change = null)
    {
        var start = isSecond ? 544 : 352;
        var file = new byte[start + values.Length];
        void Number(int at, long value, int size)
        {
            for (var i = 0; i < size; i++)
            {
                file[at + (isBig ? size - 1 - i : i)] = (byte)(value >> (8 * i));
            }
        }

        void Real(int at, double value) => Number(at, isSecond ? BitConverter.DoubleToInt64Bits(value) : BitConverter.SingleToInt32Bits((float)value), isSecond ? 8 : 4);
        var (dimensions, step, sizes, real) = isSecond ? (16, 8, 104, 8) : (40, 2, 76, 4);
        Number(0, isSecond ? 540 : 348, 4);
        (isSecond ? "n+2\0\r\n\x1A\n"u8 : "n+1\0"u8).CopyTo(file.AsSpan(isSecond ? 4 : 344));
        Number(isSecond ? 12 : 70, code, 2);
        Number(dimensions, lengths.Length, step);
        for (var i = 0; i < lengths.Length; i++)
        {
            Number(dimensions + (step * (i + 1)), lengths[i], step);
            Real(sizes + (real * (i + 1)), i + 1);
        }

        if (isSecond)
        {
            Number(168, start, 8);
            Number(500, 2 + 8, 4);
        }
        else
        {
            Real(108, start);
            file[123] = 2 + 8;
        }

        change?.Invoke(file);
        values.CopyTo(file, start);
        File.WriteAllBytes(folder["a.nii"], file);
    }

    private static void WriteMatrix(Span<byte> header, float[] matrix)
    {
        foreach (var (i, value) in matrix.Index())
        {
            BinaryPrimitives.WriteSingleLittleEndian(header[(280 + (4 * i))..], value);
        }
    }

    private delegate void HeaderChange(Span<byte> header);
}
