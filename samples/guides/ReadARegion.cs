using System.Numerics.Tensors;
using System.Text.Json.Nodes;
using OmeZarr;
using Zarr;
using Zarr.Codecs;
using Zarr.Metadata;
using Zarr.Stores;

namespace Guides;

internal static class ReadARegion
{
    internal static async Task RunAsync()
    {
        await OpenAsync();
        await RegionsAsync();
        await ArraysAsync();
        await ChangeAsync();
        await DamagedAsync();
    }

    private static async Task OpenAsync()
    {
        var image = await OmeImage.OpenAsync("levels.ome.zarr");
        foreach (var level in image.Levels)
        {
            Console.WriteLine($"level {level.Path}: {level.Shape} {level.DataType}, pixel size {string.Join(" x ", level.PixelSize)} {image.Axes[^1].Unit}");
        }

        foreach (var finding in image.Findings)
        {
            Console.WriteLine($"not as it was written: {finding}");
        }

        foreach (var finding in image.Metadata.Validate())
        {
            Console.WriteLine(finding);
        }

        var what = await OmeStore.OpenAsync("levels.ome.zarr") switch
        {
            OmePlate plate => $"a plate of {plate.Wells.Count} wells",
            OmeWell well => $"a well of {well.Fields.Count} fields of view",
            OmeCollection collection => $"{collection.Paths.Count} images",
            OmeImage => "an image",
            OmeNode group => $"a Zarr v{group.Group.ZarrFormat} group of another kind",
        };
        Console.WriteLine(what);

        var node = await OmeStore.OpenAsync("levels.ome.zarr");
        Console.WriteLine($"{node.Document?.Kind} of OME-Zarr {node.Version}, {node.Document?.Validate().Count} findings");
        await foreach (var child in node.Group.ListChildrenAsync())
        {
            if (child.Kind == NodeKind.Group)
            {
                Console.WriteLine(await node.OpenNodeAsync(child.Name)); // or a longer path, such as "A/1/0"
            }
        }
    }

    private static async Task RegionsAsync()
    {
        var level = (await OmeImage.OpenAsync("spelled-out.ome.zarr")).Levels[0];
        ushort[] all = await level.ReadAsync<ushort>();
        ushort[,] plane = await level[1, .., ..].ReadArrayAsync<ushort[,]>();           // channel 1
        ushort[] rows = await level[1, 16..48, ..].ReadAsync<ushort>();                 // rows 16 to 47
        ushort[] column = await level[^1, .., 0].ReadAsync<ushort>();                   // of the last channel
        ushort[,,] preview = await level[.., Slice.Step(.., 4), Slice.Step(.., 4)].ReadArrayAsync<ushort[,,]>();
        Tensor<ushort> square = await level.Select(("c", 1), ("y", 0..32), ("x", ^32..)).ReadTensorAsync<ushort>();

        ushort[] part = await level.ReadAsync<ushort>(new Region(offset: [1, 16, 0], shape: [1, 32, 64]));

        ushort[,,] everything = await level.ReadArrayAsync<ushort[,,]>();

        var mine = new ushort[32 * 64];
        await level[0, 0..32, ..].ReadAsync<ushort>(mine);

        var planes = Enumerable.Range(0, (int)level.Shape[0]).Select(c => new Region(offset: [c, 0, 0], shape: [1, level.Shape[1], level.Shape[2]]));
        await foreach (var (region, elements) in level.ReadRegionsAsync<ushort>(planes))
        {
            Console.WriteLine($"{region}: {elements.Max()} at most");
        }

        Console.WriteLine($"{everything.Length} {all.Length} {plane.Length} {rows.Length} {column.Length} {preview.Length} {square.FlattenedLength} {part.Length} {mine.Length}");
    }

    private static async Task ChangeAsync()
    {
        var root = await ZarrGroup.CreateAsync(new FileSystemStore("camera.zarr"), StorePrefix.Root);
        var metadata = new ArrayMetadata { Shape = [1, 64, 64], ChunkShape = [1, 64, 64], DataType = DataType.UInt16, Codecs = [Codec.Bytes().ToMetadata()] };
        var movie = await ZarrArray.CreateAsync((FileSystemStore)root.Store, new StorePrefix("movie"), metadata);
        ushort[] frame = new ushort[64 * 64];

        movie = await movie.ResizeAsync([movie.Shape[0] + 1, 64, 64]);
        await movie[^1, .., ..].WriteAsync<ushort>(frame);
        movie = await movie.ReplaceAttributesAsync(new JsonObject { ["exposure"] = 0.02 });
        await foreach (var child in root.ListChildrenAsync())
        {
            Console.WriteLine($"{child.Name}: {child.Kind}");
        }

        await root.DeleteAsync("movie");
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
        catch (CorruptDataException damage)
        {
            Console.WriteLine($"{damage.Message} (key {damage.Key}, codec {damage.Codec})");
        }
    }
}
