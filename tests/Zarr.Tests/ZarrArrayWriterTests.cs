using TestKit;
using Xunit;

namespace Zarr.Tests;

public sealed class ZarrArrayWriterTests
{
    private static readonly Shape Stack = [2, 2, 7, 10, 9];
    private static readonly Shape Chunk = [1, 1, 3, 4, 5];
    private static readonly Shape Plane = [1, 1, 1, 10, 9];

    private readonly CountingStore store = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Planes_in_any_order_from_four_tasks_encode_each_chunk_once_and_read_nothing(int seed)
    {
        var array = await CreateAsync(Stack, Chunk);
        var pixels = Pieces.Ramp(Stack);
        await using var writer = array.OpenWriter();
        await Pieces.WriteAsync(writer, pixels, Pieces.Cut(Stack, Plane, seed), tasks: 4);
        Assert.Equal(0, writer.Buffer.UsedBytes);
        Assert.Equal((0, 2 * 2 * 3 * 3 * 2), (store.Reads, store.Writes));
        Assert.Equal(store.Writes, store.Of(StoreOperation.Set).DistinctBy(request => request.Key).Count());
        Assert.Equal(pixels, await array.ReadAsync<ushort>());
    }

    [Fact]
    public async Task Whole_chunks_are_stored_when_the_write_returns()
    {
        var array = await CreateAsync([4, 4], [2, 2]);
        await using var writer = array.OpenWriter();
        await writer.WriteAsync(ArraySource.FromMemory<ushort>(Pieces.Ramp([4, 4]), [4, 4]));
        Assert.Equal((0, 4, 0), (store.Reads, store.Writes, writer.Buffer.UsedBytes));
    }

    [Fact]
    public async Task Readers_see_what_is_stored_and_not_what_is_kept()
    {
        var array = await CreateAsync([4], [4]);
        await using var writer = array.OpenWriter();
        await WriteAsync(writer, 0, 1, 2, 3);
        Assert.Equal((0, 0), (store.Writes, store.Reads));
        Assert.Equal(Pieces.Cost([4]), writer.Buffer.UsedBytes);
        Assert.Equal([0, 0, 0, 0], await array.ReadAsync<ushort>());
        await WriteAsync(writer, 3, 4);
        Assert.Equal([1, 2, 3, 4], await array.ReadAsync<ushort>());
    }

    [Fact]
    public async Task Elements_that_are_written_twice_do_not_complete_a_chunk()
    {
        var array = await CreateAsync([4], [4]);
        await using var writer = array.OpenWriter();
        await WriteAsync(writer, 0, 1, 2);
        await WriteAsync(writer, 1, 3, 4);
        Assert.Equal(0, store.Writes);
        await WriteAsync(writer, 2, 5, 6);
        Assert.Equal([1, 3, 5, 6], await array.ReadAsync<ushort>());
    }

    [Fact]
    public async Task Flushing_and_disposing_merge_incomplete_chunks_into_the_stored_ones()
    {
        var array = await CreateAsync([6], [4], fill: 9);
        await array.WriteAsync<ushort>(new ushort[] { 1, 2, 3, 4, 5, 6 }, Region.Whole([6]));
        await using (var writer = array.OpenWriter())
        {
            await WriteAsync(writer, 1, 20);
            await WriteAsync(writer, 5, 60);
            await writer.FlushAsync();
            Assert.Equal([1, 20, 3, 4, 5, 60], await array.ReadAsync<ushort>());
            await WriteAsync(writer, 2, 30);
        }

        Assert.Equal([1, 20, 30, 4, 5, 60], await array.ReadAsync<ushort>());
    }

    [Fact]
    public async Task A_whole_chunk_wins_over_what_was_kept_and_loses_to_what_comes_later()
    {
        var array = await CreateAsync([3], [3]);
        await using var writer = array.OpenWriter();
        await WriteAsync(writer, 0, 7);
        await WriteAsync(writer, 0, 1, 2, 3);
        Assert.Equal(0, writer.Buffer.UsedBytes);
        await WriteAsync(writer, 1, 8);
        await writer.FlushAsync();
        Assert.Equal([1, 8, 3], await array.ReadAsync<ushort>());
    }

    [Fact]
    public async Task Completed_edge_chunks_are_padded_and_chunks_of_fill_values_not_stored()
    {
        var array = await CreateAsync([3, 3], [2, 2], fill: 9);
        await using var writer = array.OpenWriter();
        await writer.WriteAsync<ushort>(new ushort[] { 1, 2, 9, 3, 4, 9 }, new Region([0, 0], [2, 3]));
        await writer.WriteAsync<ushort>(new ushort[] { 5 }, new Region([2, 0], [1, 1]));
        await writer.WriteAsync<ushort>(new ushort[] { 6 }, new Region([2, 1], [1, 1]));
        Assert.Equal([5, 0, 6, 0, 9, 0, 9, 0], await store.ReadAsync("a/c/1/0"));
        Assert.Equal(2, store.Writes);
    }

