using OmeZarr.Tests.Writing;
using TestKit;
using Xunit;

namespace OmeZarr.Tests;

public sealed class Bioformats2RawBuilderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Root => folder["slides.zarr"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Images_are_written_one_after_the_other_and_the_collection_is_valid_at_any_time()
    {
        await using var builder = new Bioformats2RawBuilder(Root, options: SmallImage.Chunked);
        Assert.False(Path.Exists(Root)); // nothing is created yet
        Assert.Same(builder, await builder.WriteImageAsync("second", SmallImage.Metadata, SmallImage.Sources(2)));
        await RequireAsync(("second", 2));
        await builder.WriteImageAsync("first", SmallImage.Metadata, SmallImage.Sources(1));
        await RequireAsync(("second", 2), ("first", 1));
        Assert.Equal($"collection {Root}: 2 images, 0 to be prepared", builder.ToString());
    }

    [Fact]
    public async Task Added_images_are_created_together_and_filled_later()
    {
        await using var builder = new Bioformats2RawBuilder(Root, options: SmallImage.Chunked);
        Assert.Same(builder, builder.AddSeries("a", SmallImage.Metadata, [.. SmallImage.Specs]).AddSeries("b", SmallImage.Metadata, [.. SmallImage.Specs]));
        Assert.Equal($"collection {Root}: 0 images, 2 to be prepared", builder.ToString());
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

    private Task RequireAsync(params (string Name, int First)[] series) => Collections.RequireAsync(Root, series);
}
