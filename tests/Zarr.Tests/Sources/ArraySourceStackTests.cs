using CsCheck;
using Xunit;

namespace Zarr.Tests;

public sealed class ArraySourceStackTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task The_new_dimension_is_where_it_was_asked_for(int axis)
    {
        long[] lengths = [4, 5];
        var sources = Enumerable.Range(0, 3).Select(i => Source(i, lengths)).ToArray();
        var stack = ArraySource.Stack(sources, axis);
        Assert.Equal([.. lengths[..axis], 3, .. lengths[axis..]], stack.Shape);
        await Regions(stack.Shape).SampleAsync(
            async region =>
            {
                var bytes = new byte[region.Shape.ElementCount * 2];
                await stack.ReadAsync(region, bytes, CancellationToken.None);
                var expected = Indexes(region).Select(at => Value((int)at[axis], [.. at[..axis], .. at[(axis + 1)..]]));
                return expected.SequenceEqual(bytes.Chunk(2).Select(pair => BitConverter.ToInt16(pair)));
            },
            seed: "0N0XIzNsQ0O2",
            iter: 200);
    }

    [Fact]
    public async Task Only_the_sources_of_the_region_are_read()
    {
        var sources = Enumerable.Range(0, 5).Select(i => Source(i, [4, 4])).ToArray();
        var stack = ArraySource.Stack(sources, 0);
        await stack.ReadAsync(new Region([1, 0, 0], [2, 4, 4]), new byte[64], CancellationToken.None);
        Assert.Equal([0, 1, 1, 0, 0], sources.Select(source => source.Reads));
    }

    [Fact]
    public void Sources_that_differ_are_named()
    {
        IArraySource[] shapes = [Source(0, [2, 2]), Source(0, [2, 2]), Source(0, [2, 3])];
        Assert.Contains("source 2 is 2 x 3 of int16, source 0 is 2 x 2 of int16", Assert.Throws<ArgumentException>(() => ArraySource.Stack(shapes, 0)).Message, StringComparison.Ordinal);
        IArraySource[] types = [new byte[2, 2].AsSource(), Source(0, [2, 2])];
        Assert.Contains("source 1 is 2 x 2 of int16", Assert.Throws<ArgumentException>(() => ArraySource.Stack(types, 0)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => ArraySource.Stack([], 0));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public void An_axis_outside_the_rank_is_refused(int axis) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ArraySource.Stack([Source(0, [2, 2])], axis));

    [Fact]
    public async Task A_destination_of_another_size_is_refused()
    {
        var stack = ArraySource.Stack([Source(0, [2, 2]), Source(1, [2, 2])], 1);
        await Assert.ThrowsAsync<ArgumentException>(async () => await stack.ReadAsync(Region.Whole(stack.Shape), new byte[15], default));
    }

    private static short Value(int source, long[] index) => (short)index.Aggregate((long)source + 1, (value, next) => (value * 10) + next);

    private static CountingSource Source(int number, long[] shape) => new(number, Shape.Create(shape));

    private static IEnumerable<long[]> Indexes(Region region)
    {
        for (var i = 0L; i < region.Shape.ElementCount; i++)
        {
            var (index, rest) = (region.Offset.ToArray(), i);
            for (var d = region.Rank - 1; d >= 0; d--)
            {
                index[d] += rest % region.Shape[d];
                rest /= region.Shape[d];
            }

            yield return index;
        }
    }

    private static Gen<Region> Regions(Shape shape) =>
        from starts in Gen.Long[0, 1000].Array[shape.Rank]
        from lengths in Gen.Long[0, 1000].Array[shape.Rank]
        let offset = starts.Select((start, d) => start % shape[d]).ToArray()
        select new Region(offset, Shape.Create([.. lengths.Select((length, d) => length % (shape[d] - offset[d] + 1))]));

    private sealed class CountingSource(int number, Shape shape) : IArraySource
    {
        private int reads;

        public int Reads => reads;

        public Shape Shape => shape;

        public DataType DataType => DataType.Int16;

        public ValueTask ReadAsync(Region region, Memory<byte> destination, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref reads);
            var bytes = Indexes(region).SelectMany(index => BitConverter.GetBytes(Value(number, index))).ToArray();
            bytes.CopyTo(destination);
            return ValueTask.CompletedTask;
        }
    }
}
