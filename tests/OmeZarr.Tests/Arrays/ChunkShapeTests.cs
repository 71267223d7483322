using Xunit;
using Zarr;

namespace OmeZarr.Tests;

public class ChunkShapeTests
{
    [Theory]
    [InlineData("128,256,256", "float32", "64,128,128")]
    [InlineData("2048,2048", "uint16", "1024,2048")]
    [InlineData("2049,2049", "uint16", "1024,1024")]
    [InlineData("10,3,25,1024,1024", "uint16", "1,1,25,256,256")]
    [InlineData("2,10,512,512", "uint8", "1,10,512,512")]
    [InlineData("100,4096,4096", "uint16", "100,128,128")]
    [InlineData("1,1,1,30000,40000", "uint8", "1,1,1,1875,1250")]
    [InlineData("1025,1025,1025", "uint16", "128,128,128")]
    [InlineData("3,100,100000", "uint16", "3,100,6250")]
    [InlineData("1,2000,2000", "complex128", "1,500,500")]
    [InlineData("333,777,999", "uint16", "166,97,124")]
    [InlineData("5,5,5000,5000", "uint16", "1,5,625,625")]
    [InlineData("100000000", "uint8", "3125000")]
    [InlineData("7,5000,3", "float64", "7,5000,3")]
    public void Automatic_chunks_are_those_of_other_writers(string shape, string type, string expected) =>
        Assert.Equal(ShapeOf(expected), ChunkShape.Auto.For(ShapeOf(shape), DataType.FromName(type)!));

    [Theory]
    [InlineData("0,512,512", "1,512,512")]
    [InlineData("0", "1")]
    [InlineData("0,0,0,0", "1,1,1,1")]
    [InlineData("0,9223372036854775807,9223372036854775807", "1,1023,2047")]
    public void Automatic_chunks_have_no_zero_length_and_stay_small(string shape, string expected)
    {
        var chunk = ChunkShape.Auto.For(ShapeOf(shape), DataType.UInt16);
        Assert.DoesNotContain(0, chunk);
        Assert.InRange(chunk.ElementCount, 1, 2 << 20);
        Assert.Equal(ShapeOf(expected).Rank, chunk.Rank);
    }

    [Theory]
    [InlineData("3,512,512", "3,512,512")]
    [InlineData("0,7", "1,7")]
    public void The_whole_array_is_one_chunk(string shape, string expected) =>
        Assert.Equal(ShapeOf(expected), ChunkShape.WholeArray.For(ShapeOf(shape), DataType.UInt8));

    [Theory]
    [InlineData("3,512,512", "1,256,512")]
    [InlineData("1,100,1000", "1,100,1000")]
    [InlineData("0,100,1000", "1,100,1000")]
    public void Given_chunks_are_no_longer_than_the_array(string shape, string expected) =>
        Assert.Equal(ShapeOf(expected), ChunkShape.Of(1, 256, 4096).For(ShapeOf(shape), DataType.UInt8));

    [Theory]
    [InlineData("100", "100")]
    [InlineData("5000", "4096")]
    [InlineData("512,512", "256,512")]
    [InlineData("3,512,512", "1,256,512")]
    [InlineData("9,3,512,512", "1,1,256,512")]
    public void Fitted_chunks_count_from_the_last_dimension(string shape, string expected) =>
        Assert.Equal(ShapeOf(expected), ChunkShape.Of(1, 256, 4096).Fitted().For(ShapeOf(shape), DataType.UInt8));

    [Fact]
    public void Chunks_that_fit_anything_are_fitted_already() => Assert.All([ChunkShape.Auto, ChunkShape.WholeArray], chunks => Assert.Same(chunks, chunks.Fitted()));

    [Fact]
    public void Given_chunks_need_a_length_for_each_dimension()
    {
        var error = Assert.Throws<ArgumentException>(() => ChunkShape.Of(256, 256).For([3, 512, 512], DataType.UInt8));
        Assert.Equal("the chunk shape (256, 256) has 2 lengths for an array of 3 dimensions (3 x 512 x 512); give one length for each dimension", error.Message);
    }

    [Theory]
    [InlineData("0,1", "at least one element")]
    [InlineData("1,-1", "cannot be negative")]
    public void Chunks_of_nothing_are_refused(string lengths, string expected) =>
        Assert.Contains(expected, Assert.Throws<ArgumentException>(() => ChunkShape.Of(Lengths(lengths))).Message, StringComparison.Ordinal);

    [Fact]
    public void The_choice_is_named_as_options_spell_it() =>
        Assert.Equal("auto whole 1,256,256", $"{ChunkShape.Auto} {ChunkShape.WholeArray} {ChunkShape.Of(1, 256, 256)}");

    private static Shape ShapeOf(string lengths) => Shape.Create(Lengths(lengths));

    private static long[] Lengths(string text) => [.. text.Split(',').Select(long.Parse)];
}
