using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Xunit;

namespace Zarr.Tests;

public sealed class ArraySourceTests
{
    private static readonly int[] Ten = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

    [Fact]
    public async Task Arrays_of_one_to_five_dimensions_are_sources_in_C_order()
    {
        await AssertElements(new int[] { 1, 2, 3 }.AsSource(), [3], [1, 2, 3]);
        await AssertElements(new int[,] { { 1, 2 }, { 3, 4 } }.AsSource(), [2, 2], [1, 2, 3, 4]);
        await AssertElements(new int[,,] { { { 1, 2 } }, { { 3, 4 } } }.AsSource(), [2, 1, 2], [1, 2, 3, 4]);
        await AssertElements(new int[,,,] { { { { 1 }, { 2 } } } }.AsSource(), [1, 1, 2, 1], [1, 2]);
        await AssertElements(new int[,,,,] { { { { { 1, 2, 3 } } } } }.AsSource(), [1, 1, 1, 1, 3], [1, 2, 3]);
    }

    [Fact]
    public async Task Empty_arrays_are_sources_of_nothing()
    {
        await AssertElements(Array.Empty<int>().AsSource(), [0], []);
        await AssertElements(new int[0, 5].AsSource(), [0, 5], []);
    }

    [Fact]
    public void A_source_knows_its_data_type()
    {
        Assert.Same(DataType.Float16, new Half[1, 1].AsSource().DataType);
        Assert.Same(DataType.Bool, new bool[1].AsSource().DataType);
        Assert.Throws<ArgumentException>(() => new char[1].AsSource());
        Assert.Throws<ArgumentException>(() => new nint[1, 1].AsSource());
    }

    [Fact]
    public async Task Memory_holds_as_many_elements_as_its_shape()
    {
        await AssertElements(ArraySource.FromMemory<int>(Ten.AsMemory(2, 4), [2, 2]), [2, 2], [2, 3, 4, 5]);
        await AssertElements(ArraySource.FromMemory<int>(Ten.AsMemory(7, 1), []), [], [7]);
        Assert.Throws<ArgumentException>(() => ArraySource.FromMemory<int>(Ten, [3, 3]));
        Assert.Throws<ArgumentException>(() => ArraySource.FromMemory<int>(Ten, [long.MaxValue, long.MaxValue]));
    }

    [Fact]
    public async Task Any_region_of_memory_can_be_asked_for()
    {
        var source = ArraySource.FromMemory<int>(Ten, [2, 5]);
        await AssertRegion(source, new Region([1, 1], [1, 3]), [6, 7, 8]);
        await AssertRegion(source, new Region([0, 3], [2, 1]), [3, 8]);
    }

    [Fact]
    public async Task Strides_may_leave_gaps_run_backwards_or_stand_still()
    {
        await AssertElements(ArraySource.FromStrided<int>(Ten, [2, 3], [5, 1]), [2, 3], [0, 1, 2, 5, 6, 7]);
        await AssertElements(ArraySource.FromStrided<int>(Ten, [3, 2], [1, 5]), [3, 2], [0, 5, 1, 6, 2, 7]);
        await AssertElements(ArraySource.FromStrided<int>(Ten, [2, 3], [-5, -1], start: 9), [2, 3], [9, 8, 7, 4, 3, 2]);
        await AssertElements(ArraySource.FromStrided<int>(Ten, [2, 2], [0, 1], start: 3), [2, 2], [3, 4, 3, 4]);
        await AssertElements(ArraySource.FromStrided<int>(Ten, [1, 2], [1L << 60, 1]), [1, 2], [0, 1]);
        await AssertElements(ArraySource.FromStrided<int>(Ten, [0, 2], [99, 99], start: 99), [0, 2], []);
    }

    [Theory]
    [InlineData(new long[] { 2, 5 }, new long[] { 6, 1 }, 0)]
    [InlineData(new long[] { 2 }, new long[] { -1 }, 0)]
    [InlineData(new long[] { 1 }, new long[] { 1 }, 10)]
    [InlineData(new long[] { 1 }, new long[] { 1 }, -1)]
    [InlineData(new long[] { 5, 5 }, new long[] { long.MaxValue, long.MinValue }, 0)]
    [InlineData(new long[] { long.MaxValue, long.MaxValue }, new long[] { long.MaxValue, long.MaxValue }, 0)]
    [InlineData(new long[] { 2, 2 }, new long[] { 1 }, 0)]
    public void Strides_that_leave_the_memory_are_refused(long[] shape, long[] strides, long start) =>
        Assert.Throws<ArgumentException>(() => ArraySource.FromStrided<int>(Ten, Shape.Create(shape), strides, start));

    [Fact]
    public async Task A_dense_tensor_is_a_source() =>
        await AssertElements(Tensor.Create(Ten, [2, 5]).AsSource(), [2, 5], Ten);

    [Fact]
    public async Task A_slice_of_a_tensor_is_a_source()
    {
        var slice = Tensor.Create(Ten, [2, 5]).Slice([0..2, 1..4]);
        await AssertElements(slice.AsSource(), [2, 3], [1, 2, 3, 6, 7, 8]);
        await AssertRegion(slice.AsSource(), new Region([1, 1], [1, 2]), [7, 8]);
        await AssertElements(Tensor.Create(Ten, [2, 5]).Slice([1..2, 4..5]).AsSource(), [1, 1], [9]);
    }

