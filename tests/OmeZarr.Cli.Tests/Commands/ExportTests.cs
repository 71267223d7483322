using System.Text.Json.Nodes;
using OmeZarr.Files;
using OmeZarr.Tiff;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Cli.Tests.Commands;

public sealed class ExportTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Tiff => folder["out.ome.tif"];

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("none")]
    [InlineData("deflate")]
    [InlineData("zstd")]
    [InlineData("lzw")]
    public async Task The_pixels_of_an_image_come_back(string compression)
    {
        var store = await CellsAsync();
        var run = await Run.Of("export", store, Tiff, "--compression", compression, "--sync");
        Assert.Equal((0, "omezarr: warning: the display windows of the channels are left out: OME-XML has no place for them\n"), (run.ExitCode, run.Error));
        Assert.StartsWith($"{Tiff}  2 x 4 x 96 x 128 uint16 (c, z, y, x)   ", run.Out, StringComparison.Ordinal);
        var expected = await (await OmeImage.OpenAsync(store, cancellationToken: Cancel)).Levels[0].ReadAsync<ushort>(Cancel);
        using var tiff = TiffImage.Open(Tiff);
        Assert.Equal(expected, await ReadAsync(tiff));
    }

    [Fact]
    public async Task An_exported_image_converts_back_to_the_same_metadata()
    {
        var store = await CellsAsync();
        await Run.OutputOf("set", store, "--scale", "z=2,y=0.5,x=0.25", "--unit", "nm", "--channel-names", "DAPI,GFP");
        await Run.Of("export", store, Tiff);
        Assert.Equal(0, (await Run.Of("convert", Tiff, folder["back.zarr"])).ExitCode);
        var (before, after) = (await OmeImage.OpenAsync(store, cancellationToken: Cancel), await OmeImage.OpenAsync(folder["back.zarr"], cancellationToken: Cancel));
        Assert.Equal(before.Axes, after.Axes);
        Assert.Equal(before.Levels[0].PixelSize, after.Levels[0].PixelSize);
        Assert.Equal(before.Metadata.Omero!.Channels.Select(channel => (channel.Label, channel.Color)), after.Metadata.Omero!.Channels.Select(channel => (channel.Label, channel.Color)));
        Assert.Equal(await before.Levels[0].ReadAsync<ushort>(Cancel), await after.Levels[0].ReadAsync<ushort>(Cancel));
    }

    [Fact]
    public async Task The_summary_for_programs_has_what_is_left_out()
    {
        var run = await Run.Of("export", await CellsAsync(), Tiff, "--json");
        var json = JsonNode.Parse(run.Out)!;
        Assert.Equal((new FileInfo(Tiff).Length, "ome-tiff-window"), ((long)json["bytes"]!, (string?)json["findings"]![0]!["rule"]));
        Assert.Equal("""{"path":"","axes":["c","z","y","x"],"shape":[2,4,96,128],"dataType":"uint16"}""", json["images"]![0]!.ToJsonString());
    }

    [Fact]
    public async Task All_images_of_a_collection_are_exported_or_one()
    {
        await Run.OutputOf("convert", TestFiles.WriteGray<byte>(folder["a.tif"], 3, 1, 2, 3), TestFiles.WriteGray<byte>(folder["b.tif"], 2, 4, 5, 6, 7), folder["in.zarr"], "--series");
        Assert.Contains("  2 images   ", (await Run.Of("export", folder["in.zarr"], Tiff)).Out, StringComparison.Ordinal);
        await Run.Of("export", folder["in.zarr"], Tiff, "--image", "1", "--overwrite");
        using var tiff = TiffImage.Open(Tiff);
        Assert.Equal([4, 5, 6, 7], await tiff.ReadAllAsync());
    }

    [Fact]
    public async Task A_plate_is_one_file_or_a_well_or_a_field_of_it()
    {
        TestFiles.WriteGray<byte>(folder["in/P_B03_s1_w1.tif"], 3, 1, 2, 3);
        TestFiles.WriteGray<byte>(folder["in/P_B03_s2_w1.tif"], 3, 7, 8, 9);
        TestFiles.WriteGray<byte>(folder["in/P_C04_s1_w1.tif"], 3, 4, 5, 6);
        await Run.OutputOf("convert", folder["in"], folder["in.zarr"], "--plate", "auto", "--plate-wells", "96", "--name", "screen");
        var run = await Run.Of("export", folder["in.zarr"], Tiff);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("  3 images   ", run.Out, StringComparison.Ordinal);
        Assert.Contains("the display windows of the channels are left out: OME-XML has no place for them (B/3/1, B/3/2, C/4/1)", run.Error, StringComparison.Ordinal);
        using (var file = TiffFile.Open(Tiff))
        {
            Assert.Equal(new FilePlate { Name = "screen", Rows = 8, Columns = 12 }, file.Plate);
            Assert.Equal([new FileWell("B", "3", "0"), new FileWell("B", "3", "1"), new FileWell("C", "4", "0")], file.Images.Select(image => image.Well));
            Assert.Equal([7, 8, 9], await file.Images[1].Pixels.ReadAllAsync());
            Assert.DoesNotContain(file.Findings, finding => finding.Kind != FileFindingKind.Guessed);
        }

        var wrong = await Run.Of("export", folder["in.zarr"], Tiff, "--level", "7", "--overwrite");
        Assert.Equal(2, wrong.ExitCode);
        Assert.Contains("--level 7: ", wrong.Error, StringComparison.Ordinal);
        Assert.Contains("has the levels 0 to 0; there is no level 7", wrong.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await Run.Of("convert", Tiff, folder["back.zarr"])).ExitCode);
        var back = await OmePlate.OpenAsync(folder["back.zarr"], cancellationToken: Cancel);
        Assert.Equal(["B/3", "C/4"], back.Wells.Select(well => well.Path));
        foreach (var (path, pixels) in new (string, byte[][])[] { ("B/3", [[1, 2, 3], [7, 8, 9]]), ("C/4/1", [[4, 5, 6]]) })
        {
            Assert.Equal(0, (await Run.Of("export", folder["in.zarr"], Tiff, "--image", path, "--overwrite")).ExitCode);
            using var part = TiffFile.Open(Tiff);
            Assert.Null(part.Plate);
            Assert.Equal(pixels, await Task.WhenAll(part.Images.Select(image => image.Pixels.ReadAllAsync())));
        }
    }

    [Fact]
    public async Task What_a_plate_lists_and_lacks_is_left_out()
    {
        TestFiles.WriteGray<byte>(folder["in/P_B03_s1_w1.tif"], 3, 1, 2, 3);
        TestFiles.WriteGray<byte>(folder["in/P_C04_s1_w1.tif"], 3, 4, 5, 6);
        await Run.OutputOf("convert", folder["in"], folder["in.zarr"], "--plate", "auto");
        Directory.Delete(folder["in.zarr/B/3"], recursive: true);
        var run = await Run.Of("export", folder["in.zarr"], Tiff);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("it is listed, but not there, and is left out", run.Error, StringComparison.Ordinal);
        using var file = TiffFile.Open(Tiff);
        Assert.Equal(new FileWell("C", "4", "0"), Assert.Single(file.Images).Well);
    }

    [Fact]
    public async Task Labels_are_images_too()
    {
        var image = TestFiles.WriteGray<byte>(folder["a.tif"], 3, 1, 2, 3);
        await Run.OutputOf("convert", image, folder["in.zarr"], "--label", $"cells={TestFiles.WriteGray<ushort>(folder["m.tif"], 3, 0, 7, 7)}");
        Assert.Contains("labels are not in the file (cells)", (await Run.Of("export", folder["in.zarr"], Tiff)).Error, StringComparison.Ordinal);
        Assert.Equal(0, (await Run.Of("export", folder["in.zarr"], folder["mask.tif"], "--image", "labels/cells")).ExitCode);
        using var tiff = TiffImage.Open(folder["mask.tif"]);
        Assert.Equal([0, 7, 7], await ReadAsync(tiff));
    }

    [Fact]
    public async Task Mistakes_are_explained()
    {
        var store = await CellsAsync();
        await File.WriteAllTextAsync(Tiff, "mine", Cancel);
        (string[] Arguments, string Message)[] cases =
        [
            ([store, Tiff], $"{Tiff} exists; --overwrite replaces it. Nothing was changed"),
            ([store, folder["no/out.tif"]], $"{folder["no/out.tif"]} cannot be made, because there is no folder {folder["no"]}"),
            ([store, folder.Path], $"{folder.Path} is a folder; name a file, such as cells.ome.tif"),
            ([store, folder["a.tif"], "--level", "7"], "--level 7: the image has the levels 0 to 0"),
            ([store, folder["a.tif"], "--image", "nothing"], $"--image nothing: there is no image of this path in {store}, but it has none"),
            ([store, folder["a.tif"], "--compression", "deflat"], "--compression deflat: there is deflate, none, zstd, lzw; did you mean deflate?"),
            ([folder["no.zarr"], folder["a.tif"]], $"{folder["no.zarr"]}: no such folder"),
        ];
        foreach (var (arguments, message) in cases)
        {
            Assert.Equal(new Run(2, string.Empty, $"omezarr: {message}\n"), await Run.Of(["export", .. arguments]));
        }

        Assert.Equal("mine", await File.ReadAllTextAsync(Tiff, Cancel));
    }

    private static async Task<ushort[]> ReadAsync(TiffImage tiff)
    {
        var pixels = new ushort[tiff.Shape.ElementCount];
        Buffer.BlockCopy(await tiff.ReadAllAsync(), 0, pixels, 0, pixels.Length * 2);
        return pixels;
    }

    private async Task<string> CellsAsync()
    {
        await Run.OutputOf("convert", TestFiles.Cells, folder["in.zarr"]);
        return folder["in.zarr"];
    }
}

internal static class Sources
{
    internal static async Task<byte[]> ReadAllAsync(this IArraySource source)
    {
        var bytes = new byte[source.Shape.ElementCount * source.DataType.Size];
        await source.ReadAsync(Region.Whole(source.Shape), bytes, TestContext.Current.CancellationToken);
        return bytes;
    }
}
