using System.Buffers;
using System.Collections.Concurrent;
using Xunit;
using Zarr.Codecs;
using Zarr.Metadata;
using Zarr.Stores;

namespace Zarr.Tests;

/// <summary>Planes of 8 x 4 x 4 uint16 in sequence; each plane is one chunk, and so one request.</summary>
public sealed class ReadRegionsTests
{
    private static readonly Shape Shape = [8, 4, 4];
    private static readonly ushort[] Content = [.. Enumerable.Range(1, (int)Shape.ElementCount).Select(i => (ushort)i)];

    private readonly GatedStore store = new();

    private static IEnumerable<Region> Planes => Enumerable.Range(0, 8).Select(Plane);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(20)]
    public async Task Regions_come_in_their_order_each_with_one_request(int ahead)
    {
        var array = await WrittenAsync();
        var expected = 0;
        await foreach (var (region, elements) in array.ReadRegionsAsync<ushort>(Planes, ahead))
        {
            Assert.Equal(Plane(expected), region);
            Assert.Equal(Content[(16 * expected)..(16 * (expected + 1))], elements);
            expected++;
        }

        Assert.Equal(Enumerable.Range(0, 8).Select(z => $"c/{z}/0/0"), store.Asked);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task While_the_caller_works_only_so_many_regions_are_read_ahead(int ahead)
    {
        var array = await WrittenAsync();
        var done = 0;
        await foreach (var (region, _) in array.ReadRegionsAsync<ushort>(Planes, ahead))
        {
            done++;
            await store.HasAnsweredAsync(Math.Min(8, done + ahead));
            Assert.Equal(Math.Min(8, done + ahead), store.Asked.Count);
        }
    }

    [Fact]
    public async Task A_region_is_asked_for_when_the_one_before_has_been_read()
    {
        var array = await WrittenAsync();
        store.Gate = new TaskCompletionSource();
        var reading = array.ReadRegionsAsync<ushort>(Planes, ahead: 4).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        var first = reading.MoveNextAsync();
        await store.HasBeenAskedAsync(1);
        Assert.Single(store.Asked);
        store.Gate.SetResult();
        Assert.True(await first);
        await reading.DisposeAsync();
    }

    [Fact]
    public async Task An_error_comes_at_its_region_and_nothing_is_read_after_it()
    {
        var array = await WrittenAsync();
        await store.SetAsync(new StoreKey("c/3/0/0"), new byte[5]);
        var found = new List<Region>();
        var damage = await Assert.ThrowsAsync<CorruptDataException>(() => ReadAsync(array.ReadRegionsAsync<ushort>(Planes, ahead: 3), found));
        Assert.Equal("c/3/0/0", damage.Key);
        Assert.Equal(Planes.Take(3), found);
        Assert.Equal(4, store.Asked.Count);
    }

    [Fact]
    public async Task A_region_outside_the_array_is_an_error_at_its_turn()
    {
        var array = await WrittenAsync();
        var found = new List<Region>();
        await Assert.ThrowsAnyAsync<ArgumentException>(() => ReadAsync(array.ReadRegionsAsync<ushort>([Plane(2), Plane(8), Plane(3)], ahead: 2), found));
        Assert.Equal([Plane(2)], found);
    }

    [Fact]
    public async Task Leaving_the_loop_stops_what_is_read_ahead()
    {
        var array = await WrittenAsync();
        await foreach (var (region, _) in array.ReadRegionsAsync<ushort>(Planes))
        {
            Assert.Equal(Plane(0), region);
            await store.HasAnsweredAsync(2);
            store.Gate = new TaskCompletionSource();
            break;
        }

        Assert.Equal(0, store.InUse);
        store.Clear();
        store.Gate = null;
        await foreach (var (region, _) in array.ReadRegionsAsync<ushort>(Planes))
        {
            if (region == Plane(0))
            {
                // The request for the second plane may have been made; that for the third waits until it is cancelled.
                await store.HasAnsweredAsync(2);
                store.Gate = new TaskCompletionSource();
                continue;
            }

            await store.HasBeenAskedAsync(3);
            Assert.Equal(1, store.InUse);
            break;
        }

        Assert.Equal((3, 0), (store.Asked.Count, store.InUse));
    }

    [Fact]
    public async Task The_token_stops_the_reading()
    {
        var array = await WrittenAsync();
        using var source = new CancellationTokenSource();
        var found = new List<Region>();
        store.Gate = new TaskCompletionSource();
        var reading = ReadAsync(array.ReadRegionsAsync<ushort>(Planes, ahead: 2, source.Token), found);
        await store.HasBeenAskedAsync(1);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        Assert.Equal((0, 0), (found.Count, store.InUse));
    }

    [Fact]
    public async Task An_error_of_the_sequence_of_regions_reaches_the_caller()
    {
        var array = await WrittenAsync();
        await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(array.ReadRegionsAsync<ushort>(Planes.Select(region => region == Plane(4) ? throw new InvalidDataException() : region)), []));
        Assert.Equal(0, store.InUse);
    }

    [Fact]
    public async Task Wrong_arguments_are_refused_at_once()
    {
        var array = await WrittenAsync();
        Assert.Throws<ArgumentNullException>(() => array.ReadRegionsAsync<ushort>(null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => array.ReadRegionsAsync<ushort>(Planes, ahead: -1));
        Assert.Throws<ArgumentException>(() => array.ReadRegionsAsync<float>(Planes));
    }

    [Fact]
    public async Task No_regions_are_no_requests()
    {
        var array = await WrittenAsync();
        await ReadAsync(array.ReadRegionsAsync<ushort>([]), []);
        Assert.Empty(store.Asked);
    }

    private static Region Plane(int z) => new([z, 0, 0], [1, 4, 4]);

    private static async Task ReadAsync(IAsyncEnumerable<(Region Region, ushort[] Elements)> reading, List<Region> found)
    {
        await foreach (var (region, _) in reading)
        {
            found.Add(region);
        }
    }

    private async Task<ZarrArray> WrittenAsync()
    {
        var metadata = new ArrayMetadata { Shape = Shape, ChunkShape = [1, 4, 4], DataType = DataType.UInt16, Codecs = [new BytesCodec().ToMetadata()] };
        var array = await ZarrArray.CreateAsync(store, StorePrefix.Root, metadata);
        await array.WriteAsync<ushort>(Content, Region.Whole(Shape));
        store.Clear();
        return array;
    }

    /// <summary>A store that notes which values are asked for, and answers while its gate is open.</summary>
    private sealed class GatedStore : IWritableStore
    {
        private readonly MemoryStore inner = new();
        private int answered;
        private int inUse;

        internal ConcurrentQueue<string> Asked { get; } = new();

        internal TaskCompletionSource? Gate { get; set; }

        internal int InUse => Volatile.Read(ref inUse);

        internal void Clear()
        {
            Asked.Clear();
            answered = 0;
        }

        internal Task HasBeenAskedAsync(int times) => UntilAsync(() => Asked.Count >= times);

        internal Task HasAnsweredAsync(int times) => UntilAsync(() => Volatile.Read(ref answered) >= times);

        public ValueTask<IMemoryOwner<byte>?> GetAsync(StoreKey key, CancellationToken cancellationToken = default) => inner.GetAsync(key, cancellationToken);

        public async ValueTask<IMemoryOwner<byte>?> GetRangeAsync(StoreKey key, ByteRange range, CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref inUse);
            try
            {
                Asked.Enqueue(key.Value);
                await (Gate?.Task ?? Task.CompletedTask).WaitAsync(cancellationToken);
                return await inner.GetRangeAsync(key, range, cancellationToken);
            }
            finally
            {
                Interlocked.Decrement(ref inUse);
                Interlocked.Increment(ref answered);
            }
        }

        public ValueTask<long?> GetLengthAsync(StoreKey key, CancellationToken cancellationToken = default) => inner.GetLengthAsync(key, cancellationToken);

        public ValueTask SetAsync(StoreKey key, ReadOnlyMemory<byte> value, CancellationToken cancellationToken = default) => inner.SetAsync(key, value, cancellationToken);

        public ValueTask DeleteAsync(StoreKey key, CancellationToken cancellationToken = default) => inner.DeleteAsync(key, cancellationToken);

        public ValueTask DeletePrefixAsync(StorePrefix prefix, CancellationToken cancellationToken = default) => inner.DeletePrefixAsync(prefix, cancellationToken);

        private static async Task UntilAsync(Func<bool> condition)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            while (!condition())
            {
                await Task.Delay(1, patience.Token);
            }
        }
    }
}
