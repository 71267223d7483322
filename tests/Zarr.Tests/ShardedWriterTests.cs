using TestKit;
using Xunit;
using Zarr.Codecs;
using Zarr.Metadata;
using Zarr.Stores;

namespace Zarr.Tests;

/// <summary>Pieces written through a buffer to sharded arrays.</summary>
public sealed class ShardedWriterTests
{
    private static readonly Shape Stack = [2, 7, 10, 9];
    private static readonly Shape Shard = [1, 4, 4, 6];
    private static readonly Shape Plane = [1, 1, 10, 9];
    private const int Shards = 2 * 2 * 3 * 2;

    private readonly CountingStore store = new();

    public static TheoryData<bool, int> Seeds { get; } = new MatrixTheoryData<bool, int>([false, true], [1, 2, 3]);

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Planes_from_four_tasks_set_each_shard_once_and_read_nothing(bool isTransposed, int seed)
    {
        var array = await CreateAsync(new YieldingStore(store), isTransposed, workers: 2);
        var pixels = Pieces.Ramp(Stack);
        store.Clear();
        await using var writer = array.OpenWriter();
        await Pieces.WriteAsync(writer, pixels, Pieces.Cut(Stack, Plane, seed), tasks: 4);
        Assert.Equal((0, Shards, 0L), (store.Reads, store.Writes, writer.Buffer.UsedBytes));
        Assert.Equal(Shards, store.Of(StoreOperation.Set).DistinctBy(request => request.Key).Count());
        Assert.Equal(pixels, await array.ReadAsync<ushort>());
    }

    [Fact]
    public async Task Planes_in_order_need_no_more_than_one_layer_of_shards()
    {
        var array = await CreateAsync(store, isTransposed: false, workers: 1);
        var pixels = Pieces.Ramp(Stack);
        var layer = 3 * 2 * Pieces.Cost(Shard);
        store.Clear();
        await using var writer = array.OpenWriter(new WriteBuffer(layer));
        for (var plane = 0L; plane < 14; plane++)
        {
            var region = new Region([plane / 7, plane % 7, 0, 0], Plane);
            await writer.WriteAsync<ushort>(Pieces.Part(pixels, Stack, region), region);
        }

        Assert.Equal((0, Shards, layer), (store.Reads, store.Writes, writer.Buffer.Chunks.PeakBytes));
        Assert.Equal(pixels, await array.ReadAsync<ushort>());
    }

    [Theory]
    [InlineData(0, 4)]
    [InlineData(1, 4)]
    [InlineData(3, 5)]
    [InlineData(7, 6)]
    public async Task What_does_not_fit_the_budget_is_merged_into_stored_shards(int budget, int seed)
    {
        const int Workers = 3;
        var array = await CreateAsync(new YieldingStore(store), isTransposed: seed % 2 == 0, Workers);
        var pixels = Pieces.Ramp(Stack);
        await using (var writer = array.OpenWriter(new WriteBuffer(budget * Pieces.Cost(Shard))))
        {
            await Pieces.WriteAsync(writer, pixels, Pieces.Cut(Stack, [1, 1, 5, 9], seed), tasks: 6);
            Assert.InRange(writer.Buffer.Chunks.PeakBytes, 0, (budget + (2 * Workers)) * Pieces.Cost(Shard));
            await writer.FlushAsync();
            Assert.Equal(pixels, await array.ReadAsync<ushort>());
        }

        Assert.Equal(pixels, await (await ZarrArray.OpenAsync(store, array.Path)).ReadAsync<ushort>());
    }

    [Fact]
    public async Task Parts_are_read_rightly_while_the_same_shards_are_replaced_through_a_writer()
    {
        var array = await CreateAsync(new YieldingStore(store), isTransposed: false, workers: 2);
        await using var writer = array.OpenWriter();
        await writer.WriteAsync(Constant(1));
        using var done = new CancellationTokenSource();
        var reading = Task.Run(async () =>
        {
            var reads = 0;
            while (!done.IsCancellationRequested || reads < 5)
            {
                // Two elements of different inner chunks of one shard: both of the same version, and of one that was written.
                var values = await array[0, 1, 1, Slice.Step(1..6, 4)].ReadAsync<ushort>();
                Assert.Equal(values[0], values[1]);
                Assert.InRange(values[0], 1, 40);
                reads++;
            }
        });
        for (ushort value = 2; value <= 40; value++)
        {
            await Pieces.WriteAsync(writer, [.. Enumerable.Repeat(value, (int)Stack.ElementCount)], Pieces.Cut(Stack, Plane, value), tasks: 3);
        }

        await done.CancelAsync();
        await reading;
        Assert.Equal(40, (await array.ReadAsync<ushort>()).Distinct().Single());
    }

    private static IArraySource Constant(ushort value) =>
        ArraySource.FromMemory<ushort>(Enumerable.Repeat(value, (int)Stack.ElementCount).ToArray(), Stack);

    private static Task<ZarrArray> CreateAsync(IWritableStore store, bool isTransposed, int workers) => ZarrArray.CreateAsync(
        store,
        new StorePrefix("a"),
        new ArrayMetadata
        {
            Shape = Stack,
            ChunkShape = Shard,
            DataType = DataType.UInt16,
            Codecs = isTransposed
                ? [new TransposeCodec(3, 2, 0, 1).ToMetadata(), new ShardingCodec([3, 2, 1, 2], new TransposeCodec(1, 0, 3, 2), new BytesCodec(bigEndian: true)).ToMetadata()]
                : [new ShardingCodec([1, 2, 2, 3], new BytesCodec()).ToMetadata()],
        },
        new ZarrOptions { MaxDegreeOfParallelism = workers });
}
