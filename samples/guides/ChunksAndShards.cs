using OmeZarr;
using OmeZarr.V05;
using Zarr;
using Zarr.Checking;
using Zarr.Codecs;
using Zarr.Metadata;
using Zarr.Stores;

namespace Guides;

internal static class ChunksAndShards
{
    internal static async Task RunAsync()
    {
        var volume = await CreateAsync();
        await WriteAsync(volume);
        await ReadAsync();
        await CheckAsync();
        await ImageAsync(new ushort[2, 512, 512], new ushort[2, 256, 256]);
    }

    private static async Task<ZarrArray> CreateAsync()
    {
        var metadata = new ArrayMetadata
        {
            Shape = [64, 256, 256],
            DataType = DataType.UInt16,
            ChunkShape = [32, 128, 128],                       // a shard: what is one file, and what one process writes
            Codecs =
            [
                Codec.Sharding(
                    [8, 32, 32],                               // an inner chunk: what is compressed alone, and read alone
                    Codec.Bytes(),
                    Codec.Blosc(typeSize: 2)).ToMetadata(),
            ],
            DimensionNames = ["z", "y", "x"],
        };
        var volume = await ZarrArray.CreateAsync(new FileSystemStore("volume.zarr"), StorePrefix.Root, metadata);
        Console.WriteLine($"{volume.ChunkShape} in one file, {volume.InnerChunkShape} read at a time");
        return volume;
    }

    private static async Task WriteAsync(ZarrArray volume)
    {
        var slab = new ushort[32 * 256 * 256];
        for (var z = 0; z < 64; z += 32)
        {
            Array.Fill(slab, (ushort)(z + 1));
            await volume.WriteAsync<ushort>(slab, new Region([z, 0, 0], [32, 256, 256])); // whole shards
        }
    }

    private static async Task ReadAsync()
    {
        var options = ZarrOptions.Default with { ShardIndexCacheLength = 256 << 20, MaxDegreeOfParallelism = 8 };
        var volume = await ZarrArray.OpenAsync("volume.zarr", options);
        ushort[] box = await volume.ReadAsync<ushort>(new Region([10, 100, 100], [1, 20, 20]));
        Console.WriteLine(box[0]);
    }

    private static async Task CheckAsync()
    {
        var volume = await ZarrArray.OpenAsync("volume.zarr");
        var report = await volume.CheckChunksAsync(new ChunkCheckOptions { MapDimensions = [0] });
        Console.WriteLine($"{report.StoredChunks} of {report.GridChunks} chunks are stored, {report.CheckedChunks} were read");
        foreach (var finding in report.Findings)
        {
            Console.WriteLine($"{finding.Kind} {finding.Key}: {finding.Message}");
        }
    }

    private static async Task ImageAsync(ushort[,,] full, ushort[,,] half)
    {
        var image = Image.FromDimensions([Dimension.Channel(), Dimension.Y(), Dimension.X()], levels: 2);
        var options = new WriteOptions
        {
            Chunks = ChunkShape.Of(1, 64, 64),        // read one by one
            Shards = ShardShape.OfChunks(1, 8, 8),    // 64 chunks in one file; or .Of(1, 512, 512), or .Auto
        };
        await OmeWriter.WriteImageAsync("sharded.ome.zarr", image, [full.AsSource(), half.AsSource()], options);
    }
}
