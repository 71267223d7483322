using Interop.Node;
using Interop.Zarrita;
using OmeZarr.Tiff;
using TestKit;
using Xunit;
using Zarr;

namespace Interop;

/// <summary>Zarrita reads what <c>omezarr convert</c> makes of real microscope images: every group and every pixel.</summary>
public sealed class ConvertInteropTests(ZarritaProcess zarrita)
{
    [Fact]
    public async Task Zarrita_reads_a_plate()
    {
        using var folder = new TemporaryFolder();
        var files = Files("plate-row-o", "*.TIF");
        await ConvertAsync(Path.GetDirectoryName(files[0])!, folder["plate.ome.zarr"], "--plate", "auto");
        var groups = await zarrita.ReadAsync(folder["plate.ome.zarr"], ["/", "O", "O/1", "O/2", "O/10", "O/10/1"]);
        Assert.All(groups, group => Assert.Equal((null, "group"), (group.Error, group.Kind)));
        Assert.Equal(["1", "2", "10"], groups[0].Attributes!["ome"]!["plate"]!["columns"]!.AsArray().Select(column => (string?)column!["name"]));
        await RequirePixelsAsync(folder["plate.ome.zarr"], files, "O/1/0/0", "O/1/1/0", "O/2/0/0", "O/2/1/0", "O/10/0/0", "O/10/1/0");
    }

    [Theory]
    [InlineData("2d", "none")]
    [InlineData("3d", "none")]
    [InlineData("2d", "auto")]
    [InlineData("3d", "auto")]
    public async Task Zarrita_reads_an_image_with_labels(string dimensions, string shards)
    {
        using var folder = new TemporaryFolder();
        var files = Files("nuclei", $"*{dimensions}.tif");
        var chunks = dimensions == "2d" ? "100,128" : "8,32,20";
        await ConvertAsync(files[0], folder["nuclei.ome.zarr"], "--label", $"nuclei={files[1]}", "--chunks", chunks, "--shards", shards);
        var groups = await zarrita.ReadAsync(folder["nuclei.ome.zarr"], ["/", "labels", "labels/nuclei"]);
        Assert.All(groups, group => Assert.Equal((null, "group"), (group.Error, group.Kind)));
        Assert.Equal("""["nuclei"]""", groups[1].Attributes!["ome"]!["labels"]!.ToJsonString());
        await RequirePixelsAsync(folder["nuclei.ome.zarr"], files, "0", "labels/nuclei/0");
    }

    [Fact]
    public async Task Zarrita_reads_a_collection()
    {
        using var folder = new TemporaryFolder();
        var files = Files("nuclei", "*.tif");
        await ConvertAsync([.. files, folder["slides.ome.zarr"], "--series"]);
        var groups = await zarrita.ReadAsync(folder["slides.ome.zarr"], ["/", "OME", "3"]);
        Assert.All(groups, group => Assert.Equal((null, "group"), (group.Error, group.Kind)));
        await RequirePixelsAsync(folder["slides.ome.zarr"], files, "0/0", "1/0", "2/0", "3/0");
    }

    private static string[] Files(string name, string pattern) =>
        [.. Directory.GetFiles(SharedData.PathOrSkip($"data/{name}"), pattern).Order(StringComparer.Ordinal)];

    /// <summary>The program as a process of its own.</summary>
    private static async Task ConvertAsync(params string[] args)
    {
        string[] command = ["exec", Path.Join(AppContext.BaseDirectory, "OmeZarr.Cli.dll"), "convert", .. args];
        var result = await CommandLine.RunAsync("dotnet", command, AppContext.BaseDirectory);
        Assert.Equal(0, result!.ExitCode);
        // Files that do not say what their pages are lead to a warning, and to nothing else.
        Assert.All(result.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Contains("so they were read as z", line, StringComparison.Ordinal));
    }

    private async Task RequirePixelsAsync(string store, string[] files, params string[] arrays)
    {
        var found = await zarrita.ReadAsync(store, arrays);
        Assert.Equal(files.Length, found.Count);
        foreach (var (file, array) in files.Zip(found))
        {
            using var tiff = TiffImage.Open(file);
            var pixels = new byte[tiff.Shape.ElementCount * tiff.DataType.Size];
            await tiff.ReadAsync(Region.Whole(tiff.Shape), pixels, TestContext.Current.CancellationToken);
            Assert.Null(array.Error);
            Assert.Equal((tiff.DataType.Name, string.Join(",", tiff.Shape)), (array.Dtype, string.Join(",", array.Shape!)));
            Assert.Equal(tiff.AxisNames, string.Concat(array.DimensionNames!));
            Assert.True(pixels.AsSpan().SequenceEqual(array.Elements), $"{file} is not what is read from {array.Path}");
        }
    }
}
