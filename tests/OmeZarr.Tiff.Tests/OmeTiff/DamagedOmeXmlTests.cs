using OmeZarr.Files;
using OmeZarr.Tiff.Tests.Files;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Tiff.Tests.OmeTiff;

/// <summary>Documents that were damaged or made to harm: typed errors or findings, with little memory and time.</summary>
public sealed class DamagedOmeXmlTests : IDisposable
{
    private static readonly TestImage Image = new(DataType.UInt8, 4, 1, 5, 6);

    private static readonly string Sound = OmeTiffMaker.Wrap(
        "<Plate ID=\"Plate:0\" Rows=\"2\" Columns=\"2\"><Well Row=\"1\" Column=\"1\"><WellSample ID=\"W:0\"><ImageRef ID=\"Image:0\"/></WellSample></Well></Plate>"
            + $"<Image ID=\"Image:0\" Name=\"a\"><Pixels ID=\"Pixels:0\" {OmeTiffMaker.Sizes(Image, 2, 2, 1)} PhysicalSizeX=\"0.5\" PhysicalSizeXUnit=\"mm\" TimeIncrement=\"2\">"
            + "<Channel ID=\"Channel:0:0\" Name=\"b\" Color=\"-1\" EmissionWavelength=\"500\" SamplesPerPixel=\"1\"/><Channel ID=\"Channel:0:1\"/>"
            + "<TiffData IFD=\"0\" FirstZ=\"0\" PlaneCount=\"2\"><UUID FileName=\"a.tif\">urn:uuid:a</UUID></TiffData><TiffData IFD=\"2\" FirstC=\"1\" PlaneCount=\"2\"/>"
            + "<Plane TheZ=\"0\" TheC=\"0\" TheT=\"0\" DeltaT=\"0.1\" PositionX=\"1\"/></Pixels></Image>",
        "UUID=\"urn:uuid:a\"");

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("<!DOCTYPE OME [<!ENTITY a \"aaaaaaaaaa\">]>", "DOCTYPE")]
    [InlineData("<!DOCTYPE OME SYSTEM \"file:///etc/passwd\">", "DOCTYPE")]
    public void Document_types_are_refused(string type, string word)
    {
        RequireRefused(Sound.Replace("<OME", type + "<OME", StringComparison.Ordinal), word);
    }

    [Fact]
    public void Entities_are_refused() => RequireRefused(Sound.Replace("Name=\"a\"", "Name=\"&a;\"", StringComparison.Ordinal), "entity");

    [Fact]
    public void Elements_in_elements_without_end_are_refused()
    {
        var deep = string.Concat(Enumerable.Repeat("<a>", 300)) + string.Concat(Enumerable.Repeat("</a>", 300));
        RequireRefused(OmeTiffMaker.Wrap($"<StructuredAnnotations>{deep}</StructuredAnnotations><Image/>"), "deep");
    }

    [Fact]
    public void A_single_page_with_a_damaged_document_is_read_and_says_so()
    {
        OmeTiffMaker.Write(folder["a.tif"], Image, [0], Sound[..^30] + "<");
        using var file = TiffFile.Open(folder["a.tif"]);
        Assert.Equal("yx", file.Images[0].Axes);
        Assert.Contains(file.Findings, finding => finding.Kind == FileFindingKind.LeftOut && finding.Message.Contains("damaged OME-XML", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("SizeZ=\"2\"", "SizeZ=\"1000000000\"")]
    [InlineData("SizeZ=\"2\"", "SizeZ=\"99999999999999999999\"")]
    [InlineData("SizeC=\"2\"", "SizeC=\"2147483647\"")]
    [InlineData("SizeT=\"1\"", "SizeT=\"-1\"")]
    [InlineData("SizeT=\"1\"", "SizeT=\"1.5\"")]
    [InlineData("DimensionOrder=\"XYZCT\"", "DimensionOrder=\"XYZZT\"")]
    [InlineData("IFD=\"0\"", "IFD=\"-1\"")]
    [InlineData("FirstZ=\"0\"", "FirstZ=\"a\"")]
    public void Numbers_that_cannot_be_are_refused_at_once(string right, string wrong)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        RequireRefused(Sound.Replace(right, wrong, StringComparison.Ordinal), "OME-XML");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
    }

    [Theory]
    [InlineData("PlaneCount=\"2\"", "PlaneCount=\"2147483647\"")]
    [InlineData("IFD=\"2\"", "IFD=\"2147483647\"")]
    [InlineData("FirstC=\"1\"", "FirstC=\"2147483647\"")]
    [InlineData("TheT=\"0\"", "TheT=\"-5\"")]
    [InlineData("Color=\"-1\"", "Color=\"1e300\"")]
    [InlineData("EmissionWavelength=\"500\"", "EmissionWavelength=\"1e308\" EmissionWavelengthUnit=\"Ym\"")]
    [InlineData("PhysicalSizeX=\"0.5\"", "PhysicalSizeX=\"1e308\" PhysicalSizeYUnit=\"ua\"")]
    [InlineData("Row=\"1\"", "Row=\"2147483647\"")]
    [InlineData("SamplesPerPixel=\"1\"", "SamplesPerPixel=\"0\"")]
    public void Numbers_that_images_do_not_need_are_passed_over(string right, string wrong)
    {
        using var file = Open(Sound.Replace(right, wrong, StringComparison.Ordinal));
        Assert.Single(file.Images);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Random_damage_gives_typed_errors_or_an_image(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 300; i++)
        {
            try
            {
                using var file = Open(Damage(Sound, random));
                foreach (var image in file.Images.Where(image => image.Pixels.Shape.ElementCount < 1 << 20))
                {
                    await image.Pixels.ReadAllAsync();
                }
            }
            catch (ImageFileException error)
            {
                Assert.StartsWith(folder.Path, error.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void A_document_cut_anywhere_gives_a_typed_error_or_an_image()
    {
        for (var length = 0; length < Sound.Length; length += 7)
        {
            try
            {
                using var file = Open(Sound[..length]);
                Assert.NotEmpty(file.Images);
            }
            catch (TiffFormatException error)
            {
                Assert.Contains("a.tif", error.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task A_companion_cut_anywhere_gives_a_typed_error_or_an_image()
    {
        OmeTiffMaker.Write(folder["a.tif"], Image, [0, 1, 2, 3], null);
        for (var length = 0; length < Sound.Length; length += 31)
        {
            await File.WriteAllTextAsync(folder["a.companion.ome"], Sound[..length], TestContext.Current.CancellationToken);
            try
            {
                using var file = TiffFile.Open(folder["a.companion.ome"]);
                Assert.NotEmpty(file.Images);
            }
            catch (TiffFormatException error)
            {
                Assert.Contains("a.companion.ome", error.Message, StringComparison.Ordinal);
            }
        }
    }

    private static string Damage(string text, Random random)
    {
        var chars = text.ToCharArray().ToList();
        for (var n = random.Next(1, 5); n > 0; n--)
        {
            var at = random.Next(chars.Count);
            switch (random.Next(4))
            {
                case 0:
                    chars[at] = (char)random.Next(0x120);
                    break;
                case 1:
                    chars.RemoveRange(at, Math.Min(random.Next(40), chars.Count - at));
                    break;
                case 2:
                    chars.InsertRange(at, chars.GetRange(at, Math.Min(random.Next(200), chars.Count - at)));
                    break;
                default:
                    // Digits anywhere: lengths and numbers of all kinds.
                    at = chars.FindIndex(at, char.IsDigit) is >= 0 and var digit ? digit : at;
                    chars.InsertRange(at, random.Next(3) == 0 ? "99999999999" : random.Next(200).ToString(System.Globalization.CultureInfo.InvariantCulture));
                    break;
            }
        }

        return new string([.. chars]);
    }

    /// <summary>Nothing of the document is taken: the pages are read as those of a program that says nothing.</summary>
    private void RequireRefused(string document, string word)
    {
        using var file = Open(document);
        Assert.Equal("TIFF: zyx 4x5x6 uint8 !LeftOut !Guessed", FileText.Of(file));
        Assert.Contains(word, file.Findings[0].Message, StringComparison.Ordinal);
        Assert.Null(file.OmeXml);
    }

    private TiffFile Open(string document)
    {
        OmeTiffMaker.Write(folder["a.tif"], Image, [0, 1, 2, 3], document);
        return TiffFile.Open(folder["a.tif"]);
    }
}
