using OmeZarr.V05;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Tests.Writing;

/// <summary>Images whose chunks are put together in shards.</summary>
public sealed class ShardedImageTests : IDisposable
{
    private const string FirstArray =
        """
        {
          "zarr_format": 3,
          "node_type": "array",
          "shape": [
            2,
            5,
            6
          ],
          "data_type": "uint16",
          "chunk_grid": {
            "name": "regular",
            "configuration": {
              "chunk_shape": [
                2,
                3,
                8
              ]
            }
          },
          "chunk_key_encoding": {
            "name": "default",
            "configuration": {
              "separator": "/"
            }
          },
          "fill_value": 0,
          "codecs": [
            {
              "name": "sharding_indexed",
              "configuration": {
                "chunk_shape": [
                  1,
                  3,
                  4
                ],
                "codecs": [
                  {
                    "name": "bytes",
                    "configuration": {
                      "endian": "little"
                    }
                  },
                  {
                    "name": "blosc",
                    "configuration": {
                      "cname": "zstd",
                      "clevel": 3,
                      "shuffle": "shuffle",
                      "typesize": 2,
                      "blocksize": 0
                    }
                  }
                ],
                "index_codecs": [
                  {
                    "name": "bytes",
                    "configuration": {
                      "endian": "little"
                    }
                  },
                  {
                    "name": "crc32c"
                  }
                ],
                "index_location": "end"
              }
            }
          ],
          "attributes": {},
          "dimension_names": [
            "c",
            "y",
            "x"
          ]
        }
        """;

    private static readonly WriteOptions Sharded = SmallImage.Chunked with { Shards = ShardShape.OfChunks(2, 1, 9) };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task An_array_is_written_like_this()
    {
        await SmallImage.WriteAsync(folder["image.zarr"], options: Sharded);
        Assert.Equal(FirstArray, await File.ReadAllTextAsync(folder["image.zarr/0/zarr.json"]));
    }

    [Fact]
    public async Task Each_level_has_shards_that_fit_it()
    {
        await SmallImage.WriteAsync(folder["image.zarr"], 5, Sharded);
        Assert.Equal(5, await SmallImage.FirstValueAsync(folder["image.zarr"]));
        var levels = (await OmeImage.OpenAsync(folder["image.zarr"])).Levels;
        Assert.Equal<Shape>([[2, 3, 8], [2, 3, 3]], levels.Select(level => level.ZarrArray.ChunkShape));
        Assert.Equal<Shape?>([[1, 3, 4], [1, 3, 3]], levels.Select(level => level.ZarrArray.InnerChunkShape));
        Assert.Equal(
            ["0/c/0/0/0", "0/c/0/1/0", "0/zarr.json", "1/c/0/0/0", "1/zarr.json", "zarr.json"], folder.Files().Select(file => file["image.zarr/".Length..]));
    }

    [Theory]
    [InlineData("auto")]
    [InlineData("lengths")]
    [InlineData("counts")]
    public async Task Every_kind_of_shards_holds_the_pixels(string kind)
    {
        var shards = kind switch { "auto" => ShardShape.Auto, "lengths" => ShardShape.Of(2, 6, 4), _ => ShardShape.OfChunks(1, 2, 2) };
        await SmallImage.WriteAsync(folder["image.zarr"], 5, SmallImage.Chunked with { Shards = shards });
        Assert.Equal(5, await SmallImage.FirstValueAsync(folder["image.zarr"]));
    }

