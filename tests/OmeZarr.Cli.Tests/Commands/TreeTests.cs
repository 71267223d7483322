using System.Text.Json.Nodes;
using TestKit;
using Xunit;

namespace OmeZarr.Cli.Tests.Commands;

public sealed class TreeTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Plate => folder["p.zarr"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_plate_is_shown_with_its_wells_and_fields()
    {
        await ConvertAsync(2, 1);
        Assert.Equal(
            $"""
            {Plate}   OME-Zarr 0.5 plate "p"   1 row x 2 columns, 2 wells
            ├── A/1   well   1 field
            │   └── 0   image "A1 field 0"   1 x 40 uint16 (y, x)
            └── A/2   well   1 field
                └── 0   image "A2 field 0"   1 x 40 uint16 (y, x)

            """.ReplaceLineEndings("\n"),
            await Run.OutputOf("tree", Plate));
    }

    [Fact]
    public async Task What_is_left_out_is_counted()
    {
        await ConvertAsync(9, 1);
        var lines = (await Run.OutputOf("tree", Plate, "--max-per-level", "2", "--depth", "1")).TrimEnd().Split('\n');
        Assert.Equal(["├── A/1   well   1 field", "├── A/2   well   1 field", "└── … 7 more wells"], lines[1..]);
        Assert.Equal($"{Plate}   OME-Zarr 0.5 plate \"p\"   1 row x 9 columns, 9 wells\n", await Run.OutputOf("tree", Plate, "--depth", "0"));
    }

    [Fact]
    public async Task What_is_broken_is_marked_and_the_exit_code_says_so()
    {
        await ConvertAsync(2, 1);
        Directory.Delete(folder["p.zarr/A/1"], recursive: true);
        var run = await Run.Of("tree", Plate);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("\n├── A/1   !! is missing\n└── A/2   well   1 field\n", run.Out, StringComparison.Ordinal);
        Assert.Equal("is missing", (string?)JsonNode.Parse((await Run.Of("tree", Plate, "--json")).Out)!["children"]![0]!["problem"]);
    }

    [Fact]
    public async Task Arrays_are_shown_on_request()
    {
        await Run.OutputOf("convert", TestFiles.Cells, folder["a.zarr"]);
        Assert.Equal(
            $"""
            {folder["a.zarr"]}   OME-Zarr 0.5 image "a"   2 x 4 x 96 x 128 uint16 (c, z, y, x)
            └── 0   array   2 x 4 x 96 x 128 uint16

            """.ReplaceLineEndings("\n"),
            await Run.OutputOf("tree", folder["a.zarr"], "--arrays"));
    }

    [Theory]
    [InlineData("04_missing_level", true, "└── 1   !! is missing")]
    [InlineData("bf_noseries", false, "├── 0   image   ")]
    [InlineData("gdal_fill_null", false, "└── arr   array   37 x 53 uint16")]
    public async Task Stores_of_others_are_shown(string name, bool isBroken, string expected)
    {
        var run = await Run.Of("tree", SharedData.PathOrSkip($"cases/stores/{name}.zarr"), "--arrays");
        Assert.Contains($"\n{expected}", run.Out, StringComparison.Ordinal);
        Assert.Equal(isBroken ? 1 : 0, run.ExitCode);
    }

    [Fact]
    public async Task A_name_cannot_steer_the_terminal_or_begin_a_line()
    {
        Directory.CreateDirectory(Plate);
        var plate = new JsonObject
        {
            ["name"] = "a\u001b[31m\nb",
            ["rows"] = new JsonArray(new JsonObject { ["name"] = "A" }),
            ["columns"] = new JsonArray(new JsonObject { ["name"] = "1" }),
            ["wells"] = new JsonArray(new JsonObject { ["path"] = "A/1\u001b[0m\nX", ["rowIndex"] = 0, ["columnIndex"] = 0 }),
        };
        var document = new JsonObject { ["zarr_format"] = 3, ["node_type"] = "group", ["attributes"] = new JsonObject { ["ome"] = new JsonObject { ["version"] = "0.5", ["plate"] = plate } } };
        await File.WriteAllTextAsync(folder["p.zarr/zarr.json"], document.ToJsonString(), TestContext.Current.CancellationToken);
        var run = await Run.Of("tree", Plate);
        Assert.Equal(2, run.Out.Count(c => c == '\n'));
        Assert.DoesNotContain(run.Out, c => char.IsControl(c) && c != '\n');
    }

    [Theory]
    [InlineData("tree needs PATH (see omezarr tree --help)", "tree")]
    [InlineData("nothing: no such folder", "tree", "nothing")]
    [InlineData("--depth 65: give a number, 0 to 64", "tree", ".", "--depth", "65")]
    [InlineData("--max-per-level 0: give a number, 1 or more", "tree", ".", "--max-per-level", "0")]
    public async Task Wrong_use_is_explained(string error, params string[] args) => Assert.Equal(new Run(2, string.Empty, $"omezarr: {error}\n"), await Run.Of(args));

    private async Task ConvertAsync(int wells, int fields)
    {
        for (var well = 1; well <= wells; well++)
        {
            for (var field = 0; field < fields; field++)
            {
                TestFiles.WriteGray(folder[$"in/x_A{well}_f{field}.tif"], 40, [.. Enumerable.Range(1, 40).Select(value => (ushort)value)]);
            }
        }

        await Run.OutputOf("convert", folder["in"], Plate, "--plate", "_(?<well>A\\d+)_f(?<field>\\d+)");
    }
}
