using CsCheck;
using Xunit;
using Zarr;
using Zarr.Codecs;

namespace OmeZarr.Tests;

public sealed class ShardShapeTests
{
    [Fact]
    public void Without_shards_there_is_no_shape() => Assert.Null(ShardShape.None.For([100, 100], [10, 10], DataType.UInt8));

    [Theory]
    [InlineData("1000,1000", "10,10", "200,50", "200,50")]
    [InlineData("1000,1000", "10,10", "10,10", "10,10")]
    [InlineData("35,1000", "10,10", "200,50", "40,50")] // 4 chunks cover 35 elements
    [InlineData("30,30", "10,10", "200,50", "30,30")]
    [InlineData("3,1000", "3,10", "200,50", "3,50")] // the chunk is clamped to a small level, and so is the shard
    [InlineData("6,6", "4,4", "6,8", "8,8")] // no multiple, but there is nothing beyond the array
    [InlineData("0,5", "1,5", "200,50", "1,5")]
    public void Given_lengths_end_with_the_last_chunk(string shape, string chunk, string lengths, string expected) =>
        Assert.Equal(ShapeOf(expected), ShardShape.Of([.. ShapeOf(lengths)]).For(ShapeOf(shape), ShapeOf(chunk), DataType.UInt8));

    [Theory]
    [InlineData("1000,1000", "10,10", "20,5", "200,50")]
    [InlineData("35,1000", "10,10", "20,5", "40,50")]
    [InlineData("3,3", "3,3", "20,5", "3,3")]
    [InlineData("0,5", "1,5", "20,5", "1,5")]
    [InlineData("1000,1000", "10,10", "9223372036854775807,1", "1000,10")]
    public void Given_counts_end_with_the_last_chunk(string shape, string chunk, string counts, string expected) =>
        Assert.Equal(ShapeOf(expected), ShardShape.OfChunks([.. ShapeOf(counts)]).For(ShapeOf(shape), ShapeOf(chunk), DataType.UInt8));

    [Theory]
    [InlineData("10,3,25,1024,1024", "1,1,25,256,256", "uint16", "1,1,25,512,1024")] // 25 MiB; along x before y, then z is covered
    [InlineData("10,3,200,1024,1024", "1,1,25,256,256", "uint16", "1,1,200,256,256")] // z is the shortest until it is 200
    [InlineData("500,2,64,64", "1,1,64,64", "uint16", "500,2,64,64")] // then leading dimensions, the last first
    [InlineData("100000,2,64,64", "1,1,64,64", "uint16", "2048,2,64,64")]
    [InlineData("30000,40000", "1024,2048", "uint16", "4096,4096")]
    [InlineData("100,100", "100,100", "uint8", "100,100")]
    [InlineData("1000000000", "4194304", "uint8", "33554432")]
    [InlineData("5000,5000", "5000,5000", "float64", "5000,5000")] // a chunk of 190 MiB stays alone
    [InlineData("", "", "uint8", "")]
    public void Automatic_shards_grow_along_the_shortest_of_the_last_three_dimensions_first(string shape, string chunk, string type, string expected) =>
        Assert.Equal(ShapeOf(expected), ShardShape.Auto.For(ShapeOf(shape), ShapeOf(chunk), DataType.FromName(type)!));

    [Fact]
    public void Automatic_shards_have_no_more_chunks_than_shards_may()
    {
        var shard = ShardShape.Auto.For([100_000, 100_000], [1, 1], DataType.UInt8)!.Value;
        Assert.Equal(Codec.MaxInnerChunks, shard.ElementCount);
    }

