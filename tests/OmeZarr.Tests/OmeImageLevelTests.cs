using OmeZarr.V05;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Tests;

public sealed class OmeImageLevelTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_level_is_sliced_in_the_order_of_its_axes()
    {
        var level = await LevelAsync();
        Assert.Equal(new ushort[,] { { 15, 16, 17 }, { 21, 22, 23 } }, await level[1, .., ^3..].ReadArrayAsync<ushort[,]>());
    }

    [Fact]
    public async Task A_level_is_sliced_by_names_of_axes_in_any_order()
    {
        var level = await LevelAsync();
        var view = level.Select(("x", 1..3), ("c", 1));
        Assert.Equal(new ushort[,] { { 13, 14 }, { 19, 20 } }, await view.ReadArrayAsync<ushort[,]>());
        Assert.Equal(new Region([1, 0, 1], [1, 2, 2]), view.Region);
        Assert.Equal(level.Shape, level.Select().Shape);
    }

    [Fact]
    public async Task A_level_is_read_into_everything_that_an_array_is_read_into()
    {
        var level = await LevelAsync();
        var all = Enumerable.Range(0, 24).Select(i => (ushort)i).ToArray();
        Assert.Equal(all, (await level.ReadArrayAsync<ushort[,,]>()).Cast<ushort>());
        var tensor = await level.ReadTensorAsync<ushort>();
        Assert.Equal([2, 2, 6], tensor.Lengths.ToArray());
        Assert.Equal(all, tensor.ToArray());
        var region = new Region([1, 0, 4], [1, 2, 2]);
        var mine = new ushort[4];
        var reports = new Reports();
        await level.ReadAsync<ushort>(region, mine);
        Assert.Equal([16, 17, 22, 23], mine);
        await level.ReadAsync<ushort>(region, new ushort[4], reports);
        Assert.Equal(mine, await level.ReadAsync<ushort>(region, reports));
        Assert.Equal(2, reports.Count);
    }

    [Fact]
    public async Task A_level_is_a_source_of_pixels()
    {
        var level = await LevelAsync();
        var image = Image.FromDimensions([Dimension.Channel(), Dimension.Y(), Dimension.X()]);
        await OmeWriter.WriteImageAsync(folder["b.ome.zarr"], image, level);
        Assert.Equal(await level.ReadAsync<ushort>(), await (await OmeImage.OpenAsync(folder["b.ome.zarr"])).Levels[0].ReadAsync<ushort>());
    }

    [Fact]
    public async Task Unknown_axes_and_axes_named_twice_are_refused()
    {
        var level = await LevelAsync();
        Assert.StartsWith("there is no axis \"z\"; the axes are c, y, x", Assert.Throws<ArgumentException>(() => level.Select(("z", 1))).Message, StringComparison.Ordinal);
        Assert.StartsWith("twice the axis \"x\"", Assert.Throws<ArgumentException>(() => level.Select(("x", 1), ("x", 2))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => level.Select(("x", 6)));
    }

    private async Task<OmeImageLevel> LevelAsync()
    {
        var image = Image.FromDimensions([Dimension.Channel(), Dimension.Y(), Dimension.X()]);
        var pixels = ArraySource.FromMemory<ushort>(Enumerable.Range(0, 24).Select(i => (ushort)i).ToArray(), [2, 2, 6]);
        await OmeWriter.WriteImageAsync(folder["a.ome.zarr"], image, pixels);
        return (await OmeImage.OpenAsync(folder["a.ome.zarr"])).Levels[0];
    }

    private sealed class Reports : List<ChunkProgress>, IProgress<ChunkProgress>
    {
        public void Report(ChunkProgress value) => Add(value);
    }
}
