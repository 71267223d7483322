using System.Text.Json.Nodes;
using OmeZarr.Tiff.Tests.Files;
using OmeZarr.Tiff.Writing;
using OmeZarr.V05;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Tiff.Tests.Writing;

/// <summary>What cannot be exported, and what failures leave.</summary>
public sealed class OmeTiffWriterErrorTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string File => folder["out.ome.tif"];

    private string[] Entries => Directory.GetFileSystemEntries(folder.Path);

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("int64")]
    [InlineData("uint64")]
    [InlineData("float16")]
    [InlineData("bool")]
    [InlineData("complex64")]
    public async Task Other_data_types_are_named(string type)
    {
        var image = await new StoredImage { Axes = "yx", Shape = [5, 6], DataType = DataType.All.Single(one => one.Name == type) }.WriteAsync(folder["in.ome.zarr"]);
        var error = await Assert.ThrowsAsync<UnsupportedFeatureException>(() => OmeTiffWriter.WriteAsync(image, File, cancellationToken: Cancel));
        Assert.Equal(type, error.Feature);
        Assert.Single(Entries);
    }

    [Fact]
    public async Task Other_axes_are_named()
    {
        var multiscale = new Multiscale { Axes = [new CustomAxis("angle"), new SpaceAxis("y"), new SpaceAxis("x")], Datasets = [new Dataset("0", new ScaleTransformation(1, 1, 1))] };
        var image = await new StoredImage { Axes = "cyx", Shape = [2, 5, 6], Change = image => image with { Multiscales = [multiscale] } }.WriteAsync(folder["in.ome.zarr"]);
        var error = await Assert.ThrowsAsync<OmeZarrException>(() => OmeTiffWriter.WriteAsync(image, File, cancellationToken: Cancel));
        Assert.Contains("angle", Assert.Single(error.Findings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hostile_sizes_are_refused_before_anything_is_written()
    {
        var path = folder["in.ome.zarr"];
        await new StoredImage { Axes = "yx", Shape = [5, 6] }.WriteAsync(path);
        var document = folder["in.ome.zarr/0/zarr.json"];
        var json = JsonNode.Parse(await System.IO.File.ReadAllTextAsync(document, Cancel))!;
        json["shape"] = new JsonArray(2_000_000_000, 2_000_000_000);
        await System.IO.File.WriteAllTextAsync(document, json.ToJsonString(), Cancel);
        var image = await OmeImage.OpenAsync(path, cancellationToken: Cancel);
        Assert.Equal(2_000_000_000, image.Levels[0].Shape[0]);
        await Assert.ThrowsAsync<UnsupportedFeatureException>(() => OmeTiffWriter.WriteAsync(image, File, cancellationToken: Cancel));
        Assert.Single(Entries);
    }

    [Fact]
    public async Task What_is_there_stays_unless_it_may_be_replaced()
    {
        var image = await new StoredImage { Axes = "yx", Shape = [5, 6] }.WriteAsync(folder["in.ome.zarr"]);
        await System.IO.File.WriteAllTextAsync(File, "mine", Cancel);
        Assert.Equal(Path.GetFullPath(File), (await Assert.ThrowsAsync<DestinationExistsException>(() => OmeTiffWriter.WriteAsync(image, File, cancellationToken: Cancel))).Destination);
        Assert.Equal("mine", await System.IO.File.ReadAllTextAsync(File, Cancel));
        await Assert.ThrowsAsync<DestinationExistsException>(() => OmeTiffWriter.WriteAsync(image, folder["in.ome.zarr"], new() { Overwrite = true }, Cancel));
        await OmeTiffWriter.WriteAsync(image, File, new() { Overwrite = true, Durability = Durability.Flushed }, Cancel);
        Assert.Single(new ParsedTiff(File).Pages);
        Assert.Equal(2, Entries.Length);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Cancelling_leaves_what_was_there(int reports)
    {
        var image = await new StoredImage { Axes = "zyx", Shape = [8, 50, 60], Chunks = [1, 32, 32] }.WriteAsync(folder["in.ome.zarr"]);
        await System.IO.File.WriteAllTextAsync(File, "mine", Cancel);
        using var stop = new CancellationTokenSource();
        var progress = new Counter(count => _ = count == reports ? stop.CancelAsync() : Task.CompletedTask);
        var options = new OmeTiffOptions { Overwrite = true, Progress = progress };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => OmeTiffWriter.WriteAsync([image], File, options, ExportLimits.Default with { Wanted = 1, Most = 1 }, stop.Token));
        Assert.Equal("mine", await System.IO.File.ReadAllTextAsync(File, Cancel));
        Assert.Equal(2, Entries.Length);
    }

    [Fact]
    public async Task A_damaged_chunk_is_named_and_nothing_is_left()
    {
        var image = await new StoredImage { Axes = "zyx", Shape = [8, 50, 60], Chunks = [1, 32, 32] }.WriteAsync(folder["in.ome.zarr"]);
        await System.IO.File.WriteAllTextAsync(folder["in.ome.zarr/0/c/5/1/0"], "damaged", Cancel);
        var error = await Assert.ThrowsAsync<CorruptDataException>(() => OmeTiffWriter.WriteAsync([image], File, new(), ExportLimits.Default with { Wanted = 1, Most = 1 }, Cancel));
        Assert.Equal("0/c/5/1/0", error.Key);
        Assert.Single(Entries);
    }

    [Fact]
    public async Task Progress_ends_with_everything()
    {
        var image = await new StoredImage { Axes = "zyx", Shape = [3, 600, 60], Pyramid = Pyramid.Of(2) }.WriteAsync(folder["in.ome.zarr"]);
        var progress = new Counter(_ => { });
        await OmeTiffWriter.WriteAsync(image, File, new() { Progress = progress }, Cancel);
        Assert.Equal((9, 9, progress.Last.BytesTotal), (progress.Last.ChunksWritten, progress.Last.ChunksTotal, progress.Last.BytesWritten));
    }

    private sealed class Counter(Action<int> act) : IProgress<WriteProgress>
    {
        private int count;

        internal WriteProgress Last { get; private set; }

        public void Report(WriteProgress value)
        {
            Last = value;
            act(++count);
        }
    }
}
