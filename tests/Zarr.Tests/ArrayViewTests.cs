using System.Numerics.Tensors;
using TestKit;
using Xunit;
using Zarr.Codecs;
using Zarr.Metadata;
using Zarr.Stores;

namespace Zarr.Tests;

public sealed class ArrayViewTests
{
    private readonly CountingStore store = new();

    [Fact]
    public async Task A_single_element_drops_its_dimension_and_a_range_keeps_it()
    {
        var array = await RampAsync([2, 3, 4], [1, 2, 2]);
        Assert.Equal(Shape.Create([3, 2]), array[1, .., 2..].Shape);
        Assert.Equal(Shape.Create([1, 3, 2]), array[1..2, .., 2..].Shape);
        Assert.Equal(new Region([1, 0, 2], [1, 3, 2]), array[1, .., 2..].Region);
        Assert.Equal([14, 15, 18, 19, 22, 23], await array[1, .., 2..].ReadAsync<ushort>());
        Assert.Equal([23], await array[^1, ^1, ^1].ReadAsync<ushort>());
        Assert.Empty(await array[0, 1..1, ..].ReadAsync<ushort>());
    }

    [Fact]
    public async Task Steps_leave_out_elements()
    {
        var array = await RampAsync([10], [4]);
        Assert.Equal([0, 3, 6, 9], await array[Slice.Step(.., 3)].ReadAsync<ushort>());
        Assert.Equal([1, 5], await array[Slice.Step(1..9, 4)].ReadAsync<ushort>());
        Assert.Equal(new Region([1], [5]), array[Slice.Step(1..9, 4)].Region);
    }

    [Fact]
    public async Task Only_chunks_that_hold_an_element_of_the_view_are_fetched()
    {
        var array = await RampAsync([100, 100], [10, 10]);
        store.Clear();
        await array[Slice.Step(.., 50), Slice.Step(5.., 30)].ReadAsync<ushort>();
        Assert.Equal(2 * 4, store.Reads);
        store.Clear();
        await array[5, 0..20].ReadAsync<ushort>();
        Assert.Equal(2, store.Reads);
    }

    [Fact]
    public async Task A_huge_array_is_read_at_huge_distances()
    {
        var array = await CreateAsync([1L << 62, 3], [1000, 3]);
        await array[1L << 61, ..].WriteAsync<ushort>(new ushort[] { 1, 2, 3 });
        var rows = await array[Slice.Between(0, 1L << 62, 1L << 61), 1..].ReadArrayAsync<ushort[,]>();
        Assert.Equal(new ushort[,] { { 0, 0 }, { 2, 3 } }, rows);
    }

    [Fact]
    public async Task A_view_is_read_into_rectangular_arrays_of_its_dimensions()
    {
        var array = await RampAsync([2, 2, 2], [1, 2, 2]);
        Assert.Equal(new ushort[,,] { { { 0, 1 }, { 2, 3 } }, { { 4, 5 }, { 6, 7 } } }, await array[.., .., ..].ReadArrayAsync<ushort[,,]>());
        Assert.Equal(new ushort[,] { { 4, 5 }, { 6, 7 } }, await array[1, .., ..].ReadArrayAsync<ushort[,]>());
        Assert.Equal([1, 3], await array[0, .., 1].ReadArrayAsync<ushort[]>());
        Assert.Equal(new ushort[0, 2], await array[0, 1..1, ..].ReadArrayAsync<ushort[,]>());
    }

    [Fact]
    public async Task Rectangular_arrays_of_every_data_type_can_be_read()
    {
        foreach (var type in DataType.All)
        {
            var metadata = Metadata([2, 3], [2, 2]) with { DataType = type, FillValue = FillValue.Zero(type) };
            var array = await ZarrArray.CreateAsync(store, new StorePrefix(type.Name), metadata with { Codecs = [new BytesCodec().ToMetadata()] });
            await RequireReadableAsync(array);
        }
    }

    [Fact]
    public async Task A_rectangular_array_of_another_rank_or_type_names_both()
    {
        var array = await RampAsync([2, 2], [2, 2]);
        await RequireMessageAsync("UInt16[,,] has 3 dimensions, the view has 2 (2 x 2)", () => array[.., ..].ReadArrayAsync<ushort[,,]>());
        await RequireMessageAsync("UInt16[,] has 2 dimensions, the view has 1 (2)", () => array[0, ..].ReadArrayAsync<ushort[,]>());
        await RequireMessageAsync("the array holds uint16: call ReadArrayAsync<ushort[,]>", () => array[.., ..].ReadArrayAsync<short[,]>());
        await RequireMessageAsync("the array holds uint16: call ReadArrayAsync<ushort[,]>", () => array[.., ..].ReadArrayAsync<ushort[][]>());
        await RequireMessageAsync("the array holds uint16: call ReadArrayAsync<ushort[,]>", () => array[.., ..].ReadArrayAsync<string>());
        await RequireMessageAsync("the array holds uint16: call ReadTensorAsync<ushort>", () => array[.., ..].ReadTensorAsync<float>());
        await RequireMessageAsync("the array holds uint16: call ReadAsync<ushort>", () => array[.., ..].ReadAsync<float>());
    }

    [Fact]
    public async Task A_view_is_read_as_a_tensor()
    {
        var array = await RampAsync([2, 3, 4], [1, 2, 2]);
        var tensor = await array[1, .., Slice.Step(.., 2)].ReadTensorAsync<ushort>();
        Assert.Equal([3, 2], tensor.Lengths.ToArray());
        Assert.Equal(22, tensor[2, 1]);
        Assert.Equal(5, (await array[0, 1, 1].ReadTensorAsync<ushort>())[0]);
        Assert.True((await array[0, 0..0, ..].ReadTensorAsync<ushort>()).IsEmpty);
    }

