using OmeZarr.Tests.Writing;
using TestKit;
using Xunit;

namespace OmeZarr.Tests;

public sealed class OmeWriterBioformats2RawTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Root => folder["slides.zarr"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_collection_is_written_in_one_call_in_the_order_of_its_images()
    {
        await OmeWriter.WriteBioformats2RawAsync(Root, [Series("b", 2), Series("a", 1), Series("10", 3)], options: SmallImage.Chunked);
        await Collections.RequireAsync(Root, ("b", 2), ("a", 1), ("10", 3));
    }

    [Fact]
    public async Task It_is_the_same_as_what_a_builder_makes()
    {
        await OmeWriter.WriteBioformats2RawAsync(folder["x/c.zarr"], [Series("0", 1), Series("1", 2)], options: SmallImage.Chunked);
        await using var builder = new Bioformats2RawBuilder(folder["y/c.zarr"], options: SmallImage.Chunked);
        await builder.WriteImageAsync(Series("0", 1));
        await builder.WriteImageAsync(Series("1", 2));
        Assert.Equal(Below("x"), Below("y").Select(entry => $"x{entry[1..]}"));
    }

    [Fact]
    public async Task Progress_counts_the_arrays_of_all_images()
    {
        var reports = new List<WriteProgress>();
        await OmeWriter.WriteBioformats2RawAsync(Root, [Series("0", 1), Series("1", 2)], options: SmallImage.Chunked with { Progress = new Listener(reports.Add) });
        Assert.Equal(Enumerable.Range(1, 2 * SmallImage.Chunks).Select(n => (long)n), reports.Select(report => report.ChunksWritten));
        Assert.All(reports, report => Assert.Equal(2 * SmallImage.Chunks, report.ChunksTotal));
        Assert.Equal(["0/0", "0/1", "1/0", "1/1"], reports.Select(report => report.ArrayPath).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_collection_has_images()
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => OmeWriter.WriteBioformats2RawAsync(Root, []));
        Assert.StartsWith("a collection has at least one image", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentNullException>(() => OmeWriter.WriteBioformats2RawAsync(Root, null!));
        await Assert.ThrowsAsync<ArgumentNullException>(() => OmeWriter.WriteBioformats2RawAsync(Root, [null!]));
        Assert.Empty(folder.Snapshot());
    }

    [Theory]
    [InlineData("a")]
    [InlineData("A")]
    public async Task Two_images_have_different_names(string second)
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => OmeWriter.WriteBioformats2RawAsync(Root, [Series("a", 1), Series(second, 2)]));
        Assert.StartsWith($"series \"{second}\" was already given", error.Message, StringComparison.Ordinal);
        Assert.Empty(folder.Snapshot());
    }

    private static SeriesImage Series(string name, int first) => new(name, SmallImage.Metadata, SmallImage.Sources(first));

    private IEnumerable<string> Below(string root) =>
        folder.Snapshot().Where(entry => entry.StartsWith(root, StringComparison.Ordinal));
}
