using OmeZarr.Tests.Writing;
using OmeZarr.V05;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Tests.Dividing;

/// <summary>A conversion in parts gives the bytes of one call.</summary>
public sealed class ConversionPlanTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    // The last parameter is the number of waves.
    [Theory]
    [InlineData(new long[] { 70, 200, 150 }, new long[] { 16, 32, 32 }, null, 4, 3)]
    [InlineData(new long[] { 70, 200, 150 }, new long[] { 8, 16, 16 }, new long[] { 16, 32, 32 }, 5, 3)]
    [InlineData(new long[] { 2, 3, 20, 60, 50 }, new long[] { 1, 1, 4, 16, 16 }, new long[] { 1, 1, 8, 32, 32 }, 7, 1)]
    [InlineData(new long[] { 33, 100, 97 }, new long[] { 5, 15, 25 }, null, 4, 2)]
    public async Task Volumes_have_the_same_bytes(long[] shape, long[] chunks, long[]? shards, int tasks, int leastWaves)
    {
        var (image, pixels) = DividedWrites.Volume(shape);
        var options = new WriteOptions { Chunks = ChunkShape.Of(chunks), Shards = shards is null ? ShardShape.None : ShardShape.Of(shards), Pyramid = Pyramid.Of(4, ("z", 2), ("y", 2), ("x", 2)) };
        var plan = await CompareAsync(options, new ConversionPlanOptions { Tasks = tasks, PartBytes = 200_000 }, measuring => WriteVolume(image, pixels, measuring));
        Assert.InRange(plan.Waves.Count, leastWaves, 4);
        Assert.InRange(plan.Waves[0].Tasks, 2, tasks);
    }

    [Fact]
    public async Task Given_levels_are_written_in_one_wave()
    {
        var (image, pixels) = DividedWrites.Volume(40, 64, 64);
        var half = DividedWrites.Volume(40, 32, 32).Pixels;
        var multiscale = image.Multiscales[0];
        image = image with { Multiscales = [multiscale with { Datasets = [multiscale.Datasets[0], new Dataset("1", new ScaleTransformation(0.5, 1, 1), new TranslationTransformation(0, 0.25, 0.25))] }] };
        var plan = await CompareAsync(
            new WriteOptions { Chunks = ChunkShape.Of(8, 16, 16) },
            new ConversionPlanOptions { Tasks = 3, PartBytes = 50_000 },
            _ => (path, options, token) => OmeWriter.WriteImageAsync(path, image, [pixels, half], options, cancellationToken: token));
        Assert.Single(plan.Waves);
    }

    [Fact]
    public async Task Plates_have_the_same_bytes()
    {
        WellFields[] wells = [.. Enumerable.Range(1, 12).Select(column => SmallPlate.Well($"A/{column}", SmallPlate.Field("0", column), SmallPlate.Field("1", 100 + column)))];
        var plan = await CompareAsync(
            new WriteOptions(),
            new ConversionPlanOptions { Tasks = 4 },
            _ => (path, options, token) => OmeWriter.WritePlateAsync(path, wells, null, options, token));
        Assert.Equal(4, plan.Waves[0].Tasks);
        Assert.Equal(24, Enumerable.Range(0, 4).SelectMany(task => plan.ImagesOf(0, task)).Distinct().Count());
    }

    [Fact]
    public async Task Collections_have_the_same_bytes()
    {
        var (image, pixels) = DividedWrites.Volume(20, 60, 50);
        await CompareAsync(
            new WriteOptions { Pyramid = Pyramid.Auto, Chunks = ChunkShape.Of(4, 16, 16) },
            new ConversionPlanOptions { Tasks = 3, PartBytes = 30_000 },
            _ => (path, options, token) => OmeWriter.WriteBioformats2RawAsync(path, [new SeriesImage("0", image, [pixels]), new SeriesImage("1", image, [pixels])], null, options, token));
    }

    [Fact]
    public async Task A_plan_replaces_a_hierarchy_only_when_it_is_finished()
    {
        var (image, pixels) = DividedWrites.Volume(20, 60, 50);
        var write = At("cells.zarr", WriteVolume(image, pixels, null));
        await write(new WriteOptions { ExtraAttributes = new System.Text.Json.Nodes.JsonObject { ["old"] = true } }, Cancellation);
        await Assert.ThrowsAsync<DestinationExistsException>(() => ConversionPlan.CreateAsync(write, cancellationToken: Cancellation));
        var options = new WriteOptions { Overwrite = true };
        var plan = await ConversionPlan.CreateAsync(write, options, new ConversionPlanOptions { Tasks = 1 }, Cancellation);
        await plan.RunAsync(write, 0, 0, options, null, Cancellation);
        Assert.Contains("\"old\"", File.ReadAllText(folder["cells.zarr/zarr.json"]), StringComparison.Ordinal);
        Assert.True(await plan.FinishAsync(write, options, Cancellation));
        Assert.DoesNotContain("\"old\"", File.ReadAllText(folder["cells.zarr/zarr.json"]), StringComparison.Ordinal);
        Assert.Equal(["cells.zarr"], Directory.EnumerateFileSystemEntries(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Finishing_lists_what_is_missing_and_a_part_is_written_once()
    {
        var (image, pixels) = DividedWrites.Volume(40, 64, 64);
        var write = At("cells.zarr", WriteVolume(image, pixels, null));
        var options = new WriteOptions { Chunks = ChunkShape.Of(8, 32, 32) };
        var plan = await ConversionPlan.CreateAsync(write, options, new ConversionPlanOptions { Tasks = 4, PartBytes = 20_000 }, Cancellation);
        var parts = await plan.RunAsync(write, 0, 2, options, null, Cancellation);
        Assert.True(parts > 1);
        Assert.Equal(0, await plan.RunAsync(write, 0, 2, options, null, Cancellation));
        var error = await Assert.ThrowsAsync<UnfinishedPlanException>(() => plan.FinishAsync(write, options, Cancellation));
        Assert.Equal(3, error.Missing.Count);
        Assert.Equal([0, 1, 3], (await plan.StatusAsync(Cancellation)).Missing.Select(task => task.Task));
        Assert.Empty(await plan.CheckAsync(0, 2, Cancellation));
        var chunk = Directory.EnumerateFiles(folder[".cells.zarr.parts/hierarchy/0/c"], "*", SearchOption.AllDirectories).First();
        var bytes = File.ReadAllBytes(chunk);
        bytes[^1] ^= 1;
        File.WriteAllBytes(chunk, bytes);
        Assert.Single(await plan.CheckAsync(0, 2, Cancellation));
        File.Delete(chunk);
        Assert.Equal(1, await plan.RunAsync(write, 0, 2, options, null, Cancellation));
    }

    [Fact]
    public async Task Another_plan_for_the_same_place_is_refused()
    {
        var (image, pixels) = DividedWrites.Volume(40, 64, 64);
        var write = At("cells.zarr", WriteVolume(image, pixels, null));
        var first = await ConversionPlan.CreateAsync(write, division: new ConversionPlanOptions { Identity = "one" }, cancellationToken: Cancellation);
        await first.RunAsync(write, 0, 0, cancellationToken: Cancellation);
        var second = await ConversionPlan.CreateAsync(write, division: new ConversionPlanOptions { Identity = "two" }, cancellationToken: Cancellation);
        var error = await Assert.ThrowsAsync<DestinationExistsException>(() => second.RunAsync(write, 0, 0, cancellationToken: Cancellation));
        Assert.Contains("another plan", error.Message, StringComparison.Ordinal);
        await second.DiscardAsync(Cancellation);
        Assert.Equal(1, await second.RunAsync(write, 0, 0, cancellationToken: Cancellation));
    }

    [Fact]
    public async Task A_call_with_other_options_is_noticed()
    {
        var (image, pixels) = DividedWrites.Volume(40, 64, 64);
        var write = At("cells.zarr", WriteVolume(image, pixels, null));
        var plan = await ConversionPlan.CreateAsync(write, cancellationToken: Cancellation);
        var error = await Assert.ThrowsAsync<IOException>(() => plan.RunAsync(write, 0, 0, new WriteOptions { Chunks = ChunkShape.Of(10, 10, 10) }, null, Cancellation));
        Assert.Contains("than when it was planned", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_plan_is_refused()
    {
        var (image, pixels) = DividedWrites.Volume(40, 64, 64);
        var json = (await ConversionPlan.CreateAsync(At("cells.zarr", WriteVolume(image, pixels, null)), cancellationToken: Cancellation)).ToJson();
        Assert.Throws<InvalidDataException>(() => ConversionPlan.Parse(json.Replace("cells.zarr", "other.zarr", StringComparison.Ordinal)));
        Assert.Throws<InvalidDataException>(() => ConversionPlan.Parse("{}"));
        Assert.Throws<InvalidDataException>(() => ConversionPlan.Parse(json[..^5]));
        Assert.All(Enumerable.Range(0, 200), seed => Assert.Throws<InvalidDataException>(() => ConversionPlan.Parse(Changed(json, new Random(seed)))));
    }

    private static string Changed(string json, Random random)
    {
        var text = json.ToCharArray();
        var digits = Enumerable.Range(0, text.Length).Where(i => char.IsAsciiDigit(text[i])).ToArray();
        var at = digits[random.Next(digits.Length)];
        text[at] = text[at] == '9' ? '8' : (char)(text[at] + 1);
        return new string(text);
    }

    private static Func<string, WriteOptions, CancellationToken, Task> WriteVolume(Image image, IArraySource pixels, object? measuring) => (path, options, token) =>
    {
        if (measuring is null)
        {
            return OmeWriter.WriteImageAsync(path, image, pixels, options, cancellationToken: token);
        }

        var channelAxis = image.Multiscales[0].ChannelAxisIndex;
        var windows = new ChannelWindows(pixels.DataType, channelAxis is { } axis ? (int)pixels.Shape[axis] : 1);
        return OmeWriter.WriteImageAsync(path, image, windows.Measure(pixels, channelAxis), options with { CompleteMetadata = windows.Complete }, cancellationToken: token);
    };

    private Func<WriteOptions, CancellationToken, Task> At(string path, Func<string, WriteOptions, CancellationToken, Task> write) => (options, token) => write(folder[path], options, token);

    private async Task<ConversionPlan> CompareAsync(WriteOptions options, ConversionPlanOptions division, Func<object, Func<string, WriteOptions, CancellationToken, Task>> write)
    {
        await At("whole.zarr", write(this))(options, Cancellation);
        var plan = await DividedWrites.InPartsAsync(At("parts.zarr", write(this)), options, division);
        DividedWrites.Equal(folder["whole.zarr"], folder["parts.zarr"]);
        return plan;
    }
}
