using CsCheck;
using OmeZarr.Tiff.Tests.Files;
using TestKit;
using Xunit;
using Zarr;
using LibCompression = BitMiracle.LibTiff.Classic.Compression;

namespace OmeZarr.Tiff.Tests;

/// <summary>Regions: only what they touch is read, from any number of threads.</summary>
public sealed class TiffImageReadingTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(LibCompression.NONE, false)]
    [InlineData(LibCompression.LZW, false)]
    [InlineData(LibCompression.ADOBE_DEFLATE, true)]
    public async Task Any_region_has_the_values_that_were_written(LibCompression compression, bool isTiled)
    {
        var image = new TestImage(DataType.UInt16, 5, 2, 41, 67);
        TiffMaker.Write(folder["image.tif"], image, new TiffRecipe { Compression = compression, Tile = isTiled ? (16, 32) : null });
        using var tiff = TiffImage.Open(folder["image.tif"], cacheBytes: 10_000);
        await Regions(tiff.Shape).SampleAsync(
            async region =>
            {
                var expected = image.Expected(region, at => (at[1], at[0], at[2], at[3]));
                var actual = await tiff.ReadAsync(region);
                return expected.AsSpan().SequenceEqual(actual);
            },
            seed: "0N0XIzNsQ0O2",
            iter: 300);
    }

    [Fact]
    public async Task A_region_decodes_only_the_strips_that_it_touches_and_each_once()
    {
        var image = new TestImage(DataType.UInt16, 3, 1, 64, 50);
        TiffMaker.Write(folder["image.tif"], image, new TiffRecipe { Compression = LibCompression.LZW, RowsPerStrip = 8 });
        using var tiff = TiffImage.Open(folder["image.tif"]);
        Assert.Equal(0, tiff.DecodedBlocks);
        await tiff.ReadAsync(new Region([1, 16, 0], [1, 8, 50]));
        Assert.Equal(1, tiff.DecodedBlocks);
        await tiff.ReadAsync(new Region([1, 20, 7], [1, 5, 9]));
        Assert.Equal(2, tiff.DecodedBlocks);
        await tiff.ReadAllAsync();
        await tiff.ReadAllAsync();
        Assert.Equal(3 * 8, tiff.DecodedBlocks);
    }

    [Fact]
    public async Task Tiles_beside_the_region_are_not_decoded()
    {
        TiffMaker.Write(folder["image.tif"], new TestImage(DataType.UInt8, 1, 1, 128, 128), new TiffRecipe { Compression = LibCompression.PACKBITS, Tile = (16, 16) });
        using var tiff = TiffImage.Open(folder["image.tif"]);
        await tiff.ReadAsync(new Region([30, 60], [4, 4]));
        Assert.Equal(2, tiff.DecodedBlocks);
    }

    [Fact]
    public async Task A_small_cache_stays_small_and_right()
    {
        var image = new TestImage(DataType.UInt16, 3, 1, 64, 50);
        TiffMaker.Write(folder["image.tif"], image, new TiffRecipe { Compression = LibCompression.LZW, RowsPerStrip = 8 });
        using var tiff = TiffImage.Open(folder["image.tif"], cacheBytes: 2 * 8 * 50 * 2);
        var expected = image.Expected(Region.Whole(tiff.Shape), at => (at[0], 0, at[1], at[2]));
        Assert.Equal(expected, await tiff.ReadAllAsync());
        Assert.Equal(expected, await tiff.ReadAllAsync());
        Assert.Equal(2 * 3 * 8, tiff.DecodedBlocks);
    }

    [Fact]
    public async Task Of_an_uncompressed_page_only_the_rows_of_the_region_are_read()
    {
        TiffMaker.Write(folder["image.tif"], new TestImage(DataType.UInt8, 2, 1, 1000, 1000), new TiffRecipe { RowsPerStrip = 1000 });
        using var tiff = TiffImage.Open(folder["image.tif"]);
        var before = tiff.BytesRead;
        Assert.InRange(before, 0, 2000);
        await tiff.ReadAsync(new Region([1, 500, 100], [1, 10, 100]));
        Assert.InRange(tiff.BytesRead - before, 1000, 10_100);
    }

    [Fact]
    public async Task Threads_read_at_the_same_time_and_share_what_is_decoded()
    {
        var image = new TestImage(DataType.UInt16, 6, 1, 64, 50);
        TiffMaker.Write(folder["image.tif"], image, new TiffRecipe { Compression = LibCompression.LZW, RowsPerStrip = 16 });
        using var tiff = TiffImage.Open(folder["image.tif"]);
        await Parallel.ForAsync(0, 600, async (i, _) =>
        {
            var region = new Region([i % 6, i % 40, i % 30], [1, 24, 20]);
            Assert.Equal(image.Expected(region, at => (at[0], 0, at[1], at[2])), await tiff.ReadAsync(region));
        });
        Assert.Equal(6 * 4, tiff.DecodedBlocks);
    }

    [Fact]
    public async Task Wrong_regions_and_destinations_are_refused_and_cancelling_stops()
    {
        TiffMaker.Write(folder["image.tif"], new TestImage(DataType.UInt8, 1, 1, 8, 8), new TiffRecipe());
        using var tiff = TiffImage.Open(folder["image.tif"]);
        var whole = Region.Whole(tiff.Shape);
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await tiff.ReadAsync(whole, new byte[63], default));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await tiff.ReadAsync(new Region([0, 1], [8, 8]), new byte[64], default));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await tiff.ReadAsync(whole, new byte[64], new CancellationToken(true)));
    }

    [Fact]
    public async Task Ten_thousand_pages_open_in_one_pass()
    {
        var image = new TestImage(DataType.UInt8, 10_000, 1, 2, 2);
        var file = new RawTiff(false).Header();
        for (var page = 0; page < image.Pages; page++)
        {
            file.Page(image, 1, file.Append(image.Stored(page, false, false)), 4).Directory();
        }

        File.WriteAllBytes(folder["image.tif"], file.ToArray());
        using var tiff = TiffImage.Open(folder["image.tif"]);
        Assert.InRange(tiff.BytesRead, 0, file.ToArray().Length * 2);
        Assert.Equal(image.Expected(Region.Whole(tiff.Shape), at => (at[0], 0, at[1], at[2])), await tiff.ReadAllAsync());
    }

    private static Gen<Region> Regions(Shape shape) =>
        from starts in Gen.Long[0, 1L << 40].Array[shape.Rank]
        from lengths in Gen.Long[0, 1L << 40].Array[shape.Rank]
        let offset = starts.Select((start, d) => start % shape[d]).ToArray()
        select new Region(offset, Shape.Create([.. lengths.Select((length, d) => 1 + (length % (shape[d] - offset[d])))]));
}
