using OmeZarr.Tiff.Tests.Files;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Tiff.Tests;

/// <summary>Files from real microscopes.</summary>
public sealed class RealFileTests
{
    [Theory]
    [InlineData("human-channels", "*.tif", 3, "yx", "uint8", new long[] { 512, 512 })]
    [InlineData("plate-row-o", "*.TIF", 6, "yx", "uint8", new long[] { 512, 512 })]
    [InlineData("embryo-frames", "*.tif", 5, "cyx", "uint8", new long[] { 3, 264, 542 })]
    [InlineData("nuclei", "*2d.tif", 2, "yx", "uint16", new long[] { 512, 512 })]
    [InlineData("nuclei", "*3d.tif", 2, "zyx", "uint16", new long[] { 31, 61, 57 })]
    public async Task Files_open_as_what_they_are_and_read_whole(string name, string pattern, int count, string axes, string type, long[] shape)
    {
        var files = Directory.GetFiles(SharedData.PathOrSkip($"data/{name}"), pattern);
        Assert.Equal(count, files.Length);
        foreach (var file in files)
        {
            using var tiff = TiffImage.Open(file);
            Assert.Equal(axes, tiff.AxisNames);
            Assert.Equal(DataType.FromName(type), tiff.DataType);
            Assert.Equal(shape, tiff.Shape);
            Assert.All(tiff.PixelSizes, Assert.Null);
            Assert.True((await tiff.ReadAllAsync()).Distinct().Count() > 2);
        }
    }

    [Fact]
    public async Task Rgb_frames_have_the_bytes_of_their_single_strip()
    {
        foreach (var path in Directory.GetFiles(SharedData.PathOrSkip("data/embryo-frames"), "*.tif"))
        {
            // 154 is the offset of the strip in these files; their pixels are interleaved.
            var file = await File.ReadAllBytesAsync(path);
            using var tiff = TiffImage.Open(path);
            var bytes = await tiff.ReadAllAsync();
            Assert.All(Enumerable.Range(0, bytes.Length / 50), i => Assert.Equal(file[154 + (i * 50 % (264 * 542) * 3) + (i * 50 / (264 * 542))], bytes[i * 50]));
        }
    }

    [Fact]
    public async Task Five_frames_stack_to_a_time_lapse()
    {
        var paths = Directory.GetFiles(SharedData.PathOrSkip("data/embryo-frames"), "*.tif").Order(StringComparer.Ordinal);
        var frames = paths.Select(path => TiffImage.Open(path)).ToArray();
        var stack = ArraySource.Stack(frames, 0);
        Assert.Equal([5, 3, 264, 542], stack.Shape);
        var region = new Region([0, 1, 100, 100], [5, 1, 8, 8]);
        var expected = new List<byte>();
        foreach (var frame in frames)
        {
            expected.AddRange(await frame.ReadAsync(new Region([1, 100, 100], [1, 8, 8])));
            frame.Dispose();
        }

        Assert.Equal(64 * 5, expected.Count);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => stack.ReadAsync(region));
    }
}
