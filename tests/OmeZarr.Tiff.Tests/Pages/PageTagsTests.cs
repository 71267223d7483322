using OmeZarr.Tiff.Pages;
using OmeZarr.Tiff.Tests.Files;
using TestKit;
using Xunit;

namespace OmeZarr.Tiff.Tests.Pages;

/// <summary>What pages tell about the meaning of their values: palettes, orientation, extra samples.</summary>
public sealed class PageTagsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(8)]
    public void A_palette_has_three_colours_for_each_value(int bits)
    {
        var colours = Enumerable.Range(0, 3 << bits).Select(i => i * 77 % 65536).ToArray();
        using var file = Open(tags => tags.Short(258, bits).Short(262, 3).Short(320, colours), out var page);
        Assert.Equal(colours.Select(colour => (ushort)colour), page.ReadColorMap(file));
        Assert.Equal(PageLayout.Palette, page.Layout.Photometric);
    }

    [Fact]
    public void A_gray_page_has_no_palette_even_with_its_tag()
    {
        using var file = Open(tags => tags.Short(258, 1).Short(262, 0).Short(320, 1, 2, 3, 4, 5, 6), out var page);
        Assert.Null(page.ReadColorMap(file));
        Assert.Equal(0, page.Layout.Photometric);
    }

    [Fact]
    public void A_palette_that_is_too_short_is_damage()
    {
        using var file = Open(tags => tags.Short(258, 2).Short(262, 3).Short(320, 1, 2, 3), out var page);
        Assert.Contains("tag ColorMap is damaged", Assert.Throws<TiffFormatException>(() => page.ReadColorMap(file)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, 1)]
    [InlineData(0, 1)]
    [InlineData(6, 6)]
    [InlineData(9, 1)]
    public void Orientation_is_told_and_stray_values_count_as_1(int? value, int expected)
    {
        using var file = Open(tags => value is { } orientation ? tags.Short(258, 8).Short(274, orientation) : tags.Short(258, 8), out var page);
        Assert.Equal(expected, page.Layout.Orientation);
    }

    [Theory]
    [InlineData(null, -1)]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(7, -1)]
    public void The_first_extra_sample_is_told(int? value, int expected)
    {
        using var file = Open(tags => value is { } extra ? tags.Short(258, 8).Short(338, extra) : tags.Short(258, 8), out var page);
        Assert.Equal(expected, page.Layout.ExtraSample);
    }

    private TiffStorage Open(Func<RawTiff, RawTiff> tags, out TiffPage page)
    {
        var file = new RawTiff(false).Header();
        var offset = file.Append(new byte[4]);
        tags(file.Short(256, 1).Short(257, 1).Long(273, offset).Long(279, 4)).Directory();
        File.WriteAllBytes(folder["x.tif"], file.ToArray());
        var storage = TiffStorage.Open(folder["x.tif"]);
        var directory = TiffDirectory.ReadAll(storage).Single();
        page = TiffPage.Read(directory, PageLayoutReader.Read(directory), storage);
        return storage;
    }
}
