using TestKit;
using Xunit;
using Zarr.Codecs;
using Zarr.Metadata;
using Zarr.Stores;

namespace Zarr.Tests;

/// <summary>How far reading and flushing have come, and how they stop.</summary>
public sealed class ProgressAndCancellationTests
{
    private static readonly Region Whole = Region.Whole([5, 5]);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Reading_counts_up_to_all_chunks_in_order(bool isSharded)
    {
        var array = await CreateAsync(new YieldingStore(new MemoryStore()), isSharded, workers: 4);
        var reports = new List<ChunkProgress>();
        var memory = new ushort[25];
        await array.ReadAsync<ushort>(Whole, memory, new Listener(reports.Add));
        Assert.Equal(Enumerable.Range(1, 9).Select(i => (long)i), reports.Select(report => report.ChunksDone));
        Assert.All(reports.Zip(reports.Skip(1)), pair => Assert.True(pair.First.BytesDone < pair.Second.BytesDone));
        Assert.Equal(new ChunkProgress(9, 9, 50), reports[^1]);
        Assert.Equal(Pieces.Ramp([5, 5]), memory);
    }

    [Fact]
    public async Task Reading_a_region_counts_the_chunks_and_elements_of_the_region()
    {
        var array = await CreateAsync(new MemoryStore(), isSharded: false, workers: 1);
        var reports = new List<ChunkProgress>();
        await array.ReadAsync<ushort>(new Region([1, 1], [2, 1]), new Listener(reports.Add));
        Assert.Equal([new(1, 2, 2), new(2, 2, 4)], reports);
        reports.Clear();
        Assert.Empty(await array.ReadAsync<ushort>(new Region([0, 0], [0, 5]), new Listener(reports.Add)));
        Assert.Empty(reports);
    }

    [Fact]
    public async Task Reading_a_view_counts_the_chunks_that_hold_an_element_of_it()
    {
        var array = await CreateAsync(new MemoryStore(), isSharded: false, workers: 1);
        var reports = new List<ChunkProgress>();
        await array[Slice.Step(.., 4), 0].ReadAsync<ushort>(new ushort[2], new Listener(reports.Add));
        Assert.Equal([new(1, 2, 2), new(2, 2, 4)], reports);
        reports.Clear();
        await array[0..2, ..].ReadAsync<ushort>(new ushort[10], new Listener(reports.Add));
        Assert.Equal(new ChunkProgress(3, 3, 20), reports[^1]);
    }

    [Fact]
    public async Task Flushing_counts_up_to_all_chunks_that_were_kept()
    {
        var array = await CreateAsync(new YieldingStore(new MemoryStore()), isSharded: false, workers: 3);
        await using var writer = array.OpenWriter();
        await writer.WriteAsync<ushort>(new ushort[3], new Region([0, 0], [1, 3]));
        await writer.WriteAsync<ushort>(new ushort[1], new Region([4, 0], [1, 1]));
        var reports = new List<ChunkProgress>();
        await writer.FlushAsync(new Listener(reports.Add));
        Assert.Equal([new(1, 3, 8), new(2, 3, 16), new(3, 3, 24)], reports);
        reports.Clear();
        await writer.FlushAsync(new Listener(reports.Add));
        Assert.Empty(reports);
    }

