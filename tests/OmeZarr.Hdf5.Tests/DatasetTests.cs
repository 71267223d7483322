using System.Buffers.Binary;
using System.Runtime.InteropServices;
using OmeZarr.Files;
using OmeZarr.ImageFormats.Tests;
using PureHDF;
using TestKit;
using Xunit;

namespace OmeZarr.Hdf5.Tests;

public sealed class DatasetTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Hdf5Format format = new();

    private string Path => folder["a.h5"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Axes_and_sizes_that_the_file_names()
    {
        var data = new float[2, 3, 4, 2];
        for (var i = 0; i < 48; i++)
        {
            data[i / 24, i / 8 % 3, i / 2 % 4, i % 2] = i;
        }

        new H5File
        {
            ["exported"] = new H5Group
            {
                ["probabilities"] = new H5Dataset(data) { Attributes = new() { ["axistags"] = """{"axes":[{"key":"z"},{"key":"y"},{"key":"x"},{"key":"c"}]}""", ["element_size_um"] = new double[] { 2, 0.5, 0.25 } } },
            },
            ["table"] = new double[] { 1, 2 },
        }.Write(Path);
        using var file = format.Open(Path);
        var image = Assert.Single(file.Images);
        Assert.Equal(("HDF5", "czyx", "exported/probabilities"), (file.Format, image.Axes, image.Name));
        Assert.Equal([null, new PhysicalSize(2, "micrometer"), new(0.5, "micrometer"), new(0.25, "micrometer")], image.PixelSizes);
        Assert.Equal([2, 2, 3, 4], image.Pixels.Shape);
        float[] expected = [.. from c in Enumerable.Range(0, 2) from i in Enumerable.Range(0, 24) select (float)((i * 2) + c)];
        Assert.Equal(expected, MemoryMarshal.Cast<byte, float>(await image.Pixels.ReadAllAsync()).ToArray());
        await image.Pixels.RequirePartsAsync(new Random(4));
        Assert.Equal("1 dataset that is no image left out: /table", Assert.Single(file.Findings).Message);
    }

    [Fact]
    public void Axes_without_names_are_a_guess_and_can_be_given()
    {
        new H5File { ["data"] = new byte[5, 1, 4, 3] }.Write(Path);
        using (var guessed = format.Open(Path))
        {
            Assert.Equal("zyx", guessed.Images[0].Axes);
            Assert.Equal(new FileFinding(FileFindingKind.Guessed, "the axes of /data (5 x 1 x 4 x 3) are taken for z, y, x; --axes names others"), Assert.Single(guessed.Findings));
        }

        foreach (var (given, axes, lengths) in new (string, string, long[])[] { ("tyx", "tyx", [5, 4, 3]), ("tcyx", "tcyx", [5, 1, 4, 3]), ("yzxc", "czyx", [3, 1, 5, 4]) })
        {
            using var file = format.Open(Path, new ImageFileOptions { Axes = given });
            Assert.Equal(axes, file.Images[0].Axes);
            Assert.Equal(lengths, file.Images[0].Pixels.Shape);
            Assert.Empty(file.Findings);
        }

        Assert.Contains("do not fit /data", Assert.Throws<ArgumentException>(() => format.Open(Path, new ImageFileOptions { Axes = "yx" })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_type_of_numbers()
    {
        new H5File
        {
            ["a"] = new sbyte[,] { { -1, 2 }, { 3, 4 } },
            ["b"] = new int[,] { { -1, 2 }, { 3, 4 } },
            ["c"] = new uint[,] { { 1, 2 }, { 3, uint.MaxValue } },
            ["d"] = new long[,] { { -1, 2 }, { 3, 4 } },
            ["e"] = new ulong[,] { { 1, 2 }, { 3, ulong.MaxValue } },
            ["f"] = new double[,] { { 0.5, 2 }, { double.NaN, 4 } },
        }.Write(Path);
        using var file = format.Open(Path);
        Assert.Equal(["int8", "int32", "uint32", "int64", "uint64", "float64"], file.Images.Select(image => image.Pixels.DataType.Name));
        Assert.Equal([255, 2, 3, 4], await file.Images[0].Pixels.ReadAllAsync());
        Assert.Equal(new ulong[] { 1, 2, 3, ulong.MaxValue }, MemoryMarshal.Cast<byte, ulong>(await file.Images[4].Pixels.ReadAllAsync()).ToArray());
        Assert.Equal(new double[] { 0.5, 2, double.NaN, 4 }, MemoryMarshal.Cast<byte, double>(await file.Images[5].Pixels.ReadAllAsync()).ToArray());
    }

    [Fact]
    public void A_file_without_images_is_refused()
    {
        new H5File { ["table"] = new double[] { 1, 2 } }.Write(Path);
        Assert.Equal($"{Path}: it has no dataset of numbers with two to five dimensions", Assert.Throws<ImageFileException>(() => format.Open(Path)).Message);
        Assert.Throws<FileNotFoundException>(() => format.Open(folder["none.h5"]));
        Assert.False(format.Recognizes("a.h5", "not hdf"u8));
    }

    [Fact]
    public async Task Damage_is_an_error_that_names_the_file()
    {
        new H5File { ["data"] = new H5Dataset(new byte[5, 4, 3], chunks: [2, 2, 2]) }.Write(Path);
        await format.RequireSafeAsync(folder["bad.h5"], await File.ReadAllBytesAsync(Path, TestContext.Current.CancellationToken), new Random(5));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Elements_in_the_other_byte_order_are_turned(bool isChunked)
    {
        var data = new ushort[6, 5];
        for (var i = 0; i < 30; i++)
        {
            data[i / 5, i % 5] = BinaryPrimitives.ReverseEndianness((ushort)(1000 + i));
        }

        new H5File { ["data"] = isChunked ? new H5Dataset(data, chunks: [3, 2]) : new H5Dataset(data) }.Write(Path);
        TurnByteOrder(Path);
        using var file = format.Open(Path);
        ushort[] expected = [.. Enumerable.Range(1000, 30).Select(value => (ushort)value)];
        Assert.Equal(expected, MemoryMarshal.Cast<byte, ushort>(await file.Images[0].Pixels.ReadAllAsync()).ToArray());
        await file.Images[0].Pixels.RequirePartsAsync(new Random(5));
    }

    /// <summary>Says in the only data type of a file, uint16, that its bytes come in the other order.</summary>
    private static void TurnByteOrder(string path)
    {
        var bytes = File.ReadAllBytes(path);
        // Size 2, bit offset 0, precision 16; before them the class and three bytes of flags.
        var size = bytes.AsSpan().IndexOf<byte>([2, 0, 0, 0, 0, 0, 16, 0]);
        Assert.Equal(0, bytes[size - 4] & 0x0F);
        bytes[size - 3] |= 1;
        File.WriteAllBytes(path, bytes);
    }
}
