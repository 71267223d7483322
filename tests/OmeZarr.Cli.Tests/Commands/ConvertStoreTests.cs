using System.Text.Json;
using System.Text.Json.Nodes;
using OmeZarr.V05;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Cli.Tests.Commands;

/// <summary>OME-Zarr stores as inputs: what they say is kept, what the output lacks is told, and they are never written to.</summary>
public sealed class ConvertStoreTests : IDisposable
{
    private const string Axes = """[{"name":"c","type":"channel"},{"name":"y","type":"space","unit":"micrometer"},{"name":"x","type":"space","unit":"micrometer"}]""";

    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Input => folder["in.ome.zarr"];

    private string Output => folder["out.zarr"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task An_image_gets_other_chunks_shards_and_compression_and_keeps_the_rest()
    {
        await Run.OutputOf("convert", TestFiles.Cells, Input, "--channel-names", "DAPI,GFP");
        await Run.OutputOf("set", Input, "--channel-colors", "00FFFF,FF8000");
        var summary = await Run.OutputOf("convert", Input, Output, "--chunks", "1,2,32,64", "--shards", "1,4,96,128", "--compression", "zstd");
        Assert.StartsWith($"{Output}  2 x 4 x 96 x 128 uint16 (c, z, y, x)   197 kB → ", summary, StringComparison.Ordinal);
        var (before, after) = (await OmeImage.OpenAsync(Input, cancellationToken: Cancel), await OmeImage.OpenAsync(Output, cancellationToken: Cancel));
        Assert.Equal(await before.Levels[0].ReadAsync<ushort>(Cancel), await after.Levels[0].ReadAsync<ushort>(Cancel));
        Assert.Equal(before.Levels[0].PixelSize, after.Levels[0].PixelSize);
        Assert.Equal(before.Axes, after.Axes);
        Assert.Equal(before.Metadata.Omero, after.Metadata.Omero);
        Assert.Equal(["00FFFF", "FF8000"], after.Metadata.Omero!.Channels.Select(channel => channel.Color));
        Assert.Equal([1, 4, 96, 128], after.Levels[0].ZarrArray.ChunkShape);
        Assert.Equal([1, 2, 32, 64], after.Levels[0].ZarrArray.InnerChunkShape!.Value);
        await ValidDocuments.RequireAsync(Output, OmeDocumentKind.Image);
    }

    [Theory]
    [InlineData("/")]
    [InlineData(".")]
    public async Task A_store_of_0_4_becomes_one_of_0_5(string separator)
    {
        WriteV04(folder["old.zarr"], separator);
        var run = await Run.Of("convert", folder["old.zarr"] + Path.DirectorySeparatorChar, Output);
        Assert.Equal((0, $"warning: {folder["old.zarr"]}: the attribute lab is left out\n"), (run.ExitCode, run.Error));
        var image = await OmeImage.OpenAsync(Output, cancellationToken: Cancel);
        Assert.Equal("0.5", image.Version);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], (await image.Levels[0].ReadAsync<byte>(Cancel)).ToArray());
        Assert.Equal([1, 0.5, 0.25], image.Levels[0].PixelSize);
        Assert.Equal([0, 10, -20], image.Multiscale.Origin(0));
        Assert.Equal([null, "micrometer", "micrometer"], image.Multiscale.Units);
        var channel = image.Metadata.Omero!.Channels[1];
        Assert.Equal(("red", "FF0000", true, 2.0, 9.0), (channel.Label, channel.Color, channel.Inverted, channel.Window!.Start, channel.Window.End));
        var strict = await Run.Of("convert", folder["old.zarr"], folder["b.zarr"], "--strict");
        Assert.Equal((2, $"omezarr: --strict: {folder["old.zarr"]}: the attribute lab is left out. Nothing was written\n"), (strict.ExitCode, strict.Error));
    }

    [Fact]
    public async Task What_viewers_show_first_is_kept_and_members_that_are_lost_are_told()
    {
        var given = Image.FromDimensions([new("z"), new("y"), new("x")], "a");
        var view = new OmeroRenderingDefs { DefaultT = 0, DefaultZ = 3, Model = "greyscale", Projection = "intmax", ExtraMembers = new JsonObject { ["eye"] = "left" } };
        given = given with
        {
            ExtraMembers = new JsonObject { ["lab"] = "ours" },
            Multiscales = [given.Multiscales[0] with { ExtraMembers = new JsonObject { ["@id"] = "top" } }],
            Omero = new Omero { Channels = [new OmeroChannel { Color = "FFFFFF", Window = new() { Min = 0, Max = 255, Start = 1, End = 4 } }], Rdefs = view },
        };
        await OmeWriter.WriteImageAsync(Input, given, new byte[5, 1, 1].AsSource(), cancellationToken: Cancel);
        var run = await Run.Of("convert", Input, Output);
        Assert.Equal($"warning: {Input}: 2 members that OME-Zarr does not define (lab, @id) are left out\n", run.Error);
        Assert.Equal(view, (await OmeImage.OpenAsync(Output, cancellationToken: Cancel)).Metadata.Omero!.Rdefs);
    }

    [Fact]
    public async Task Labels_go_with_their_image_or_from_one_store_to_another()
    {
        await WriteLabelledAsync();
        var summary = await Run.OutputOf("convert", Input, Output);
        Assert.Contains("with labels cells", summary, StringComparison.Ordinal);
        await RequireLabelAsync(Output);

        TestFiles.WriteGray<byte>(folder["a.tif"], 2, 1, 2, 3, 4);
        await Run.OutputOf("convert", folder["a.tif"], folder["b.zarr"], "--label", $"cells={folder["in.ome.zarr/labels/cells"]}");
        await RequireLabelAsync(folder["b.zarr"]);
    }

    [Fact]
    public async Task Labels_that_do_not_fit_are_left_out()
    {
        await WriteLabelledAsync();
        var document = folder["in.ome.zarr/labels/cells/0/zarr.json"];
        var json = JsonNode.Parse(await File.ReadAllTextAsync(document, Cancel))!;
        json["shape"] = new JsonArray(1, 2);
        await File.WriteAllTextAsync(document, json.ToJsonString(), Cancel);
        var run = await Run.Of("convert", Input, Output);
        Assert.Equal((0, $"warning: {Input}: the label image cells is left out: it is 1 x 2, the image without channels 2 x 2\n"), (run.ExitCode, run.Error));
        Assert.False(Directory.Exists(folder["out.zarr/labels"]));
    }

    [Fact]
    public async Task Levels_can_be_kept_or_converted()
    {
        await WriteLevelsAsync();
        await Run.OutputOf("convert", Input, Output, "--keep-levels");
        var kept = await OmeImage.OpenAsync(Output, cancellationToken: Cancel);
        Assert.Equal([9, 8], (await kept.Levels[1].ReadAsync<byte>(Cancel)).ToArray());
        await Run.OutputOf("convert", Input, folder["small.zarr"], "--level", "1");
        var small = await OmeImage.OpenAsync(folder["small.zarr"], cancellationToken: Cancel);
        Assert.Equal([9, 8], (await small.Levels[0].ReadAsync<byte>(Cancel)).ToArray());
        Assert.Equal([4, 4], small.Levels[0].PixelSize);
        Assert.Equal([101, 1], small.Multiscale.Origin(0));
    }

    [Fact]
    public async Task Levels_that_are_kept_stay_at_their_places()
    {
        // Every second pixel, as strided levels have it: the first pixel of each level lies at the same place.
        var image = Image.FromDimensions([new("y", 0.3, "micrometer") { Translation = 7 }, new("x", 0.3, "micrometer")]);
        var strided = new Dataset("1", new ScaleTransformation(0.9, 0.6), new TranslationTransformation(7, 0));
        image = image with { Multiscales = [image.Multiscales[0] with { Datasets = [image.Multiscales[0].Datasets[0], strided] }] };
        await OmeWriter.WriteImageAsync(Input, image, [new byte[,] { { 1, 2 }, { 3, 4 }, { 5, 6 }, { 7, 8 } }.AsSource(), new byte[,] { { 1 }, { 7 } }.AsSource()], cancellationToken: Cancel);

        await Run.OutputOf("convert", Input, Output, "--keep-levels");
        var kept = (await OmeImage.OpenAsync(Output, cancellationToken: Cancel)).Multiscale;
        Assert.Equal([0.9, 0.6], kept.PixelSize(1));
        Assert.Equal([7, 0], kept.Origin(1));

        await Run.OutputOf("convert", Input, folder["scaled.zarr"], "--keep-levels", "--scale", "y=3,x=3");
        var scaled = (await OmeImage.OpenAsync(folder["scaled.zarr"], cancellationToken: Cancel)).Multiscale;
        Assert.Equal([9, 6], scaled.PixelSize(1));
        Assert.Equal([7, 0], scaled.Origin(1));

        await Run.OutputOf("convert", Input, folder["small.zarr"], "--level", "1");
        var small = (await OmeImage.OpenAsync(folder["small.zarr"], cancellationToken: Cancel)).Multiscale;
        Assert.Equal([0.9, 0.6], small.PixelSize(0));
        Assert.Equal([7, 0], small.Origin(0));
    }

    [Fact]
    public async Task Labels_keep_their_levels_with_the_image()
    {
        await WriteLevelsAsync();
        await OmeWriter.WriteLabelAsync(Input, "cells", [new byte[,] { { 0, 1 }, { 1, 1 }, { 2, 2 }, { 2, 0 } }.AsSource(), new byte[,] { { 5 }, { 6 } }.AsSource()], null, Cancel);
        await Run.OutputOf("convert", Input, Output, "--keep-levels");
        var label = await (await OmeImage.OpenAsync(Output, cancellationToken: Cancel)).OpenLabelAsync("cells", Cancel);
        Assert.Equal([5, 6], (await label.Levels[1].ReadAsync<byte>(Cancel)).ToArray());
        Assert.Equal([100, 0], label.Multiscale.Origin(0));
        var run = await Run.Of("convert", Input, folder["small.zarr"], "--level", "1");
        Assert.Equal((0, $"warning: {Input}: the label image cells is left out: it is as large as full resolution\n"), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task A_plate_stays_a_plate()
    {
        var fields = new[] { "0", "1" }.Select(name => new Field(name, Image.FromDimensions([new("y", 0.5, "micrometer"), new("x", 0.5, "micrometer")], $"field {name}"), new byte[,] { { 1, 2 }, { 3, byte.Parse(name) } }.AsSource())).ToList();
        await OmeWriter.WritePlateAsync(Input, [new WellFields("B", "2", fields)], new PlateOptions { Name = "screen", Rows = [new("A"), new("B")], Columns = [new("1"), new("2"), new("3")] }, cancellationToken: Cancel);
        await Run.OutputOf("convert", Input, Output, "--shards", "auto");
        var plate = await OmePlate.OpenAsync(Output, cancellationToken: Cancel);
        Assert.Equal(("screen", 2, 3), (plate.Name, plate.Rows.Count, plate.Columns.Count));
        var image = await (await plate.OpenWellAsync("B", "2", Cancel)).OpenFieldAsync(1, Cancel);
        Assert.Equal(("field 1", 0.5), (image.Multiscale.Name, image.Levels[0].PixelSize[0]));
        Assert.Equal([1, 2, 3, 1], (await image.Levels[0].ReadAsync<byte>(Cancel)).ToArray());

        Directory.Delete(folder["in.ome.zarr/B/2/0"], true);
        var run = await Run.Of("convert", Input, folder["b.zarr"]);
        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith($"warning: {Input}: B/2/0: is listed, but not there, and is left out: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_collection_stays_a_collection_and_one_image_can_be_taken()
    {
        TestFiles.WriteGray<byte>(folder["left.tif"], 2, 1, 2);
        TestFiles.WriteGray<byte>(folder["right.tif"], 1, 3);
        await Run.OutputOf("convert", folder["left.tif"], folder["right.tif"], Input, "--series");
        await Run.OutputOf("convert", Input, Output);
        var collection = await OmeCollection.OpenAsync(Output, cancellationToken: Cancel);
        Assert.Equal(["left", "right"], [(await collection.OpenImageAsync(0, Cancel)).Multiscale.Name, (await collection.OpenImageAsync(1, Cancel)).Multiscale.Name]);
        Assert.NotNull(await collection.ReadOmeXmlAsync(Cancel));
        await Run.OutputOf("convert", Input, folder["one.zarr"], "--series", "1");
        Assert.Equal([3], (await (await OmeImage.OpenAsync(folder["one.zarr"], cancellationToken: Cancel)).Levels[0].ReadAsync<byte>(Cancel)).ToArray());
        var summary = await Run.OutputOf("convert", folder["one.zarr"], Input, folder["left.tif"], folder["all.zarr"], "--series", "--json");
        Assert.Equal(["one", "in - left", "in - right", "left"], JsonDocument.Parse(summary).RootElement.GetProperty("images").EnumerateArray().Select(image => image.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task Damage_is_an_error_that_names_the_store()
    {
        await WriteLevelsAsync();
        var chunk = Directory.EnumerateFiles(folder["in.ome.zarr/0/c"], "*", SearchOption.AllDirectories).First();
        await File.WriteAllBytesAsync(chunk, [1, 2, 3], Cancel);
        await RequireErrorAsync($"{Input}: ");
        await File.WriteAllTextAsync(folder["in.ome.zarr/0/zarr.json"], "{", Cancel);
        await RequireErrorAsync($"{Input}: full resolution, 0, cannot be opened: ");
        await File.WriteAllTextAsync(folder["in.ome.zarr/zarr.json"], "{", Cancel);
        await RequireErrorAsync($"{Input}: ");
        await File.WriteAllTextAsync(folder["in.ome.zarr/zarr.json"], """{"zarr_format":3,"node_type":"group"}""", Cancel);
        await RequireErrorAsync($"{Input}: is a Zarr group without an image, plate or collection of OME-Zarr");
        var array = await Run.Of("convert", folder["in.ome.zarr/1"], Output);
        Assert.StartsWith($"omezarr: {folder["in.ome.zarr/1"]}: is a Zarr array, which does not say what its axes are", array.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Axes_that_files_do_not_have_are_an_error()
    {
        WriteV04(folder["old.zarr"], "/");
        var document = folder["old.zarr/.zattrs"];
        await File.WriteAllTextAsync(document, (await File.ReadAllTextAsync(document, Cancel)).Replace("""{"name":"c","type":"channel"}""", """{"name":"angle","type":"angle"}""", StringComparison.Ordinal), Cancel);
        var run = await Run.Of("convert", folder["old.zarr"], Output);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("the axes of the image are angle, y, x; only t, c, z, y, x can be converted, in any order", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("in.ome.zarr")]
    [InlineData("in.ome.zarr/deep/out.zarr")]
    [InlineData("link/out.zarr")]
    public async Task The_output_is_no_part_of_the_input(string output)
    {
        await WriteLevelsAsync();
        Directory.CreateSymbolicLink(folder["link"], "in.ome.zarr");
        var before = folder.Files();
        var run = await Run.Of("convert", Input, folder[output], "--overwrite");
        Assert.Equal((2, $"omezarr: {folder[output]} is the input {Input} or lies in it; choose another output. Nothing was changed\n"), (run.ExitCode, run.Error));
        Assert.Equal(before, folder.Files());
    }

    [Theory]
    [InlineData("--axes", "yx", "which names its axes")]
    [InlineData("--page", "0", "which has no pages")]
    public async Task Options_for_pages_of_files_are_refused(string option, string value, string reason)
    {
        await WriteLevelsAsync();
        var run = await Run.Of("convert", Input, Output, option, value);
        Assert.Equal((2, $"omezarr: {option}: {Input} is a Zarr store, {reason}\n"), (run.ExitCode, run.Error));
    }

    private async Task RequireErrorAsync(string start)
    {
        var run = await Run.Of("convert", Input, Output);
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith($"omezarr: {start}", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Output));
    }

    private static async Task RequireLabelAsync(string store)
    {
        var label = await (await OmeImage.OpenAsync(store, cancellationToken: Cancel)).OpenLabelAsync("cells", Cancel);
        Assert.Equal([0, 1, 1, 7], (await label.Levels[0].ReadAsync<byte>(Cancel)).ToArray());
        Assert.Equal(new LabelColor(7, 1, 2, 3, 255), Assert.Single(Assert.IsType<LabelImage>(label.Metadata).ImageLabel.Colors!));
    }

    private async Task WriteLabelledAsync()
    {
        Dimension[] dimensions = [new("y"), new("x")];
        var values = new LabelImage(Image.FromDimensions(dimensions, "cells"), new ImageLabel { Colors = [new LabelColor(7, 1, 2, 3, 255)] });
        await OmeWriter.WriteImageAsync(
            Input, Image.FromDimensions(dimensions, "a"), [new byte[,] { { 1, 2 }, { 3, 4 } }.AsSource()], null, [new Label("cells", values, new byte[,] { { 0, 1 }, { 1, 7 } }.AsSource())], Cancel);
    }

    /// <summary>4 x 2 pixels and a level that cannot be computed from them.</summary>
    private Task<string> WriteLevelsAsync()
    {
        Dimension[] dimensions = [new("y", 2, "micrometer") { Translation = 100 }, new("x", 2, "micrometer") { Translation = 0 }];
        return OmeWriter.WriteImageAsync(
            Input,
            Image.FromDimensions(dimensions, "a", 2, Downsampling.Mean),
            [new byte[,] { { 1, 2 }, { 3, 4 }, { 5, 6 }, { 7, 8 } }.AsSource(), new byte[,] { { 9 }, { 8 } }.AsSource()],
            cancellationToken: Cancel);
    }

    private static void WriteV04(string path, string separator)
    {
        Directory.CreateDirectory(Path.Join(path, "0"));
        File.WriteAllText(Path.Join(path, ".zgroup"), """{"zarr_format":2}""");
        File.WriteAllText(Path.Join(path, ".zattrs"), $$"""
            {"multiscales":[{"version":"0.4","name":"old","axes":{{Axes}},
            "datasets":[{"path":"0","coordinateTransformations":[{"type":"scale","scale":[1,0.25,0.125]},{"type":"translation","translation":[0,5,-10]}]}],
            "coordinateTransformations":[{"type":"scale","scale":[1,2,2]}]}],
            "omero":{"channels":[{"label":"blue","color":"0000FF","window":{"start":0,"end":5,"min":0,"max":255},"active":true},
            {"label":"red","color":"FF0000","inverted":true,"window":{"start":2,"end":9,"min":0,"max":255},"active":true}]},"lab":"ours"}
            """);
        File.WriteAllText(Path.Join(path, "0", ".zarray"), $$"""{"zarr_format":2,"shape":[2,2,2],"chunks":[1,2,2],"dtype":"|u1","compressor":null,"fill_value":0,"order":"C","filters":null,"dimension_separator":"{{separator}}"}""");
        foreach (var channel in new[] { 0, 1 })
        {
            var chunk = Path.Join(path, "0", string.Join(separator, channel, 0, 0));
            Directory.CreateDirectory(Path.GetDirectoryName(chunk)!);
            File.WriteAllBytes(chunk, [.. Enumerable.Range(1, 4).Select(value => (byte)((4 * channel) + value))]);
        }
    }
}
