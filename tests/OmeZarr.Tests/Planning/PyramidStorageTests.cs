using OmeZarr.Planning;
using OmeZarr.Pyramids;
using OmeZarr.V05;
using Xunit;
using Zarr;

namespace OmeZarr.Tests.Planning;

/// <summary>Automatic chunks of an image whose levels are computed are multiples of the factors, so that no pixel is computed from two chunks.</summary>
public sealed class PyramidStorageTests
{
    [Theory]
    [InlineData(new[] { 2 }, 1500)]
    [InlineData(new[] { 7 }, 1505)] // 215 times 7
    [InlineData(new[] { 4, 6 }, 1500)] // 125 times 12
    [InlineData(new[] { 7, 2 }, 1512)] // 108 times 14
    [InlineData(new[] { 1500 }, 1500)]
    [InlineData(new[] { 1501 }, 1500)] // no multiple, because chunks would become larger than they should
    [InlineData(new[] { 31, 37, 41 }, 1500)]
    public void Chunks_are_rounded_up_to_common_multiples_of_the_factors(int[] factors, long expected)
    {
        var spec = new ArraySpec([3000, 3000], DataType.UInt8);
        var pyramid = factors.Skip(1).Aggregate(Pyramid.Of(2, ("y", factors[0]), ("x", factors[0])), (sum, factor) => sum.Then(1, ("y", factor), ("x", factor)));
        var plan = PyramidPlan.Create(pyramid, Multiscale.FromDimensions([Dimension.Y(), Dimension.X()]), spec);
        Assert.Equal([expected, expected], PyramidStorage.Finest(Storage(ChunkShape.Auto), plan, spec.DataType).Chunks.For(spec.Shape, spec.DataType));
    }

    [Fact]
    public void Chunks_that_are_given_stay_and_so_do_those_of_a_single_level()
    {
        var spec = new ArraySpec([3000, 3000], DataType.UInt8);
        var multiscale = Multiscale.FromDimensions([Dimension.Y(), Dimension.X()]);
        var given = Storage(ChunkShape.Of(100, 100));
        Assert.Same(given, PyramidStorage.Finest(given, PyramidPlan.Create(Pyramid.Of(2, ("y", 7), ("x", 7)), multiscale, spec), spec.DataType));
        var automatic = Storage(ChunkShape.Auto);
        Assert.Same(automatic, PyramidStorage.Finest(automatic, PyramidPlan.Create(Pyramid.Auto, multiscale, spec with { Shape = [10, 10] }), spec.DataType));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Coarser_levels_have_the_chunks_and_shards_of_the_finest(bool isSharded)
    {
        var storage = Storage(ChunkShape.Auto) with { Shards = ShardShape.Auto };
        var finest = LevelRules.Plan("0", new ArraySpec([64, 64], DataType.UInt8), storage with { Chunks = ChunkShape.Of(8, 4), Shards = isSharded ? ShardShape.Of(32, 16) : ShardShape.None }, ["y", "x"]);
        var coarser = PyramidStorage.Coarser(storage, finest);
        Shape shape = [32, 32];
        Assert.Equal([8, 4], coarser.Chunks.For(shape, DataType.UInt8));
        Assert.Equal<Shape?>(isSharded ? [32, 16] : null, coarser.Shards.For(shape, [8, 4], DataType.UInt8));
    }

    private static StorageOptions Storage(ChunkShape chunks) => new(chunks, ShardShape.None, Compression.None, Checksums: false, MaxDegreeOfParallelism: 1);
}
