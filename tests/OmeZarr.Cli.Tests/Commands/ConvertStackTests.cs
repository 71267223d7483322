using TestKit;
using Xunit;

namespace OmeZarr.Cli.Tests.Commands;

/// <summary>Files that become one image with <c>--stack</c>: levels, colours, and what they do not say alike.</summary>
public sealed class ConvertStackTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Output => folder["out.zarr"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Smaller_copies_of_all_files_are_stacked()
    {
        await Run.OutputOf("convert", Write("a", level: [1, 2, 3, 4]), Write("b", level: [5, 6, 7, 8]), Output, "--stack", "t", "--keep-levels");
        var image = await OmeImage.OpenAsync(Output, cancellationToken: Cancel);
        Assert.Equal(2, image.Levels.Count);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], (await image.Levels[1].ReadAsync<byte>(Cancel)).ToArray());

        await Run.OutputOf("convert", Write("a", level: [1, 2, 3, 4]), Write("b", level: [5, 6, 7, 8]), folder["small.zarr"], "--stack", "z", "--level", "1");
        var small = await OmeImage.OpenAsync(folder["small.zarr"], cancellationToken: Cancel);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], (await small.Levels[0].ReadAsync<byte>(Cancel)).ToArray());
    }

    [Fact]
    public async Task Levels_that_not_all_files_have_are_told()
    {
        var (a, b) = (Write("a", level: [1, 2, 3, 4]), Write("b"));
        var run = await Run.Of("convert", a, b, Output, "--stack", "t", "--keep-levels");
        Assert.Equal((0, $"warning: {a}: 1 level of it cannot be kept, because not all files have the same\n"), (run.ExitCode, run.Error));
        await Run.OutputOf("convert", a, b, folder["computed.zarr"], "--stack", "t");
    }

    [Fact]
    public async Task Pixel_sizes_that_differ_are_told()
    {
        var (a, b) = (Write("a", attributes: "PhysicalSizeX=\"0.25\" PhysicalSizeY=\"0.5\""), Write("b", attributes: "PhysicalSizeX=\"0.5\" PhysicalSizeY=\"0.5\""));
        var run = await Run.Of("convert", a, b, Output, "--stack", "t");
        Assert.Equal((0, $"warning: {b}: its pixel size (x) is not that of {a}, which is taken for all files; --scale and --unit give another\n"), (run.ExitCode, run.Error));
        Assert.Equal(2, (await Run.Of("convert", a, b, folder["strict.zarr"], "--stack", "t", "--strict")).ExitCode);
        await Run.OutputOf("convert", a, b, folder["given.zarr"], "--stack", "t", "--strict", "--scale", "x=0.25");
    }

    [Fact]
    public async Task Channels_that_are_called_otherwise_are_told()
    {
        var (a, b) = (Write("a", channel: "Name=\"DAPI\""), Write("b", channel: "Name=\"Cy5\""));
        var run = await Run.Of("convert", a, b, Output, "--stack", "z");
        Assert.Equal((0, $"warning: {b}: its channels (Cy5) are not called like those of {a}, whose names are taken for all files; --channel-names gives others\n"), (run.ExitCode, run.Error));
        await Run.OutputOf("convert", a, b, folder["named.zarr"], "--stack", "z", "--channel-names", "DNA");
    }

    [Fact]
    public async Task Stacked_channels_keep_the_colours_of_their_files()
    {
        await Run.OutputOf("convert", Write("a", channel: "Name=\"Cy5\" Color=\"-16776961\""), Write("b", channel: "Color=\"65535\""), Output, "--stack", "c");
        var channels = (await OmeImage.OpenAsync(Output, cancellationToken: Cancel)).Metadata.Omero!.Channels;
        Assert.Equal([("a", "FF0000"), ("b", "0000FF")], channels.Select(channel => (channel.Label!, channel.Color!)));
    }

    [Fact]
    public async Task A_pixel_size_is_written_to_the_last_digit()
    {
        var file = new OmeTiffFile().Page(6, [.. Enumerable.Range(0, 18).Select(i => (byte)i)]).Write(
            folder["exact.ome.tif"], OmeTiffFile.Document(OmeTiffFile.Image(0, "a", 6, 3, 0, attributes: "PhysicalSizeX=\"0.1\" PhysicalSizeY=\"0.7\"")));
        await Run.OutputOf("convert", file, Output);
        Assert.Equal([0.7, 0.1], (await OmeImage.OpenAsync(Output, cancellationToken: Cancel)).Multiscale.PixelSize(0));
    }

    private string Write(string name, string attributes = "", string channel = "", byte[]? level = null) => new OmeTiffFile()
        .Page(4, [.. Enumerable.Range(0, 16).Select(i => (byte)i)], level is null ? [] : [(2, level)])
        .Write(folder[$"{name}.tif"], OmeTiffFile.Document(OmeTiffFile.Image(0, name, 4, 4, 0, channels: $"<Channel ID=\"Channel:0\" SamplesPerPixel=\"1\" {channel}/>", attributes: attributes)));
}
