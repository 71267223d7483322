using BitMiracle.LibTiff.Classic;
using OmeZarr.Tiff.Tests.Files;
using TestKit;
using Xunit;

namespace OmeZarr.Tiff.Tests.Samples;

/// <summary>Colours as YCbCr outside of JPEG streams, against LibTiff.</summary>
public sealed class YCbCrTests : IDisposable
{
    private const int Width = 37;
    private const int Height = 21;
    private const int RowsPerStrip = 8;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(2, 2, 1)]
    [InlineData(2, 1, 5)]
    [InlineData(4, 2, 8)]
    [InlineData(4, 4, 32773)]
    [InlineData(1, 2, 5)]
    public async Task Units_of_all_sizes_are_rgb(int across, int down, int compression)
    {
        await CheckAsync(Make(across, down, compression));
    }

    [Fact]
    public async Task Other_coefficients_and_ranges_are_followed()
    {
        var file = Tags(Blocks(2, 2, 1), 2, 2, 1);
        file.Rationals(529, (2126, 10_000), (7152, 10_000), (722, 10_000)).Rationals(532, (16, 1), (235, 1), (128, 1), (240, 1), (128, 1), (240, 1)).Directory();
        await CheckAsync(file.ToArray());
    }

    [Fact]
    public void What_is_not_supported_is_named()
    {
        var file = Tags(Blocks(2, 2, 1), 2, 2, 1);
        file.Short(284, 2).Directory();
        File.WriteAllBytes(folder["x.tif"], file.ToArray());
        var error = Assert.Throws<TiffFormatException>(() => TiffFile.Open(folder["x.tif"]));
        Assert.EndsWith("PhotometricInterpretation 6 (YCbCr without JPEG) with 3 separate planes of 8 bits is not supported; convert the file to RGB", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_cut_is_an_error()
    {
        var whole = Make(2, 2, 1);
        File.WriteAllBytes(folder["x.tif"], whole);
        using (var file = TiffFile.Open(folder["x.tif"]))
        {
            Assert.Equal("TIFF: cyx 3x21x37 uint8, Red, Green, Blue", FileText.Of(file));
            await file.Images[0].Pixels.ReadAllAsync();
        }

        // The last strip ends beyond the file.
        var damaged = Tags([[1, 2, 3], [4], [5]], 2, 2, 1);
        damaged.Directory();
        File.WriteAllBytes(folder["x.tif"], damaged.ToArray());
        using var cut = TiffFile.Open(folder["x.tif"]);
        var error = await Assert.ThrowsAsync<TiffFormatException>(() => cut.Images[0].Pixels.ReadAllAsync());
        Assert.Contains("strip 0 is damaged: 3 of ", error.Message, StringComparison.Ordinal);
    }

    private static byte[] Make(int across, int down, int compression)
    {
        var file = Tags(Blocks(across, down, compression), across, down, compression);
        file.Directory();
        return file.ToArray();
    }

    private static RawTiff Tags(byte[][] blocks, int across, int down, int compression)
    {
        var file = new RawTiff(false).Header();
        long[] offsets = [.. blocks.Select(block => file.Append(block))];
        return file.Long(256, Width).Long(257, Height).Short(258, 8, 8, 8).Short(259, compression).Short(262, 6).Short(277, 3)
            .Long(273, offsets).Long(278, RowsPerStrip).Long(279, [.. blocks.Select(block => (long)block.Length)]).Short(530, across, down);
    }

    private static byte[][] Blocks(int across, int down, int compression)
    {
        var random = new Random(across + (10 * down));
        var unitsAcross = (Width + across - 1) / across;
        return [.. Enumerable.Range(0, (Height + RowsPerStrip - 1) / RowsPerStrip).Select(strip =>
        {
            var rows = Math.Min(RowsPerStrip, Height - (strip * RowsPerStrip));
            var bytes = new byte[unitsAcross * ((rows + down - 1) / down) * ((across * down) + 2)];
            random.NextBytes(bytes);
            return PlainEncoders.Encode(compression, bytes);
        })];
    }

    private async Task CheckAsync(byte[] file)
    {
        File.WriteAllBytes(folder["x.tif"], file);
        using var tiff = TiffFile.Open(folder["x.tif"]);
        var actual = await tiff.Images[0].Pixels.ReadAllAsync();
        Assert.Equal(ByLibTiff(folder["x.tif"]), actual);
    }

    // One plane for each colour.
    private static byte[] ByLibTiff(string path)
    {
        using var tiff = BitMiracle.LibTiff.Classic.Tiff.Open(path, "r");
        var raster = new int[Width * Height];
        Assert.True(tiff.ReadRGBAImageOriented(Width, Height, raster, Orientation.TOPLEFT));
        return [.. new[] { 0, 8, 16 }.SelectMany(shift => raster.Select(pixel => (byte)(pixel >> shift)))];
    }
}
