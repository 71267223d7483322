using OmeZarr.V05;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Tests;

public sealed class PreparedRegionTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_whole_array_is_written_from_an_array_of_its_shape()
    {
        await using var arrays = await PrepareAsync([2, 2, 2]);
        Assert.Equal(["0"], arrays.Select(array => array.Key));
        Assert.Single(arrays);
        await arrays.Single().Value.WriteAsync(new ushort[,,] { { { 1, 2 }, { 3, 4 } }, { { 5, 6 }, { 7, 8 } } });
        await arrays.FlushAsync();
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], await StoredAsync());
        await arrays["0"].WriteAsync<ushort>([8, 7, 6, 5, 4, 3, 2, 1]);
        await arrays.FlushAsync();
        Assert.Equal([8, 7, 6, 5, 4, 3, 2, 1], await StoredAsync());
    }

    [Fact]
    public async Task Slices_take_planes_rows_and_columns()
    {
        await using var arrays = await PrepareAsync([2, 2, 3]);
        var array = arrays["0"];
        await array[0, .., ..].WriteAsync(new ushort[,] { { 1, 2, 3 }, { 4, 5, 6 } });
        await array[1, 0, ..].WriteAsync(new ushort[] { 7, 8, 9 }.AsSource());
        await array[^1, 1, 1..].WriteAsync<ushort>([11, 12]);
        await array[.., 1, 0..1].WriteAsync(new ushort[,] { { 40 }, { 10 } });
        await arrays.FlushAsync();
        Assert.Equal([1, 2, 3, 40, 5, 6, 7, 8, 9, 10, 11, 12], await StoredAsync());
    }

    [Fact]
    public async Task A_source_may_lack_dimensions_of_length_1_and_have_others()
    {
        await using var arrays = await PrepareAsync([1, 2, 3]);
        await arrays["0"].WriteAsync(new ushort[,] { { 1, 2, 3 }, { 4, 5, 6 } });
        await arrays.FlushAsync();
        Assert.Equal([1, 2, 3, 4, 5, 6], await StoredAsync());
        await arrays["0"][0, .., 1].WriteAsync(new ushort[,,,] { { { { 20 } }, { { 50 } } } });
        await arrays.FlushAsync();
        Assert.Equal([1, 20, 3, 4, 50, 6], await StoredAsync());
    }

    [Fact]
    public async Task What_does_not_fit_is_refused()
    {
        await using var arrays = await PrepareAsync([2, 2, 3]);
        var plane = arrays["0"][0, .., ..];
        Assert.Equal(([1, 2, 3], DataType.UInt16), (plane.Shape, plane.DataType));
        var turned = await Assert.ThrowsAsync<ArgumentException>(() => plane.WriteAsync(new ushort[3, 2]));
        Assert.Equal("the data has the shape 3 x 2, the region [0..1, 0..2, 0..3] the shape 1 x 2 x 3", turned.Message);
        var other = await Assert.ThrowsAsync<ArgumentException>(() => plane.WriteAsync(new byte[2, 3]));
        Assert.Equal("the data is uint8, the array uint16", other.Message);
        Assert.Throws<ArgumentException>(() => arrays["0"][0, ..]);
        Assert.Throws<ArgumentOutOfRangeException>(() => arrays["0"][2, .., ..]);
    }

    private Task<PreparedArrays> PrepareAsync(Shape shape) => OmeWriter.PrepareImageAsync(
        folder["image.zarr"], Image.FromDimensions([Dimension.Z(), Dimension.Y(), Dimension.X()]), new ArraySpec(shape, DataType.UInt16), new WriteOptions { Chunks = ChunkShape.Of(1, 2, 2) });

    private async Task<ushort[]> StoredAsync() => await (await ZarrArray.OpenAsync(folder["image.zarr/0"])).ReadAsync<ushort>();
}