    [Fact]
    public async Task A_permuted_tensor_is_read_in_its_own_order()
    {
        var cube = Tensor.Create(Enumerable.Range(0, 24).ToArray(), [2, 3, 4]);
        var permuted = Tensor.PermuteDimensions(cube, [1, 2, 0]);
        var expected = new int[24];
        permuted.FlattenTo(expected);
        Assert.Equal([0, 12, 1, 13], expected[..4]);
        await AssertElements(permuted.AsSource(), [3, 4, 2], expected);
    }

    [Fact]
    public async Task Slices_of_permuted_tensors_are_read_as_the_tensor_reads_them()
    {
        var random = new Random(5);
        for (var i = 0; i < 500; i++)
        {
            var cube = Tensor.Create(Enumerable.Range(0, 4 * 5 * 6).ToArray(), [4, 5, 6]);
            int[] order = [0, 1, 2];
            random.Shuffle(order);
            var permuted = Tensor.PermuteDimensions(cube, order);
            var slice = permuted.Slice([.. permuted.Lengths.ToArray().Select(length => RandomRange(random, (int)length))]);
            var expected = new int[slice.FlattenedLength];
            slice.FlattenTo(expected);
            await AssertElements(slice.AsSource(), Shape.Create([.. slice.Lengths.ToArray()]), expected);
        }
    }

    [Fact]
    public async Task Strided_broadcast_and_empty_tensors_are_sources()
    {
        await AssertElements(Tensor.Create(Ten, 1, [2, 2], [4, 2]).AsSource(), [2, 2], [1, 3, 5, 7]);
        await AssertElements(Tensor.Create(new[] { 1, 2, 3 }, [2, 3], [0, 1]).AsSource(), [2, 3], [1, 2, 3, 1, 2, 3]);
        await AssertElements(Tensor.Create(Array.Empty<int>(), [0, 3]).AsSource(), [0, 3], []);
    }

    [Fact]
    public async Task Functions_are_asked_for_the_region_that_is_read()
    {
        var typed = ArraySource.FromFunction<int>([4, 4], (region, destination) => destination.Fill((int)region.Offset[1]));
        await AssertRegion(typed, new Region([0, 3], [2, 1]), [3, 3]);

        var untyped = ArraySource.FromFunction([4], DataType.Int32, (_, destination) => destination.Fill(1));
        await AssertRegion(untyped, new Region([2], [1]), [0x01010101]);

        var later = ArraySource.FromFunction([4], DataType.Int32, async (_, destination, token) =>
        {
            await Task.Delay(1, token);
            destination.Span.Fill(2);
        });
        await AssertRegion(later, new Region([2], [1]), [0x02020202]);
    }

    [Fact]
    public void Functions_and_types_are_not_null()
    {
        Assert.Throws<ArgumentNullException>(() => ArraySource.FromFunction<int>([1], null!));
        Assert.Throws<ArgumentNullException>(() => ArraySource.FromFunction([1], null!, (_, _) => { }));
        Assert.Throws<ArgumentNullException>(() => ArraySource.FromFunction([1], null!, (_, _, _) => ValueTask.CompletedTask));
        Assert.Throws<ArgumentException>(() => ArraySource.FromFunction<char>([1], (_, _) => { }));
    }

    public static TheoryData<string> Sources { get; } = ["memory", "array", "tensor", "function"];

    [Theory]
    [MemberData(nameof(Sources))]
    public async Task A_region_beyond_the_source_and_memory_of_another_length_are_refused(string kind)
    {
        var source = Source(kind);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await source.ReadAsync(new Region([0, 4], [1, 2]), new byte[8], default));
        await Assert.ThrowsAsync<ArgumentException>(async () => await source.ReadAsync(new Region([0], [1]), new byte[4], default));
        await Assert.ThrowsAsync<ArgumentException>(async () => await source.ReadAsync(new Region([0, 0], [1, 2]), new byte[7], default));
        await Assert.ThrowsAsync<ArgumentException>(async () => await source.ReadAsync(new Region([0, 0], [1, 2]), new byte[12], default));
    }

    private static NRange RandomRange(Random random, int length)
    {
        var start = random.Next(length);
        return start..random.Next(start + 1, length + 1);
    }

    private static IArraySource Source(string kind) => kind switch
    {
        "memory" => ArraySource.FromMemory<int>(Ten, [2, 5]),
        "array" => new int[2, 5].AsSource(),
        "tensor" => Tensor.Create(Ten, [2, 5]).AsSource(),
        _ => ArraySource.FromFunction<int>([2, 5], (_, _) => { }),
    };

    private static async Task AssertElements(IArraySource source, Shape shape, int[] elements)
    {
        Assert.Equal(shape, source.Shape);
        await AssertRegion(source, Region.Whole(shape), elements);
    }

    private static async Task AssertRegion(IArraySource source, Region region, int[] elements) =>
        Assert.Equal(elements, await Read(source, region));

    private static async Task<int[]> Read(IArraySource source, Region region)
    {
        var bytes = new byte[region.Shape.ElementCount * source.DataType.Size];
        await source.ReadAsync(region, bytes, CancellationToken.None);
        return MemoryMarshal.Cast<byte, int>(bytes).ToArray();
    }
}
