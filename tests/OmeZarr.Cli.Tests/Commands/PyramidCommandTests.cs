using System.Text.Json.Nodes;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Cli.Tests.Commands;

public sealed class PyramidCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Convert_halves_large_images_until_they_are_small()
    {
        await Run.OutputOf("convert", Large(), folder["out.zarr"]);
        Assert.Equal<Shape>([[300, 600], [150, 300], [150, 150]], await ShapesAsync());
        var multiscale = (await OmeImage.OpenAsync(folder["out.zarr"], cancellationToken: Cancel)).Multiscale;
        Assert.Equal(("mean", 0.5, 1.5), (multiscale.Type, multiscale.Origin(2)[0], multiscale.Origin(2)[1]));
        Assert.Empty((await OmeDocument.LoadAsync(folder["out.zarr"], cancellationToken: Cancel)).Validate());
    }

    [Theory]
    [InlineData("none", new[] { "300, 600" })]
    [InlineData("1", new[] { "300, 600" })]
    [InlineData("isotropic", new[] { "300, 600", "150, 300", "150, 150" })]
    [InlineData("2", new[] { "300, 600", "150, 300" })]
    public async Task The_levels_can_be_chosen(string pyramid, string[] expected)
    {
        await Run.OutputOf("convert", Large(), folder["out.zarr"], "--pyramid", pyramid);
        Assert.Equal(expected, (await ShapesAsync()).Select(shape => string.Join(", ", shape)));
    }

    [Fact]
    public async Task Method_and_factors_can_be_chosen()
    {
        await Run.OutputOf("convert", Large(), folder["out.zarr"], "--pyramid", "2", "--downsample", "max", "--factors", "y=1,x=3");
        var image = await OmeImage.OpenAsync(folder["out.zarr"], cancellationToken: Cancel);
        Assert.Equal<Shape>([300, 200], image.Levels[1].Shape);
        Assert.Equal(2, (await image.Levels[1].ReadAsync<byte>(cancellationToken: Cancel))[0]); // of 0, 1 and 2
    }

    [Fact]
    public async Task Labels_have_the_levels_of_their_image_and_keep_their_numbers()
    {
        await Run.OutputOf("convert", Large(), folder["out.zarr"], "--label", $"cells={Large("mask.tif")}", "--downsample", "mean");
        var label = await OmeImage.OpenAsync(folder["out.zarr/labels/cells"], cancellationToken: Cancel);
        Assert.Equal((3, "mode"), (label.Levels.Count, label.Multiscale.Type));
    }

    [Fact]
    public async Task Each_image_of_a_collection_has_levels_and_measured_windows()
    {
        await Run.OutputOf("convert", Large("a.tif"), Large("b.tif"), folder["out.zarr"], "--series");
        var collection = await OmeCollection.OpenAsync(folder["out.zarr"], cancellationToken: Cancel);
        var image = await collection.OpenImageAsync(1, Cancel);
        Assert.Equal(3, image.Levels.Count);
        Assert.InRange(image.Metadata.Omero!.Channels[0].Window!.End, 90, 99);
    }

    [Fact]
    public async Task Levels_are_added_to_a_store()
    {
        await Run.OutputOf("convert", Large(), folder["at-once.zarr"], "--name", "cells");
        await Run.OutputOf("convert", Large(), folder["out.zarr"], "--pyramid", "none", "--name", "cells");
        Assert.Equal($"{folder["out.zarr"]}: 1 image got levels\n", await Run.OutputOf("pyramid", folder["out.zarr"]));
        Assert.Equal(File.ReadAllText(folder["at-once.zarr/zarr.json"]), File.ReadAllText(folder["out.zarr/zarr.json"]));
        Assert.Equal($"{folder["out.zarr"]}: the levels are there, or nothing is larger than they would be\n", await Run.OutputOf("pyramid", folder["out.zarr"]));
        var other = await Run.Of("pyramid", folder["out.zarr"], "--pyramid", "4");
        Assert.Equal((2, $"omezarr: {folder["out.zarr"]} has 3 levels. Set Overwrite to replace all but the first; nothing was changed.\n"), (other.ExitCode, other.Error));
        var summary = JsonNode.Parse(await Run.OutputOf("pyramid", folder["out.zarr"], "--pyramid", "4", "--overwrite", "--sync", "--json"))!;
        Assert.Equal("""[""]""", summary["changed"]!.ToJsonString());
        Assert.Equal(4, (await ShapesAsync()).Count());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2, "--pyramid", "auto")]
    public async Task Fields_that_are_added_to_a_plate_of_one_level_have_one_unless_levels_are_chosen(int expected, params string[] options)
    {
        string[] plate = ["--plate", "(?<well>[A-Z][0-9])[.]tif"];
        Square("A1.tif");
        await Run.OutputOf(["convert", folder["A1.tif"], folder["out.zarr"], .. plate, "--pyramid", "none"]);
        Square("A2.tif");
        await Run.OutputOf(["convert", folder["A2.tif"], folder["out.zarr"], .. plate, "--append", .. options]);
        Assert.Equal(expected, (await OmeImage.OpenAsync(folder["out.zarr/A/2/0"], cancellationToken: Cancel)).Levels.Count);
    }

    [Theory]
    [InlineData]
    [InlineData("--series")]
    [InlineData("--plate", "(?<well>[A-Z][0-9])[.]tif")]
    public async Task The_summary_tells_the_chunks_that_are_stored(params string[] options)
    {
        Square("A1.tif");
        var summary = JsonNode.Parse(await Run.OutputOf(["convert", folder["A1.tif"], folder["out.zarr"], "--json", .. options]))!;
        var told = (summary["images"]?[0] ?? summary)["chunks"]!.AsArray().Select(length => (long)length!);
        var stored = await ZarrArray.OpenAsync(folder[Path.Join("out.zarr", options.Length switch { 0 => "0", 1 => "0/0", _ => "A/1/0/0" })], cancellationToken: Cancel);
        Assert.Equal(stored.ChunkShape, told);
    }

    [Fact]
    public async Task The_only_channel_of_an_image_is_not_told_unless_it_has_a_name()
    {
        await Run.OutputOf("convert", Square("a.tif"), folder["out.zarr"]);
        Assert.DoesNotContain("channel", await Run.OutputOf("info", folder["out.zarr"]), StringComparison.Ordinal);
        await Run.OutputOf("convert", Square("a.tif"), folder["out.zarr"], "--channel-names", "DAPI", "--overwrite");
        Assert.Contains("channels  DAPI\n", await Run.OutputOf("info", folder["out.zarr"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--pyramid 0: expected auto, isotropic, none, or a number of levels such as 5, 64 at most", "--pyramid", "0")]
    [InlineData("--pyramid big: expected auto, isotropic, none, or a number of levels such as 5, 64 at most", "--pyramid", "big")]
    [InlineData("--factors is for a number of levels; give it, too: --pyramid 5", "--factors", "x=2")]
    [InlineData("--factors x=0: 0 is not a factor, which is a whole number greater than 0", "--pyramid", "3", "--factors", "x=0")]
    [InlineData("--factors x=1: one factor at least is 2 or more, or no level would be smaller", "--pyramid", "3", "--factors", "x=1")]
    [InlineData("--downsample means: there is mean, stride, mode, min, max, median; did you mean mean?", "--downsample", "means")]
    public Task What_cannot_be_understood_is_refused(string line, params string[] options)
    {
        Large("a.tif");
        return ErrorLines.RequireAsync(folder, line, ["a.tif", "out.zarr", .. options]);
    }

    [Fact]
    public Task A_factor_of_an_axis_that_is_not_there_is_refused()
    {
        Large("a.tif");
        return ErrorLines.RequireAsync(folder, "the image has no axis \"z\" for the factor 2; its axes are y, x", "a.tif", "out.zarr", "--pyramid", "3", "--factors", "z=2,x=2");
    }

    private string Large(string name = "large.tif") => TestFiles.WriteGray<byte>(folder[name], 600, [.. Enumerable.Range(0, 600 * 300).Select(i => (byte)(i % 600 % 100))]);

    /// <summary>An image whose lengths are odd.</summary>
    private string Square(string name) => TestFiles.WriteGray<byte>(folder[name], 301, [.. Enumerable.Range(0, 301 * 301).Select(i => (byte)(i % 251))]);

    private async Task<IEnumerable<Shape>> ShapesAsync() => (await OmeImage.OpenAsync(folder["out.zarr"], cancellationToken: Cancel)).Levels.Select(level => level.Shape);
}
