using OmeZarr.Files;
using OmeZarr.Tiff.Tests.Files;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Tiff.Tests.OmeTiff;

/// <summary>Smaller copies in SubIFDs.</summary>
public sealed class OmeLevelTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(1, false)]
    [InlineData(3, false)]
    [InlineData(3, true)]
    public async Task Each_plane_has_its_copies(int samples, bool isPlanar)
    {
        var image = new TestImage(DataType.UInt16, 6, samples, 16, 20);
        TestImage[] levels = [new(DataType.UInt16, 6, samples, 8, 10, 7), new(DataType.UInt16, 6, samples, 4, 5, 8)];
        var channels = string.Concat(Enumerable.Range(0, 2).Select(c => $"<Channel ID=\"Channel:0:{c}\" SamplesPerPixel=\"{samples}\"/>"));
        Write(image, levels, OmeTiffMaker.Document(OmeTiffMaker.Sizes(image, 3, 2 * samples, 1, "XYCZT"), $"{channels}<TiffData/>"), isPlanar);
        using var file = TiffFile.Open(folder["a.tif"]);
        Assert.Empty(file.Findings);
        Assert.Equal("czyx", file.Images[0].Axes);
        Assert.Equal([[2 * samples, 3, 8, 10], [2 * samples, 3, 4, 5]], file.Images[0].Levels.Select(level => level.Shape.ToArray()));
        foreach (var (level, source) in levels.Zip(file.Images[0].Levels))
        {
            var expected = level.Expected(Region.Whole(source.Shape), index => ((index[1] * 2) + (index[0] / samples), index[0] % samples, index[2], index[3]));
            await Parallel.ForAsync(0, 8, TestContext.Current.CancellationToken, async (_, _) => Assert.Equal(expected, await source.ReadAllAsync()));
        }
    }

    [Fact]
    public void Copies_of_another_type_are_left_out_and_reported()
    {
        var image = new TestImage(DataType.UInt16, 2, 1, 16, 20);
        Write(image, [new TestImage(DataType.UInt8, 2, 1, 8, 10)], OmeTiffMaker.Document(OmeTiffMaker.Sizes(image, 2, 1, 1), "<TiffData/>"));
        using var file = TiffFile.Open(folder["a.tif"]);
        Assert.Empty(file.Images[0].Levels);
        Assert.Equal(FileFindingKind.LeftOut, Assert.Single(file.Findings).Kind);
    }

    [Fact]
    public void Planes_with_different_numbers_of_copies_have_none()
    {
        // The second page of the image is in a file without copies.
        var image = new TestImage(DataType.UInt16, 2, 1, 16, 20);
        var data = "<TiffData IFD=\"0\"><UUID FileName=\"a.tif\">urn:uuid:a</UUID></TiffData><TiffData IFD=\"0\" FirstZ=\"1\"><UUID FileName=\"b.tif\">urn:uuid:b</UUID></TiffData>";
        OmeTiffMaker.Write(folder["a.tif"], image, [0], OmeTiffMaker.Document(OmeTiffMaker.Sizes(image, 2, 1, 1), data, "UUID=\"urn:uuid:a\""), levels: [new TestImage(DataType.UInt16, 2, 1, 8, 10)]);
        OmeTiffMaker.Write(folder["b.tif"], image, [1], null);
        using var file = TiffFile.Open(folder["a.tif"]);
        Assert.Empty(file.Images[0].Levels);
        Assert.Contains("different numbers of smaller copies", Assert.Single(file.Findings).Message, StringComparison.Ordinal);
    }

    private void Write(TestImage image, TestImage[] levels, string document, bool isPlanar = false) =>
        OmeTiffMaker.Write(folder["a.tif"], image, Enumerable.Range(0, image.Pages), document, isPlanar, levels: levels);
}
