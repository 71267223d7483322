using OmeZarr.Pyramids.Kernels;
using OmeZarr.Writing.Filling;
using OmeZarr.Writing.Pyramids;
using Xunit;
using Zarr;

namespace OmeZarr.Tests.Writing.Pyramids;

/// <summary>The memory for levels that are not complete does not grow with the image.</summary>
public sealed class PyramidMemoryTests
{
    [Theory]
    [InlineData("1 x 3000 x 2000", "1 x 64 x 64", "1 x 2 x 2", 1)]
    [InlineData("1 x 3000 x 2000", "1 x 64 x 64", "1 x 2 x 2", 3)]
    [InlineData("1 x 3000 x 2000", "1 x 63 x 65", "1 x 2 x 2", 2)]
    [InlineData("500 x 64 x 64", "1 x 16 x 16", "1 x 2 x 2", 2)]
    [InlineData("200 x 200 x 200", "16 x 16 x 16", "2 x 2 x 2", 2)]
    [InlineData("200 x 200 x 200", "15 x 1 x 17", "2 x 3 x 2", 2)]
    [InlineData("500 x 64 x 64", "1 x 16 x 16", "2 x 2 x 2", 2)]
    public async Task At_most_one_unit_of_each_level_is_incomplete_and_one_more_for_each_worker(string shape, string unit, string factors, int workers)
    {
        var (levels, steps) = Levels(Lengths(shape), Lengths(unit), Lengths(factors), workers);
        var memory = new PyramidMemory(long.MaxValue);
        await new PyramidWriter(levels, steps, memory).WriteAsync(Zeros(levels[0]), default);
        var product = Lengths(factors).Aggregate(1L, (all, factor) => all * factor);
        var cells = levels[0].Request.WriteUnit.Zip(Lengths(factors)).All(axis => axis.First % axis.Second == 0) ? 0 : product; // a unit of the next level is computed of as many units
        Assert.InRange(memory.PeakBytes, 1, steps.Count * (1 + workers) * (1 + cells) * levels[0].Request.WriteUnit.ElementCount);
        Assert.Equal(0, memory.UsedBytes);
    }

    [Fact]
    public async Task Over_the_limit_one_worker_works_alone()
    {
        var (levels, steps) = Levels([1024, 1024], [32, 32], [2, 2], workers: 8);
        var memory = new PyramidMemory(1);
        var held = memory.Rent(2);
        var (working, most) = (0, 0);
        var source = ArraySource.FromFunction([1024, 1024], DataType.UInt8, async (_, destination, token) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref working));
            await Task.Yield();
            destination.Span.Clear();
            Interlocked.Decrement(ref working);
        });
        await new PyramidWriter(levels, steps, memory).WriteAsync(source, default);
        Assert.Equal(1, most);
        Assert.InRange(memory.PeakBytes, 1, 2 + (steps.Count * (1 + 8) * 32 * 32)); // those who wait have taken their units already, and go on in any order
        memory.Return(held, 2);
        Assert.Equal(0, memory.UsedBytes);
    }

    [Theory]
    [InlineData("17 x 19", "4 x 3", "2 x 3")]
    [InlineData("1 x 1 x 7 x 50", "1 x 1 x 1 x 7", "1 x 1 x 2 x 5")]
    [InlineData("0 x 5", "1 x 2", "2 x 2")]
    public void The_order_has_each_unit_once(string shape, string unit, string factors)
    {
        var (levels, steps) = Levels(Lengths(shape), Lengths(unit), Lengths(factors), 1);
        var units = new UnitOrder(LevelGrid.Of([.. levels.Select(level => level.Request)], steps)).Units().ToList();
        Assert.Equal(Shape.Create(Lengths(shape)).ElementCount, units.Sum(one => one.Shape.ElementCount));
        Assert.Equal(units.Count, units.Distinct().Count());
    }

    private static long[] Lengths(string text) => [.. text.Split(" x ").Select(long.Parse)];

    private static IArraySource Zeros(WrittenLevel level) => ArraySource.FromFunction(level.Request.Shape, DataType.UInt8, (_, destination) => destination.Clear());

    /// <summary>Levels until one is a single unit, at most six.</summary>
    private static (List<WrittenLevel> Levels, List<BoxReducer> Steps) Levels(long[] shape, long[] unit, long[] factors, int workers)
    {
        var (levels, steps) = (new List<WrittenLevel> { Level(shape, unit, workers) }, new List<BoxReducer>());
        while (levels.Count < 6 && shape.Zip(unit).Any(axis => axis.First > axis.Second))
        {
            shape = [.. shape.Zip(factors, (length, factor) => (length + factor - 1) / factor)];
            steps.Add(BoxReducer.Create(Downsampling.Mean, DataType.UInt8, factors));
            levels.Add(Level(shape, unit, workers));
        }

        return (levels, steps);
    }

    private static WrittenLevel Level(long[] shape, long[] unit, int workers)
    {
        var request = new ArrayRequest
        {
            Path = "/nowhere",
            Shape = Shape.Create(shape),
            DataType = DataType.UInt8,
            Chunks = Shape.Create([.. unit.Zip(shape, (chunk, length) => Math.Min(chunk, Math.Max(1, length)))]),
            Shards = null,
            Compression = Compression.None,
            DimensionNames = [.. shape.Select((_, d) => $"{d}")],
            MaxDegreeOfParallelism = workers,
        };
        return new WrittenLevel(request, new Nothing(), new UnitCounter(request.WriteUnitCount, null));
    }

    private sealed class Nothing : IWritableArray
    {
        public async ValueTask WriteAsync(Region region, ReadOnlyMemory<byte> elements, CancellationToken cancellationToken) => await Task.Yield();

        public ValueTask FlushAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
