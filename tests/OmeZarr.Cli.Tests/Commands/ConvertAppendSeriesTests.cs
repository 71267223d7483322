using System.Text.Json.Nodes;
using System.Xml.Linq;
using TestKit;
using Xunit;

namespace OmeZarr.Cli.Tests.Commands;

/// <summary>Images are added to a collection that is there.</summary>
public sealed class ConvertAppendSeriesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public ConvertAppendSeriesTests() => Write(("a.tif", 1), ("b.tif", 2), ("c.tif", 3));

    private string Output => folder["out.zarr"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Each_image_by_a_call_of_its_own_makes_the_collection_of_one_call()
    {
        await ConvertAsync(["a.tif", "b.tif", "c.tif"]);
        var expected = ErrorLines.Snapshot(folder);
        Directory.Delete(Output, recursive: true);
        await ConvertAsync(["a.tif"], "--append");
        await ConvertAsync(["b.tif", "c.tif"], "--append");
        Assert.Equal(expected, ErrorLines.Snapshot(folder));
        await ValidDocuments.RequireAsync(Output, OmeDocumentKind.Bioformats2Raw, OmeDocumentKind.Series, OmeDocumentKind.Image);
    }

    [Fact]
    public async Task The_summary_tells_what_was_added()
    {
        await ConvertAsync(["a.tif"]);
        Assert.StartsWith($"{Output}  added 1 image of 1 x 1 uint8 (y, x); 1 was there   1 byte → ", await ConvertAsync(["a.tif", "b.tif"], "--append", "--skip-existing"), StringComparison.Ordinal);
        var summary = JsonNode.Parse(await ConvertAsync(["a.tif", "b.tif", "c.tif"], "--append", "--skip-existing", "--json"))!;
        Assert.Equal("""["0","1"]""", summary["skipped"]!.ToJsonString());
        var image = Assert.Single(summary["images"]!.AsArray())!;
        Assert.Equal(("2", "c"), ((string?)image["series"], (string?)image["name"]));
        Assert.StartsWith($"{Output}  nothing to add: all 2 images are there   0 bytes → 0 bytes", await ConvertAsync(["b.tif", "c.tif"], "--append", "--skip-existing"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Images_that_are_there_are_named_and_stay()
    {
        await ConvertAsync(["a.tif", "b.tif"]);
        await ErrorLines.RequireAsync(
            folder,
            "~/out.zarr has an image b (series 1), and 1 more of the images that are given, already; --skip-existing adds the others, --overwrite replaces them. If it is another one, rename the file. Nothing was changed",
            ["b.tif", "c.tif", "a.tif", "out.zarr", "--series", "--append"]);
    }

    [Fact]
    public async Task With_overwrite_only_images_of_the_same_name_are_replaced()
    {
        await ConvertAsync(["a.tif", "b.tif"]);
        Write(("more/a.tif", 9));
        var summary = JsonNode.Parse(await ConvertAsync(["more/a.tif", "c.tif"], "--append", "--overwrite", "--json"))!;
        Assert.Equal(["2", "0"], summary["images"]!.AsArray().Select(image => (string?)image!["series"]));
        await RequireAsync(("a", 9), ("b", 2), ("c", 3));
    }

    [Fact]
    public async Task What_is_replaced_must_be_clear()
    {
        Write(("more/a.tif", 9));
        await ConvertAsync(["a.tif", "b.tif"]);
        await ErrorLines.RequireAsync(
            folder, "~/a.tif and ~/more/a.tif would both replace series 0 of ~/out.zarr; leave one out, or rename it. Nothing was changed", ["a.tif", "more/a.tif", "out.zarr", "--series", "--append", "--overwrite"]);
        await ConvertAsync(["a.tif", "more/a.tif"], "--overwrite");
        await ErrorLines.RequireAsync(
            folder, "~/out.zarr has several images a (series 0, 1), so it is not clear which one ~/a.tif replaces. Nothing was changed", ["a.tif", "out.zarr", "--series", "--append", "--overwrite"]);
    }

    [Fact]
    public async Task Calls_at_the_same_time_get_different_numbers()
    {
        var files = Enumerable.Range(0, 8).Select(number => $"file{number}.tif").ToList();
        Write([.. files.Index().Select(file => (file.Item, file.Index + 10))]);
        await Task.WhenAll(files.Select(file => Task.Run(() => ConvertAsync([file], "--append"), Cancel)));
        var collection = await OmeCollection.OpenAsync(Output, cancellationToken: Cancel);
        Assert.Equal(Enumerable.Range(0, 8).Select(number => $"{number}"), collection.Paths.Order());
        var names = new List<string?>();
        foreach (var index in Enumerable.Range(0, 8))
        {
            names.Add((await collection.OpenImageAsync(index, Cancel)).Multiscale.Name);
        }

        Assert.Equal(files.Select(file => file[..^4]), names.Order());
        Assert.Equal(names, Described());
    }

    [Theory]
    [InlineData("~/out.zarr is a single image, to which nothing can be added; --append adds wells to plates (--plate) and images to collections (--series). Nothing was changed", "", "--series")]
    [InlineData("~/out.zarr is a collection of images; images are added to it with --series. Nothing was changed", "--series", "--plate")]
    [InlineData("~/out.zarr is a plate; wells are added to it with --plate. Nothing was changed", "--plate", "--series")]
    [InlineData("~/out.zarr is a plate; wells are added to it with --plate. Nothing was changed", "--plate", "")]
    [InlineData("~/out.zarr is a single image, to which nothing can be added; --append adds wells to plates (--plate) and images to collections (--series). Nothing was changed", "", "")]
    public async Task What_cannot_be_added_to_is_refused(string line, string made, string added)
    {
        Write(("A1.tif", 1));
        string[] Options(string kind) => kind.Length == 0 ? [] : kind == "--plate" ? [kind, "(?<well>[A-Z]1)"] : [kind];
        await Run.OutputOf(["convert", folder["A1.tif"], Output, .. Options(made)]);
        await ErrorLines.RequireAsync(folder, line, ["A1.tif", "out.zarr", .. Options(added), "--append"]);
        await ErrorLines.RequireAsync(folder, line, ["A1.tif", "out.zarr", .. Options(added), "--append", "--overwrite"]);
    }

    [Fact]
    public async Task One_file_is_added_with_all_its_images_without_being_called_a_series()
    {
        await ConvertAsync(["a.tif"]);
        var file = new OmeTiffFile().Page(2, [1, 2]).Page(1, [3]).Write(folder["two.ome.tif"], OmeTiffFile.Document(OmeTiffFile.Image(0, "first", 2, 1, 0) + OmeTiffFile.Image(1, "second", 1, 1, 1)));
        await Run.OutputOf("convert", file, Output, "--append");
        await Run.OutputOf("convert", folder["b.tif"], Output, "--append");
        var collection = await OmeCollection.OpenAsync(Output, cancellationToken: Cancel);
        var names = new List<string?>();
        for (var i = 0; i < collection.Paths.Count; i++)
        {
            names.Add((await collection.OpenImageAsync(i, Cancel)).Multiscale.Name);
        }

        Assert.Equal(["a", "first", "second", "b"], names);
        Assert.Equal(names, Described());
        await ErrorLines.RequireAsync(
            folder,
            "~/out.zarr has an image b (series 3), already; --skip-existing adds the others, --overwrite replaces it. If it is another one, rename the file. Nothing was changed",
            ["b.tif", "out.zarr", "--append"]);
    }

    [Fact]
    public async Task The_first_file_may_make_the_collection_and_its_ome_xml_may_be_left_out()
    {
        await Run.OutputOf("convert", folder["a.tif"], Output, "--append", "--no-ome-xml");
        Assert.Equal(["0"], (await OmeCollection.OpenAsync(Output, cancellationToken: Cancel)).Paths);
        Assert.False(File.Exists(folder["out.zarr/OME/METADATA.ome.xml"]));
        var file = new OmeTiffFile().Page(2, [1, 2]).Page(1, [3]).Write(folder["two.ome.tif"], OmeTiffFile.Document(OmeTiffFile.Image(0, "first", 2, 1, 0) + OmeTiffFile.Image(1, "second", 1, 1, 1)));
        await Run.OutputOf("convert", file, folder["two.zarr"], "--no-ome-xml");
        Assert.Equal(["0", "1"], (await OmeCollection.OpenAsync(folder["two.zarr"], cancellationToken: Cancel)).Paths);
        Assert.False(File.Exists(folder["two.zarr/OME/METADATA.ome.xml"]));
    }

    [Fact]
    public async Task A_plate_in_a_file_is_not_added_as_images()
    {
        var plate = "<Plate ID=\"Plate:0\"><Well ID=\"Well:0\" Row=\"0\" Column=\"0\"><WellSample ID=\"WellSample:0\" Index=\"0\"><ImageRef ID=\"Image:0\"/></WellSample></Well></Plate>";
        new OmeTiffFile().Page(2, [1, 2]).Write(folder["plate.ome.tif"], OmeTiffFile.Document(plate + OmeTiffFile.Image(0, "first", 2, 1, 0)));
        await ErrorLines.RequireAsync(
            folder,
            "--append: ~/plate.ome.tif describes a plate, and only wells from single files are added to plates (--plate); --series adds its images to a collection",
            ["plate.ome.tif", "out.zarr", "--append"]);
    }

    [Fact]
    public async Task Neither_a_plate_nor_a_collection()
    {
        Directory.CreateDirectory(Output);
        await File.WriteAllTextAsync(folder["out.zarr/zarr.json"], """{"zarr_format":3,"node_type":"group"}""", Cancel);
        await ErrorLines.RequireAsync(
            folder,
            "~/out.zarr is neither a plate nor a collection, to which nothing can be added; --append adds wells to plates (--plate) and images to collections (--series). Nothing was changed",
            ["a.tif", "out.zarr", "--series", "--append"]);
    }

    [Fact]
    public async Task A_collection_of_OME_Zarr_0_4()
    {
        Directory.CreateDirectory(Output);
        await File.WriteAllTextAsync(folder["out.zarr/.zgroup"], """{"zarr_format":2}""", Cancel);
        await ErrorLines.RequireAsync(
            folder,
            "~/out.zarr is a hierarchy of Zarr v2 (OME-Zarr 0.4 or older), which is only read, so nothing can be added to it; choose another path. Nothing was changed",
            ["a.tif", "out.zarr", "--series", "--append"]);
    }

    [Theory]
    [InlineData("--append adds wells to a plate, or images to a collection; several files need --plate or --series, and --stack, --label and --name are for one image", "b.tif", "--append")]
    [InlineData("--append adds wells to a plate, or images to a collection; several files need --plate or --series, and --stack, --label and --name are for one image", "--append", "--name", "x")]
    [InlineData("--no-ome-xml and --plate cannot be given together: only collections of images have OME-XML", "--plate", "auto", "--no-ome-xml")]
    [InlineData("--skip-existing leaves what the output has already as it is; it is given together with --append", "--series", "--skip-existing")]
    [InlineData("--skip-existing and --overwrite cannot be given together: what is there is either left as it is or replaced", "--series", "--append", "--skip-existing", "--overwrite")]
    public Task Options_that_do_not_go_together(string line, params string[] options) => ErrorLines.RequireAsync(folder, line, ["a.tif", .. options.Where(option => option.EndsWith(".tif", StringComparison.Ordinal)), "out.zarr", .. options.Where(option => !option.EndsWith(".tif", StringComparison.Ordinal))]);

    private void Write(params (string Name, int Value)[] files)
    {
        foreach (var (name, value) in files)
        {
            TestFiles.WriteGray(folder[name], 1, (byte)value);
        }
    }

    private Task<string> ConvertAsync(string[] inputs, params string[] options) => Run.OutputOf(["convert", .. inputs.Select(input => folder[input]), Output, "--series", .. options]);

    private List<string?> Described() =>
        [.. XDocument.Load(folder["out.zarr/OME/METADATA.ome.xml"]).Root!.Elements().Where(element => element.Name.LocalName == "Image").Select(image => image.Attribute("Name")?.Value)];

    private async Task RequireAsync(params (string Name, byte Value)[] images)
    {
        var collection = await OmeCollection.OpenAsync(Output, cancellationToken: Cancel);
        Assert.Equal(images.Length, collection.Paths.Count);
        foreach (var (index, (name, value)) in images.Index())
        {
            var image = await collection.OpenImageAsync(index, Cancel);
            Assert.Equal(name, image.Multiscale.Name);
            Assert.Equal(value, (await image.Levels[0].ReadAsync<byte>(Cancel))[0]);
        }

        Assert.Equal(images.Select(image => image.Name), Described());
    }
}
