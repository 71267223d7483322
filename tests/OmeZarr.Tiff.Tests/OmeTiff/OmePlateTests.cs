using OmeZarr.Files;
using OmeZarr.Tiff.Tests.Files;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Tiff.Tests.OmeTiff;

/// <summary>Plates, and documents with several images.</summary>
public sealed class OmePlateTests : IDisposable
{
    private static readonly TestImage Image = new(DataType.UInt8, 4, 1, 5, 6);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("<Plate ID=\"Plate:0\" Name=\"P\" Rows=\"8\" Columns=\"12\">", "</Plate>", "Position")]
    [InlineData("<SPW:Plate xmlns:SPW=\"http://www.openmicroscopy.org/Schemas/SPW/2008-09\" ID=\"Plate:0\" Name=\"P\" Rows=\"8\" Columns=\"12\">", "</SPW:Plate>", "Pos")]
    public void Fields_have_their_wells_and_positions(string start, string end, string position)
    {
        var wells = $"""
            <Well ID="Well:0" Row="1" Column="2">
              <WellSample ID="S:0" Index="0"><ImageRef ID="Image:2"/></WellSample>
              <WellSample ID="S:1" Index="1" {position}X="7" {position}Y="-8"><ImageRef ID="Image:0"/></WellSample>
            </Well>
            <Well ID="Well:1" Row="27" Column="11"><WellSample ID="S:2" Index="2"><ImageRef ID="Image:1"/></WellSample><WellSample ID="S:3" Index="3"/></Well>
            """;
        using var file = Open(start + wells + end);
        Assert.Empty(file.Findings);
        Assert.Equal(new FilePlate { Name = "P", Rows = 28, Columns = 12 }, file.Plate);
        Assert.Equal([new("B", "3", "1"), new("AB", "12", "0"), new("B", "3", "0"), null], file.Images.Select(image => image.Well));
        Assert.Equal([new(-8, null), new(7, null)], file.Images[0].Position);
        Assert.Empty(file.Images[1].Position);
    }

    [Fact]
    public void Of_several_plates_the_first_with_images_counts()
    {
        using var file = Open(
            "<Plate ID=\"Plate:0\"/><Plate ID=\"Plate:1\"><Well Row=\"0\" Column=\"0\"><WellSample><ImageRef ID=\"Image:1\"/></WellSample></Well></Plate>"
                + "<Plate ID=\"Plate:2\"><Well Row=\"0\" Column=\"0\"><WellSample><ImageRef ID=\"Image:2\"/></WellSample></Well></Plate>");
        Assert.Equal(new FilePlate(), file.Plate);
        Assert.Equal([null, new("A", "1", "0"), null, null], file.Images.Select(image => image.Well));
        Assert.Contains("2 plates", Assert.Single(file.Findings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plate_without_images_is_none()
    {
        using var file = Open("<Plate ID=\"Plate:0\"><Well Row=\"0\" Column=\"0\"/></Plate>");
        Assert.Null(file.Plate);
    }

    [Fact]
    public async Task Each_image_has_its_own_pages()
    {
        using var file = Open(string.Empty);
        foreach (var (number, image) in file.Images.Index())
        {
            Assert.Equal($"field {number}", image.Name);
            Assert.Equal(Image.Expected(new Region([0, 0], [5, 6]), index => (number, 0, index[0], index[1])), await image.Pixels.ReadAllAsync());
        }
    }

    [Fact]
    public void Images_that_are_not_here_are_left_out_of_the_document_too()
    {
        using var file = Open(string.Empty, number => number is 1 or 3 ? "<UUID FileName=\"elsewhere.tif\">urn:uuid:x</UUID>" : "");
        Assert.Equal(["field 0", "field 2"], file.Images.Select(image => image.Name));
        Assert.Contains(file.Findings, finding => finding.Kind == FileFindingKind.Missing && finding.Message.StartsWith("2 of the 4 images", StringComparison.Ordinal));
        Assert.Contains(file.Findings, finding => finding.Kind == FileFindingKind.LeftOut && finding.Message.Contains("2 of its 4 pages", StringComparison.Ordinal));
        Assert.Contains("Image:2", file.OmeXml, StringComparison.Ordinal);
        Assert.DoesNotContain("Image:1", file.OmeXml, StringComparison.Ordinal);
    }

    [Fact]
    public void The_letters_of_the_user_count_for_each_image()
    {
        using var file = TiffFile.Open(Write(string.Empty, _ => string.Empty), new ImageFileOptions { Axes = "zyx" });
        Assert.All(file.Images, image => Assert.Equal("zyx", image.Axes));
    }

    private TiffFile Open(string plate, Func<int, string>? file = null) => TiffFile.Open(Write(plate, file ?? (_ => string.Empty)));

    private string Write(string plate, Func<int, string> file)
    {
        var images = string.Concat(Enumerable.Range(0, 4).Select(number =>
            $"<Image ID=\"Image:{number}\" Name=\"field {number}\"><Pixels ID=\"Pixels:{number}\" {OmeTiffMaker.Sizes(Image, 1, 1, 1)}><TiffData IFD=\"{number}\" PlaneCount=\"1\">{file(number)}</TiffData></Pixels></Image>"));
        OmeTiffMaker.Write(folder["a.tif"], Image, [0, 1, 2, 3], OmeTiffMaker.Wrap(plate + images, "UUID=\"urn:uuid:a\""));
        return folder["a.tif"];
    }
}
