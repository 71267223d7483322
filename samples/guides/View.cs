using OmeZarr;
using OmeZarr.Viewer;

namespace Guides;

internal static class View
{
    internal static async Task RunAsync()
    {
        using var stopping = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        try
        {
            await ShowAsync(stopping.Token);
        }
        catch (OperationCanceledException)
        {
            // The program ends the server.
        }

        await TileAsync();
    }

    private static async Task ShowAsync(CancellationToken stop)
    {
        await using var server = await ViewerServer.StartAsync("labelled.ome.zarr", cancellationToken: stop);
        Console.WriteLine(server.Address);
        await Task.Delay(Timeout.Infinite, stop);
    }

    private static async Task TileAsync()
    {
        var tiles = new OmeTiles(await OmeImage.OpenAsync("labelled.ome.zarr"), new TileCache(64 << 20), tileSize: 256);
        var options = new RenderOptions { Displays = [new ChannelDisplay(0) { Color = "00FF00", Window = (100, 2000) }] };
        var tile = await tiles.RenderAsync(new TilePosition(tiles.MaxLevel, X: 0, Y: 0), options);
        await File.WriteAllBytesAsync("tile.png", tile.EncodePng(isFast: true));
    }
}
