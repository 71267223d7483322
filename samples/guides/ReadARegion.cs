using OmeZarr;
using Zarr;
using Zarr.Stores;

namespace Guides;

internal static class ReadARegion
{
    internal static async Task RunAsync()
    {
        await OpenAsync();
        await RegionsAsync();
        await ArraysAsync();
        await DamagedAsync();
    }

    private static async Task OpenAsync()
    {
        var image = await OmeImage.OpenAsync("levels.ome.zarr");
        foreach (var level in image.Levels)
        {
            Console.WriteLine($"level {level.Path}: {level.Shape} {level.DataType}, pixel size {string.Join(" x ", level.PixelSize)} {image.Axes[^1].Unit}");
        }

        foreach (var finding in image.Metadata.Validate())
        {
            Console.WriteLine(finding);
        }
    }

    private static async Task RegionsAsync()
    {
        var level = (await OmeImage.OpenAsync("spelled-out.ome.zarr")).Levels[0];
        ushort[] all = await level.ReadAsync<ushort>();
        ushort[] part = await level.ReadAsync<ushort>(new Region(offset: [1, 16, 0], shape: [1, 32, 64]));

        var mine = new ushort[32 * 64];
        await level.Array.ReadAsync<ushort>(new Region([0, 0, 0], [1, 32, 64]), mine);
        Console.WriteLine($"{all.Length} {part.Length} {mine.Length}");
    }

    private static async Task ArraysAsync()
    {
        var store = new FileSystemStore("levels.ome.zarr");
        var group = await ZarrGroup.OpenAsync(store, StorePrefix.Root);
        var array = await group.OpenArrayAsync("1");
        Console.WriteLine($"{array}, fill value {array.Metadata.FillValue}, attributes {group.Attributes.Count}");
    }

    private static async Task DamagedAsync()
    {
        var level = (await OmeImage.OpenAsync("computed.ome.zarr")).Levels[0];
        await File.WriteAllBytesAsync("computed.ome.zarr/0/c/0/0/0", [1, 2, 3]);
        try
        {
            await level.ReadAsync<ushort>();
        }
        catch (CorruptChunkException damage)
        {
            Console.WriteLine($"{damage.Message} (key {damage.Key}, codec {damage.Codec})");
        }
    }
}
