using Azure.Storage.Blobs;
using TestKit;
using Xunit;
using Zarr.Azure;
using Zarr.Stores;

namespace Stores.Integration.Azurite;

public sealed class AzuriteStreamingTests(AzuriteServer server) : StreamingStoreContract, IAsyncLifetime
{
    private const int BlockBytes = 100_000;
    private static readonly StoreKey Key = new("a/b/c");
    private BlobContainerClient container = null!;

    public async ValueTask InitializeAsync() => container = await server.NewContainerAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Blocks_are_uploaded_while_the_value_is_written_and_few_at_a_time()
    {
        var watch = new RequestLog();
        var store = new AzureBlobStore(await server.ContainerAsync(container.Name, watch), new AzureBlobOptions { BlockBytes = BlockBytes });
        await using var writer = await store.BeginAsync(Key, TestContext.Current.CancellationToken);
        for (var i = 0; i < 40; i++)
        {
            await writer.AppendAsync(new byte[BlockBytes / 2], TestContext.Current.CancellationToken);
        }

        Assert.InRange(watch.Of("block"), 16, 19);
        await writer.PublishAsync(TestContext.Current.CancellationToken);
        Assert.Equal((20, 1), (watch.Of("block"), watch.Of("blocklist")));
        Assert.InRange(watch.MostUnderWay, 1, 3);
    }

    [Fact]
    public async Task A_short_value_is_one_request()
    {
        var watch = new RequestLog();
        var store = new AzureBlobStore(await server.ContainerAsync(container.Name, watch), new AzureBlobOptions { BlockBytes = BlockBytes });
        await using var writer = await store.BeginAsync(Key, TestContext.Current.CancellationToken);
        await writer.AppendAsync(new byte[BlockBytes], TestContext.Current.CancellationToken);
        await writer.PublishAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, watch.Total);
    }

    [Fact]
    public async Task A_writer_whose_blocks_were_dropped_by_another_one_says_so()
    {
        var store = CreateStreamingStore();
        await using var first = await store.BeginAsync(Key, TestContext.Current.CancellationToken);
        await first.AppendAsync(new byte[BlockBytes * 3], TestContext.Current.CancellationToken);
        await store.WriteAsync("a/b/c", 7);
        var error = await Record.ExceptionAsync(async () => await first.PublishAsync(TestContext.Current.CancellationToken));
        if (error is null) // the last one wins, whole
        {
            Assert.Equal(new byte[BlockBytes * 3], await store.ReadAsync("a/b/c"));
        }
        else
        {
            Assert.Contains("another writer has replaced the value", Assert.IsType<AzureStoreException>(error).Message, StringComparison.Ordinal);
            Assert.Equal([7], await store.ReadAsync("a/b/c"));
        }
    }

    [Fact]
    public async Task A_writer_that_was_cancelled_within_a_piece_cannot_publish()
    {
        var hold = new RequestLog { Hold = new TaskCompletionSource() };
        var store = new AzureBlobStore(await server.ContainerAsync(container.Name, hold), new AzureBlobOptions { BlockBytes = BlockBytes });
        await using (var writer = await store.BeginAsync(Key, TestContext.Current.CancellationToken))
        {
            using var stop = new CancellationTokenSource();
            var appending = writer.AppendAsync(new byte[BlockBytes * 10], stop.Token).AsTask();
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => appending);
            await Assert.ThrowsAsync<InvalidOperationException>(async () => await writer.AppendAsync(new byte[1], TestContext.Current.CancellationToken));
            await Assert.ThrowsAsync<InvalidOperationException>(async () => await writer.PublishAsync(TestContext.Current.CancellationToken));
        }

        hold.Hold.SetResult();
        Assert.Empty(await store.KeysAsync());
    }

    protected override IStreamingStore CreateStreamingStore() => new AzureBlobStore(container, new AzureBlobOptions { BlockBytes = BlockBytes });
}
