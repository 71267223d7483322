using BitMiracle.LibTiff.Classic;
using OmeZarr.Tiff.Tests.Files;
using TestKit;
using Xunit;
using Zarr;
using LibCompression = BitMiracle.LibTiff.Classic.Compression;

namespace OmeZarr.Tiff.Tests;

/// <summary>Every data type, byte order, layout and compression, written by LibTiff.</summary>
public sealed class TiffImageFormatTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static readonly LibCompression[] Compressions =
        [LibCompression.NONE, LibCompression.PACKBITS, LibCompression.LZW, LibCompression.DEFLATE, LibCompression.ADOBE_DEFLATE];

    public static TheoryData<string> TypeNames => [.. DataType.All.Where(type => type != DataType.Bool).Select(type => type.Name)];

    public static TheoryData<string, Predictor, LibCompression> Predicted
    {
        get
        {
            var data = new TheoryData<string, Predictor, LibCompression>();
            foreach (var compression in new[] { LibCompression.LZW, LibCompression.ADOBE_DEFLATE })
            {
                foreach (var name in new[] { "uint8", "int8", "uint16", "int16", "uint32", "int32" })
                {
                    data.Add(name, Predictor.HORIZONTAL, compression);
                }

                data.Add("float16", Predictor.FLOATINGPOINT, compression);
                data.Add("float32", Predictor.FLOATINGPOINT, compression);
                data.Add("float64", Predictor.FLOATINGPOINT, compression);
            }

            return data;
        }
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(TypeNames))]
    public async Task Every_type_reads_in_both_byte_orders_from_strips_and_tiles_with_every_compression(string type)
    {
        foreach (var recipe in Recipes())
        {
            await CheckAsync(new TestImage(DataType.FromName(type)!, 1, 1, 45, 37), recipe);
        }
    }

    [Theory]
    [MemberData(nameof(Predicted))]
    public async Task Predictors_are_undone(string type, Predictor predictor, LibCompression compression)
    {
        // LibTiff.NET swaps bytes before it takes differences, so that it cannot read its own big-endian files: see PredictorsTests for those.
        foreach (var recipe in Recipes().Where(recipe => recipe.Compression == compression && !recipe.IsBigEndian))
        {
            await CheckAsync(new TestImage(DataType.FromName(type)!, 1, 1, 45, 37), recipe with { Predictor = predictor });
            await CheckAsync(new TestImage(DataType.FromName(type)!, 1, 3, 45, 37), recipe with { Predictor = predictor });
        }
    }

    [Theory]
    [InlineData("uint8", 3)]
    [InlineData("uint16", 3)]
    [InlineData("uint8", 2)]
    [InlineData("float32", 5)]
    [InlineData("complex128", 2)]
    public async Task Samples_of_a_pixel_become_channels_whether_interleaved_or_planar(string type, int samples)
    {
        foreach (var recipe in Recipes())
        {
            await CheckAsync(new TestImage(DataType.FromName(type)!, 1, samples, 45, 37), recipe);
            await CheckAsync(new TestImage(DataType.FromName(type)!, 1, samples, 45, 37), recipe with { IsPlanar = true });
        }
    }

    [Theory]
    [InlineData(LibCompression.NONE)]
    [InlineData(LibCompression.LZW)]
    [InlineData(LibCompression.ADOBE_DEFLATE)]
    public async Task Reversed_bits_are_turned_back(LibCompression compression) =>
        await CheckAsync(new TestImage(DataType.UInt16, 1, 1, 45, 37), new TiffRecipe { Compression = compression, IsBitReversed = true });

    [Theory]
    [InlineData(Photometric.PALETTE, "uint8")]
    [InlineData(Photometric.MINISWHITE, "uint16")]
    public async Task Indexes_of_a_palette_and_inverted_gray_stay_as_they_are_stored(Photometric photometric, string type)
    {
        var image = new TestImage(DataType.FromName(type)!, 1, 1, 45, 37);
        await CheckAsync(image, new TiffRecipe { Photometric = photometric });
    }

    [Fact]
    public async Task Cmyk_pages_have_four_channels()
    {
        await CheckAsync(new TestImage(DataType.UInt8, 1, 4, 45, 37), new TiffRecipe { Photometric = Photometric.SEPARATED });
        using var image = TiffImage.Open(folder["image.tif"]);
        Assert.Equal(["Cyan", "Magenta", "Yellow", "Black"], image.ChannelNames);
    }

    [Fact]
    public void Rgb_pages_name_their_channels()
    {
        TiffMaker.Write(folder["image.tif"], new TestImage(DataType.UInt8, 1, 3, 8, 8), new TiffRecipe());
        using var image = TiffImage.Open(folder["image.tif"]);
        Assert.Equal(["Red", "Green", "Blue"], image.ChannelNames);
    }

    [Theory]
    [InlineData(1, Photometric.MINISBLACK)]
    [InlineData(3, Photometric.RGB)]
    [InlineData(3, Photometric.YCBCR)]
    public async Task Jpeg_decodes_to_nearly_the_values_that_were_written(int samples, Photometric photometric)
    {
        foreach (var tile in new (int, int)?[] { null, (16, 32) })
        {
            WriteFlatJpeg(folder["image.tif"], samples, photometric, tile);
            using var image = TiffImage.Open(folder["image.tif"]);
            var bytes = await image.ReadAllAsync();
            Assert.Equal(samples == 1 ? [40, 48] : [3, 40, 48], image.Shape);
            // Gray stays gray in RGB and in YCbCr; smooth gradients lose little.
            Assert.All(bytes, (value, i) => Assert.InRange(value, Gradient(i % (40 * 48)) - 6, Gradient(i % (40 * 48)) + 6));
        }
    }

    [Fact]
    public async Task Big_tiff_by_libtiff_reads()
    {
        var image = new TestImage(DataType.UInt16, 3, 1, 45, 37);
        TiffMaker.Write(folder["image.tif"], image, new TiffRecipe { IsBigTiff = true });
        using var tiff = TiffImage.Open(folder["image.tif"]);
        Assert.Equal(image.Expected(Region.Whole(tiff.Shape), at => (at[0], 0, at[1], at[2])), await tiff.ReadAllAsync());
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Files_put_together_by_hand_read(bool isBigEndian, bool isBig)
    {
        var image = new TestImage(DataType.UInt16, 2, 1, 9, 14);
        var file = new RawTiff(isBigEndian, isBig).Header();
        for (var page = 0; page < 2; page++)
        {
            var stored = image.Stored(page, false, isBigEndian);
            file.Page(image, 1, file.Append(stored), stored.Length).Directory();
        }

        File.WriteAllBytes(folder["image.tif"], file.ToArray());
        using var tiff = TiffImage.Open(folder["image.tif"]);
        Assert.Equal(image.Expected(Region.Whole(tiff.Shape), at => (at[0], 0, at[1], at[2])), await tiff.ReadAllAsync());
    }

    private static IEnumerable<TiffRecipe> Recipes() =>
        from compression in Compressions
        from isBigEndian in new[] { false, true }
        from tile in new (int, int)?[] { null, (16, 32) }
        select new TiffRecipe { Compression = compression, IsBigEndian = isBigEndian, Tile = tile };

    private static byte Gradient(int pixel) => (byte)(40 + (2 * (pixel / 48)) + (pixel % 48));

    private static void WriteFlatJpeg(string path, int samples, Photometric photometric, (int Height, int Width)? tile)
    {
        using var tiff = BitMiracle.LibTiff.Classic.Tiff.Open(path, "w");
        tiff.SetField(TiffTag.IMAGEWIDTH, 48);
        tiff.SetField(TiffTag.IMAGELENGTH, 40);
        tiff.SetField(TiffTag.BITSPERSAMPLE, 8);
        tiff.SetField(TiffTag.SAMPLESPERPIXEL, samples);
        tiff.SetField(TiffTag.PLANARCONFIG, PlanarConfig.CONTIG);
        tiff.SetField(TiffTag.PHOTOMETRIC, photometric);
        tiff.SetField(TiffTag.COMPRESSION, LibCompression.JPEG);
        tiff.SetField(TiffTag.JPEGQUALITY, 95);
        tiff.SetField(TiffTag.JPEGCOLORMODE, photometric == Photometric.YCBCR ? JpegColorMode.RGB : JpegColorMode.RAW);
        var size = tile ?? (16, 48);
        tiff.SetField(tile is null ? TiffTag.ROWSPERSTRIP : TiffTag.TILELENGTH, size.Height);
        if (tile is not null)
        {
            tiff.SetField(TiffTag.TILEWIDTH, size.Width);
        }

        WriteBlocks(tiff, samples, tile is not null, size);
    }

    private static void WriteBlocks(BitMiracle.LibTiff.Classic.Tiff tiff, int samples, bool isTiled, (int Height, int Width) size)
    {
        var block = 0;
        for (var y = 0; y < 40; y += size.Height)
        {
            for (var x = 0; x < 48; x += size.Width)
            {
                var rows = isTiled ? size.Height : Math.Min(size.Height, 40 - y);
                var pixels = from row in Enumerable.Range(y, rows)
                             from column in Enumerable.Range(x, size.Width)
                             from sample in Enumerable.Range(0, samples)
                             select Gradient((Math.Min(row, 39) * 48) + Math.Min(column, 47));
                var bytes = pixels.ToArray();
                var count = isTiled ? tiff.WriteEncodedTile(block, bytes, bytes.Length) : tiff.WriteEncodedStrip(block, bytes, bytes.Length);
                Assert.True(count > 0);
                block++;
            }
        }
    }

    private async Task CheckAsync(TestImage image, TiffRecipe recipe)
    {
        TiffMaker.Write(folder["image.tif"], image, recipe);
        using var tiff = TiffImage.Open(folder["image.tif"]);
        Assert.Equal(image.DataType, tiff.DataType);
        Assert.Equal(image.Samples > 1 ? "cyx" : "yx", tiff.AxisNames);
        foreach (var region in Regions(tiff.Shape))
        {
            var expected = image.Expected(region, at => image.Samples > 1 ? (0, at[0], at[1], at[2]) : (0, 0, at[0], at[1]));
            var actual = await tiff.ReadAsync(region);
            Assert.True(expected.AsSpan().SequenceEqual(actual), $"{recipe} {image.DataType}: {region}");
        }
    }

    private static IEnumerable<Region> Regions(Shape shape)
    {
        yield return Region.Whole(shape);
        yield return new Region([.. shape.Select(length => length - 1)], Shape.Create([.. shape.Select(_ => 1L)]));
        yield return new Region([.. shape.Select(length => length / 3)], Shape.Create([.. shape.Select(length => (length / 2) + 1)]));
        yield return new Region([.. shape.Select(_ => 0L)], Shape.Create([.. shape.Select(_ => 0L)]));
    }
}
