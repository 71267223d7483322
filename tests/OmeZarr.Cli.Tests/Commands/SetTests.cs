using System.Text.Json.Nodes;
using TestKit;
using Xunit;

namespace OmeZarr.Cli.Tests.Commands;

public sealed class SetTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Store => folder["in.zarr"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Everything_can_be_set_at_once()
    {
        await Run.OutputOf("convert", TestFiles.Cells, Store);
        await Run.OutputOf(
            "set", Store, "--scale", "z=2,y=0.5,x=0.25", "--unit", "um", "--channel-names", "DAPI,GFP", "--channel-colors", "0000ff,00FF00", "--window", "0:900,10:4095.5", "--name", "new name");
        var image = await OmeImage.OpenAsync(Store, cancellationToken: Cancel);
        Assert.Equal([1, 2, 0.5, 0.25], image.Levels[0].PixelSize);
        Assert.Equal([null, "micrometer", "micrometer", "micrometer"], image.Multiscale.Units);
        Assert.Equal([("DAPI", "0000FF", 0, 900), ("GFP", "00FF00", 10, 4095.5)], image.Metadata.Omero!.Channels.Select(channel => (channel.Label, channel.Color, channel.Window!.Start, channel.Window.End)));
        Assert.Equal("new name", image.Multiscale.Name);
        Assert.Contains("valid", await Run.OutputOf("validate", Store), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_changes_is_printed()
    {
        await Run.OutputOf("convert", TestFiles.WriteGray<byte>(folder["a.tif"], 3, 1, 2, 3), Store, "--name", "a");
        var line = "~ attributes.ome.multiscales[0].name: \"a\" → \"b\"";
        Assert.Equal($"{Store}: 1 document would be changed\nzarr.json:\n  {line}\n", await Run.OutputOf("set", Store, "--name", "b", "--dry-run"));
        var json = JsonNode.Parse(await Run.OutputOf("set", Store, "--name", "b", "--json"))!;
        Assert.Equal((false, "zarr.json", line), ((bool)json["dryRun"]!, (string?)json["changed"]![0]!["document"], (string?)json["changed"]![0]!["difference"]![0]));
        Assert.Equal($"{Store}: everything is as wanted already\n", await Run.OutputOf("set", Store, "--name", "b"));
    }

    [Fact]
    public async Task One_field_of_a_plate_is_set_or_all()
    {
        TestFiles.WriteGray<byte>(folder["in/P_B03_s1_w1.tif"], 3, 1, 2, 3);
        TestFiles.WriteGray<byte>(folder["in/P_C04_s1_w1.tif"], 3, 4, 5, 6);
        await Run.OutputOf("convert", folder["in"], Store, "--plate", "auto");
        Assert.StartsWith($"{Store}: 1 document changed\nC/4/1/zarr.json:\n", await Run.OutputOf("set", Store, "--image", "C/4/1", "--scale", "x=0.5"), StringComparison.Ordinal);
        Assert.StartsWith($"{Store}: 2 documents changed\n", await Run.OutputOf("set", Store, "--unit", "nm"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new string[0], "there is nothing to set; give --scale, --unit, --channel-names, --channel-colors, --window or --name")]
    [InlineData(new[] { "--scale", "z=2" }, "there is no axis z; the image has y, x")]
    [InlineData(new[] { "--unit", "furlong" }, "\"furlong\" is not a unit of space in OME-Zarr; there is micrometer, nanometer and others")]
    [InlineData(new[] { "--channel-names", "a,b" }, "there are 2 names, and the image has 1 channel")]
    [InlineData(new[] { "--channel-colors", "red" }, "\"red\" is not a colour, which is six hexadecimal digits, such as 00FF00")]
    [InlineData(new[] { "--window", "9:1" }, "--window 9:1: expected two numbers for each channel, the smaller one first, such as 0:4095,100:900")]
    public async Task Mistakes_are_explained(string[] options, string message)
    {
        await Run.OutputOf("convert", TestFiles.WriteGray<byte>(folder["a.tif"], 3, 1, 2, 3), Store);
        var before = await File.ReadAllTextAsync(folder["in.zarr/zarr.json"], Cancel);
        Assert.Equal(new Run(2, string.Empty, $"omezarr: {message}\n"), await Run.Of(["set", Store, .. options]));
        Assert.Equal(before, await File.ReadAllTextAsync(folder["in.zarr/zarr.json"], Cancel));
    }
}
