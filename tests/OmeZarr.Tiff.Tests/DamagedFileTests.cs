using BitMiracle.LibTiff.Classic;
using OmeZarr.Tiff.Tests.Files;
using TestKit;
using Xunit;
using Zarr;
using LibCompression = BitMiracle.LibTiff.Classic.Compression;

namespace OmeZarr.Tiff.Tests;

/// <summary>Whatever the bytes of a file are: the right values or a typed error, never a crash, a hang, or zeros.</summary>
public sealed class DamagedFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Kinds => ["strips", "directory first", "lzw", "deflate tiles", "packbits", "jpeg", "colour jpeg", "old jpeg", "zstd", "packed", "packed lzw", "fax", "big"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_missing_file_is_said_to_be_missing()
    {
        var error = Assert.Throws<FileNotFoundException>(() => TiffImage.Open(folder["missing.tif"]));
        Assert.Equal($"{folder["missing.tif"]}: no such file", error.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("II")]
    [InlineData("II*\0")]
    [InlineData("%PDF-1.7 and more")]
    [InlineData("II+\0\b\0\0\0")]
    [InlineData("MM*\0\b\0\0\0and more")]
    public void What_is_no_tiff_file_is_said_to_be_none(string content)
    {
        File.WriteAllText(folder["x.tif"], content);
        var error = Assert.Throws<TiffFormatException>(() => TiffImage.Open(folder["x.tif"]));
        Assert.Equal($"{folder["x.tif"]}: not a TIFF file", error.Message);
        Assert.Equal(folder["x.tif"], error.Path);
        Assert.Contains("folder", Assert.Throws<TiffFormatException>(() => TiffImage.Open(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_repeats_little_of_what_the_file_says()
    {
        var bits = new RawTiff(false).Header();
        bits.Append(new byte[100]);
        bits.Short(256, 1).Short(257, 1).Short(258, [.. Enumerable.Range(1, ushort.MaxValue)]).Short(277, ushort.MaxValue).Long(273, 8).Long(279, 1).Directory();
        RequireShort(bits, "its samples differ in BitsPerSample (1, 2, 3, 4, 5, 6, 7, 8, …), which is supported only for samples of at most 15 bits in one plane");

        var error = new TiffFormatException("a.tif", 3, $"\u001b[31m{new string('x', 100_000)}");
        Assert.Equal(500 + "a.tif: page 3: …".Length, error.Message.Length);
        Assert.StartsWith("a.tif: page 3: \uFFFD[31mxxx", error.Message, StringComparison.Ordinal);

        void RequireShort(RawTiff file, string detail)
        {
            File.WriteAllBytes(folder["x.tif"], file.ToArray());
            Assert.Equal($"{folder["x.tif"]}: page 0: {detail}", Assert.Throws<TiffFormatException>(() => TiffImage.Open(folder["x.tif"])).Message);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_file_cut_at_any_length_is_an_error(string kind)
    {
        var whole = Make(kind);
        var expected = await ReadAsync(whole);
        for (var length = 0; length < whole.Length; length++)
        {
            try
            {
                // Only bytes that say nothing (padding, a description) may be missing without notice.
                Assert.Equal(expected, await ReadAsync(whole[..length]));
                Assert.InRange(length, whole.Length - 1, whole.Length);
            }
            catch (TiffFormatException error)
            {
                Assert.StartsWith(folder["x.tif"], error.Message, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Flipped_bytes_give_values_or_a_typed_error(string kind)
    {
        var whole = Make(kind);
        var random = new Random(20_261_123);
        for (var i = 0; i < Rounds.Of(1500); i++)
        {
            var file = whole.ToArray();
            for (var flips = random.Next(1, 4); flips > 0; flips--)
            {
                file[random.Next(file.Length)] = (byte)random.Next(256);
            }

            await ReadOrFailAsync(file);
        }
    }

    [Fact]
    public async Task A_strip_of_jpeg_data_without_its_end_is_damaged()
    {
        var file = Make("jpeg");
        var end = file.AsSpan().IndexOf<byte>([0xFF, 0xD9]);
        end += 2 + file.AsSpan(end + 2).IndexOf<byte>([0xFF, 0xD9]);
        file.AsSpan(end - 20, 22).Clear();
        Assert.Contains("is damaged", (await Assert.ThrowsAsync<TiffFormatException>(() => ReadAsync(file))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_strip_is_named_and_the_others_still_read()
    {
        var image = new TestImage(DataType.UInt8, 2, 1, 40, 30);
        TiffMaker.Write(folder["x.tif"], image, new TiffRecipe { Compression = LibCompression.ADOBE_DEFLATE, RowsPerStrip = 10 });
        var file = File.ReadAllBytes(folder["x.tif"]);
        // The first strip of the file follows the header.
        file.AsSpan(12, 20).Fill(0xFF);
        File.WriteAllBytes(folder["x.tif"], file);
        using var tiff = TiffImage.Open(folder["x.tif"]);
        for (var i = 0; i < 2; i++)
        {
            var error = await Assert.ThrowsAsync<TiffFormatException>(() => tiff.ReadAllAsync());
            Assert.StartsWith($"{folder["x.tif"]}: page 0: strip 0 is damaged: ", error.Message, StringComparison.Ordinal);
            Assert.Equal(0, error.Page);
        }

        var rest = new Region([1, 5, 0], [1, 30, 30]);
        Assert.Equal(image.Expected(rest, at => (at[0], 0, at[1], at[2])), await tiff.ReadAsync(rest));
    }

    [Theory]
    [InlineData(int.MaxValue, 100_000, 5)]
    [InlineData(int.MaxValue, 100_000, 8)]
    [InlineData(int.MaxValue, 100_000, 7)]
    [InlineData(int.MaxValue, 1, 32773)]
    [InlineData(int.MaxValue, 4096, 1)]
    public async Task Sizes_that_the_data_cannot_have_are_refused_without_setting_memory_aside(long width, long height, int compression)
    {
        var file = new RawTiff(false).Header();
        file.Long(256, width).Long(257, height).Short(258, 8).Short(259, compression).Short(262, 1)
            .Long(273, file.Append(new byte[1000])).Long(278, height).Long(279, 1000).Directory();
        File.WriteAllBytes(folder["x.tif"], file.ToArray());
        using var tiff = TiffImage.Open(folder["x.tif"]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        await Assert.ThrowsAsync<TiffFormatException>(() => tiff.ReadAsync(new Region([height - 1, width - 1], [1, 1])));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Sizes_whose_product_overflows_are_refused()
    {
        var file = new RawTiff(false).Header();
        file.Long(256, int.MaxValue).Long(257, int.MaxValue).Short(258, 8).Short(277, ushort.MaxValue).Long(322, 1).Long(323, 1)
            .Long(324, 8).Long(325, 8).Directory();
        File.WriteAllBytes(folder["x.tif"], file.ToArray());
        Assert.Contains("fit into no file", Assert.Throws<TiffFormatException>(() => TiffImage.Open(folder["x.tif"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pages_in_a_circle_are_noticed()
    {
        var image = new TestImage(DataType.UInt8, 1, 1, 4, 4);
        var file = new RawTiff(false).Header();
        var offset = file.Append(new byte[16]);
        var first = file.Page(image, 1, offset, 16).Directory();
        file.Page(image, 1, offset, 16).Directory(next: first);
        File.WriteAllBytes(folder["x.tif"], file.ToArray());
        Assert.Contains("circle", Assert.Throws<TiffFormatException>(() => TiffImage.Open(folder["x.tif"])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(258, 33, "samples of 33 bits")]
    [InlineData(258, 48, "samples of 48 bits")]
    [InlineData(259, 3, "CCITT fax with 1 x uint8 samples")]
    [InlineData(259, 34887, "compression 34887 (LERC) is not supported; convert the file first, for example with \"gdal_translate -co COMPRESS=DEFLATE\"")]
    [InlineData(259, 34676, "compression 34676 (SGI LogLuv)")]
    [InlineData(259, 33003, "compression 33003 (JPEG 2000)")]
    [InlineData(259, 50001, "compression 50001 (WebP, which the package OmeZarr.Tiff.WebP reads)")]
    [InlineData(259, 22610, "compression 22610 (JPEG XR)")]
    [InlineData(259, 12345, "compression 12345 is not supported")]
    [InlineData(262, 6, "PhotometricInterpretation 6 (YCbCr without JPEG) with 1 sample of 8 bits")]
    [InlineData(256, 0, "ImageWidth is 0")]
    [InlineData(339, 5, "samples of 8 bits (complex integers) are not supported")]
    [InlineData(32997, 7, "pages that are volumes (ImageDepth)")]
    [InlineData(273, -1, "tag StripOffsets is missing")]
    public void What_is_not_supported_is_named(int tag, int value, string message)
    {
        var file = new RawTiff(false).Header();
        var values = new Dictionary<int, int> { [256] = 8, [257] = 8, [258] = 8, [259] = 1, [262] = 1, [273] = 8, [278] = 8, [279] = 64 };
        values[tag] = value;
        foreach (var (key, number) in values.Where(pair => pair.Value >= 0))
        {
            file.Short(key, number);
        }

        file.Append(new byte[64]);
        file.Directory();
        File.WriteAllBytes(folder["x.tif"], file.ToArray());
        var error = Assert.Throws<TiffFormatException>(() => TiffImage.Open(folder["x.tif"]));
        Assert.Equal(0, error.Page);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private async Task ReadOrFailAsync(byte[] file)
    {
        Put(file);
        try
        {
            using var tiff = TiffImage.Open(folder["x.tif"]);
            var first = Shape.Create([.. tiff.Shape.Select(length => Math.Min(length, 64))]);
            await tiff.ReadAsync(new Region(new long[first.Rank], first));
            await tiff.ReadAsync(new Region([.. tiff.Shape.Zip(first).Select(pair => pair.First - pair.Second)], first));
        }
        catch (TiffFormatException)
        {
            // As it should be.
        }
    }

    private async Task<byte[]> ReadAsync(byte[] file)
    {
        Put(file);
        using var tiff = TiffImage.Open(folder["x.tif"]);
        return await tiff.ReadAllAsync();
    }

    // Writing over a file is a hundred times faster than truncating it to nothing first, and there are thousands.
    private void Put(byte[] file)
    {
        using var stream = new FileStream(folder["x.tif"], FileMode.OpenOrCreate);
        stream.Write(file);
        stream.SetLength(file.Length);
    }

    private byte[] Make(string kind)
    {
        var image = new TestImage(DataType.UInt16, 2, 1, 24, 20);
        var recipe = kind switch
        {
            "lzw" => new TiffRecipe { Compression = LibCompression.LZW, Predictor = Predictor.HORIZONTAL },
            "deflate tiles" => new TiffRecipe { Compression = LibCompression.ADOBE_DEFLATE, Tile = (16, 16) },
            "packbits" => new TiffRecipe { Compression = LibCompression.PACKBITS },
            "jpeg" => new TiffRecipe { Compression = LibCompression.JPEG, RowsPerStrip = 16 },
            "big" => new TiffRecipe { IsBigTiff = true },
            _ => new TiffRecipe(),
        };
        switch (kind)
        {
            case "directory first":
                return DirectoryFirst(image);
            case "colour jpeg" or "old jpeg":
                return ColourJpeg(kind == "old jpeg" ? 6 : 7);
            case "zstd":
                return new PackedPage { Bits = 16, Compression = 50000 }.ToFile();
            case "packed" or "packed lzw":
                return new PackedPage { Bits = 12, Samples = 3, Compression = kind == "packed" ? 1 : 5, Height = 15 }.ToFile();
            case "fax":
                return Fax();
        }

        TiffMaker.Write(folder["x.tif"], kind == "jpeg" ? new TestImage(DataType.UInt8, 2, 1, 24, 20) : image, recipe);
        return File.ReadAllBytes(folder["x.tif"]);
    }

    private static byte[] ColourJpeg(int compression)
    {
        var file = new RawTiff(false).Header();
        var stream = JpegSamples.All["4:2:0"].Stream;
        var offset = file.Append(stream);
        file.Short(256, JpegSamples.Width).Short(257, JpegSamples.Height).Short(258, 8, 8, 8).Short(259, compression).Short(262, 6)
            .Long(273, offset).Short(277, 3).Long(279, stream.Length).Directory();
        return file.ToArray();
    }

    private byte[] Fax()
    {
        using (var tiff = BitMiracle.LibTiff.Classic.Tiff.Open(folder["fax.tif"], "w"))
        {
            tiff.SetField(TiffTag.IMAGEWIDTH, 64);
            tiff.SetField(TiffTag.IMAGELENGTH, 20);
            tiff.SetField(TiffTag.COMPRESSION, LibCompression.CCITTFAX4);
            tiff.SetField(TiffTag.PHOTOMETRIC, Photometric.MINISWHITE);
            for (var y = 0; y < 20; y++)
            {
                Assert.True(tiff.WriteScanline([0, (byte)y, 0xF0, (byte)(7 * y), 1, 2, 0xFF, 0], y));
            }
        }

        return File.ReadAllBytes(folder["fax.tif"]);
    }

    private static byte[] DirectoryFirst(TestImage image)
    {
        // Header, nine tags of 12 bytes between their count and the next offset, then the pixels.
        var file = new RawTiff(false).Header();
        file.Page(image, 1, 8 + 2 + (9 * 12) + 4, 24 * 20 * 2).Directory();
        file.Append(image.Stored(0, false, false));
        return file.ToArray();
    }
}