    [Fact]
    public async Task Scalars_and_arrays_without_elements_can_be_written()
    {
        var scalar = await CreateAsync([], []);
        await using var writer = scalar.OpenWriter(new WriteBuffer(0));
        await writer.WriteAsync<ushort>(new ushort[] { 5 }, Region.Whole([]));
        Assert.Equal([5], await scalar.ReadAsync<ushort>());
        var none = await Pieces.CreateAsync(store, [0, 3], [2, 2], path: "b");
        await using var nothing = none.OpenWriter();
        await nothing.WriteAsync<ushort>(Array.Empty<ushort>(), Region.Whole([0, 3]));
        Assert.Equal(0, nothing.Buffer.UsedBytes);
    }

    [Fact]
    public async Task Without_room_for_a_chunk_every_write_is_stored_when_it_returns()
    {
        var array = await CreateAsync([4], [4]);
        await using var writer = array.OpenWriter(new WriteBuffer(Pieces.Cost([4]) - 1));
        await WriteAsync(writer, 0, 1, 2);
        Assert.Equal((1, 1), (store.Reads, store.Writes));
        await WriteAsync(writer, 2, 3, 4);
        Assert.Equal([1, 2, 3, 4], await array.ReadAsync<ushort>());
        Assert.Equal(0, writer.Buffer.Chunks.PeakBytes);
    }

    // Six chunks below a plane, three planes to a chunk. Without a buffer each would be encoded three times.
    [Theory]
    [InlineData(6, 6)]
    [InlineData(5, 8)]
    [InlineData(4, 10)]
    [InlineData(2, 15)]
    public async Task Planes_whose_chunks_do_not_fit_are_stored_early_and_stay_correct(int room, int writes)
    {
        Shape stack = [1, 1, 3, 10, 9];
        var array = await CreateAsync(stack, Chunk, workers: 1);
        var buffer = new WriteBuffer(room * Pieces.Cost(Chunk));
        await using (var writer = array.OpenWriter(buffer))
        {
            await Pieces.WriteAsync(writer, Pieces.Ramp(stack), Pieces.Cut(stack, Plane, 0).OrderBy(piece => piece.Offset[2]), tasks: 1);
        }

        Assert.Equal(Pieces.Ramp(stack), await array.ReadAsync<ushort>());
        Assert.Equal(room * Pieces.Cost(Chunk), buffer.Chunks.PeakBytes);
        Assert.Equal(writes, store.Writes);
    }

    [Fact]
    public async Task Chunks_that_are_never_completed_make_room_for_those_that_are()
    {
        var array = await CreateAsync([100, 4], [1, 4], workers: 1);
        await using var writer = array.OpenWriter(new WriteBuffer(10 * Pieces.Cost([1, 4])));
        for (var row = 0; row < 10; row++)
        {
            await writer.WriteAsync<ushort>(new ushort[] { 1 }, new Region([row, 0], [1, 1]));
        }

        store.Clear();
        await writer.WriteAsync<ushort>(Enumerable.Repeat((ushort)2, 31).ToArray(), new Region([10, 0], [31, 1]));
        Assert.Equal(1, AbandonedThatWereStored()); // the newest
        await writer.WriteAsync<ushort>(Enumerable.Repeat((ushort)2, 50).ToArray(), new Region([50, 0], [50, 1]));
        Assert.Equal(10, AbandonedThatWereStored());
    }

    [Fact]
    public async Task Memory_stays_within_the_budget_and_two_chunks_for_each_worker_however_many_tasks_write()
    {
        var array = await Pieces.CreateAsync(new YieldingStore(store), Stack, Chunk, workers: 3);
        var pixels = Pieces.Ramp(Stack);
        var buffer = new WriteBuffer(5 * Pieces.Cost(Chunk));
        await using (var writer = array.OpenWriter(buffer))
        {
            await Pieces.WriteAsync(writer, pixels, Pieces.Cut(Stack, Plane, 5), tasks: 28);
        }

        Assert.InRange(buffer.Chunks.PeakBytes, Pieces.Cost(Chunk), (5 + (2 * 3)) * Pieces.Cost(Chunk));
        Assert.Equal(0, buffer.UsedBytes);
        Assert.Equal(pixels, await array.ReadAsync<ushort>());
    }

    [Fact]
    public async Task Writers_of_several_arrays_may_share_a_buffer()
    {
        var (a, b) = (await CreateAsync([8, 8], [4, 4]), await Pieces.CreateAsync(store, [9, 9], [5, 3], path: "b"));
        var buffer = new WriteBuffer(2 * Pieces.Cost([4, 4]));
        await using (var first = a.OpenWriter(buffer))
        await using (var second = b.OpenWriter(buffer))
        {
            await Task.WhenAll(
                Pieces.WriteAsync(first, Pieces.Ramp([8, 8]), Pieces.Cut([8, 8], [1, 8], 1), tasks: 2),
                Pieces.WriteAsync(second, Pieces.Ramp([9, 9]), Pieces.Cut([9, 9], [9, 1], 2), tasks: 2));
        }

        Assert.Equal(Pieces.Ramp([8, 8]), await a.ReadAsync<ushort>());
        Assert.Equal(Pieces.Ramp([9, 9]), await b.ReadAsync<ushort>());
        Assert.InRange(buffer.Chunks.PeakBytes, 1, (2 + (2 * (2 + 2))) * Pieces.Cost([4, 4]));
    }

