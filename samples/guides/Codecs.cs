using System.Text.Json.Nodes;
using Zarr;
using Zarr.Codecs;
using Zarr.Metadata;
using Zarr.Stores;

namespace Guides;

/// <summary>The code of docs/guide/codecs.md.</summary>
internal static class Codecs
{
    internal static async Task RunAsync()
    {
        var metadata = new ArrayMetadata
        {
            Shape = [512, 512],
            DataType = DataType.UInt16,
            ChunkShape = [256, 256],
            FillValue = FillValue.Of<ushort>(1000),             // must come back, as every element
            Codecs =
            [
                new NamedConfiguration("scale_offset", new JsonObject { ["offset"] = 1000 }),
                new NamedConfiguration("cast_value", new JsonObject { ["data_type"] = "uint8", ["out_of_range"] = "clamp" }),
                Codec.Bytes().ToMetadata(),
                Codec.Zstd().ToMetadata(),
            ],
        };
        var dark = await ZarrArray.CreateAsync(new FileSystemStore("dark.zarr"), StorePrefix.Root, metadata);
        await dark.WriteAsync<ushort>(new ushort[] { 1000, 1100, 1300 }, new Region([0, 0], [1, 3]));
        Console.WriteLine(string.Join(' ', await dark.ReadAsync<ushort>(new Region([0, 0], [1, 3])))); // 1000 1100 1255

        var registry = CodecRegistry.Default.With("com.example.zstd", configuration => CodecRegistry.Default.Create(new NamedConfiguration("zstd", configuration)));
        var options = new ZarrOptions { Codecs = registry };
        var opened = await ZarrArray.OpenAsync("dark.zarr", options);

        Console.WriteLine(opened.Shape);
    }
}
