using TestKit;
using Xunit;
using Zarr.Azure;
using Zarr.Stores;

namespace Stores.Integration.Azurite;

/// <summary>On a network on which every twentieth request fails, and every twentieth answer is lost after the service has done its work.</summary>
public sealed class AzuriteFaultTests(AzuriteServer server) : IAsyncLifetime
{
    private readonly FaultyNetwork network = new(failing: 0.05, losing: 0.05, seed: 5);
    private AzureBlobStore store = null!;

    public async ValueTask InitializeAsync() => store = new AzureBlobStore(await server.NewContainerAsync(network), new AzureBlobOptions { BlockBytes = 10_000 });

    public ValueTask DisposeAsync()
    {
        Assert.True(network.Failed > 0 && network.Lost > 0, $"{network.Failed} requests failed and {network.Lost} answers were lost: too few to try anything");
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task All_that_is_written_arrives_and_is_read()
    {
        await Parallel.ForAsync(0, 60, async (i, token) =>
        {
            await store.SetAsync(new StoreKey($"a/{i}"), Filled(i), token);
            await using var writer = await store.BeginAsync(new StoreKey($"b/{i}"), token);
            await writer.AppendAsync(Filled(i), token);
            await writer.PublishAsync(token);
        });

        await Parallel.ForAsync(0, 60, async (i, _) =>
        {
            Assert.Equal(Filled(i), await store.ReadAsync($"a/{i}"));
            Assert.Equal(Filled(i)[^7..], await store.ReadAsync($"b/{i}", ByteRange.Suffix(7)));
        });
        Assert.Equal(120, (await store.KeysAsync()).Length);
        await store.DeletePrefixAsync(new StorePrefix("a"), TestContext.Current.CancellationToken);
        Assert.Equal(60, (await store.KeysAsync()).Length);
    }

    [Fact]
    public async Task Who_creates_a_value_is_told_so_although_the_answer_was_lost()
    {
        for (var i = 0; i < 80; i++)
        {
            Assert.True(await store.TryCreateAsync(new StoreKey($"a/{i}"), new byte[] { 1 }, TestContext.Current.CancellationToken));
            Assert.False(await store.TryCreateAsync(new StoreKey($"a/{i}"), new byte[] { 1 }, TestContext.Current.CancellationToken)); // the same bytes, but of another call
        }
    }

    [Fact]
    public async Task Of_several_that_create_the_same_value_exactly_one_is_told_so()
    {
        for (var round = 0; round < 20; round++)
        {
            var key = new StoreKey($"a/{round}");
            var created = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(async () => await store.TryCreateAsync(key, new byte[] { 7 }))));
            Assert.Equal(1, created.Count(success => success));
        }
    }

    [Fact]
    public async Task Of_all_that_writers_add_to_one_value_nothing_is_lost_and_nothing_is_there_twice()
    {
        const int Writers = 4, Additions = 12;
        var key = new StoreKey("a/zarr.json");
        await store.SetAsync(key, Array.Empty<byte>(), TestContext.Current.CancellationToken);
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < Additions; i++)
            {
                await AddAsync(key, (byte)((writer * Additions) + i));
            }
        })));
        Assert.Equal(Enumerable.Range(0, Writers * Additions).Select(i => (byte)i), (await store.ReadAsync(key.Value))!.Order());
    }

    // As writers do: what is there already was added by a call that was told otherwise.
    private async Task AddAsync(StoreKey key, byte value)
    {
        for (var isAdded = false; !isAdded;)
        {
            var (bytes, version) = (await store.GetVersionedRangeAsync(key, ByteRange.FromOffset(0), TestContext.Current.CancellationToken))!.Value;
            using (bytes)
            {
                isAdded = bytes.Memory.Span.Contains(value) || await store.TryReplaceAsync(key, (byte[])[.. bytes.Memory.Span, value], version!, TestContext.Current.CancellationToken);
            }
        }
    }

    private static byte[] Filled(int seed)
    {
        var value = new byte[10 + (seed * 700)];
        new Random(seed).NextBytes(value);
        return value;
    }
}