    [Fact]
    public async Task A_flush_that_is_cancelled_keeps_what_it_has_not_stored()
    {
        var store = new MemoryStore();
        var array = await CreateAsync(store, isSharded: false, workers: 1);
        await using var writer = array.OpenWriter();
        await writer.WriteAsync<ushort>(new ushort[5], new Region([0, 0], [1, 5]));
        var kept = writer.Buffer.UsedBytes;
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writer.FlushAsync(new Listener(_ => stop.Cancel()), stop.Token));
        Assert.InRange(writer.Buffer.UsedBytes, 1, kept - 1);
        await writer.FlushAsync();
        Assert.Equal(0, writer.Buffer.UsedBytes);
        Assert.Equal(new ushort[5], await array.ReadAsync<ushort>(new Region([0, 0], [1, 5])));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_read_that_is_cancelled_fetches_no_further_chunk(bool isSharded)
    {
        var store = new CountingStore();
        var array = await CreateAsync(store, isSharded, workers: 1);
        store.Clear();
        using var stop = new CancellationTokenSource();
        var progress = new Listener(report => { if (report.ChunksDone == 3) { stop.Cancel(); } });
        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => array.ReadAsync<ushort>(Whole, progress, stop.Token));
        Assert.Equal(stop.Token, error.CancellationToken);
        Assert.Equal(3, store.Reads);
        Assert.Equal(Pieces.Ramp([5, 5]), await array.ReadAsync<ushort>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_view_with_steps_stops_when_it_is_cancelled(bool isSharded)
    {
        using var stop = new CancellationTokenSource();
        var store = new HookedStore(new MemoryStore());
        var array = await CreateAsync(store, isSharded, workers: 1);
        var reads = 0;
        store.OnRead = (_, _) => { if (++reads == 2) { stop.Cancel(); } };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => array[Slice.Step(.., 2), Slice.Step(.., 2)].ReadAsync<ushort>(stop.Token));
        Assert.Equal(2, reads);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task A_cancellation_of_somebody_else_surfaces_from_a_read_as_such(int workers)
    {
        using var other = new CancellationTokenSource();
        await other.CancelAsync();
        var store = new HookedStore(new MemoryStore());
        var array = await CreateAsync(store, isSharded: false, workers);
        store.OnRead = (key, _) => { if (key.Value == "a/c/1/1") { throw new OperationCanceledException("the store gave up", other.Token); } };
        using var mine = new CancellationTokenSource();
        var error = await Assert.ThrowsAsync<OperationCanceledException>(() => array.ReadAsync<ushort>(mine.Token));
        Assert.Equal(("the store gave up", other.Token), (error.Message, error.CancellationToken));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(4, false)]
    [InlineData(1, true)]
    [InlineData(4, true)]
    public async Task A_cancellation_of_somebody_else_surfaces_from_a_source_as_such(int workers, bool isBuffered)
    {
        using var other = new CancellationTokenSource();
        await other.CancelAsync();
        var array = await CreateAsync(new MemoryStore(), isSharded: false, workers);
        var source = ArraySource.FromFunction([4, 4], DataType.UInt16, (Region _, Memory<byte> _, CancellationToken _) =>
            throw new OperationCanceledException("the source gave up", other.Token));
        await using var writer = array.OpenWriter();
        var region = new Region([1, 1], [4, 4]);
        var error = await Assert.ThrowsAsync<OperationCanceledException>(() => isBuffered ? writer.WriteAsync(source, region) : array.WriteAsync(source, region));
        Assert.Equal(("the source gave up", other.Token), (error.Message, error.CancellationToken));
        Assert.Equal(0, writer.Buffer.UsedBytes);
        Assert.Equal(Pieces.Ramp([5, 5]), await array.ReadAsync<ushort>());
    }

    [Fact]
    public async Task An_exception_of_the_listener_stops_the_read_and_surfaces()
    {
        var array = await CreateAsync(new MemoryStore(), isSharded: false, workers: 2);
        var progress = new Listener(_ => throw new InvalidDataException("the listener is broken"));
        await Assert.ThrowsAsync<InvalidDataException>(() => array.ReadAsync<ushort>(Whole, new ushort[25], progress));
    }

    private static async Task<ZarrArray> CreateAsync(IWritableStore store, bool isSharded, int workers)
    {
        var metadata = new ArrayMetadata
        {
            Shape = [5, 5],
            ChunkShape = [2, 2],
            DataType = DataType.UInt16,
            Codecs = [isSharded ? new ShardingCodec([1, 2], new BytesCodec()).ToMetadata() : new BytesCodec().ToMetadata()],
        };
        var array = await ZarrArray.CreateAsync(store, new StorePrefix("a"), metadata, new ZarrOptions { MaxDegreeOfParallelism = workers });
        await array.WriteAsync<ushort>(Pieces.Ramp([5, 5]), Whole);
        return array;
    }

    private sealed class Listener(Action<ChunkProgress> action) : IProgress<ChunkProgress>
    {
        public void Report(ChunkProgress value) => action(value);
    }
}
