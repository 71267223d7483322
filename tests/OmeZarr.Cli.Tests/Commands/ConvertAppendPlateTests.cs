using System.Text.Json.Nodes;
using TestKit;
using Xunit;

namespace OmeZarr.Cli.Tests.Commands;

/// <summary>Wells and fields are added to a plate that is there.</summary>
public sealed class ConvertAppendPlateTests : IDisposable
{
    private const string Pattern = "(?<well>[A-Z]+[0-9]+)_f(?<field>[0-9a-z]+)(_(?<channel>[^_.]+))?[.]tif";

    private readonly TemporaryFolder folder = new();

    private string Output => folder["plate.ome.zarr"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Each_well_by_a_call_of_its_own_makes_the_plate_of_one_call()
    {
        Write(("A10_f0.tif", 2), ("A10_f1.tif", 3), ("C1_f0.tif", 4));
        TestFiles.WriteGray<byte>(folder["B02_f0.tif"], 2, 1, 4, 1, 4); // comes first and has the extremes, so that the display windows are the same
        await ConvertAsync("*.tif");
        var expected = ErrorLines.Snapshot(folder);
        Directory.Delete(Output, recursive: true);
        foreach (var input in new[] { "B02*.tif", "A10_f1.tif", "C1*.tif", "A10_f0.tif" })
        {
            await ConvertAsync(input, "--append");
        }

        Assert.Equal(expected, ErrorLines.Snapshot(folder));
    }

    [Fact]
    public async Task The_summary_tells_what_was_added()
    {
        Write(("A1_f0.tif", 1), ("A2_f0.tif", 2), ("A2_f1.tif", 3));
        Assert.StartsWith($"{Output}  added 1 well, 1 field of 2 x 2 uint8 (y, x)   4 bytes → ", await ConvertAsync("A1*.tif", "--append"), StringComparison.Ordinal);
        var summary = JsonNode.Parse(await ConvertAsync("*.tif", "--append", "--skip-existing", "--json"))!;
        Assert.Equal("""["A/2"]""", summary["wells"]!.ToJsonString());
        Assert.Equal("""["A/1/0"]""", summary["skipped"]!.ToJsonString());
        Assert.Equal((2, 8), ((int)summary["fields"]!, (int)summary["bytesIn"]!));
        Assert.Equal(SizeOf("A/2/0") + SizeOf("A/2/1"), (long)summary["bytesStored"]!);
    }

    [Fact]
    public async Task An_interrupted_plate_goes_on_with_what_is_missing()
    {
        Write(("A1_f0.tif", 1), ("A1_f1.tif", 2), ("A2_f0.tif", 3), ("B1_f0.tif", 4));
        await ConvertAsync("A1_f0.tif", "--append");
        File.WriteAllText(folder["A1_f0.tif"], "is not even opened again");
        var summary = await ConvertAsync("*.tif", "--append", "--skip-existing");
        Assert.StartsWith($"{Output}  added 3 wells, 3 fields of 2 x 2 uint8 (y, x); 1 was there   12 bytes → ", summary, StringComparison.Ordinal);
        Assert.Equal(new byte[] { 1, 2, 3, 4 }, await FirstPixelsAsync("A/1/0", "A/1/1", "A/2/0", "B/1/0"));
        var before = ErrorLines.Snapshot(folder);
        Assert.StartsWith($"{Output}  nothing to add: all 4 fields are there   0 bytes → 0 bytes", await ConvertAsync("*.tif", "--append", "--skip-existing", "--scale", "y=2"), StringComparison.Ordinal);
        Assert.Equal(before, ErrorLines.Snapshot(folder));
    }

    [Fact]
    public async Task Fields_that_are_there_are_named_and_stay()
    {
        Write(("A1_f0.tif", 1), ("A1_f1.tif", 2), ("A2_f0.tif", 3));
        await ConvertAsync("A1*.tif", "--append");
        await ErrorLines.RequireAsync(
            folder,
            "~/plate.ome.zarr has well A/1, field 0, and 1 more of the fields that are given, already; --skip-existing adds the others, --overwrite replaces them. Nothing was changed",
            ["A1_f0.tif", "A1_f1.tif", "A2_f0.tif", "plate.ome.zarr", "--plate", Pattern, "--append"]);
        await ErrorLines.RequireAsync(
            folder,
            "~/plate.ome.zarr has well A/1, field 1, already; --skip-existing adds the others, --overwrite replaces it. Nothing was changed",
            ["A1_f1.tif", "plate.ome.zarr", "--plate", Pattern, "--append"]);
    }

    [Fact]
    public async Task With_overwrite_only_fields_of_the_same_name_are_replaced()
    {
        Write(("A1_f0.tif", 1), ("A1_f1.tif", 2), ("B1_f0.tif", 3));
        await ConvertAsync("*.tif");
        Write(("A1_f1.tif", 9));
        await ConvertAsync("A1_f1.tif", "--append", "--overwrite");
        Assert.Equal(new byte[] { 1, 9, 3 }, await FirstPixelsAsync("A/1/0", "A/1/1", "B/1/0"));
    }

    [Fact]
    public async Task The_name_stays_unless_one_is_given()
    {
        Write(("A1_f0.tif", 1), ("A2_f0.tif", 2), ("A3_f0.tif", 3));
        await ConvertAsync("A1*.tif", "--append", "--name", "screen 7");
        await ConvertAsync("A2*.tif", "--append");
        Assert.Equal("screen 7", (await OmePlate.OpenAsync(Output, cancellationToken: Cancel)).Name);
        await ConvertAsync("A3*.tif", "--append", "--name", "screen 8");
        Assert.Equal("screen 8", (await OmePlate.OpenAsync(Output, cancellationToken: Cancel)).Name);
    }

    [Fact]
    public async Task New_fields_are_displayed_as_those_that_are_there()
    {
        Write(("A1_f0_dna.tif", 10), ("A1_f0_er.tif", 100), ("A2_f0_dna.tif", 200), ("A2_f0_er.tif", 250));
        await ConvertAsync("A1*.tif", "--append");
        await ConvertAsync("A2*.tif", "--append");
        var first = await OmeImage.OpenAsync(Path.Join(Output, "A/1/0"), cancellationToken: Cancel);
        var second = await OmeImage.OpenAsync(Path.Join(Output, "A/2/0"), cancellationToken: Cancel);
        Assert.Equal(first.Metadata.Omero, second.Metadata.Omero);
        await ValidDocuments.RequireAsync(Output, OmeDocumentKind.Plate, OmeDocumentKind.Well, OmeDocumentKind.Image);
    }

    [Fact]
    public async Task Calls_at_the_same_time_lose_nothing()
    {
        var columns = Enumerable.Range(1, 8).ToList();
        Write([.. columns.Select(column => ($"A{column}_f0.tif", column))]);
        await Task.WhenAll(columns.Select(column => Task.Run(() => ConvertAsync($"A{column}_f0.tif", "--append"), Cancel)));
        Assert.Equal(columns.Select(column => $"A/{column}"), (await OmePlate.OpenAsync(Output, cancellationToken: Cancel)).Wells.Select(well => well.Path));
        Assert.Equal(columns.Select(column => (byte)column), await FirstPixelsAsync([.. columns.Select(column => $"A/{column}/0")]));
    }

    [Fact]
    public async Task A_damaged_file_stops_it_and_what_was_added_before_stays()
    {
        Write(("A1_f0.tif", 1), ("A2_f0.tif", 2), ("A3_f0.tif", 3));
        File.WriteAllBytes(folder["A2_f0.tif"], File.ReadAllBytes(folder["A2_f0.tif"])[..^1]);
        var run = await Run.Of("convert", folder["*.tif"], Output, "--plate", Pattern, "--append");
        Assert.Equal((2, string.Empty), (run.ExitCode, run.Out));
        Assert.Contains("A2_f0.tif: page 0: strip 0 is truncated", run.Error, StringComparison.Ordinal);
        Assert.Equal(["A/1"], (await OmePlate.OpenAsync(Output, cancellationToken: Cancel)).Wells.Select(well => well.Path));
        Write(("A2_f0.tif", 2));
        await ConvertAsync("*.tif", "--append", "--skip-existing");
        Assert.Equal(new byte[] { 1, 2, 3 }, await FirstPixelsAsync("A/1/0", "A/2/0", "A/3/0"));
    }

    [Fact]
    public async Task What_is_cancelled_says_that_something_stays()
    {
        Write(("A1_f0.tif", 1));
        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();
        using var error = new StringWriter { NewLine = "\n" };
        var exitCode = await Application.RunAsync(["convert", folder["*.tif"], Output, "--plate", Pattern, "--append"], new Terminal(TextWriter.Null, error, false), stopped.Token);
        Assert.Equal((130, $"omezarr: cancelled; what was added to {Output} before stays, and --append --skip-existing adds the rest\n"), (exitCode, error.ToString()));
    }

    private void Write(params (string Name, int Value)[] files)
    {
        foreach (var (name, value) in files)
        {
            TestFiles.WriteGray(folder[name], 2, (byte)value, (byte)value, (byte)value, (byte)value);
        }
    }

    private Task<string> ConvertAsync(string input, params string[] options) => Run.OutputOf(["convert", folder[input], Output, "--plate", Pattern, .. options]);

    private long SizeOf(string path) => new DirectoryInfo(Path.Join(Output, path)).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);

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
