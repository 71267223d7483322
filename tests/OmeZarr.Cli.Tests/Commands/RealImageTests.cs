using OmeZarr.Tiff;
using OmeZarr.V05;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Cli.Tests.Commands;

/// <summary>Every folder of real microscope images becomes what it is.</summary>
public sealed class RealImageTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Output => folder["out.ome.zarr"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Three_channels_of_a_field_become_one_image()
    {
        var files = Files("human-channels", "*.tif");
        var image = await Convert(files, "--stack", "c", "--channel-names", "DNA,PH3,Cell", "--scale", "y=0.65,x=0.65", "--unit", "micrometer");
        Require(image, "c,y,x", DataType.UInt8, 3, 512, 512);
        var pixels = await image.Levels[0].ReadAsync<byte>(Cancel);
        foreach (var (i, file) in files.Index())
        {
            Assert.Equal(PlainTiff.Read(file), pixels.AsSpan(i * 512 * 512, 512 * 512));
        }

        Assert.Equal([1, 0.65, 0.65], image.Levels[0].PixelSize);
        Assert.Equal(["0000FF", "00FF00", "FF0000"], image.Metadata.Omero!.Channels.Select(channel => channel.Color));
        RequireWindows(image, pixels);
    }

    [Fact]
    public async Task Frames_of_an_embryo_become_a_movie_in_colour()
    {
        var files = Files("embryo-frames", "*.tif");
        var image = await Convert(files, "--stack", "t", "--scale", "t=7", "--unit", "t=second");
        Require(image, "t,c,y,x", DataType.UInt8, 5, 3, 264, 542);
        Assert.Equal([7, 1, 1, 1], image.Levels[0].PixelSize);
        Assert.Equal(["FF0000", "00FF00", "0000FF"], image.Metadata.Omero!.Channels.Select(channel => channel.Color));
        Assert.Equal(["Red", "Green", "Blue"], image.Metadata.Omero!.Channels.Select(channel => channel.Label));
        Assert.Single(image.Metadata.Omero.Channels.Select(channel => channel.Window).Distinct());
        Assert.Equal(await Pages(files), await image.Levels[0].ReadAsync<byte>(Cancel));
    }

    [Fact]
    public async Task A_folder_of_a_plate_becomes_a_plate()
    {
        var files = Files("plate-row-o", "*.TIF");
        await Run.OutputOf("convert", Path.GetDirectoryName(files[0])!, Output, "--plate", "auto");
        var plate = Assert.IsType<Plate>((await OmeDocument.LoadAsync(Output, cancellationToken: Cancel)).Content).Definition;
        Assert.Equal(["O"], plate.Rows.Select(row => row.Name));
        Assert.Equal(["1", "2", "10"], plate.Columns.Select(column => column.Name));
        string[] fields = [.. plate.Wells.SelectMany(well => new[] { $"{well.Path}/0", $"{well.Path}/1" })];
        Assert.Equal(["O/1/0", "O/1/1", "O/2/0", "O/2/1", "O/10/0", "O/10/1"], fields);
        foreach (var (field, file) in fields.Zip(files))
        {
            var image = await OmeImage.OpenAsync(Path.Join(Output, field), cancellationToken: Cancel);
            Require(image, "y,x", DataType.UInt8, 512, 512);
            Assert.Equal(PlainTiff.Read(file), await image.Levels[0].ReadAsync<byte>(Cancel));
        }

        await ValidDocuments.RequireAsync(Output, OmeDocumentKind.Plate, OmeDocumentKind.Well, OmeDocumentKind.Image);
    }

    [Fact]
    public async Task A_field_with_three_channels_becomes_a_plate_too()
    {
        var files = Files("human-channels", "*.tif");
        await Run.OutputOf(["convert", .. files, Output, "--plate", "cellomics", "--channel-names", "DNA,PH3,Cell", "--shards", "auto", "--chunks", "1,128,128"]);
        var image = await OmeImage.OpenAsync(Path.Join(Output, "D", "3", "0"), cancellationToken: Cancel);
        Require(image, "c,y,x", DataType.UInt8, 3, 512, 512);
        Assert.Equal(files.SelectMany(PlainTiff.Read), await image.Levels[0].ReadAsync<byte>(Cancel));
    }

    [Theory]
    [InlineData("2d", "y,x")]
    [InlineData("3d", "z,y,x")]
    public async Task Nuclei_become_an_image_with_labels(string dimensions, string axes)
    {
        var (file, mask) = (Files("nuclei", $"img{dimensions}.tif")[0], Files("nuclei", $"mask{dimensions}.tif")[0]);
        await Convert([file], "--label", $"nuclei={mask}");
        foreach (var (path, source) in new[] { (Output, file), (Path.Join(Output, "labels", "nuclei"), mask) })
        {
            var image = await OmeImage.OpenAsync(path, cancellationToken: Cancel);
            Assert.Equal(axes, string.Join(',', image.Axes.Select(axis => axis.Name)));
            var pixels = await image.Levels[0].ReadAsync<ushort>(Cancel);
            Assert.Equal(await Pages([source]), System.Runtime.InteropServices.MemoryMarshal.AsBytes<ushort>(pixels).ToArray());
        }

        await ValidDocuments.RequireAsync(Output, OmeDocumentKind.Image, OmeDocumentKind.LabelImage, OmeDocumentKind.LabelsGroup);
    }

    [Theory]
    [InlineData("img2d.tif", "y,x", new long[] { 512, 512 })]
    [InlineData("mask2d.tif", "y,x", new long[] { 512, 512 })]
    [InlineData("img3d.tif", "z,y,x", new long[] { 31, 61, 57 })]
    [InlineData("mask3d.tif", "z,y,x", new long[] { 31, 61, 57 })]
    public async Task Nuclei_keep_their_axes_and_values(string name, string axes, long[] shape)
    {
        var files = Files("nuclei", name);
        var image = await Convert(files);
        Require(image, axes, DataType.UInt16, shape);
        var pixels = await image.Levels[0].ReadAsync<ushort>(Cancel);
        Assert.Equal(await Pages(files), System.Runtime.InteropServices.MemoryMarshal.AsBytes<ushort>(pixels).ToArray());
    }

    private static string[] Files(string name, string pattern) =>
        [.. Directory.GetFiles(SharedData.PathOrSkip($"data/{name}"), pattern).Order(StringComparer.Ordinal)];

    private async Task<OmeImage> Convert(string[] files, params string[] options)
    {
        var run = await Run.Of(["convert", .. files, Output, .. options]);
        Assert.Equal(0, run.ExitCode);
        // Files that do not say what their pages are lead to a warning, and to nothing else.
        Assert.All(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Contains("so they were read as z", line, StringComparison.Ordinal));
        return await OmeImage.OpenAsync(Output, cancellationToken: Cancel);
    }

    private static async Task<byte[]> Pages(string[] files)
    {
        var bytes = new List<byte>();
        foreach (var file in files)
        {
            using var tiff = TiffImage.Open(file);
            var page = new byte[tiff.Shape.ElementCount * tiff.DataType.Size];
            await tiff.ReadAsync(new Region(new long[tiff.Shape.Rank], tiff.Shape), page, Cancel);
            bytes.AddRange(page);
        }

        return [.. bytes];
    }

    private static void Require(OmeImage image, string axes, DataType type, params long[] shape)
    {
        Assert.Equal(axes, string.Join(',', image.Axes.Select(axis => axis.Name)));
        Assert.Equal(type, image.Levels[0].DataType);
        Assert.Equal(shape, image.Levels[0].Shape);
        Assert.DoesNotContain(image.Metadata.Validate(), finding => finding.Severity == Severity.Error);
    }

    private static void RequireWindows(OmeImage image, byte[] pixels)
    {
        foreach (var (channel, values) in image.Metadata.Omero!.Channels.Zip(pixels.Chunk(512 * 512)))
        {
            Array.Sort(values);
            Assert.Equal((0, 255), (channel.Window!.Min, channel.Window.Max));
            Assert.Equal((values[(int)Math.Floor(0.005 * (values.Length - 1))], values[(int)Math.Ceiling(0.997 * (values.Length - 1))]), (channel.Window.Start, channel.Window.End));
        }
    }
}
