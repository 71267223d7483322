using OmeZarr.Tests.Writing;
using TestKit;
using Xunit;

namespace OmeZarr.Tests;

public sealed class CollectionAppendTests : IDisposable
{
    private static readonly WriteOptions Appending = SmallImage.Chunked with { Existing = ExistingHierarchy.Append };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string Root => folder["x.zarr"];

    [Fact]
    public async Task A_builder_for_each_series_makes_one_collection()
    {
        await AppendAsync("0", 1);
        await AppendAsync("1", 2);
        await AppendAsync("2", 3);
        await Collections.RequireAsync(Root, ("0", 1), ("1", 2), ("2", 3));
    }

    [Fact]
    public async Task A_collection_whose_writer_was_killed_between_its_two_documents_is_read_and_goes_on()
    {
        await AppendAsync("0", 1);
        var list = await File.ReadAllBytesAsync(folder["x.zarr/OME/zarr.json"], TestContext.Current.CancellationToken);
        await AppendAsync("1", 2);

        // OME-XML comes first, then the list: between the two the XML describes an image that is there and not listed.
        await File.WriteAllBytesAsync(folder["x.zarr/OME/zarr.json"], list, TestContext.Current.CancellationToken);
        folder.Put("x.zarr/.landing.partial", "1");
        Assert.Equal(["0"], (await OmeCollection.OpenAsync(Root)).Paths);

        await AppendAsync("2", 3);
        await Collections.RequireAsync(Root, ("0", 1), ("2", 3));
        await AppendAsync("1", 4);
        await Collections.RequireAsync(Root, ("0", 1), ("2", 3), ("1", 4));
    }

    private async Task AppendAsync(string name, int first)
    {
        await using var builder = new Bioformats2RawBuilder(Root, null, Appending);
        await builder.WriteImageAsync(new SeriesImage(name, SmallImage.Metadata, SmallImage.Sources(first)), TestContext.Current.CancellationToken);
    }
}
