using OmeZarr.Files;
using OmeZarr.Tiff.Tests.Files;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Tiff.Tests.OmeTiff;

/// <summary>Images in several files: found by name and identifier, and honest about what is missing.</summary>
public sealed class OmeSetTests : IDisposable
{
    private static readonly TestImage Image = new(DataType.UInt16, 4, 1, 5, 6);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_set_reads_whole_from_each_file()
    {
        WriteSet();
        foreach (var name in (string[])["a0.ome.tif", "a3.ome.tif"])
        {
            using var file = TiffFile.Open(folder[name]);
            Assert.Empty(file.Findings);
            Assert.Equal(folder[name], file.Files[0]);
            Assert.Equal(4, file.Files.Count);
            await RequireWhole(file);
        }
    }

    [Fact]
    public async Task Renamed_files_are_found_by_their_identifiers()
    {
        WriteSet();
        for (var i = 0; i < 4; i++)
        {
            File.Move(folder[$"a{i}.ome.tif"], folder[$"renamed {3 - i}.tiff"]);
        }

        await File.WriteAllTextAsync(folder["other.tif"], "no TIFF file", TestContext.Current.CancellationToken);
        using var file = TiffFile.Open(folder["renamed 2.tiff"]);
        Assert.Empty(file.Findings);
        await RequireWhole(file);
    }

    [Fact]
    public async Task A_file_with_a_path_of_another_machine_is_beside_the_document()
    {
        WriteSet(name => $@"C:\Users\me\data\{name}");
        using var file = TiffFile.Open(folder["a1.ome.tif"]);
        await RequireWhole(file);
    }

    [Fact]
    public async Task A_file_may_be_in_a_folder_below_but_never_outside()
    {
        Directory.CreateDirectory(folder["set/below"]);
        WriteSet(name => name == "a0.ome.tif" ? name : $"below/{name}", target: "set");
        for (var i = 1; i < 4; i++)
        {
            File.Move(folder[$"set/a{i}.ome.tif"], folder[i == 3 ? "a3.ome.tif" : $"set/below/a{i}.ome.tif"]);
        }

        using (var file = TiffFile.Open(folder["set/a0.ome.tif"]))
        {
            RequireMissing(file, "a3.ome.tif");
        }

        WriteSet(name => name == "a3.ome.tif" ? "../a3.ome.tif" : name, target: "set");
        File.Delete(folder["set/a3.ome.tif"]);
        using var outside = TiffFile.Open(folder["set/a0.ome.tif"]);
        RequireMissing(outside, "../a3.ome.tif");
        await RequireWhole(outside, missing: 3);
    }

    [Fact]
    public async Task Planes_of_missing_files_are_zeros_and_reported()
    {
        WriteSet();
        File.Delete(folder["a2.ome.tif"]);
        using var file = TiffFile.Open(folder["a0.ome.tif"]);
        RequireMissing(file, "a2.ome.tif");
        await RequireWhole(file, missing: 2);
    }

    [Fact]
    public async Task One_identifier_for_all_files_does_not_confuse_them()
    {
        WriteSet(uuid: _ => "urn:uuid:1");
        using var file = TiffFile.Open(folder["a1.ome.tif"]);
        await RequireWhole(file);
    }

    [Fact]
    public async Task A_single_file_may_have_any_name()
    {
        var data = "<TiffData IFD=\"0\" PlaneCount=\"4\"><UUID FileName=\"old.ome.tif\">urn:uuid:other</UUID></TiffData>";
        OmeTiffMaker.Write(folder["new.tif"], Image, [0, 1, 2, 3], OmeTiffMaker.Document(OmeTiffMaker.Sizes(Image, 4, 1, 1), data, "UUID=\"urn:uuid:this\""));
        using var file = TiffFile.Open(folder["new.tif"]);
        Assert.Empty(file.Findings);
        await RequireWhole(file);
    }

    [Fact]
    public async Task A_joined_file_with_the_old_document_is_read_in_order_and_says_so()
    {
        OmeTiffMaker.Write(folder["joined.tif"], Image, [0, 1, 2, 3], Document(name => name, Uuid, "urn:uuid:joined"));
        using var file = TiffFile.Open(folder["joined.tif"]);
        Assert.Contains(file.Findings, finding => finding is { Kind: FileFindingKind.Guessed });
        await RequireWhole(file);
    }

