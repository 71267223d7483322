using OmeZarr.Tiff.Tests.Files;
using TestKit;
using Xunit;
using Zarr;
using LibCompression = BitMiracle.LibTiff.Classic.Compression;

namespace OmeZarr.Tiff.Tests.Blocks;

/// <summary>Each strip and tile is decoded once, however regions cut it and however small the cache is.</summary>
public sealed class DecodedOnceTests : IDisposable
{
    private const int PageBytes = 64 * 48 * 2;

    private readonly TemporaryFolder folder = new();
    private readonly TestImage image = new(DataType.UInt16, 6, 1, 64, 48);

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(64, 1 << 20, false)]
    [InlineData(64, PageBytes, true)]
    [InlineData(64, PageBytes * 3, true)]
    [InlineData(20, PageBytes, true)]
    public async Task Chunks_across_pages_decode_each_strip_once(int rowsPerStrip, long cacheBytes, bool needsScratch)
    {
        TiffMaker.Write(folder["x.tif"], image, new TiffRecipe { Compression = LibCompression.LZW, RowsPerStrip = rowsPerStrip });
        using var tiff = TiffImage.Open(folder["x.tif"], cacheBytes: cacheBytes);
        await ReadChunksAsync(tiff, [6, 16, 16]);
        Assert.Equal(6 * ((64 + rowsPerStrip - 1) / rowsPerStrip), tiff.DecodedBlocks);
        Assert.Equal(needsScratch, tiff.ScratchedBlocks > 0);
    }

    [Fact]
    public async Task A_strip_larger_than_the_cache_is_decoded_once()
    {
        TiffMaker.Write(folder["x.tif"], image, new TiffRecipe { Compression = LibCompression.LZW, RowsPerStrip = 64 });
        using var tiff = TiffImage.Open(folder["x.tif"], cacheBytes: 1000);
        await ReadChunksAsync(tiff, [1, 16, 16]);
        Assert.Equal(6, tiff.DecodedBlocks);
        Assert.Equal(0, tiff.ScratchedBlocks);
    }

    [Fact]
    public async Task Tiles_that_were_delivered_whole_never_go_to_the_disk()
    {
        TiffMaker.Write(folder["x.tif"], image, new TiffRecipe { Compression = LibCompression.LZW, Tile = (16, 16) });
        using var tiff = TiffImage.Open(folder["x.tif"], cacheBytes: 1024);
        await ReadChunksAsync(tiff, [1, 32, 32]);
        Assert.Equal(6 * 12, tiff.DecodedBlocks);
        Assert.Equal(0, tiff.ScratchedBlocks);
    }

    [Fact]
    public async Task Without_room_for_scratch_strips_are_decoded_again()
    {
        TiffMaker.Write(folder["x.tif"], image, new TiffRecipe { Compression = LibCompression.LZW, RowsPerStrip = 64 });
        using var tiff = TiffImage.Open(folder["x.tif"], cacheBytes: 0);
        await ReadChunksAsync(tiff, [6, 32, 48]);
        Assert.Equal(12, tiff.DecodedBlocks);
        Assert.Equal(0, tiff.ScratchedBlocks);
    }

    [Fact]
    public async Task Many_readers_at_once_see_the_right_values()
    {
        TiffMaker.Write(folder["x.tif"], image, new TiffRecipe { Compression = LibCompression.LZW, RowsPerStrip = 10 });
        using var tiff = TiffImage.Open(folder["x.tif"], cacheBytes: 3000);
        var regions = Chunks(tiff.Shape, [3, 7, 11]).Concat(Chunks(tiff.Shape, [6, 5, 48])).ToArray();
        await Parallel.ForEachAsync(regions.Concat(regions), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (region, _) => await CheckAsync(tiff, region));
        Assert.InRange(tiff.ScratchedBlocks, 1, long.MaxValue);
    }

    private async Task ReadChunksAsync(TiffImage tiff, long[] chunk)
    {
        foreach (var region in Chunks(tiff.Shape, chunk))
        {
            await CheckAsync(tiff, region);
        }
    }

    private async Task CheckAsync(TiffImage tiff, Region region)
    {
        var bytes = await tiff.ReadAsync(region);
        Assert.True(image.Expected(region, at => (at[0], 0, at[1], at[2])).AsSpan().SequenceEqual(bytes), $"{region}");
    }

    private static IEnumerable<Region> Chunks(Shape shape, long[] chunk)
    {
        IEnumerable<long> Steps(int d) => Enumerable.Range(0, (int)((shape[d] + chunk[d] - 1) / chunk[d])).Select(i => i * chunk[d]);
        return from z in Steps(0)
               from y in Steps(1)
               from x in Steps(2)
               select new Region([z, y, x], [Math.Min(chunk[0], shape[0] - z), Math.Min(chunk[1], shape[1] - y), Math.Min(chunk[2], shape[2] - x)]);
    }
}
