using TestKit;
using Xunit;
using Zarr.Stores;

namespace Zarr.Tests;

public sealed class FlushWhileWritingTests
{
    [Fact]
    public async Task A_folder_is_flushed_while_values_are_written_replaced_and_deleted()
    {
        using var folder = new TemporaryFolder();
        var store = new FileSystemStore(folder.Path);
        using var stop = new CancellationTokenSource();
        var writers = Enumerable.Range(0, 3).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                var key = new StoreKey($"{writer}/{i % 5}/value");
                await store.SetAsync(key, new byte[100], CancellationToken.None);
                if (i % 7 == 0)
                {
                    await store.DeletePrefixAsync(new StorePrefix($"{writer}/{i % 5}"), CancellationToken.None);
                }
            }
        })).ToList();
        for (var i = 0; i < 200; i++)
        {
            await store.FlushAsync(StorePrefix.Root, TestContext.Current.CancellationToken);
        }

        await stop.CancelAsync();
        await Task.WhenAll(writers);
    }
}