    [Fact]
    public void A_joined_file_with_other_pages_is_read_without_the_document()
    {
        OmeTiffMaker.Write(folder["joined.tif"], Image, [0, 1, 2], Document(name => name, Uuid, "urn:uuid:joined"));
        using var file = TiffFile.Open(folder["joined.tif"]);
        Assert.Equal("TIFF: zyx 3x5x6 uint16 !LeftOut !Guessed", FileText.Of(file));
        Assert.Contains("it names a0.ome.tif, a1.ome.tif, a2.ome.tif and 1 more; put the files together", file.Findings[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("set.companion.ome")]
    [InlineData("set.ome.xml")]
    public async Task A_file_with_the_metadata_opens_the_set(string companion)
    {
        WriteBinaryOnly(companion);
        await File.WriteAllTextAsync(folder[companion], "\uFEFF" + Document(name => name, Uuid, "urn:uuid:companion"), TestContext.Current.CancellationToken);
        using var set = TiffFile.Open(folder[companion]);
        await RequireWhole(set);
        Assert.Equal([companion, "a0.ome.tif", "a1.ome.tif", "a2.ome.tif", "a3.ome.tif"], set.Files.Select(file => Path.GetFileName(file)));
        using var part = TiffFile.Open(folder["a2.ome.tif"]);
        await RequireWhole(part);
        Assert.Equal(["a2.ome.tif", "a0.ome.tif", "a1.ome.tif", "a3.ome.tif", companion], part.Files.Select(file => Path.GetFileName(file)));
        Assert.Equal(set.OmeXml, part.OmeXml);
        Assert.True(new TiffFormat().Recognizes(companion, (await File.ReadAllBytesAsync(folder[companion], TestContext.Current.CancellationToken)).AsSpan(0, 300)));
    }

    [Fact]
    public async Task A_renamed_companion_is_found_by_its_identifier()
    {
        WriteBinaryOnly("old.companion.ome");
        await File.WriteAllTextAsync(folder["new.companion.ome"], Document(name => name, Uuid, "urn:uuid:companion"), TestContext.Current.CancellationToken);
        using var part = TiffFile.Open(folder["a2.ome.tif"]);
        await RequireWhole(part);
    }

    [Fact]
    public async Task Metadata_may_be_in_another_TIFF()
    {
        WriteBinaryOnly("a0.ome.tif");
        OmeTiffMaker.Write(folder["a0.ome.tif"], Image, [0], Document(name => name, Uuid, Uuid(0)));
        using var part = TiffFile.Open(folder["a2.ome.tif"]);
        Assert.Empty(part.Findings);
        await RequireWhole(part);
    }

    [Fact]
    public void Metadata_that_refer_in_a_circle_are_refused()
    {
        WriteBinaryOnly("a0.ome.tif");
        Assert.Contains("no OME-XML that describes images", Assert.Throws<TiffFormatException>(() => TiffFile.Open(folder["a2.ome.tif"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_the_set_with_other_pixels_is_refused()
    {
        WriteSet();
        OmeTiffMaker.Write(folder["a2.ome.tif"], new TestImage(DataType.UInt8, 3, 1, 5, 6), [2], null);
        var error = Assert.Throws<TiffFormatException>(() => TiffFile.Open(folder["a0.ome.tif"]));
        Assert.Contains("a2.ome.tif", error.Message, StringComparison.Ordinal);
        Assert.Contains("uint8", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_file_of_the_set_is_refused_by_its_name()
    {
        WriteSet();
        File.WriteAllText(folder["a2.ome.tif"], "gone");
        Assert.Contains("a2.ome.tif", Assert.Throws<TiffFormatException>(() => TiffFile.Open(folder["a0.ome.tif"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pixels_in_the_document_itself_are_refused_with_the_way_out()
    {
        File.WriteAllText(folder["a.ome"], OmeTiffMaker.Document(OmeTiffMaker.Sizes(Image, 1, 1, 1), "<BinData Length=\"4\">AAAA</BinData>"));
        Assert.Contains("bfconvert", Assert.Throws<TiffFormatException>(() => TiffFile.Open(folder["a.ome"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_set_of_many_files_keeps_few_open()
    {
        var image = new TestImage(DataType.UInt8, 100, 1, 3, 3);
        var data = string.Concat(Enumerable.Range(0, 100).Select(t => $"<TiffData IFD=\"0\" FirstT=\"{t}\"><UUID FileName=\"t{t}.tif\">urn:uuid:{t}</UUID></TiffData>"));
        for (var t = 0; t < 100; t++)
        {
            OmeTiffMaker.Write(folder[$"t{t}.tif"], image, [t], t == 0 ? OmeTiffMaker.Document(OmeTiffMaker.Sizes(image, 1, 1, 100), data, "UUID=\"urn:uuid:0\"") : null);
        }

        using var file = TiffFile.Open(folder["t0.tif"]);
        Assert.InRange(OpenDescriptors(), 0, 9);
        var whole = Region.Whole(file.Images[0].Pixels.Shape);
        var expected = image.Expected(whole, index => (index[0], 0, index[1], index[2]));
        await Parallel.ForAsync(0, 16, TestContext.Current.CancellationToken, async (_, _) => Assert.Equal(expected, await file.Images[0].Pixels.ReadAllAsync()));
        Assert.InRange(OpenDescriptors(), 0, 9);
        file.Dispose();
        Assert.Equal(0, OpenDescriptors());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => file.Images[0].Pixels.ReadAllAsync());
    }

    private int OpenDescriptors() => Directory.Exists("/proc/self/fd")
        ? Directory.GetFiles("/proc/self/fd").Count(descriptor => new FileInfo(descriptor).LinkTarget?.StartsWith(folder.Path, StringComparison.Ordinal) == true)
        : 0;

    private static string Uuid(int file) => $"urn:uuid:{file}";

    private static string Document(Func<string, string> name, Func<int, string> uuid, string root)
    {
        var data = string.Concat(Enumerable.Range(0, 4).Select(z => $"<TiffData IFD=\"0\" FirstZ=\"{z}\"><UUID FileName=\"{name($"a{z}.ome.tif")}\">{uuid(z)}</UUID></TiffData>"));
        return OmeTiffMaker.Document(OmeTiffMaker.Sizes(Image, 4, 1, 1), data, $"UUID=\"{root}\"");
    }

    private void WriteSet(Func<string, string>? name = null, Func<int, string>? uuid = null, string target = ".")
    {
        for (var z = 0; z < 4; z++)
        {
            OmeTiffMaker.Write(folder[$"{target}/a{z}.ome.tif"], Image, [z], Document(name ?? (own => own), uuid ?? Uuid, (uuid ?? Uuid)(z)));
        }
    }

    private void WriteBinaryOnly(string metadata)
    {
        for (var z = 0; z < 4; z++)
        {
            OmeTiffMaker.Write(folder[$"a{z}.ome.tif"], Image, [z], OmeTiffMaker.Wrap($"<BinaryOnly MetadataFile=\"{metadata}\" UUID=\"urn:uuid:companion\"/>", $"UUID=\"{Uuid(z)}\""));
        }
    }

    private static void RequireMissing(TiffFile file, string name)
    {
        Assert.Equal([FileFindingKind.Missing, FileFindingKind.Missing], file.Findings.Select(finding => finding.Kind));
        Assert.Contains(name, file.Findings[0].Message, StringComparison.Ordinal);
        Assert.Contains("1 of its 4 planes", file.Findings[1].Message, StringComparison.Ordinal);
    }

    private static async Task RequireWhole(TiffFile file, int? missing = null)
    {
        var image = Assert.Single(file.Images);
        Assert.Equal("zyx", image.Axes);
        var expected = Image.Expected(Region.Whole(image.Pixels.Shape), index => (index[0], 0, index[1], index[2]));
        if (missing is { } z)
        {
            expected.AsSpan(z * expected.Length / 4, expected.Length / 4).Clear();
        }

        Assert.Equal(expected, await image.Pixels.ReadAllAsync());
    }
}
