using TestKit;
using Xunit;
using Zarr.Codecs;
using Zarr.Metadata;
using Zarr.Stores;

namespace Zarr.Tests.Arrays.Shards;

/// <summary>One opened array used by several tasks at once.</summary>
public sealed class ShardConcurrencyTests
{
    private static readonly Shape Shape = [48, 48];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Tasks_that_write_parts_of_the_same_shards_lose_nothing(bool isPiecewise)
    {
        var array = await CreateAsync(isPiecewise ? new PiecewiseStore() : new MemoryStore(), new BytesCodec(), new ZstdCodec(1));
        await Parallel.ForAsync(0, 48 * 3, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, token) =>
        {
            var (row, part) = Math.DivRem(i, 3);
            await array.WriteAsync<ushort>(Enumerable.Range(0, 16).Select(x => Value(row, (16 * part) + x)).ToArray(), new Region([row, 16 * part], [1, 16]), token);
        });
        Assert.Equal(Expected(), await array.ReadAsync<ushort>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_reader_never_sees_a_mixture_of_two_versions_of_an_inner_chunk(bool isPiecewise)
    {
        // Every inner chunk holds one number; without compression nothing but the reader's care keeps versions apart. Inner chunks come and go, so that offsets change.
        var array = await CreateAsync(isPiecewise ? new PiecewiseStore() : new Yielding(new MemoryStore()), new BytesCodec());
        using var done = new CancellationTokenSource();
        var writer = Task.Run(async () =>
        {
            for (var version = 0; version < 150; version++)
            {
                await array.WriteAsync<ushort>(Version(version), new Region([0, 0], [24, 24]));
            }

            await done.CancelAsync();
        });
        var readers = Enumerable.Range(0, 3).Select(reader => Task.Run(async () =>
        {
            for (var i = reader; !done.IsCancellationRequested; i++)
            {
                var chunk = await array.ReadAsync<ushort>(new Region([8 * (i % 3), 8], [8, 8]));
                Assert.True(chunk.All(value => value == chunk[0] && (value == 0 || value % 9 == (3 * (i % 3)) + 1)), $"inner chunk {i % 3}: {string.Join(" ", chunk)}");
            }
        }));
        await Task.WhenAll([writer, .. readers]);
    }

    [Fact]
    public async Task Many_tasks_read_different_parts()
    {
        var array = await CreateAsync(new MemoryStore(), new BytesCodec(), new Crc32cCodec());
        await array.WriteAsync<ushort>(Expected(), Region.Whole(Shape));
        await Parallel.ForAsync(0, 300, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, token) =>
        {
            var (y, x) = (i * 7 % 40, i * 11 % 40);
            var part = await array.ReadAsync<ushort>(new Region([y, x], [8, 5]), token);
            Assert.Equal(Enumerable.Range(0, 40).Select(e => Value(y + (e / 5), x + (e % 5))), part);
        });
    }

    private static ushort Value(int y, int x) => (ushort)((100 * y) + x + 1);

    private static ushort[] Expected() => [.. Enumerable.Range(0, 48 * 48).Select(i => Value(i / 48, i % 48))];

    /// <summary>A shard whose nine inner chunks hold numbers that tell which one it is; some are left out.</summary>
    private static ushort[] Version(int version)
    {
        var elements = new ushort[24 * 24];
        for (var i = 0; i < elements.Length; i++)
        {
            var number = (i / 24 / 8 * 3) + (i % 24 / 8);
            elements[i] = (version + number) % 4 == 0 ? (ushort)0 : (ushort)((9 * (version + 1)) + number);
        }

        return elements;
    }

    private static Task<ZarrArray> CreateAsync(IWritableStore store, params ICodec[] inner) => ZarrArray.CreateAsync(
        store,
        StorePrefix.Root,
        new ArrayMetadata { Shape = Shape, ChunkShape = [24, 24], DataType = DataType.UInt16, Codecs = [new ShardingCodec([8, 8], inner).ToMetadata()] },
        ZarrOptions.Default with { MaxDegreeOfParallelism = 4 });
}
