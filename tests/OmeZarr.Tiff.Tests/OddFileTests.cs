using OmeZarr.Files;
using OmeZarr.Tiff.Tests.Files;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Tiff.Tests;

/// <summary>Files that programs write although no specification has them so.</summary>
public sealed class OddFileTests : IDisposable
{
    private static readonly TestImage Gray = new(DataType.UInt16, 3, 1, 6, 5);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(8, "page 0 has colours in CIE L*a*b*, where a* and b* have signs (PhotometricInterpretation 8), which are not converted; the numbers were read as they are stored")]
    [InlineData(32803, "page 0 has raw values of a camera, one colour of a pattern in each pixel (PhotometricInterpretation 32803), which are not converted; the numbers were read as they are stored")]
    [InlineData(60_000, "page 0 has values of a meaning that is not known (PhotometricInterpretation 60000), which are not converted; the numbers were read as they are stored")]
    public async Task Values_of_another_meaning_are_read_as_they_are_stored(int photometric, string message)
    {
        var file = new RawTiff(false).Header();
        file.Page(Gray).Short(262, photometric).Directory();
        using var tiff = Open(file);
        Assert.Equal(new FileFinding(FileFindingKind.LeftOut, message), Assert.Single(tiff.Findings));
        Assert.Equal(Gray.Stored(0, false, false), await tiff.Images[0].Pixels.ReadAllAsync());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public async Task A_wrong_length_of_uncompressed_data_does_no_harm(int count)
    {
        var file = new RawTiff(false).Header();
        var offset = file.Append(Gray.Stored(0, false, false));
        file.Page(Gray, 1, offset, count).Directory();
        using var tiff = Open(file);
        Assert.Equal(Gray.Stored(0, false, false), await tiff.Images[0].Pixels.ReadAllAsync());
    }

    [Fact]
    public async Task Images_below_a_thumbnail_come_first()
    {
        var (raw, preview) = (new TestImage(DataType.UInt16, 1, 1, 12, 10), new TestImage(DataType.UInt16, 1, 1, 6, 5));
        var file = new RawTiff(false).Header();
        var below = new[] { file.Page(raw).Short(262, 32803).Long(254, 0).Detached(), file.Page(preview).Short(262, 32803).Long(254, 1).Detached(), file.Page(raw).Long(254, 0).Short(259, 33005).Detached() };
        file.Page(Gray).Long(254, 1).Long(330, below).Directory();
        using var tiff = Open(file);
        Assert.Equal("TIFF: yx 12x10 uint16, level 6x5 | Thumbnail yx 6x5 uint16 !LeftOut !LeftOut", FileText.Of(tiff));
        Assert.Equal(raw.Stored(0, false, false), await tiff.Images[0].Pixels.ReadAllAsync());
        Assert.StartsWith("an image below a page (SubIFDs) cannot be read: page 0: compression 33005 (JPEG 2000) is not supported", tiff.Findings[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lengths_of_zero_are_read_up_to_the_end_of_the_data()
    {
        var file = new RawTiff(false).Header();
        long[] offsets = [.. Enumerable.Range(0, 3).Select(strip => file.Append(PlainEncoders.Encode(5, Gray.Stored(0, false, false)[(strip * 20)..((strip + 1) * 20)])))];
        file.Page(Gray, 5, offsets[0], 0).Long(273, offsets).Long(278, 2).Long(279, 0, 0, 0).Directory();
        using var tiff = Open(file);
        Assert.Equal(Gray.Stored(0, false, false), await tiff.Images[0].Pixels.ReadAllAsync());
    }

    [Theory]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(32773)]
    [InlineData(50000)]
    public async Task Tiles_may_lack_the_rows_below_the_image(int compression)
    {
        byte[] Tile(int rows) => PlainEncoders.Encode(compression, [.. Enumerable.Range(0, rows * 16).Select(i => (byte)(7 * i))]);
        var file = new RawTiff(false).Header();
        var (whole, cut) = (Tile(16), Tile(4));
        var offsets = new[] { file.Append(whole), file.Append(cut) };
        file.Long(256, 10).Long(257, 20).Short(258, 8).Short(259, compression).Short(262, 1).Long(322, 16).Long(323, 16).Long(324, offsets).Long(325, whole.Length, cut.Length).Directory();
        using (var tiff = Open(file))
        {
            var expected = Enumerable.Range(0, 200).Select(i => (byte)(7 * ((i / 10 % 16 * 16) + (i % 10))));
            Assert.Equal(expected, await tiff.Images[0].Pixels.ReadAllAsync());
        }

        var damaged = new RawTiff(false).Header();
        offsets = [damaged.Append(whole), damaged.Append(cut)];
        damaged.Long(256, 10).Long(257, 21).Short(258, 8).Short(259, compression).Short(262, 1).Long(322, 16).Long(323, 16).Long(324, offsets).Long(325, whole.Length, cut.Length).Directory();
        using var tooShort = Open(damaged);
        await Assert.ThrowsAsync<TiffFormatException>(() => tooShort.Images[0].Pixels.ReadAllAsync());
    }

    [Theory]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(32773)]
    public async Task A_length_beyond_the_file_is_cut(int compression)
    {
        // The pixels come last, so that the wrong length ends behind the file; LSM has the length of the decoded data there.
        var stored = PlainEncoders.Encode(compression, Gray.Stored(0, false, false));
        var file = new RawTiff(false).Header();
        file.Page(Gray, compression, 200, stored.Length + 50).Directory();
        byte[] bytes = [.. file.ToArray(), .. new byte[200 - file.ToArray().Length], .. stored];
        File.WriteAllBytes(folder["x.tif"], bytes);
        using var tiff = TiffFile.Open(folder["x.tif"]);
        Assert.Equal(Gray.Stored(0, false, false), await tiff.Images[0].Pixels.ReadAllAsync());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task Rows_per_strip_that_contradict_the_only_strip_do_not_count(int rows)
    {
        var file = new RawTiff(false).Header();
        file.Page(Gray).Long(278, rows).Directory();
        using var tiff = Open(file);
        Assert.Equal(Gray.Stored(0, false, false), await tiff.Images[0].Pixels.ReadAllAsync());
    }

    [Fact]
    public void Numbers_of_other_types_are_understood()
    {
        var file = new RawTiff(false).Header();
        file.Page(Gray).Raw(256, 9, 1, file.Longs(5)).Raw(257, 8, 1, [6, 0, 0, 0])
            .Raw(282, 11, 1, BitConverter.GetBytes(20_000f)).Raw(283, 12, 1, BitConverter.GetBytes(40_000.0)).Short(296, 3).Directory();
        using var tiff = Open(file);
        Assert.Equal("TIFF: yx 6x5 uint16, y 0.25 micrometer, x 0.5 micrometer", FileText.Of(tiff));
    }

    [Theory]
    [InlineData(266, 0)]
    [InlineData(284, 7)]
    [InlineData(317, 0)]
    [InlineData(339, 0)]
    [InlineData(339, 99)]
    public async Task Stray_values_of_tags_stand_for_their_default(int tag, int value)
    {
        var image = new TestImage(DataType.UInt16, 1, 3, 6, 5);
        var stored = PlainEncoders.Encode(5, image.Stored(0, false, false));
        var file = new RawTiff(false).Header();
        file.Page(image, 5, file.Append(stored), stored.Length).Short(tag, value).Directory();
        using var tiff = Open(file);
        Assert.Equal("TIFF: cyx 3x6x5 uint16, Red, Green, Blue", FileText.Of(tiff));
        Assert.Equal(image.Expected(Region.Whole(tiff.Images[0].Pixels.Shape), at => (0, at[0], at[1], at[2])), await tiff.Images[0].Pixels.ReadAllAsync());
    }

    [Fact]
    public void Colours_without_a_number_of_samples_have_one_for_each_number_of_bits()
    {
        var image = new TestImage(DataType.UInt16, 1, 3, 6, 5);
        var stored = image.Stored(0, false, false);
        var file = new RawTiff(false).Header();
        file.Long(256, 5).Long(257, 6).Short(258, 16, 16, 16).Short(259, 1).Short(262, 2).Long(273, file.Append(stored)).Long(279, stored.Length).Directory();
        using var tiff = Open(file);
        Assert.Equal("TIFF: cyx 3x6x5 uint16, Red, Green, Blue", FileText.Of(tiff));
    }

    [Theory]
    [InlineData(6)]
    [InlineData(7)]
    public void Jpeg_without_numbers_of_samples_and_bits_has_three_of_8(int compression)
    {
        var stream = JpegSamples.All["4:2:0"].Stream;
        var file = new RawTiff(false).Header();
        var offset = file.Append(stream);
        file.Short(256, JpegSamples.Width).Short(257, JpegSamples.Height).Short(259, compression).Short(262, 6).Long(273, offset).Long(279, stream.Length).Directory();
        using var tiff = Open(file);
        Assert.Equal($"TIFF: cyx 3x{JpegSamples.Height}x{JpegSamples.Width} uint8, Red, Green, Blue", FileText.Of(tiff));
    }

    [Fact]
    public void A_negative_size_is_damage()
    {
        var file = new RawTiff(false).Header();
        file.Page(Gray).Raw(256, 9, 1, file.Longs(-5 + (1L << 32))).Directory();
        Assert.Contains("ImageWidth is damaged", Assert.Throws<TiffFormatException>(() => Open(file)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0x7FFFFFF0)]
    [InlineData(8)]
    public async Task Pages_before_a_broken_list_are_read_and_a_finding_tells(long next)
    {
        var file = new RawTiff(false).Header();
        file.Page(Gray).Directory();
        // 8 is the offset of the pixels, which are no directory.
        file.Page(Gray, 1).Directory(next: next);
        using var tiff = Open(file);
        Assert.Equal("TIFF: zyx 2x6x5 uint16 !LeftOut !Guessed", FileText.Of(tiff));
        Assert.StartsWith("the list of pages breaks off after page 1, and what follows is not read: ", tiff.Findings[0].Message, StringComparison.Ordinal);
        Assert.Equal(Gray.Stored(0, false, false).Concat(Gray.Stored(1, false, false)), await tiff.Images[0].Pixels.ReadAllAsync());
        Assert.Throws<TiffFormatException>(() => TiffImage.Open(folder["x.tif"])); // nobody would see the finding
    }

    [Fact]
    public void An_image_of_its_own_that_cannot_be_read_is_left_out()
    {
        var file = new RawTiff(false).Header();
        file.Page(Gray).Directory();
        file.Page(new TestImage(DataType.UInt8, 1, 1, 3, 3)).Short(259, 33005).Directory();
        file.Page(Gray, 1).Directory();
        using var tiff = Open(file);
        Assert.Equal("TIFF: zyx 2x6x5 uint16 !LeftOut !Guessed", FileText.Of(tiff));
        Assert.StartsWith("page 1 is an image of its own, which cannot be read: ", tiff.Findings[0].Message, StringComparison.Ordinal);
        Assert.Contains("JPEG 2000", tiff.Findings[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_slice_that_cannot_be_read_is_an_error()
    {
        var file = new RawTiff(false).Header();
        file.Page(Gray).Directory();
        file.Page(Gray, 1).Short(259, 33005).Directory();
        Assert.Equal(1, Assert.Throws<TiffFormatException>(() => Open(file)).Page);
    }

    private TiffFile Open(RawTiff file)
    {
        File.WriteAllBytes(folder["x.tif"], file.ToArray());
        return TiffFile.Open(folder["x.tif"]);
    }
}
