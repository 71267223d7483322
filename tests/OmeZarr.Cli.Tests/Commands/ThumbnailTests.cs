using System.Buffers.Binary;
using System.Text.Json.Nodes;
using TestKit;
using Xunit;

namespace OmeZarr.Cli.Tests.Commands;

public sealed class ThumbnailTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Store => folder["a.zarr"];

    private string Png => folder["a.png"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task An_image_becomes_a_picture()
    {
        await Run.OutputOf("convert", TestFiles.Cells, Store);
        var output = await Run.OutputOf("thumbnail", Store, Png, "--size", "64");
        Assert.StartsWith($"{Png}  64 x 48   ", output, StringComparison.Ordinal);
        Assert.Equal((64, 48), SizeOf(Png));
        Assert.Equal(["a.png"], folder.Files().Where(file => !file.StartsWith("a.zarr", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_summary_for_programs_has_the_size()
    {
        await Run.OutputOf("convert", TestFiles.Cells, Store);
        var summary = JsonNode.Parse(await Run.OutputOf("thumbnail", Store, Png, "--json"))!;
        Assert.Equal((Png, 128, 96, new FileInfo(Png).Length), ((string)summary["path"]!, (int)summary["width"]!, (int)summary["height"]!, (long)summary["bytes"]!));
        Assert.Equal("[]", summary["findings"]!.ToJsonString());
    }

    [Fact]
    public async Task Options_choose_channels_and_planes()
    {
        await Run.OutputOf("convert", TestFiles.Cells, Store, "--channel-names", "DAPI,GFP");
        var shown = await PictureAsync();
        Assert.Equal(shown, await PictureAsync("--channels", "DAPI,gfp"));
        Assert.Equal(shown, await PictureAsync("--channels", "0,1", "--z", "2", "--level", "0"));
        Assert.NotEqual(shown, await PictureAsync("--channels", "GFP"));
        Assert.NotEqual(shown, await PictureAsync("--z", "0"));
        Assert.NotEqual(shown, await PictureAsync("--z", "max"));
        Assert.Equal(await PictureAsync("--channels", "GFP"), await PictureAsync("--channels", "1"));
    }

    [Fact]
    public async Task Labels_are_laid_over_the_image()
    {
        var gray = TestFiles.WriteGray<byte>(folder["gray.tif"], 2, 1, 2, 3, 4);
        await Run.OutputOf("convert", gray, Store, "--label", $"nuclei={TestFiles.WriteGray<byte>(folder["mask.tif"], 2, 0, 1, 0, 2)}");
        Assert.NotEqual(await PictureAsync(), await PictureAsync("--labels", "nuclei"));
        Assert.Equal(new Run(2, string.Empty, "omezarr: --labels cells: the image has the labels nuclei\n"), await Run.Of("thumbnail", Store, folder["b.png"], "--labels", "cells"));
        await Run.OutputOf("thumbnail", Path.Join(Store, "labels", "nuclei"), folder["labels.png"]);
    }

    [Fact]
    public async Task An_existing_picture_is_only_replaced_on_request()
    {
        await Run.OutputOf("convert", TestFiles.Cells, Store);
        File.WriteAllText(Png, "mine");
        Assert.Equal(new Run(2, string.Empty, $"omezarr: {Png} exists; --overwrite replaces it. Nothing was changed\n"), await Run.Of("thumbnail", Store, Png));
        Assert.Equal("mine", File.ReadAllText(Png));
        await Run.OutputOf("thumbnail", Store, Png, "--overwrite");
        Assert.Equal((128, 96), SizeOf(Png));
    }

    [Theory]
    [InlineData("z 4: the image has 4 planes, 0 to 3", "--z", "4")]
    [InlineData("--z top: give a number from 0 or max", "--z", "top")]
    [InlineData("t 1: the image has one time point, 0", "--t", "1")]
    [InlineData("c 2: the image has 2 channels, 0 to 1", "--channels", "2")]
    [InlineData("--channels DAPI: the image has the channels channel 0, channel 1", "--channels", "DAPI")]
    [InlineData("level 1: the image has one level, 0", "--level", "1")]
    [InlineData("--size 5000: give a number from 1 to 4096", "--size", "5000")]
    [InlineData("--labels nuclei: the image has no labels", "--labels", "nuclei")]
    public async Task What_the_image_does_not_have_is_an_error(string error, params string[] options)
    {
        await Run.OutputOf("convert", TestFiles.Cells, Store);
        Assert.Equal(new Run(2, string.Empty, $"omezarr: {error}\n"), await Run.Of(["thumbnail", Store, Png, .. options]));
        Assert.False(File.Exists(Png));
    }

    [Fact]
    public async Task A_plate_becomes_a_mosaic_and_a_well_its_first_field()
    {
        foreach (var well in new[] { "A1", "A2", "B1" })
        {
            TestFiles.WriteGray<byte>(folder[$"in/{well}_dna.tif"], 2, 1, 2, 3, 4);
        }

        await Run.OutputOf("convert", folder["in"], Store, "--plate", "(?<well>[A-B][0-9])_(?<channel>[a-z]+)");
        Assert.Contains(" (a)   ", await Run.OutputOf("thumbnail", Store, Png, "--size", "200", "--channels", "dna"), StringComparison.Ordinal);
        Assert.InRange(SizeOf(Png).Width, 180, 200);
        Assert.Contains("  2 x 2 (0)   ", await Run.OutputOf("thumbnail", Path.Join(Store, "A", "1"), folder["well.png"]), StringComparison.Ordinal);
        File.Delete(Path.Join(Store, "A", "2", "0", "zarr.json"));
        var run = await Run.Of("thumbnail", Store, Png, "--overwrite");
        Assert.Equal((1, string.Empty), (run.ExitCode, run.Error));
        Assert.Contains("\n  A/2 cannot be read: ", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_collection_one_image_is_shown()
    {
        var (a, b) = (TestFiles.WriteGray<byte>(folder["first.tif"], 2, 1, 2, 3, 4), TestFiles.WriteGray<byte>(folder["second.tif"], 4, 1, 2, 3, 4));
        await Run.OutputOf("convert", a, b, Store, "--series");
        await Run.OutputOf("thumbnail", Store, Png);
        Assert.Equal((2, 2), SizeOf(Png));
        await Run.OutputOf("thumbnail", Store, Png, "--series", "1", "--overwrite");
        Assert.Equal((4, 1), SizeOf(Png));
        Assert.Equal(new Run(2, string.Empty, "omezarr: --series 2: the collection has the images 0, 1\n"), await Run.Of("thumbnail", Store, folder["b.png"], "--series", "2"));
    }

    [Fact]
    public async Task Where_there_is_nothing_to_show_or_no_place_for_it_the_error_says_so()
    {
        await Run.OutputOf("convert", TestFiles.Cells, Store);
        Assert.Equal(2, (await Run.Of("thumbnail", folder["nothing.zarr"], Png)).ExitCode);
        Assert.Equal(new Run(2, string.Empty, $"omezarr: {folder.Path} is a folder; name a PNG file\n"), await Run.Of("thumbnail", Store, folder.Path));
        Assert.Equal(new Run(2, string.Empty, $"omezarr: {folder["no/a.png"]} cannot be made, because there is no folder {folder["no"]}\n"), await Run.Of("thumbnail", Store, folder["no/a.png"]));
        Assert.Equal(new Run(2, string.Empty, $"omezarr: {Store} is not a collection; --series names an image of a collection\n"), await Run.Of("thumbnail", Store, Png, "--series", "0"));
    }

    private async Task<byte[]> PictureAsync(params string[] options)
    {
        await Run.OutputOf(["thumbnail", Store, Png, "--overwrite", .. options]);
        return File.ReadAllBytes(Png);
    }

    private static (int Width, int Height) SizeOf(string png)
    {
        var bytes = File.ReadAllBytes(png);
        return (BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(20)));
    }
}
