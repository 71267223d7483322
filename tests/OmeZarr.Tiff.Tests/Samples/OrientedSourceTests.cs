using OmeZarr.Tiff.Samples;
using OmeZarr.Tiff.Tests.Files;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Tiff.Tests.Samples;

public sealed class OrientedSourceTests
{
    // TIFF 6.0, Orientation: where row 0 and column 0 are shown; this is the page 012/345.
    [Theory]
    [InlineData(1, "012/345")]
    [InlineData(2, "210/543")]
    [InlineData(3, "543/210")]
    [InlineData(4, "345/012")]
    [InlineData(5, "03/14/25")]
    [InlineData(6, "30/41/52")]
    [InlineData(7, "52/41/30")]
    [InlineData(8, "25/14/03")]
    public async Task Pages_are_shown_as_the_specification_says(int orientation, string expected)
    {
        var source = new byte[,] { { 0, 1, 2 }, { 3, 4, 5 } }.AsSource();
        var oriented = new OrientedSource(source, 0, 1, orientation);
        var rows = expected.Split('/');
        Assert.Equal([rows.Length, rows[0].Length], oriented.Shape);
        Assert.Equal(string.Concat(rows), string.Concat(await oriented.ReadAllAsync()));
    }

    [Theory]
    [InlineData("uint8")]
    [InlineData("uint16")]
    [InlineData("float32")]
    [InlineData("int64")]
    [InlineData("complex128")]
    public async Task Regions_with_other_axes_around_are_those_of_the_whole(string type)
    {
        var size = DataType.FromName(type)!.Size;
        var bytes = Enumerable.Range(0, 3 * 5 * 2 * 7 * size).Select(i => (byte)((i * 31) + (i >> 8))).ToArray();
        var source = ArraySource.FromBytes(bytes, [3, 5, 2, 7], DataType.FromName(type)!);
        for (var orientation = 1; orientation <= 8; orientation++)
        {
            // Rows are axis 1, columns axis 3.
            var oriented = new OrientedSource(source, 1, 3, orientation);
            var whole = ArraySource.FromBytes(await oriented.ReadAllAsync(), oriented.Shape, oriented.DataType);
            var region = new Region([1, 1, 0, 2], [2, 3, 2, 2]);
            Assert.Equal(await whole.ReadAsync(region), await oriented.ReadAsync(region));
            var empty = new Region([0, 0, 0, 0], [0, 1, 1, 1]);
            Assert.Empty(await oriented.ReadAsync(empty));
        }
    }

    [Fact]
    public void Only_the_eight_orientations_exist()
    {
        var source = new byte[,] { { 0 } }.AsSource();
        Assert.Throws<ArgumentOutOfRangeException>(() => new OrientedSource(source, 0, 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new OrientedSource(source, 0, 1, 9));
    }
}
