using OmeZarr.V05;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Tests.Rendering;

/// <summary>Tiles show what pictures show.</summary>
public sealed class TilesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(1, 1, 0)]
    [InlineData(2, 1, 1)]
    [InlineData(100, 75, 7)]
    [InlineData(128, 128, 7)]
    [InlineData(129, 3, 8)]
    public async Task The_pyramid_ends_with_one_pixel(int width, int height, int maxLevel)
    {
        var tiles = await TilesAsync(Picture.Of("yx"), [Noise([height, width])]);
        Assert.Equal((maxLevel, width, height), (tiles.MaxLevel, tiles.Width, tiles.Height));
        Assert.Equal((1, 1), tiles.SizeOf(0));
        Assert.Equal((width, height), tiles.SizeOf(maxLevel));
    }

    [Theory]
    [InlineData("yx", 16, 100, 75, 1)]
    [InlineData("cyx", 32, 128, 96, 1)]
    [InlineData("tczyx", 32, 70, 130, 1)]
    [InlineData("zyx", 64, 128, 128, 3)]
    [InlineData("tyx", 16, 33, 65, 2)]
    public async Task Tiles_side_by_side_are_the_picture(string axes, int tileSize, int width, int height, int levels)
    {
        var tiles = await TilesAsync(Picture.Of(axes, levels, TwoChannels(axes)), [.. Enumerable.Range(0, levels).Select(level => Noise(ShapeOf(axes, width >> level, height >> level)))], tileSize);
        for (var level = 0; level <= tiles.MaxLevel; level++)
        {
            var (columns, rows) = tiles.SizeOf(level);
            var whole = await tiles.RenderRegionAsync((0, 0, width, height), new RenderOptions { Size = (int)Math.Max(columns, rows) }, Cancel);
            if ((whole.Width, whole.Height) == (columns, rows))
            {
                await RequireSameAsync(tiles, level, whole, new RenderOptions());
            }
        }
    }

    [Fact]
    public async Task Tiles_of_full_resolution_are_the_picture_of_the_image()
    {
        var tiles = await TilesAsync(Picture.Of("czyx", 2, TwoChannels("c")), [Noise([2, 3, 90, 110]), Noise([2, 3, 45, 55])], 32);
        foreach (var options in new RenderOptions[] { new() { Z = 2 }, new() { ProjectsZ = true }, new() { Displays = [new(1) { Color = "FFFF00", Window = (10, 90), IsInverted = true }] }, new() { Displays = [] } })
        {
            await RequireSameAsync(tiles, tiles.MaxLevel, await tiles.Image.RenderAsync(options with { Size = 4096 }, Cancel), options);
            await RequireSameAsync(tiles, tiles.MaxLevel - 1, await tiles.Image.RenderAsync(options with { Size = 55 }, Cancel), options);
        }
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 1)]
    [InlineData(false, 2)]
    [InlineData(true, 2)]
    [InlineData(false, 0.5)]
    [InlineData(true, 0.5)]
    public async Task Labels_lie_over_tiles_as_over_pictures(bool outlines, double labelScale)
    {
        var cells = ArraySource.FromFunction<uint>([(long)(60 * labelScale), (long)(80 * labelScale)], (region, values) =>
        {
            for (var i = 0; i < values.Length; i++)
            {
                var (y, x) = (region.Offset[0] + (i / region.Shape[1]), region.Offset[1] + (i % region.Shape[1]));
                values[i] = (uint)(((y / 9) + (x / 7)) % 4);
            }
        });
        var tiles = await TilesAsync(Picture.Of("yx", 1, TwoChannels("yx")), [Noise([60, 80])], 16, new Label("cells", LabelImage.For(Picture.Of("yx")), [cells]));
        var options = new RenderOptions { Labels = "cells", OutlinesLabels = outlines, LabelOpacity = 0.75 };
        await RequireSameAsync(tiles, tiles.MaxLevel, await tiles.Image.RenderAsync(options with { Size = 4096 }, Cancel), options);
        await RequireSameAsync(tiles, tiles.MaxLevel - 1, await tiles.Image.RenderAsync(options with { Size = 40 }, Cancel), options);
    }

    [Fact]
    public async Task An_outline_is_the_pixels_of_labels_beside_other_labels()
    {
        var metadata = new LabelImage(Picture.Of("yx"), new ImageLabel { Colors = [new LabelColor(1, 255, 0, 0, 255), new LabelColor(2, 0, 255, 0, 255)] });
        var labels = new uint[,] { { 1, 1, 1, 1 }, { 1, 1, 1, 2 }, { 1, 1, 1, 1 }, { 0, 1, 1, 1 } };
        var tiles = await TilesAsync(Picture.Of("yx", 1, TwoChannels("yx")), [new byte[4, 4].AsSource()], 16, new Label("cells", metadata, [labels.AsSource()]));
        var picture = await tiles.RenderAsync(new TilePosition(tiles.MaxLevel, 0, 0), new RenderOptions { Labels = "cells", LabelOpacity = 1, OutlinesLabels = true }, Cancel);
        string[] expected = ["000000", "000000", "000000", "FF0000", "000000", "000000", "FF0000", "00FF00", "FF0000", "000000", "000000", "FF0000", "000000", "FF0000", "000000", "000000"];
        Assert.Equal(expected, picture.Colors());
    }

    [Fact]
    public async Task A_level_that_lacks_a_row_and_a_column_is_shown_as_it_is()
    {
        var tiles = await TilesAsync(Picture.Of("yx", 2, TwoChannels("yx")), [Noise([65, 63]), Noise([32, 31])], 16);
        var (width, height) = tiles.SizeOf(tiles.MaxLevel - 1);
        Assert.Equal((32, 33), (width, height));
        var stored = await tiles.Image.Levels[1].ReadAsync<byte>(Cancel);
        var corner = await tiles.ReadAsync(new TilePosition(tiles.MaxLevel - 1, 1, 2), 0, cancellationToken: Cancel);
        Assert.Equal(16, corner.Length);
        Assert.Equal(Enumerable.Range(16, 16).Select(x => (double)stored[(31 * 31) + Math.Min(x, 30)]), corner.ToArray());
    }

    [Fact]
    public async Task An_image_without_small_levels_is_read_once_for_all_coarse_tiles()
    {
        var (image, store) = await Picture.WriteAsync(folder, Picture.Of("yx", 1, TwoChannels("yx")), [ArraySource.FromFunction<byte>([16384, 12288], (region, values) => values.Fill((byte)(region.Offset[0] / 64)))], new WriteOptions { Chunks = ChunkShape.Of(1024, 1024) });
        var tiles = new OmeTiles(image);
        var before = store.Log.Count;
        var level = tiles.MaxLevel - 4;
        var first = await tiles.RenderAsync(new TilePosition(level, 0, 0), cancellationToken: Cancel);
        var read = store.Log.Count - before;
        Assert.InRange(read, 16 * 12, 16 * 12 * 4);
        await Task.WhenAll(Enumerable.Range(0, level).Select(coarse => tiles.RenderAsync(new TilePosition(coarse, 0, 0), cancellationToken: Cancel)));
        Assert.Equal(read, store.Log.Count - before);
        Assert.Equal((await image.RenderAsync(new RenderOptions { Size = 1024 }, Cancel)).Colors()[..512], first.Colors()[..512]);
    }

    [Fact]
    public async Task The_same_tile_at_the_same_time_is_read_once_and_windows_read_nothing()
    {
        var (image, store) = await Picture.WriteAsync(folder, Picture.Of("cyx", 1, TwoChannels("c")), [Noise([2, 128, 128])], new WriteOptions { Chunks = ChunkShape.Of(1, 64, 64) });
        var tiles = new OmeTiles(image, tileSize: 64);
        var before = store.Log.Count;
        var pictures = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => tiles.RenderAsync(new TilePosition(tiles.MaxLevel, 1, 1), cancellationToken: Cancel)));
        Assert.Equal(2, store.Log.Skip(before).Count(request => request.Key.Contains("/c/", StringComparison.Ordinal) && request.Operation is StoreOperation.Get or StoreOperation.GetRange));
        Assert.All(pictures, picture => Assert.Equal(pictures[0].Rgb.ToArray(), picture.Rgb.ToArray()));
        before = store.Log.Count;
        await tiles.RenderAsync(new TilePosition(tiles.MaxLevel, 1, 1), new RenderOptions { Displays = [new(0) { Window = (0, 17) }] }, Cancel);
        Assert.Equal(before, store.Log.Count);
    }

    [Fact]
    public async Task A_channel_without_a_window_has_the_same_one_in_all_tiles()
    {
        var tiles = await TilesAsync(Picture.Of("yx"), [Halves()], 16);
        Assert.Equal("000000", (await tiles.RenderAsync(new TilePosition(tiles.MaxLevel, 0, 0), cancellationToken: Cancel)).ColorAt(0, 0));
        Assert.Equal("FFFFFF", (await tiles.RenderAsync(new TilePosition(tiles.MaxLevel, 0, 3), cancellationToken: Cancel)).ColorAt(0, 0));
        var window = await tiles.MeasureAsync(0, Cancel);
        Assert.Equal((0, 10, 200, 255), (window.Min, window.Start, window.End, window.Max));
    }

    [Theory]
    [InlineData("int8")]
    [InlineData("uint32")]
    [InlineData("float32")]
    [InlineData("bool")]
    [InlineData("float64")]
    public async Task Every_type_has_values(string type)
    {
        var source = DataType.FromName(type)!.Name switch
        {
            "int8" => new sbyte[,] { { -100, 0 }, { 50, 100 } }.AsSource(),
            "uint32" => new uint[,] { { 0, 1 }, { 4_000_000_000, 7 } }.AsSource(),
            "float32" => new[,] { { float.NaN, 1 }, { float.PositiveInfinity, -2.5f } }.AsSource(),
            "bool" => new[,] { { true, false }, { false, true } }.AsSource(),
            _ => (IArraySource)new[,] { { 1e300, double.NegativeInfinity }, { 0, -1 } }.AsSource(),
        };
        var tiles = await TilesAsync(Picture.Of("yx"), [source], 16);
        var values = (await tiles.ReadAsync(new TilePosition(tiles.MaxLevel, 0, 0), 0, cancellationToken: Cancel)).ToArray();
        double[] expected = type switch
        {
            "int8" => [-100, 0, 50, 100],
            "uint32" => [0, 1, 4_000_000_000, 7],
            "float32" => [double.NaN, 1, double.NaN, -2.5],
            "bool" => [1, 0, 0, 1],
            _ => [1e300, double.NaN, 0, -1],
        };
        Assert.Equal(expected, values);
        Assert.Equal(4, (await tiles.RenderAsync(new TilePosition(tiles.MaxLevel, 0, 0), cancellationToken: Cancel)).Colors().Length);
    }

    [Theory]
    [InlineData(-1, 0, 0)]
    [InlineData(8, 0, 0)]
    [InlineData(7, 2, 0)]
    [InlineData(7, 0, -1)]
    [InlineData(7, long.MaxValue, 0)]
    public async Task There_is_no_tile_outside_the_image(int level, long x, long y)
    {
        var tiles = await TilesAsync(Picture.Of("yx"), [Noise([100, 128])], 64);
        Assert.False(tiles.Contains(new TilePosition(level, x, y)));
        await Assert.ThrowsAsync<ArgumentException>(() => tiles.RenderAsync(new TilePosition(level, x, y), cancellationToken: Cancel));
    }

    [Fact]
    public async Task Wrong_wishes_are_refused()
    {
        var tiles = await TilesAsync(Picture.Of("cyx", 1, TwoChannels("c")), [Noise([2, 20, 20])]);
        var tile = new TilePosition(0, 0, 0);
        await Assert.ThrowsAsync<ArgumentException>(() => tiles.RenderAsync(tile, new RenderOptions { Displays = [new(2)] }, Cancel));
        await Assert.ThrowsAsync<ArgumentException>(() => tiles.RenderAsync(tile, new RenderOptions { Displays = [new(1), new(1)] }, Cancel));
        await Assert.ThrowsAsync<ArgumentException>(() => tiles.RenderAsync(tile, new RenderOptions { T = 1 }, Cancel));
        await Assert.ThrowsAsync<NodeNotFoundException>(() => tiles.RenderAsync(tile, new RenderOptions { Labels = "none" }, Cancel));
        await Assert.ThrowsAsync<ArgumentException>(() => tiles.ReadAsync(tile, 5, cancellationToken: Cancel));
        await Assert.ThrowsAsync<ArgumentException>(() => tiles.RenderRegionAsync((0, 0, 21, 1), cancellationToken: Cancel));
        Assert.Throws<ArgumentException>(() => new ChannelDisplay(0) { Color = "red" });
        Assert.Throws<ArgumentException>(() => new ChannelDisplay(0) { Window = (2, 2) });
        Assert.Throws<ArgumentException>(() => new ChannelDisplay(0) { Window = (double.NaN, 2) });
    }

    [Fact]
    public async Task A_fast_png_has_the_same_pixels()
    {
        var tiles = await TilesAsync(Picture.Of("cyx", 1, TwoChannels("c")), [Noise([2, 50, 40])]);
        var picture = await tiles.Image.RenderAsync(new RenderOptions(), Cancel);
        Assert.Equal(PlainPng.Read(picture.EncodePng()).Pixels, PlainPng.Read(picture.EncodePng(isFast: true)).Pixels);
    }

    private static Omero TwoChannels(string axes) =>
        new() { Channels = axes.Contains('c', StringComparison.Ordinal) ? [Picture.Channel("FF0000", 0, 255), Picture.Channel("00FF80", 20, 200)] : [Picture.Channel("FFFFFF", 0, 255)] };

    private static Shape ShapeOf(string axes, int width, int height) => Shape.Create([.. axes.Select(axis => axis switch { 'x' => width, 'y' => height, 'c' => 2L, _ => 3 })]);

    private static IArraySource Halves()
    {
        var pixels = new byte[64, 64];
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i / 64, i % 64] = (byte)(i < pixels.Length / 2 ? 10 : 200);
        }

        return pixels.AsSource();
    }

    // Values that differ from pixel to pixel, whatever part is asked for.
    private static IArraySource Noise(Shape shape) => ArraySource.FromFunction<byte>(shape, (region, values) =>
    {
        for (var i = 0; i < values.Length; i++)
        {
            var (rest, hash) = ((long)i, 17L);
            for (var d = region.Rank - 1; d >= 0; d--)
            {
                (rest, var index) = Math.DivRem(rest, region.Shape[d]);
                hash = (hash * 31) + region.Offset[d] + index;
            }

            values[i] = (byte)(hash * 2654435761 >> 13);
        }
    });

    private static async Task RequireSameAsync(OmeTiles tiles, int level, RenderedImage whole, RenderOptions options)
    {
        var (columns, rows) = tiles.SizeOf(level);
        Assert.Equal((columns, rows), (whole.Width, whole.Height));
        for (var y = 0; y * tiles.TileSize < rows; y++)
        {
            for (var x = 0; x * tiles.TileSize < columns; x++)
            {
                var tile = await tiles.RenderAsync(new TilePosition(level, x, y), options, Cancel);
                for (var row = 0; row < tile.Height; row++)
                {
                    var expected = whole.Rgb.Span.Slice(3 * ((((y * tiles.TileSize) + row) * whole.Width) + (x * tiles.TileSize)), 3 * tile.Width);
                    Assert.True(expected.SequenceEqual(tile.Rgb.Span.Slice(3 * row * tile.Width, 3 * tile.Width)), $"level {level}, tile {x}, {y}, row {row}");
                }
            }
        }
    }

    private async Task<OmeTiles> TilesAsync(Image image, IReadOnlyList<IArraySource> levels, int tileSize = 512, params Label[] labels)
    {
        var (opened, _) = await Picture.WriteAsync(folder, image, levels, null, labels);
        return new OmeTiles(opened, tileSize: tileSize);
    }
}
