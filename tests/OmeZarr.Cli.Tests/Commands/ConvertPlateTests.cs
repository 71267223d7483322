using System.Text.Json.Nodes;
using OmeZarr.V05;
using TestKit;
using Xunit;

namespace OmeZarr.Cli.Tests.Commands;

/// <summary>Files of a plate become a plate.</summary>
public sealed class ConvertPlateTests : IDisposable
{
    private const string Pattern = "(?<well>[A-Z]+[0-9]+)(_f(?<field>[0-9a-z]+))?(_z(?<z>[0-9]+))?(_t(?<time>[0-9]+))?(_(?<channel>[^_.]+))?[.]tif";

    private readonly TemporaryFolder folder = new();

    private string Output => folder["plåte 1.ome.zarr"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Wells_and_fields_are_in_natural_order_and_have_their_pixels()
    {
        Write(("in/p_AA1_f0.tif", 1), ("in/p_B10_f10.tif", 2), ("in/deep/p_B10_f09.tif", 3), ("in/p_B2_f1.tif", 4), ("in/p_A03_f0.TIF", 5));
        File.WriteAllText(folder["in/._p_A03_f0.tif"], "what macOS leaves");
        await ConvertAsync("in", "--plate", "(?i)" + Pattern);
        var plate = await PlateAsync();
        Assert.Equal(["A", "B", "AA"], plate.Rows.Select(row => row.Name));
        Assert.Equal(["1", "2", "3", "10"], plate.Columns.Select(column => column.Name));
        Assert.Equal(["A/3", "B/2", "B/10", "AA/1"], plate.Wells.Select(well => well.Path));
        Assert.Equal(("plåte 1", 2), (plate.Name, plate.FieldCount));
        Assert.Equal(["9", "10"], (await WellAsync("B/10")).Select(field => field.Path));
        Assert.Equal(new byte[] { 5, 4, 3, 2, 1 }, await FirstPixelsAsync("A/3/0", "B/2/1", "B/10/9", "B/10/10", "AA/1/0"));
    }

    [Fact]
    public async Task Channels_slices_and_time_points_are_stacked()
    {
        var files = from t in new[] { 1, 2 } from c in new[] { "DAPI", "GFP", "c10" } from z in new[] { 9, 10 } select ($"A1_f0_z{z}_t{t}_{c}.tif", (t * 100) + (c.Length * 10) + z);
        Write([.. files]);
        await ConvertAsync("*.tif", "--plate", Pattern, "--scale", "z=2,x=0.5,t=3", "--unit", "t=second,z=micrometer", "--name", "P 1");
        var image = await OmeImage.OpenAsync(Path.Join(Output, "A", "1", "0"), cancellationToken: Cancel);
        Assert.Equal(["t", "c", "z", "y", "x"], image.Axes.Select(axis => axis.Name));
        Assert.Equal([3, 1, 2, 1, 0.5], image.Levels[0].PixelSize);
        Assert.Equal(["DAPI", "GFP", "c10"], image.Metadata.Omero!.Channels.Select(channel => channel.Label));
        Assert.Equal("P 1", (await PlateAsync()).Name);
        var pixels = await image.Levels[0].ReadAsync<byte>(Cancel);
        Assert.Equal(files.Select(file => (byte)file.Item2), pixels.Where((_, i) => i % 4 == 0));
    }

    [Fact]
    public async Task A_single_channel_has_no_axis_but_a_name()
    {
        Write(("A1_f0_2.tif", 7));
        await ConvertAsync("*.tif", "--plate", Pattern);
        var image = await OmeImage.OpenAsync(Path.Join(Output, "A", "1", "0"), cancellationToken: Cancel);
        Assert.Equal(["y", "x"], image.Axes.Select(axis => axis.Name));
        Assert.Equal(["channel 2"], image.Metadata.Omero!.Channels.Select(channel => channel.Label));
    }

    [Fact]
    public async Task Display_windows_are_the_same_for_all_fields()
    {
        Write([.. Enumerable.Range(1, 40).Select(column => ($"A{column}_dna.tif", 2 * column)), .. Enumerable.Range(1, 40).Select(column => ($"A{column}_er.tif", 100))]);
        await ConvertAsync("*.tif", "--plate", Pattern);
        var images = new List<OmeImage>();
        foreach (var column in Enumerable.Range(1, 40))
        {
            images.Add(await OmeImage.OpenAsync(Path.Join(Output, "A", $"{column}", "0"), cancellationToken: Cancel));
        }

        var windows = Assert.Single(images.Select(image => image.Metadata.Omero).Distinct())!.Channels.Select(channel => channel.Window!).ToList();
        Assert.All(windows, window => Assert.Equal((0, 255), (window.Min, window.Max)));
        Assert.InRange(windows[0].Start, 2, 10);
        Assert.InRange(windows[0].End, 70, 83);
        Assert.Equal((0, 100), (windows[1].Start, windows[1].End));
    }

    [Fact]
    public async Task Fields_may_differ_from_well_to_well_in_number_and_size()
    {
        Write(("A1_f1.tif", 1), ("A1_f2.tif", 2));
        TestFiles.WriteGray<ushort>(folder["B1_f7.tif"], 3, 1, 2, 3);
        var summary = await ConvertAsync("*.tif", "--plate", Pattern);
        Assert.Contains($"{Output}  2 wells, 3 fields   14 bytes → ", summary, StringComparison.Ordinal);
        Assert.Equal([1, 3], (await OmeImage.OpenAsync(Path.Join(Output, "B", "1", "7"), cancellationToken: Cancel)).Levels[0].Shape);
    }

    [Fact]
    public async Task The_summary_as_JSON_tells_wells_and_fields()
    {
        Write(("A1_f1.tif", 1), ("A2_f2.tif", 2));
        var summary = JsonNode.Parse(await ConvertAsync("*.tif", "--plate", Pattern, "--json", "--chunks", "1,2", "--shards", "auto"))!.AsObject();
        Assert.True((long)summary["bytesStored"]! > 8);
        summary.Remove("bytesStored");
        summary.Remove("seconds");
        var expected = new JsonObject { ["path"] = Output, ["wells"] = new JsonArray("A/1", "A/2"), ["fields"] = 2, ["axes"] = new JsonArray("y", "x"), ["shape"] = new JsonArray(2L, 2L), ["dataType"] = "uint8", ["chunks"] = new JsonArray(1L, 2L), ["shards"] = new JsonArray(2L, 2L), ["bytesIn"] = 8 };
        Assert.Equal(expected.ToJsonString(), summary.ToJsonString());
    }

    [Fact]
    public async Task Files_are_left_out_by_their_names()
    {
        Write(("A1_f1.tif", 1), ("A1_f1_thumb.tif", 2));
        await ConvertAsync("*.tif", "--plate", Pattern, "--skip", "_thumb[.]");
        Assert.Equal(new byte[] { 1 }, await FirstPixelsAsync("A/1/1"));
    }

    [Fact]
    public async Task Overwriting_replaces_the_plate()
    {
        Write(("A1_f1.tif", 1), ("B1_f1.tif", 2));
        await ConvertAsync("*.tif", "--plate", Pattern);
        await ConvertAsync("B1*.tif", "--plate", Pattern, "--overwrite");
        Assert.Equal(["B/1"], (await PlateAsync()).Wells.Select(well => well.Path));
        Assert.False(Directory.Exists(Path.Join(Output, "A")));
    }

    [Fact]
    public async Task Every_document_is_valid()
    {
        Write(("A1_f1_a.tif", 1), ("A1_f1_b.tif", 2), ("H12_f1_a.tif", 3), ("H12_f1_b.tif", 4));
        await ConvertAsync("*.tif", "--plate", Pattern, "--unit", "micrometer");
        await ValidDocuments.RequireAsync(Output, OmeDocumentKind.Plate, OmeDocumentKind.Well, OmeDocumentKind.Image);
    }

    private void Write(params (string Name, int Value)[] files)
    {
        foreach (var (name, value) in files)
        {
            TestFiles.WriteGray(folder[name], 2, (byte)value, (byte)value, (byte)value, (byte)value);
        }
    }

    private Task<string> ConvertAsync(string input, params string[] options) => Run.OutputOf(["convert", folder[input], Output, .. options]);

    private async Task<PlateDef> PlateAsync() => Assert.IsType<Plate>((await OmeDocument.LoadAsync(Output, cancellationToken: Cancel)).Content).Definition;

    private async Task<IReadOnlyList<FieldOfView>> WellAsync(string path) =>
        Assert.IsType<Well>((await OmeDocument.LoadAsync(Path.Join(Output, path), cancellationToken: Cancel)).Content).Definition.Images;

    private async Task<byte[]> FirstPixelsAsync(params string[] fields)
    {
        var pixels = new List<byte>();
        foreach (var field in fields)
        {
            pixels.Add((await (await OmeImage.OpenAsync(Path.Join(Output, field), cancellationToken: Cancel)).Levels[0].ReadAsync<byte>(Cancel))[0]);
        }

        return [.. pixels];
    }
}
