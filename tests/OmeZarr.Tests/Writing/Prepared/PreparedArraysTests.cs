using OmeZarr.Tests.Writing;
using OmeZarr.V05;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Tests;

public sealed class PreparedArraysTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_prepared_image_is_complete_but_for_its_pixels()
    {
        await using var prepared = await PrepareAsync("a/image.zarr/");
        Assert.Equal(folder["a/image.zarr"], prepared.RootPath);
        Assert.Equal(["0", "1"], prepared.Keys);
        Assert.Equal(["a/image.zarr/0/zarr.json", "a/image.zarr/1/zarr.json", "a/image.zarr/zarr.json"], folder.Files());
        var opened = await OmeImage.OpenAsync(folder["a/image.zarr"]);
        Assert.Equal(SmallImage.Metadata, opened.Metadata);
        Assert.All(await opened.Levels[0].ReadAsync<ushort>(), pixel => Assert.Equal(0, pixel));
    }

    [Fact]
    public async Task A_dataset_that_is_not_there_is_named_with_those_that_are()
    {
        await using var prepared = await PrepareAsync("image.zarr");
        Assert.Equal("there is no array \"2\"; there are 0, 1", Assert.Throws<KeyNotFoundException>(() => prepared["2"]).Message);
    }

    [Fact]
    public async Task Planes_can_be_written_in_any_order_by_many_tasks()
    {
        var image = Image.FromDimensions([Dimension.Time(), Dimension.Channel(), Dimension.Y(), Dimension.X()]);
        var options = new WriteOptions { Chunks = ChunkShape.Of(4, 2, 3, 4) }; // planes share chunks
        await using var prepared = await OmeWriter.PrepareImageAsync(folder["image.zarr"], image, [new ArraySpec([6, 2, 5, 7], DataType.UInt16)], options);
        var pixels = SmallImage.Pixels([6, 2, 5, 7]);
        var planes = Enumerable.Range(0, 12).ToArray();
        new Random(7).Shuffle(planes);
        await Parallel.ForEachAsync(
            planes,
            new ParallelOptions { MaxDegreeOfParallelism = 6 },
            async (plane, token) => await prepared["0"].WriteAsync<ushort>(pixels.AsMemory(plane * 35, 35), new Region([plane / 2, plane % 2, 0, 0], [1, 1, 5, 7]), token));
        Assert.Equal(pixels, await (await OmeImage.OpenAsync(folder["image.zarr"])).Levels[0].ReadAsync<ushort>());
    }

    [Fact]
    public async Task An_image_is_replaced_at_once_when_asked()
    {
        await SmallImage.WriteAsync(folder["image.zarr"]);
        await using var prepared = await PrepareAsync("image.zarr", SmallImage.Overwriting);
        Assert.All(await (await ZarrArray.OpenAsync(prepared["1"].Path)).ReadAsync<ushort>(), pixel => Assert.Equal(0, pixel));
        Assert.Equal(["image.zarr"], folder.Names());
    }

    [Fact]
    public async Task The_largest_chunk_is_the_largest_that_can_be_read()
    {
        Shape shape = [1, 1 << 15, ZarrOptions.Default.MaxChunkLength >> 15];
        var image = Images.WithDatasets(Images.Cyx.Datasets[0]);
        var options = new WriteOptions { Chunks = ChunkShape.WholeArray };
        await using var prepared = await OmeWriter.PrepareImageAsync(folder["image.zarr"], image, [new ArraySpec(shape, DataType.UInt8)], options);
        Assert.Equal(shape, prepared["0"].Chunks);
    }

    [Fact]
    public async Task A_link_to_the_place_is_resolved()
    {
        Directory.CreateDirectory(folder["real"]);
        File.CreateSymbolicLink(folder["link"], folder["real/image.zarr"]);
        await using var prepared = await PrepareAsync("link");
        Assert.Equal(folder["real/image.zarr"], prepared.RootPath);
    }

    private Task<PreparedArrays> PrepareAsync(string path, WriteOptions? options = null) =>
        OmeWriter.PrepareImageAsync(folder[path], SmallImage.Metadata, SmallImage.Specs, options);
}