    [Fact]
    public async Task A_view_is_read_into_memory_of_the_caller()
    {
        var array = await RampAsync([4], [3]);
        var mine = new ushort[4];
        await array[1..3].ReadAsync<ushort>(mine.AsMemory(1, 2));
        Assert.Equal([0, 1, 2, 0], mine);
        await Assert.ThrowsAsync<ArgumentException>(() => array[1..3].ReadAsync<ushort>(mine));
    }

    [Fact]
    public async Task A_view_is_written_from_memory_arrays_and_tensors_of_its_shape()
    {
        var array = await CreateAsync([2, 2, 3], [1, 2, 2]);
        await array[0, .., 1].WriteAsync<ushort>(new ushort[] { 1, 2 });
        await array[1, .., ..].WriteAsync(new ushort[,] { { 3, 4, 5 }, { 6, 7, 8 } }.AsSource());
        await array[0, 1, 1..].WriteAsync(Tensor.Create<ushort>([9, 10], [2]).AsSource());
        Assert.Equal([0, 1, 0, 0, 9, 10, 3, 4, 5, 6, 7, 8], await array.ReadAsync<ushort>());
    }

    [Fact]
    public async Task A_view_may_be_written_to_another_array()
    {
        var array = await RampAsync([4, 5], [3, 2]);
        var copy = await ZarrArray.CreateAsync(store, new StorePrefix("b"), Metadata([2, 3], [1, 2]));
        await copy.WriteAsync(array[Slice.Step(.., 3), 1..4]);
        Assert.Equal([1, 2, 3, 16, 17, 18], await copy.ReadAsync<ushort>());
        await copy[1, ..].WriteAsync(array[1.., 0]);
        Assert.Equal([1, 2, 3, 5, 10, 15], await copy.ReadAsync<ushort>());
    }

    [Fact]
    public async Task Data_of_another_shape_and_views_with_gaps_are_not_written()
    {
        var array = await RampAsync([4, 5], [3, 2]);
        await RequireMessageAsync("the data has the shape 5, the view the shape 4 (Parameter 'source')", () => array[.., 0].WriteAsync(new ushort[5].AsSource()));
        await Assert.ThrowsAsync<NotSupportedException>(() => array[Slice.Step(.., 2), 0].WriteAsync<ushort>(new ushort[2]));
        await array[Slice.Step(3.., 2), 0].WriteAsync<ushort>(new ushort[] { 99 });
        Assert.Equal(99, (await array[3, 0].ReadAsync<ushort>())[0]);
    }

    [Fact]
    public async Task Too_few_slices_and_slices_beyond_the_array_are_refused_when_the_view_is_made()
    {
        var array = await RampAsync([4, 5], [3, 2]);
        var error = Assert.Throws<ArgumentException>(() => array[1]);
        Assert.Equal("1 slice was given for an array of 2 dimensions (4 x 5); a dimension is taken whole by ..", error.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => array[.., 5]);
    }

    [Fact]
    public async Task A_view_too_large_for_memory_is_an_argument_error()
    {
        var array = await CreateAsync([1L << 40, 1L << 40], [1, 1]);
        await Assert.ThrowsAsync<ArgumentException>(() => array[.., ..].ReadAsync<ushort>());
        await Assert.ThrowsAsync<ArgumentException>(() => array[0, ..].ReadTensorAsync<ushort>());
        await Assert.ThrowsAsync<ArgumentException>(() => array[0..1, Slice.Between(0, 1L << 30)].ReadArrayAsync<ushort[,]>());
        await Assert.ThrowsAsync<ArgumentException>(() => array[0..0, ..].ReadArrayAsync<ushort[,]>());
    }

    private static async Task RequireMessageAsync(string message, Func<Task> action) =>
        Assert.Equal(message, (await Assert.ThrowsAsync<ArgumentException>(action)).Message);

    private static async Task RequireReadableAsync(ZarrArray array)
    {
        var type = array.DataType.ClrType.MakeArrayType(2);
        var method = typeof(ArrayView).GetMethod(nameof(ArrayView.ReadArrayAsync))!.MakeGenericMethod(type);
        var elements = Generators.Elements(array.DataType, 6, 5);
        await array.WriteAsync(ArraySource.FromFunction([2, 3], array.DataType, (region, destination) =>
        {
            var naive = new NaiveArray([2, 3], array.DataType.Size, new byte[array.DataType.Size]);
            naive.Write(Region.Whole([2, 3]), elements);
            naive.Read(region).CopyTo(destination);
        }));
        var task = (Task)method.Invoke(array[.., ..], [CancellationToken.None])!;
        await task;
        var read = (Array)task.GetType().GetProperty("Result")!.GetValue(task)!;
        Assert.Equal(elements, RectangularArray.Bytes(read, elements.Length).ToArray());
    }

    private static ArrayMetadata Metadata(Shape shape, Shape chunk) => new()
    {
        Shape = shape,
        ChunkShape = chunk,
        DataType = DataType.UInt16,
        Codecs = [new BytesCodec().ToMetadata()],
    };

    private Task<ZarrArray> CreateAsync(Shape shape, Shape chunk) => ZarrArray.CreateAsync(store, new StorePrefix("a"), Metadata(shape, chunk));

    private async Task<ZarrArray> RampAsync(Shape shape, Shape chunk)
    {
        var array = await CreateAsync(shape, chunk);
        await array.WriteAsync(ArraySource.FromMemory<ushort>(Enumerable.Range(0, (int)shape.ElementCount).Select(i => (ushort)i).ToArray(), shape));
        return array;
    }
}
