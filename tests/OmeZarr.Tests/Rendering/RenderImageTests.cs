using OmeZarr.V05;
using TestKit;
using Xunit;
using Zarr;
using Zarr.Metadata;
using Zarr.Stores;

namespace OmeZarr.Tests.Rendering;

public sealed class RenderImageTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Channels_are_added_in_their_colours_and_windows()
    {
        var omero = new Omero { Channels = [Picture.Channel("FF0000", 0, 255), Picture.Channel("0080FF", 100, 200)] };
        var picture = await Picture.RenderAsync(Picture.Of("cyx", omero: omero), new byte[,,] { { { 0, 51 }, { 255, 102 } }, { { 50, 150 }, { 100, 250 } } }.AsSource());
        Assert.Equal((2, 2), (picture.Width, picture.Height));
        Assert.Equal(["000000", "334080", "FF0000", "6680FF"], picture.Colors());
    }

    [Fact]
    public async Task Colours_that_add_up_to_more_than_white_are_white()
    {
        var omero = new Omero { Channels = [Picture.Channel("FF8000", 0, 10), Picture.Channel("FF80FF", 0, 10)] };
        Assert.Equal(["FFFFFF"], (await Picture.RenderAsync(Picture.Of("cyx", omero: omero), new byte[,,] { { { 10 } }, { { 10 } } }.AsSource())).Colors());
    }

    [Fact]
    public async Task Inverted_channels_are_bright_where_there_is_little()
    {
        var omero = new Omero { Channels = [Picture.Channel("FFFFFF", 0, 100) with { Inverted = true }] };
        Assert.Equal(["FFFFFF", "808080", "000000"], (await Picture.RenderAsync(Picture.Of("cyx", omero: omero), new byte[,,] { { { 0, 50, 100 } } }.AsSource())).Colors());
    }

    [Fact]
    public async Task Channels_that_are_not_active_are_shown_only_on_request()
    {
        var omero = new Omero { Channels = [Picture.Channel("FF0000", 0, 10), Picture.Channel("00FF00", 0, 10) with { Active = false }, Picture.Channel("0000FF", 0, 10) with { Active = true }] };
        var pixels = new byte[,,] { { { 10 } }, { { 10 } }, { { 10 } } }.AsSource();
        Assert.Equal(["FF00FF"], (await Picture.RenderAsync(Picture.Of("cyx", omero: omero), pixels)).Colors());
        Assert.Equal(["00FF00"], (await Picture.RenderAsync(Picture.Of("cyx", omero: omero), pixels, new RenderOptions { Channels = [1] })).Colors());
        Assert.Equal(["FFFF00"], (await Picture.RenderAsync(Picture.Of("cyx", omero: omero), pixels, new RenderOptions { Channels = [1, 0] })).Colors());
    }

    [Fact]
    public async Task The_greyscale_model_shows_the_first_active_channel_in_grey()
    {
        var omero = new Omero
        {
            Channels = [Picture.Channel("FF0000", 0, 10) with { Active = false }, Picture.Channel("00FF00", 0, 10), Picture.Channel("0000FF", 0, 10)],
            Rdefs = new OmeroRenderingDefs { Model = OmeroRenderingDefs.Greyscale },
        };
        var pixels = new byte[,,] { { { 1 } }, { { 2 } }, { { 4 } } }.AsSource();
        Assert.Equal(["333333"], (await Picture.RenderAsync(Picture.Of("cyx", omero: omero), pixels)).Colors());
        Assert.Equal(["666666"], (await Picture.RenderAsync(Picture.Of("cyx", omero: omero), pixels, new RenderOptions { Channels = [2] })).Colors());
        Assert.Equal(["1A0066"], (await Picture.RenderAsync(Picture.Of("cyx", omero: omero), pixels, new RenderOptions { Channels = [0, 2] })).Colors());
    }

    [Theory]
    [InlineData(null, null, false, "00001C")]
    [InlineData(0L, 0L, false, "000000")]
    [InlineData(3L, 1L, false, "00000B")]
    [InlineData(null, 2L, true, "000017")]
    public async Task Planes_and_time_points_are_those_of_the_options_or_of_omero(long? z, long? t, bool projects, string color)
    {
        // The value is z + 8 t, shown in blue. The default plane of omero is not there, so that the middle one counts.
        var pixels = ArraySource.FromFunction<byte>([4, 8, 1, 1], (region, values) =>
        {
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = (byte)(region.Offset[1] + (i % region.Shape[1]) + (8 * (region.Offset[0] + (i / region.Shape[1]))));
            }
        });
        var omero = new Omero { Channels = [Picture.Channel("0000FF", 0, 255)], Rdefs = new OmeroRenderingDefs { DefaultT = 3, DefaultZ = 20 } };
        var picture = await Picture.RenderAsync(Picture.Of("tzyx", omero: omero), pixels, new RenderOptions { Z = z, T = t, ProjectsZ = projects });
        Assert.Equal([color], picture.Colors());
    }

    [Fact]
    public async Task Numbers_that_are_not_finite_are_left_out_and_pixels_of_nothing_else_are_black()
    {
        var omero = new Omero { Channels = [Picture.Channel("FFFFFF", 0, 1) with { Inverted = false }] };
        var pixels = new[,] { { 1f, float.NaN, float.NaN, float.PositiveInfinity }, { 1f, 1f, float.NaN, float.NegativeInfinity } }.AsSource();
        Assert.Equal(["FFFFFF", "000000"], (await Picture.RenderAsync(Picture.Of("yx", omero: omero), pixels, new RenderOptions { Size = 2 })).Colors());
    }

    [Fact]
    public async Task The_largest_value_of_a_stack_ignores_NaN()
    {
        var omero = new Omero { Channels = [Picture.Channel("FFFFFF", 0, 1)] };
        var pixels = new[, ,] { { { float.NaN, 0.2f } }, { { 0.4f, float.NaN } }, { { 0.1f, 1f } } }.AsSource();
        Assert.Equal(["666666", "FFFFFF"], (await Picture.RenderAsync(Picture.Of("zyx", omero: omero), pixels, new RenderOptions { ProjectsZ = true }, new WriteOptions { Chunks = ChunkShape.Of(2, 1, 1) })).Colors());
    }

    [Fact]
    public async Task Borders_count_with_their_share()
    {
        var omero = new Omero { Channels = [Picture.Channel("FFFFFF", 0, 255)] };
        var picture = await Picture.RenderAsync(Picture.Of("yx", omero: omero), new byte[,] { { 30, 60, 90 } }.AsSource(), new RenderOptions { Size = 2 });
        Assert.Equal(["282828", "505050"], picture.Colors()); // (30 + 60 / 2) / 1.5 and (60 / 2 + 90) / 1.5
    }

    [Theory]
    [InlineData(97, 61, 40, 16, 16)]
    [InlineData(61, 97, 40, 61, 97)]
    [InlineData(128, 64, 32, 50, 7)]
    [InlineData(5, 300, 37, 2, 300)]
    [InlineData(40, 40, 100, 7, 9)]
    public async Task Pixels_are_exact_averages_whatever_the_chunks(int height, int width, int size, int chunkRows, int chunkColumns)
    {
        var pixels = new ushort[height, width];
        var random = new Random(height);
        foreach (var (y, x) in from y in Enumerable.Range(0, height) from x in Enumerable.Range(0, width) select (y, x))
        {
            pixels[y, x] = (ushort)random.Next(256);
        }

        var omero = new Omero { Channels = [Picture.Channel("FFFFFF", 0, 255)] };
        var picture = await Picture.RenderAsync(Picture.Of("yx", omero: omero), pixels.AsSource(), new RenderOptions { Size = size }, new WriteOptions { Chunks = ChunkShape.Of(chunkRows, chunkColumns) });
        Assert.Equal(Math.Min(size, Math.Max(height, width)), Math.Max(picture.Width, picture.Height));
        for (var i = 0; i < picture.Width * picture.Height; i++)
        {
            Assert.InRange(picture.Rgb.Span[3 * i] - AverageAt(pixels, i % picture.Width, i / picture.Width, picture), -0.501, 0.501);
        }
    }

    [Fact]
    public async Task Without_windows_the_percentiles_of_the_picture_are_shown()
    {
        var pixels = new ushort[20, 50];
        for (var i = 0; i < 1000; i++)
        {
            pixels[i / 50, i % 50] = (ushort)(i < 3 ? 60_000 : 1000 + i);
        }

        var picture = await Picture.RenderAsync(Picture.Of("yx"), pixels.AsSource());
        double[] sorted = [.. pixels.Cast<ushort>().Select(value => (double)value).Order()];
        var (start, end) = (sorted[4], sorted[997]);
        Assert.Equal(pixels.Cast<ushort>().Select(value => (byte)Math.Clamp(Math.Round((value - start) / (end - start) * 255), 0, 255)), picture.Rgb.ToArray().Chunk(3).Select(pixel => pixel[0]));
    }

    [Fact]
    public async Task Without_omero_channels_have_the_colours_that_writers_give()
    {
        var pixels = new byte[9, 1, 2];
        for (var c = 0; c < 9; c++)
        {
            pixels[c, 0, 1] = (byte)(c + 1);
        }

        Assert.Equal(["000000", "0000FF"], (await Picture.RenderAsync(Picture.Of("cyx"), pixels.AsSource(), new RenderOptions { Channels = [0] })).Colors());
        Assert.Equal(["000000", "00FF00"], (await Picture.RenderAsync(Picture.Of("cyx"), pixels.AsSource(), new RenderOptions { Channels = [8] })).Colors());
        Assert.Equal(["000000", "FFFFFF"], (await Picture.RenderAsync(Picture.Of("cyx"), pixels.AsSource())).Colors());
    }

    [Fact]
    public async Task What_the_image_does_not_have_is_refused()
    {
        using var folder = new TemporaryFolder();
        var (image, _) = await Picture.WriteAsync(folder, Picture.Of("tczyx"), [new byte[1, 2, 3, 4, 4].AsSource()]);
        await RequireRefused("c 2: the image has 2 channels, 0 to 1", new RenderOptions { Channels = [0, 2] });
        await RequireRefused("z 3: the image has 3 planes, 0 to 2", new RenderOptions { Z = 3 });
        await RequireRefused("t 1: the image has one time point, 0", new RenderOptions { T = 1 });
        await RequireRefused("level 1: the image has one level, 0", new RenderOptions { Level = 1 });
        await RequireRefused("a channel is named twice", new RenderOptions { Channels = [1, 1] });
        await RequireRefused("no channel is named", new RenderOptions { Channels = [] });
        await Assert.ThrowsAsync<NodeNotFoundException>(() => image.RenderAsync(new RenderOptions { Labels = "nuclei" }, Cancel));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RenderOptions { Size = 4097 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new RenderOptions { LabelOpacity = double.NaN });

        async Task RequireRefused(string message, RenderOptions options) =>
            Assert.StartsWith(message, (await Assert.ThrowsAsync<ArgumentException>(() => image.RenderAsync(options, Cancel))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Images_without_pixels_are_refused() =>
        await Assert.ThrowsAsync<OmeZarrException>(() => Picture.RenderAsync(Picture.Of("yx"), new byte[0, 4].AsSource()));

    [Fact]
    public async Task Of_complex_numbers_the_magnitudes_are_shown()
    {
        var omero = new Omero { Channels = [Picture.Channel("FFFFFF", 0, 10)] };
        var doubles = new System.Numerics.Complex[,] { { new(3, 4), new(0, -10), new(double.NaN, 1), 0 } };
        Assert.Equal(["808080", "FFFFFF", "000000", "000000"], (await Picture.RenderAsync(Picture.Of("yx", 1, omero), doubles.AsSource())).Colors());
        var floats = new Complex64[,,] { { { new(0, 5) } }, { { new(-6, 8) } }, { { new(1, 1) } } };
        Assert.Equal(["FFFFFF"], (await Picture.RenderAsync(Picture.Of("zyx", 1, omero), floats.AsSource(), new RenderOptions { ProjectsZ = true })).Colors());
    }

    [Fact]
    public async Task A_plane_that_would_take_hours_is_refused_at_once()
    {
        var metadata = new ArrayMetadata { Shape = [1L << 21, 1L << 21], ChunkShape = [1024, 1024], DataType = DataType.UInt8, Codecs = [new NamedConfiguration("bytes")] };
        var array = await ZarrArray.CreateAsync(new MemoryStore(), StorePrefix.Root, metadata, cancellationToken: Cancel);
        await Assert.ThrowsAsync<UnsupportedFeatureException>(() => OmeZarr.Rendering.PictureLayers.ReadAsync(new(Picture.Of("yx"), [array]), null, new RenderOptions(), Cancel));
    }

    [Theory]
    [InlineData("xy")]
    [InlineData("yxz")]
    public async Task Rows_need_not_be_the_last_dimension(string axes)
    {
        var lengths = axes.Select(axis => axis == 'y' ? 2L : axis == 'x' ? 3 : 1).ToArray();
        var array = await ZarrArray.CreateAsync(
            new MemoryStore(), StorePrefix.Root, new ArrayMetadata { Shape = Shape.Create(lengths), ChunkShape = Shape.Create(lengths), DataType = DataType.UInt8, Codecs = [new NamedConfiguration("bytes")] }, cancellationToken: Cancel);
        byte[] rows = [0, 1, 2, 3, 4, 5];
        byte[] stored = axes == "xy" ? [0, 3, 1, 4, 2, 5] : rows;
        await array.WriteAsync<byte>(stored, Region.Whole(array.Shape), Cancel);
        var layers = await OmeZarr.Rendering.PictureLayers.ReadAsync(new(Picture.Of(axes), [array]), null, new RenderOptions(), Cancel);
        Assert.Equal(rows.Select(value => (double)value), layers.Planes[0].Values);
    }

    [Fact]
    public async Task Broken_settings_are_replaced_by_defaults()
    {
        var broken = new Omero { Channels = [new OmeroChannel { Color = "blue", Window = new OmeroWindow { Min = 0, Start = 9, End = 9, Max = 9 } }], Rdefs = new OmeroRenderingDefs { DefaultZ = 99, DefaultT = -1 } };
        using var folder = new TemporaryFolder();
        var (image, _) = await Picture.WriteAsync(folder, Picture.Of("cyx"), [new byte[,,] { { { 0, 7 } } }.AsSource()]);
        var layers = await OmeZarr.Rendering.PictureLayers.ReadAsync(new(image.Metadata with { Omero = broken }, [image.Levels[0].ZarrArray]), null, new RenderOptions(), Cancel);
        Assert.Equal(new byte[] { 0, 0, 0, 255, 255, 255 }, OmeZarr.Rendering.Canvas.Mix(layers, OmeZarr.Rendering.Canvas.Windows([layers])));
    }

    private static double AverageAt(ushort[,] pixels, int x, int y, RenderedImage picture)
    {
        var (sum, area) = (0d, 0d);
        var (stepY, stepX) = ((double)pixels.GetLength(0) / picture.Height, (double)pixels.GetLength(1) / picture.Width);
        for (var row = 0; row < pixels.GetLength(0); row++)
        {
            for (var column = 0; column < pixels.GetLength(1); column++)
            {
                var share = Overlap(row, y * stepY, (y + 1) * stepY) * Overlap(column, x * stepX, (x + 1) * stepX);
                (sum, area) = (sum + (share * pixels[row, column]), area + share);
            }
        }

        return sum / area;
    }

    private static double Overlap(int index, double from, double to) => Math.Max(0, Math.Min(index + 1, to) - Math.Max(index, from));
}