    [Fact]
    public async Task A_sharded_image_is_filled_plane_by_plane_and_each_shard_is_stored_once()
    {
        Shape shape = [4, 8, 8];
        var options = new WriteOptions { Chunks = ChunkShape.Of(1, 4, 4), Shards = ShardShape.Of(2, 8, 8), MaxDegreeOfParallelism = 2 };
        var folders = new FailingFolders();
        var image = Image.FromDimensions([Dimension.Z(), Dimension.Y(), Dimension.X()]);
        await using var prepared = await OmeWriter.PrepareImageAsync(folder["image.zarr"], image, [new ArraySpec(shape, DataType.UInt16)], folders.In(options));
        var (created, pixels) = (folders.Writes, SmallImage.Pixels(shape));
        foreach (var z in new[] { 3, 0, 2, 1 })
        {
            await prepared["0"][z, .., ..].WriteAsync<ushort>(pixels.AsMemory(z * 64, 64));
        }

        Assert.Equal(["0/c/0/0/0", "0/c/1/0/0", "0/zarr.json", "zarr.json"], folder.Files().Select(file => file["image.zarr/".Length..]));
        await prepared.FlushAsync();
        Assert.Equal(2, folders.Writes - created);
        Assert.Equal(pixels, await (await OmeImage.OpenAsync(folder["image.zarr"])).Levels[0].ReadAsync<ushort>());
        Assert.Equal<Shape?>([[2, 8, 8], [1, 4, 4]], [prepared["0"].Shards, prepared["0"].Chunks]);
    }

    [Fact]
    public async Task Progress_counts_shards()
    {
        var reports = new List<WriteProgress>();
        await SmallImage.WriteAsync(folder["image.zarr"], options: Sharded with { Progress = new Listener(reports.Add) });
        Assert.Equal([1, 2, 3], reports.Select(report => report.ChunksWritten));
        Assert.All(reports, report => Assert.Equal((3, (60 + 18) * 2), (report.ChunksTotal, report.BytesTotal)));
    }

    [Fact]
    public async Task Whichever_write_fails_nothing_appears()
    {
        var failures = await FailingFolders.FailEachWriteAsync(
            Sharded, options => SmallImage.WriteAsync(folder["image.zarr"], options: options), async _ => Assert.Empty(folder.Snapshot()));
        Assert.Equal(3 + 2 + 1, failures);
    }

    [Fact]
    public async Task Shards_that_do_not_fit_are_refused_before_anything_is_made()
    {
        await RequireRefusedAsync(ShardShape.Of(1, 4, 4), "level \"0\" (2 x 5 x 6): the shards (1, 4, 4) are not whole multiples of the chunks (1, 3, 4)");
        await RequireRefusedAsync(ShardShape.OfChunks(2, 2), "level \"0\" (2 x 5 x 6): the shards have 2 dimensions (2, 2), the array has 3");
    }

    [Fact]
    public async Task Shards_beyond_what_can_be_read_are_refused_before_anything_is_made()
    {
        var image = Image.FromDimensions([Dimension.Y(), Dimension.X()]);
        ArraySpec[] levels = [new([1 << 20, 1 << 20], DataType.UInt8)];
        var large = new WriteOptions { Chunks = ChunkShape.Of(4096, 4096), Shards = ShardShape.OfChunks(8, 9) };
        var error = await Assert.ThrowsAsync<ArgumentException>(() => OmeWriter.PrepareImageAsync(folder["image.zarr"], image, levels, large));
        Assert.Contains("more than 1,073,741,824 bytes", error.Message, StringComparison.Ordinal);
        var many = new WriteOptions { Chunks = ChunkShape.Of(1, 1), Shards = ShardShape.OfChunks(2048, 2049) };
        error = await Assert.ThrowsAsync<ArgumentException>(() => OmeWriter.PrepareImageAsync(folder["image.zarr"], image, levels, many));
        Assert.Contains("more than 4,194,304 chunks", error.Message, StringComparison.Ordinal);
        Assert.Empty(folder.Snapshot());
    }

    private async Task RequireRefusedAsync(ShardShape shards, string message)
    {
        var options = SmallImage.Chunked with { Shards = shards };
        var error = await Assert.ThrowsAsync<ArgumentException>(() => SmallImage.WriteAsync(folder["image.zarr"], options: options));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
        Assert.Empty(folder.Snapshot());
    }
}