    [Fact]
    public void Lengths_that_are_no_multiples_are_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => ShardShape.Of(15, 20).For([100, 100], [10, 10], DataType.UInt8));
        Assert.Equal(
            "the shards (15, 20) are not whole multiples of the chunks (10, 10); set Chunks to lengths that divide them, or use ShardShape.OfChunks", error.Message);
        Assert.Throws<ArgumentException>(() => ShardShape.Of(5, 20).For([100, 100], [10, 10], DataType.UInt8));
    }

    [Fact]
    public void There_is_one_number_for_each_dimension()
    {
        var expected = "the shards have 1 dimension (20), the array has 2; give one number for each";
        Assert.Equal(expected, Assert.Throws<ArgumentException>(() => ShardShape.Of(20).For([100, 100], [10, 10], DataType.UInt8)).Message);
        Assert.Equal(expected, Assert.Throws<ArgumentException>(() => ShardShape.OfChunks(20).For([100, 100], [10, 10], DataType.UInt8)).Message);
    }

    [Fact]
    public void Numbers_are_at_least_one()
    {
        Assert.Throws<ArgumentException>(() => ShardShape.Of(20, 0));
        Assert.Throws<ArgumentException>(() => ShardShape.Of(-20));
        Assert.Throws<ArgumentException>(() => ShardShape.OfChunks(0));
        Assert.Throws<ArgumentException>(() => ShardShape.OfChunks(1, -1));
    }

    [Fact]
    public void Chunks_must_be_those_of_the_array()
    {
        Assert.All([ShardShape.None, ShardShape.Auto, ShardShape.Of(1), ShardShape.OfChunks(1)], shards =>
        {
            Assert.Throws<ArgumentException>(() => shards.For([100], [10, 10], DataType.UInt8));
            Assert.Throws<ArgumentException>(() => shards.For([100], [0], DataType.UInt8));
            Assert.Throws<ArgumentNullException>(() => shards.For([100], [10], null!));
        });
    }

    [Fact]
    public void More_chunks_than_a_shard_may_have_are_refused()
    {
        var shards = ShardShape.OfChunks(2048, 2049);
        Assert.StartsWith(
            "a shard (2048, 2049) would hold more than 4,194,304 chunks (1, 1)",
            Assert.Throws<ArgumentException>(() => shards.For([3000, 3000], [1, 1], DataType.UInt8)).Message,
            StringComparison.Ordinal);
        Assert.Equal([2048, 2048], ShardShape.Of(2048, 2048).For([3000, 3000], [1, 1], DataType.UInt8)!.Value);
    }

    [Fact]
    public void It_says_what_it_is() =>
        Assert.Equal(["none", "auto", "1,20", "1,20 chunks"], new[] { ShardShape.None, ShardShape.Auto, ShardShape.Of(1, 20), ShardShape.OfChunks(1, 20) }.Select(shards => shards.ToString()));

    /// <summary>Lengths up to the largest, zero among them, with chunks that fit or reach beyond.</summary>
    private static Gen<(long[] Shape, long[] Chunk, long[] Counts)> Arrays { get; } =
        from rank in Gen.Int[0, 6]
        let length = Gen.OneOf(Gen.Long[0, 20], Gen.Long[0, 5000], Gen.Const(long.MaxValue), Gen.Long[0, long.MaxValue])
        from shape in length.Array[rank]
        from chunk in Gen.OneOf(Gen.Long[1, 8], Gen.Long[1, 600]).Array[rank]
        from counts in Gen.OneOf(Gen.Long[1, 5], Gen.Const(long.MaxValue)).Array[rank]
        select (shape, chunk, counts);

    [Fact]
    public void A_shard_is_a_multiple_of_the_chunk_and_no_longer_than_what_covers_the_array() => Arrays.Sample(
        array =>
        {
            var (shape, chunk) = (Shape.Create(array.Shape), Shape.Create(array.Chunk));
            RequireFit(array, ShardShape.Auto.For(shape, chunk, DataType.UInt16)!.Value);
            if (Resolve(() => ShardShape.OfChunks(array.Counts).For(shape, chunk, DataType.UInt16)) is { } shard)
            {
                RequireFit(array, shard);
                Assert.Equal(shard, ShardShape.Of([.. shard]).For(shape, chunk, DataType.UInt16));
            }
        },
        seed: "0000000000001",
        iter: 2000);

    [Fact]
    public void An_automatic_shard_keeps_its_bound_and_cannot_be_doubled() => Arrays.Sample(
        array =>
        {
            var (shape, chunk) = (Shape.Create(array.Shape), Shape.Create(array.Chunk));
            var shard = ShardShape.Auto.For(shape, chunk, DataType.UInt16)!.Value;
            if (shard == chunk)
            {
                return;
            }

            var (bytes, chunks) = (shard.ElementCount * 2, shard.Zip(chunk, (length, part) => length / part).Aggregate(1L, (product, count) => product * count));
            Assert.InRange(bytes, 1, 32 << 20);
            Assert.InRange(chunks, 1, Codec.MaxInnerChunks);
            var covers = shard.Zip(shape, (length, all) => length >= all).All(covered => covered);
            Assert.True(covers || bytes > 4 << 20 || chunks > Codec.MaxInnerChunks / 8, $"{shard} of {shape} in {chunk}");
        },
        seed: "0000000000001",
        iter: 2000);

    private static Shape? Resolve(Func<Shape?> resolve)
    {
        try
        {
            return resolve();
        }
        catch (ArgumentException e)
        {
            Assert.Contains("would hold more than", e.Message, StringComparison.Ordinal);
            return null;
        }
    }

    private static void RequireFit((long[] Shape, long[] Chunk, long[] Counts) array, Shape shard) =>
        Assert.All(Enumerable.Range(0, array.Shape.Length), d =>
        {
            Assert.Equal(0, shard[d] % array.Chunk[d]);
            Assert.True(shard[d] >= array.Chunk[d]);
            Assert.True(shard[d] - array.Chunk[d] < Math.Max(1, array.Shape[d])); // the last chunk holds some of the array
        });

    private static Shape ShapeOf(string lengths) => Shape.Create([.. lengths.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(long.Parse)]);
}