    [Fact]
    public async Task Two_writers_and_the_array_itself_may_write_parts_of_the_same_chunk()
    {
        var array = await Pieces.CreateAsync(new YieldingStore(store), [60, 4], [20, 4]);
        await using (var first = array.OpenWriter())
        await using (var second = array.OpenWriter(new WriteBuffer(Pieces.Cost([20, 4]))))
        {
            await Parallel.ForAsync(0, 60, new ParallelOptions { MaxDegreeOfParallelism = 6 }, async (row, token) =>
            {
                var (elements, region) = (Enumerable.Repeat((ushort)(row + 1), 4).ToArray(), new Region([row, 0], [1, 4]));
                await (row % 3 == 0 ? first.WriteAsync<ushort>(elements, region, token)
                    : row % 3 == 1 ? second.WriteAsync<ushort>(elements, region, token)
                    : array.WriteAsync<ushort>(elements, region, token));
            });
        }

        Assert.Equal(Enumerable.Range(0, 240).Select(i => (ushort)((i / 4) + 1)), await array.ReadAsync<ushort>());
    }

    [Fact]
    public async Task Memory_of_completed_chunks_is_used_again_and_freed_in_the_end()
    {
        var array = await CreateAsync([200, 512], [2, 512]);
        var writer = array.OpenWriter();
        var row = new ushort[512];
        row[0] = 1;
        await writer.WriteAsync<ushort>(row, new Region([0, 0], [1, 512]));
        var pooled = writer.Buffer.Chunks.PooledBytes;
        await writer.WriteAsync<ushort>(row, new Region([1, 0], [1, 512]));
        Assert.Equal((0, 2048), (pooled, writer.Buffer.Chunks.PooledBytes));
        await writer.WriteAsync<ushort>(row, new Region([2, 0], [1, 512]));
        Assert.Equal(0, writer.Buffer.Chunks.PooledBytes);
        await writer.DisposeAsync();
        Assert.Equal((0, 0), (writer.Buffer.Chunks.PooledBytes, writer.Buffer.UsedBytes));
    }

    [Fact]
    public async Task A_disposed_writer_refuses_writes_and_may_be_disposed_again()
    {
        var array = await CreateAsync([2], [2]);
        var writer = array.OpenWriter();
        await writer.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => WriteAsync(writer, 0, 1));
        await Task.WhenAll(writer.DisposeAsync().AsTask(), writer.DisposeAsync().AsTask(), writer.FlushAsync());
    }

    [Fact]
    public async Task Any_number_of_workers_may_be_allowed()
    {
        var array = await CreateAsync([4, 4], [4, 4], workers: int.MaxValue);
        await using var writer = array.OpenWriter();
        await Pieces.WriteAsync(writer, Pieces.Ramp([4, 4]), Pieces.Cut([4, 4], [1, 4], 0), tasks: 2);
        await writer.DisposeAsync();
        Assert.Equal(1, store.Writes);
    }

    [Fact]
    public async Task Disposing_waits_for_a_write_that_runs_and_stores_it()
    {
        var array = await CreateAsync([2], [2]);
        var (begun, mayEnd) = (new TaskCompletionSource(), new TaskCompletionSource());
        var writer = array.OpenWriter();
        var slow = ArraySource.FromFunction([1], DataType.UInt16, async (_, destination, _) =>
        {
            begun.SetResult();
            await mayEnd.Task;
            destination.Span.Fill(1);
        });
        var write = writer.WriteAsync(slow, new Region([1], [1]));
        await begun.Task;
        var disposal = writer.DisposeAsync();
        mayEnd.SetResult();
        await Task.WhenAll(write, disposal.AsTask());
        Assert.Equal([0, 0x0101], await array.ReadAsync<ushort>());
    }

    [Fact]
    public async Task Wrong_arguments_are_refused()
    {
        var array = await CreateAsync([4], [4]);
        await using var writer = array.OpenWriter();
        await Assert.ThrowsAsync<ArgumentException>(() => writer.WriteAsync<byte>(new byte[4], Region.Whole([4])));
        await Assert.ThrowsAsync<ArgumentException>(() => writer.WriteAsync<ushort>(new ushort[3], Region.Whole([4])));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => writer.WriteAsync<ushort>(new ushort[4], new Region([1], [4])));
        Assert.Throws<ArgumentOutOfRangeException>(() => new WriteBuffer(-1));
    }

    private int AbandonedThatWereStored() =>
        store.Of(StoreOperation.Set).Count(request => request.Key is ['a', '/', 'c', '/', _, '/', '0']);

    private static Task WriteAsync(ZarrArrayWriter writer, long start, params ushort[] elements) =>
        writer.WriteAsync<ushort>(elements, new Region([start], [elements.Length]));

    private async Task<ZarrArray> CreateAsync(Shape shape, Shape chunk, ushort fill = 0, int workers = 2)
    {
        var array = await Pieces.CreateAsync(store, shape, chunk, fill, workers);
        store.Clear();
        return array;
    }
}
