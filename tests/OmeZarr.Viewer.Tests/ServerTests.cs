using System.Buffers;
using System.Net.Sockets;
using System.Text;
using TestKit;
using Xunit;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Viewer.Tests;

/// <summary>The life of the server, and stores of all kinds.</summary>
public sealed class ServerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_path_without_a_group_is_refused_at_the_start()
    {
        using var folder = new TemporaryFolder();
        await Assert.ThrowsAsync<NodeNotFoundException>(() => ViewerServer.StartAsync(folder["none.zarr"], cancellationToken: Cancel));
    }

    [Fact]
    public async Task A_port_in_use_is_an_error_that_names_it()
    {
        await using var served = await Served.CellsAsync();
        var port = served.Server.Address.Port;
        var error = await Assert.ThrowsAsync<IOException>(() => ViewerServer.StartAsync(served.Folder!["data.zarr"], new ViewerOptions { Port = port }, Cancel));
        Assert.Contains($"{port}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stopped_server_does_not_answer()
    {
        var served = await Served.CellsAsync();
        var port = served.Server.Address.Port;
        await served.DisposeAsync();
        using var client = new TcpClient();
        await Assert.ThrowsAsync<SocketException>(() => client.ConnectAsync("127.0.0.1", port, Cancel).AsTask());
    }

    [Fact]
    public async Task A_node_within_a_store_is_served_without_what_is_above_it()
    {
        using var folder = new TemporaryFolder();
        await Served.WriteCellsAsync(folder["a.zarr"]);
        await using var served = await Served.StartAsync(StoreLocation.In(new FileSystemStore(folder["a.zarr"]), new StorePrefix("labels/cells")));
        Assert.Equal("label", (string)(await served.JsonAsync("api/root"))["node"]!["kind"]!);
        Assert.Null((await served.JsonAsync("api/node"))["parent"]);
        Assert.NotEmpty(await served.PngAsync("api/tile?level=0&x=0&y=0"));
        Assert.StartsWith("HTTP/1.1 404", await served.RawGetAsync($"/{served.Token}/data/../../zarr.json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hierarchy_that_replaces_another_is_shown()
    {
        await using var served = await Served.CellsAsync();
        Assert.Equal("cells", (string)(await served.JsonAsync("api/image"))["name"]!);
        await served.PngAsync("api/tile?level=0&x=0&y=0");
        var image = V05.Image.FromDimensions([new Dimension("y", 1), new Dimension("x", 1)], "other");
        await OmeWriter.WriteImageAsync(served.Folder!["data.zarr"], image, [Served.Ramp(300, 300)], new WriteOptions { Overwrite = true }, cancellationToken: Cancel);
        Assert.NotEmpty(await served.PngAsync("api/tile?level=7&x=0&y=0&c=0,FFFFFF,0,255"));
        Assert.Equal("other", (string)(await served.JsonAsync("api/image"))["name"]!);
    }

    [Fact]
    public async Task Work_stops_when_the_client_goes()
    {
        using var folder = new TemporaryFolder();
        await Served.WriteCellsAsync(folder["a.zarr"]);
        var store = new WaitingStore(new FileSystemStore(folder["a.zarr"]));
        await using var served = await Served.StartAsync(StoreLocation.In(store, StorePrefix.Root));
        await served.JsonAsync("api/node");
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", served.Server.Address.Port, Cancel);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"GET /{served.Token}/api/tile?level=7&x=0&y=0&c=0,FF0000,0,9 HTTP/1.1\r\nHost: {served.Server.Address.Authority}\r\n\r\n"), Cancel);
        await store.Waiting.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        client.Close();
        await store.Stopped.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancel);
    }

    [Fact]
    public async Task One_client_that_goes_does_not_stop_the_work_of_another()
    {
        using var folder = new TemporaryFolder();
        await Served.WriteCellsAsync(folder["a.zarr"]);
        var store = new WaitingStore(new FileSystemStore(folder["a.zarr"]));
        await using var served = await Served.StartAsync(StoreLocation.In(store, StorePrefix.Root));
        const string Tile = "api/tile?level=7&x=0&y=0&c=0,FF0000,0,9";
        using var going = new CancellationTokenSource();
        using var client = new HttpClient();
        var first = client.GetAsync(new Uri(served.Server.Address, Tile), going.Token);
        await store.Waiting.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        var second = served.PngAsync(Tile);
        await Task.Delay(100, Cancel);
        await going.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await Task.Delay(100, Cancel);
        store.GoOn.SetResult();
        Assert.NotEmpty(await second);
        Assert.False(store.Stopped.Task.IsCompleted);
    }

    /// <summary>Chunks come only after a while.</summary>
    private sealed class WaitingStore(IStore inner) : IStore
    {
        internal TaskCompletionSource Waiting { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal TaskCompletionSource Stopped { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal TaskCompletionSource GoOn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async ValueTask<IMemoryOwner<byte>?> GetAsync(StoreKey key, CancellationToken cancellationToken = default)
        {
            await WaitAsync(key, cancellationToken);
            return await inner.GetAsync(key, cancellationToken);
        }

        public async ValueTask<IMemoryOwner<byte>?> GetRangeAsync(StoreKey key, ByteRange range, CancellationToken cancellationToken = default)
        {
            await WaitAsync(key, cancellationToken);
            return await inner.GetRangeAsync(key, range, cancellationToken);
        }

        public ValueTask<long?> GetLengthAsync(StoreKey key, CancellationToken cancellationToken = default) => inner.GetLengthAsync(key, cancellationToken);

        private async Task WaitAsync(StoreKey key, CancellationToken cancellationToken)
        {
            if (!key.Value.Contains("/c/", StringComparison.Ordinal))
            {
                return;
            }

            Waiting.TrySetResult();
            try
            {
                await GoOn.Task.WaitAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                Stopped.TrySetResult();
                throw;
            }
        }
    }
}
