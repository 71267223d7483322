using OmeZarr.Tests.Writing;
using OmeZarr.V05;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Tests;

public sealed class Bioformats2RawBuilderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> WrongNames => ["", "a/b", "..", "OME", "ome", "oMe", "__hidden", "zarr.json", "a\\b"];

    private string Root => folder["slides.zarr"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Images_are_written_one_after_the_other_and_the_collection_is_valid_at_any_time()
    {
        await using var builder = new Bioformats2RawBuilder(Root, options: SmallImage.Chunked);
        Assert.Empty(folder.Snapshot());
        await builder.WriteImageAsync("second", SmallImage.Metadata, SmallImage.Sources(2));
        await RequireAsync(("second", 2));
        await builder.WriteImageAsync("first", SmallImage.Metadata, SmallImage.Sources(1));
        await RequireAsync(("second", 2), ("first", 1));
        Assert.Equal($"collection {Root}: 2 written", builder.ToString());
    }

    [Fact]
    public async Task Added_images_are_created_together_and_filled_later()
    {
        await using var builder = new Bioformats2RawBuilder(Root, options: SmallImage.Chunked);
        Assert.Same(builder, builder.AddSeries("a", SmallImage.Metadata, [.. SmallImage.Specs]).AddSeries("b", SmallImage.Metadata, [.. SmallImage.Specs]));
        Assert.Equal($"collection {Root}: 0 written, 2 to be prepared", builder.ToString());
        Assert.Empty(folder.Snapshot());
        var arrays = await builder.PrepareAsync();
        Assert.Equal(["a/0", "a/1", "b/0", "b/1"], arrays.Keys);
        Assert.Equal((Root, Path.Join(Root, "b/1")), (arrays.RootPath, arrays["b/1"].Path));
        await Collections.FillAsync(arrays, "a", 5);
        await Collections.FillAsync(arrays, "b", 6);
        await builder.DisposeAsync();
        await RequireAsync(("a", 5), ("b", 6));
    }

    [Fact]
    public async Task Both_flows_can_be_mixed_and_nothing_is_lost()
    {
        await using var builder = new Bioformats2RawBuilder(Root, options: SmallImage.Chunked);
        await builder.WriteImageAsync("0", SmallImage.Metadata, SmallImage.Sources(10));
        builder.AddSeries("1", SmallImage.Metadata, [.. SmallImage.Specs]);
        await builder.WriteImageAsync("2", SmallImage.Metadata, SmallImage.Sources(12));
        var first = await builder.PrepareAsync();
        await Collections.FillAsync(first, "1", 11);
        builder.AddSeries("3", SmallImage.Metadata, [.. SmallImage.Specs]);
        var second = await builder.PrepareAsync();
        Assert.Equal(["3/0", "3/1"], second.Keys); // only what was added since
        await Collections.FillAsync(second, "3", 13);
        await builder.WriteImageAsync("4", SmallImage.Metadata, SmallImage.Sources(14));
        await builder.DisposeAsync();
        await RequireAsync(("0", 10), ("1", 11), ("2", 12), ("3", 13), ("4", 14));
    }

    [Fact]
    public async Task Images_that_are_written_at_the_same_time_are_listed_in_the_order_of_the_calls()
    {
        await using var builder = new Bioformats2RawBuilder(Root, options: SmallImage.Chunked);
        await builder.WriteImageAsync("0", SmallImage.Metadata, SmallImage.Sources(100));
        var last = new TaskCompletionSource();
        var writes = Enumerable.Range(1, 8).Select(number => builder.WriteImageAsync($"{number}", SmallImage.Metadata, [.. SmallImage.Sources(100 + number).Select(source => new WaitingSource(number == 1 ? last.Task : Task.CompletedTask, source))])).ToList();
        await Task.WhenAll(writes.Skip(1));
        await RequireAsync([("0", 100), .. Enumerable.Range(2, 7).Select(number => ($"{number}", 100 + number))]);
        last.SetResult();
        await Task.WhenAll(writes);
        await RequireAsync([.. Enumerable.Range(0, 9).Select(number => ($"{number}", 100 + number))]);
    }

    [Fact]
    public async Task Labels_lie_below_their_image()
    {
        var masks = new LabelImage { Multiscales = SmallImage.Metadata.Multiscales, ImageLabel = new ImageLabel() };
        await using var builder = new Bioformats2RawBuilder(Root, options: SmallImage.Chunked);
        await builder.WriteImageAsync(new SeriesImage("0", SmallImage.Metadata, SmallImage.Sources(1)) { Labels = [new Label("cells", masks, SmallImage.Sources(50))] });
        builder.AddSeries(new SeriesImage("1", SmallImage.Metadata, SmallImage.Specs) { Labels = [new Label("cells", masks, SmallImage.Specs)] });
        Assert.Equal(["1/0", "1/1", "1/labels/cells/0", "1/labels/cells/1"], (await builder.PrepareAsync()).Keys);
        Assert.Equal(50, await SmallImage.FirstValueAsync(folder["slides.zarr/0/labels/cells"]));
        Assert.Equal("cells", (string?)Collections.OmeOf(Root, "1/labels")["labels"]![0]);
        Assert.Equal(2, Collections.Xml(Root).Root!.Elements().Count());
    }

    [Fact]
    public async Task The_files_are_those_of_the_layout()
    {
        await using var builder = new Bioformats2RawBuilder(Root, options: SmallImage.Chunked with { ExtraAttributes = new() { ["lab"] = 42 } });
        await builder.WriteImageAsync("0", SmallImage.Metadata, SmallImage.Sources());
        Assert.Equal(
            ["0/0/zarr.json", "0/1/zarr.json", "0/zarr.json", "OME/METADATA.ome.xml", "OME/zarr.json", "zarr.json"],
            folder.Files().Where(file => !file.Contains("/c/", StringComparison.Ordinal)).Select(file => file["slides.zarr/".Length..]));
        Assert.Equal("""{"zarr_format":3,"node_type":"group","attributes":{"ome":{"version":"0.5","bioformats2raw.layout":3},"lab":42}}""", Compact("zarr.json"));
        Assert.Equal("""{"zarr_format":3,"node_type":"group","attributes":{"ome":{"version":"0.5","series":["0"]}}}""", Compact("OME/zarr.json"));
    }

    [Fact]
    public async Task Progress_counts_all_arrays_of_a_call_and_names_them_in_the_collection()
    {
        var reports = new List<WriteProgress>();
        await using var builder = new Bioformats2RawBuilder(Root, options: SmallImage.Chunked with { Progress = new Listener(reports.Add) });
        await builder.WriteImageAsync("a", SmallImage.Metadata, SmallImage.Sources());
        Assert.Equal(Enumerable.Range(1, SmallImage.Chunks).Select(n => (long)n), reports.Select(report => report.ChunksWritten));
        Assert.All(reports, report => Assert.Equal(SmallImage.Chunks, report.ChunksTotal));
        Assert.Equal(["a/0", "a/1"], reports.Select(report => report.ArrayPath).Distinct());
    }

    [Theory]
    [MemberData(nameof(WrongNames))]
    public async Task A_name_that_is_none_of_a_node_is_refused(string name)
    {
        await using var builder = new Bioformats2RawBuilder(Root);
        var error = await Assert.ThrowsAsync<ArgumentException>(() => builder.WriteImageAsync(name, SmallImage.Metadata, SmallImage.Sources()));
        Assert.Contains($"\"{name}\" cannot be the name of a series", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => builder.AddSeries(name, SmallImage.Metadata, [.. SmallImage.Specs]));
        await Assert.ThrowsAsync<ArgumentException>(() => OmeWriter.WriteBioformats2RawAsync(Root, [new SeriesImage(name, SmallImage.Metadata, SmallImage.Sources())]));
        Assert.Empty(folder.Snapshot());
    }

    [Fact]
    public async Task A_name_is_taken_once_whichever_way_and_whatever_its_case()
    {
        await using var builder = new Bioformats2RawBuilder(Root, options: SmallImage.Chunked);
        await builder.WriteImageAsync("a", SmallImage.Metadata, SmallImage.Sources());
        builder.AddSeries("b", SmallImage.Metadata, [.. SmallImage.Specs]);
        var before = folder.Snapshot();
        await RequireTakenAsync(builder, "a", "series \"a\" was already written via WriteImageAsync; choose another name");
        await RequireTakenAsync(builder, "A", "series \"A\" was already written via WriteImageAsync, as \"a\", which differs only in case; choose another name");
        await RequireTakenAsync(builder, "b", "series \"b\" was already added via AddSeries; choose another name");
        Assert.Equal(before, folder.Snapshot());
        await builder.PrepareAsync();
        await RequireTakenAsync(builder, "b", "series \"b\" was already added via AddSeries; choose another name");
    }

    [Fact]
    public async Task Nothing_is_prepared_if_nothing_was_added()
    {
        await using var builder = new Bioformats2RawBuilder(Root);
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => builder.PrepareAsync());
        Assert.Equal("No series added. Call AddSeries before PrepareAsync.", error.Message);
        builder.AddSeries("a", SmallImage.Metadata, [.. SmallImage.Specs]);
        await builder.PrepareAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => builder.PrepareAsync());
    }

    [Fact]
    public async Task What_does_not_fit_is_said_of_the_series_before_anything_is_created()
    {
        await using var builder = new Bioformats2RawBuilder(Root);
        var error = await Assert.ThrowsAsync<ArgumentException>(() => builder.WriteImageAsync("a", SmallImage.Metadata, SmallImage.Sources()[0]));
        Assert.StartsWith("series a: number of data arrays (1) must match number of datasets in metadata (2)", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => builder.AddSeries("a", SmallImage.Metadata, SmallImage.Specs[0]));
        var invalid = Images.WithAxes(new SpaceAxis("x"), new TimeAxis("t"));
        await Assert.ThrowsAsync<OmeZarrException>(() => builder.WriteImageAsync("a", invalid, SmallImage.Sources()[0]));
        Assert.Throws<OmeZarrException>(() => builder.AddSeries("a", invalid, SmallImage.Specs[0]));
        await Assert.ThrowsAsync<ArgumentNullException>(() => builder.WriteImageAsync("a", null!, SmallImage.Sources()));
        await Assert.ThrowsAsync<ArgumentNullException>(() => builder.WriteImageAsync(null!, SmallImage.Metadata, SmallImage.Sources()));
        await Assert.ThrowsAsync<ArgumentNullException>(() => builder.WriteImageAsync(null!));
        Assert.Empty(folder.Snapshot());
        await builder.WriteImageAsync("a", SmallImage.Metadata, SmallImage.Sources(3)); // the name was not taken
        await RequireAsync(("a", 3));
    }

    [Fact]
    public async Task Options_count_as_they_were_when_the_builder_was_made()
    {
        var options = SmallImage.Chunked with { ExtraAttributes = new() { ["lab"] = 1 } };
        await using var builder = new Bioformats2RawBuilder(Root, options: options);
        options.ExtraAttributes["ome"] = "changed";
        await builder.WriteImageAsync("0", SmallImage.Metadata, SmallImage.Sources());
        Assert.Contains("\"lab\":1}", Compact("zarr.json"), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Bioformats2RawBuilder(Root, options: options));
    }

    [Fact]
    public async Task A_disposed_builder_refuses_and_disposing_twice_does_nothing()
    {
        var builder = new Bioformats2RawBuilder(Root, options: SmallImage.Chunked);
        builder.AddSeries("a", SmallImage.Metadata, [.. SmallImage.Specs]);
        var arrays = await builder.PrepareAsync();
        await arrays["a/0"].WriteAsync(SmallImage.Sources()[0]);
        await arrays.DisposeAsync();
        await builder.DisposeAsync();
        await builder.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => builder.WriteImageAsync("b", SmallImage.Metadata, SmallImage.Sources()));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => builder.PrepareAsync());
        Assert.Throws<ObjectDisposedException>(() => builder.AddSeries("b", SmallImage.Metadata, [.. SmallImage.Specs]));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => arrays["a/1"].WriteAsync(SmallImage.Sources()[1]));
    }

    private static async Task RequireTakenAsync(Bioformats2RawBuilder builder, string name, string expected)
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => builder.WriteImageAsync(name, SmallImage.Metadata, SmallImage.Sources()));
        Assert.Equal(expected, error.Message);
        Assert.Equal(expected, Assert.Throws<ArgumentException>(() => builder.AddSeries(name, SmallImage.Metadata, [.. SmallImage.Specs])).Message);
    }

    private Task RequireAsync(params (string Name, int First)[] series) => Collections.RequireAsync(Root, series);

    private string Compact(string file) => System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(Path.Join(Root, file)))!.ToJsonString();

    /// <summary>A source that waits for something.</summary>
    private sealed class WaitingSource(Task task, IArraySource source) : IArraySource
    {
        public Shape Shape => source.Shape;

        public DataType DataType => source.DataType;

        public async ValueTask ReadAsync(Region region, Memory<byte> destination, CancellationToken cancellationToken)
        {
            await task;
            await source.ReadAsync(region, destination, cancellationToken);
        }
    }
}
