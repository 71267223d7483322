using System.Text.Json.Nodes;
using OmeZarr.Cli.Tests.Commands;
using TestKit;
using Xunit;

namespace OmeZarr.Cli.Tests.Plates;

/// <summary>The plan of a plate is shown, changed and run.</summary>
public sealed class PlatePlanTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Output => folder["out.ome.zarr"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_plan_is_a_table_and_writes_nothing()
    {
        PlateTree.Write(folder, ["TimePoint_1/p_A01_s1_w1.TIF", "TimePoint_1/p_A01_s1_w2.TIF", "TimePoint_2/p_A01_s1_w1.TIF", "TimePoint_1/p_A01_s1_w1_thumb.TIF"]);
        var plan = await Run.OutputOf("convert", folder["in"], Output, "--plate", "auto", "--plan", "--strict");
        Assert.Equal(
            """
            file                         well  field  t  c  z
            TimePoint_1/p_A01_s1_w1.TIF  A/1   1      1  1  -
            TimePoint_1/p_A01_s1_w2.TIF  A/1   1      1  2  -
            TimePoint_2/p_A01_s1_w1.TIF  A/1   1      2  1  -

            well  field  axes  shape          type   channels
            A/1   1      tcyx  2 x 2 x 2 x 2  uint8  channel 1, channel 2

            --plate auto took imagexpress, which all 3 file names follow; generic fits 3
            no planes: 1 file that the convention names as thumbnails, corrections or the like
            warning: 1 plane has no file and is filled with 0: well A/1, field 1, channel 2, time 2

            """.ReplaceLineEndings("\n"),
            plan);
        Assert.False(Path.Exists(Output));
    }

    [Fact]
    public async Task A_plan_as_JSON_tells_files_fields_and_what_is_left_out()
    {
        PlateTree.Write(folder, ["Images/r02c03f01p01-ch1sk1fk1fl1.tiff", "Images/r02c03f01p02-ch1sk1fk1fl1.tiff"]);
        await File.WriteAllTextAsync(folder["in/Images/Index.xml"], InstrumentTexts.Harmony7, Cancel);
        var plan = JsonNode.Parse(await Run.OutputOf("convert", folder["in"], Output, "--plate", "harmony", "--plan", "--json"))!;
        Assert.Equal(
            """{"convention":"phenix","reason":null,"files":[{"file":"Images/r02c03f01p01-ch1sk1fk1fl1.tiff","well":"B/3","field":"1","time":"1","channel":"1","z":"1"},{"file":"Images/r02c03f01p02-ch1sk1fk1fl1.tiff","well":"B/3","field":"1","time":"1","channel":"1","z":"2"}],"channels":[{"channel":"1","name":"Hoechst 33342"}],"fields":[{"well":"B/3","field":"1","axes":"zyx","shape":[2,2,2],"dataType":"uint8","channels":["Hoechst 33342"],"scale":[1.5,0.5,0.5],"units":["micrometer","micrometer","micrometer"],"translation":[0,199.75,99.75]}],"noPlanes":[],"warnings":[]}""",
            plan.ToJsonString());
    }

    [Fact]
    public async Task A_changed_plan_is_run()
    {
        PlateTree.Write(folder, ["B03_f1_c1.tif", "B03_f1_c2.tif", "B03_f2_c1.tif", "B03_f2_c2.tif"]);
        var plan = JsonNode.Parse(await Run.OutputOf("convert", folder["in"], Output, "--plate", "auto", "--plan", "--json"))!;
        var files = plan["files"]!.AsArray();
        files.RemoveAt(3);
        files.RemoveAt(2);
        (files[0]!["well"], files[1]!["well"]) = ("C12", "C/12");
        files[1]!["channel"] = 7;
        plan["channels"] = new JsonArray(new JsonObject { ["channel"] = "7", ["name"] = "GFP" });
        await File.WriteAllTextAsync(folder["plan.json"], plan.ToJsonString(), Cancel);
        await Run.OutputOf("convert", folder["in"], Output, "--from-plan", folder["plan.json"], "--strict");
        var image = await OmeImage.OpenAsync(Path.Join(Output, "C/12/1"), cancellationToken: Cancel);
        Assert.Equal(["channel 1", "GFP"], image.Metadata.Omero!.Channels.Select(channel => channel.Label));
        Assert.Equal(new byte[] { 1, 1, 1, 1, 2, 2, 2, 2 }, await image.Levels[0].ReadAsync<byte>(Cancel));
        Assert.False(Directory.Exists(Path.Join(Output, "B")));
    }

    [Theory]
    [InlineData("{", "is not JSON: Expected depth to be zero at the end of the JSON payload. There is an open JSON object or array that should be closed. LineNumber: 0 | BytePositionInLine: 1.")]
    [InlineData("[]", "is not a plan; --plan --json prints one, with a list \"files\"")]
    [InlineData("""{"files":{}}""", "is not a plan; --plan --json prints one, with a list \"files\"")]
    [InlineData("""{"files":[]}""", "the plan has no files")]
    [InlineData("""{"files":[7]}""", "files[0]: is not an object")]
    [InlineData("""{"files":[{"well":"A1"}]}""", "files[0]: has no \"file\"")]
    [InlineData("""{"files":[{"file":"A1_f1.tif"}]}""", "files[0]: has no \"well\"")]
    [InlineData("""{"files":[{"file":"A1_f1.tif","well":"1A"}]}""", "files[0]: the well is \"1A\"; expected letters of a row and a number of a column, such as B/3")]
    [InlineData("""{"files":[{"file":"A1_f1.tif","well":"A1","field":"../x"}]}""", "files[0]: the field is \"../x\"; expected letters and digits")]
    [InlineData("""{"files":[{"file":"../A1_f1.tif","well":"A1"}]}""", "files[0]: ../A1_f1.tif is not among the input files; give the folder that the plan was made for")]
    [InlineData("""{"files":[{"file":"A1_f1.tif","well":"A1","z":[]}]}""", "files[0]: \"z\" is not a text")]
    public async Task Plans_that_cannot_be_run(string plan, string message)
    {
        PlateTree.Write(folder, ["A1_f1.tif"]);
        await File.WriteAllTextAsync(folder["plan.json"], plan, Cancel);
        await ErrorLines.RequireAsync(folder, $"--from-plan ~/plan.json: {message}", "in", "out.zarr", "--from-plan", "~/plan.json");
    }

    [Theory]
    [InlineData("--plan is for plates; it is given together with --plate or --from-plan", "--plan")]
    [InlineData("--plate-wells is for plates; it is given together with --plate or --from-plan", "--plate-wells", "96")]
    [InlineData("--plate-wells 100: there are plates with 6, 12, 24, 48, 96, 384, 1536 wells", "--plate", "auto", "--plate-wells", "100")]
    [InlineData("--plate and --from-plan cannot be given together: the plan says the places of all files", "--plate", "auto", "--from-plan", "x")]
    [InlineData("--skip and --from-plan cannot be given together: files that are not in the plan are left out", "--skip", "a", "--from-plan", "x")]
    public Task Options_that_do_not_go_together(string message, params string[] options)
    {
        PlateTree.Write(folder, ["A1_f1.tif"]);
        return ErrorLines.RequireAsync(folder, message, ["in", "out.zarr", .. options]);
    }

    [Fact]
    public async Task Patterns_may_be_in_a_file()
    {
        PlateTree.Write(folder, ["day1/A1.tif", "day2/A1.tif", "odd-B2.tif"]);
        await File.WriteAllTextAsync(folder["pattern.txt"], "# days\nday(?<time>[0-9])/(?<well>A1)\n\n^odd-(?P<well>B2)\n", Cancel);
        var plan = await Run.OutputOf("convert", folder["in"], Output, "--plate", $"@{folder["pattern.txt"]}", "--plan");
        Assert.Contains("day2/A1.tif  A/1   0      2  -  -\nodd-B2.tif   B/2   0      -  -  -\n", plan, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "the file has no pattern; it has a regular expression in each line")]
    [InlineData("(", null)]
    public async Task Files_without_a_pattern_are_refused(string text, string? message)
    {
        PlateTree.Write(folder, ["A1.tif"]);
        await File.WriteAllTextAsync(folder["pattern.txt"], text, Cancel);
        await ErrorLines.RequireAsync(folder, message is null ? "--plate (: not a regular expression: Invalid pattern '(' at offset 1. Not enough )'s." : $"--plate @~/pattern.txt: {message}", "in", "out.zarr", "--plate", "@~/pattern.txt");
    }

    [Fact]
    public async Task Names_with_line_ends_stay_in_their_line()
    {
        PlateTree.Write(folder, ["x\n\u001b[31m_A1_f1.tif"]);
        var plan = await Run.OutputOf("convert", folder["in"], Output, "--plate", "generic", "--plan");
        Assert.Equal("x\uFFFD\uFFFD[31m_A1_f1.tif  A/1   1      -  -  -", plan.Split('\n')[1]);
    }

    [Fact]
    public Task Dates_taken_for_channels_slices_and_times_are_noticed()
    {
        PlateTree.Write(folder, [.. Enumerable.Range(1, 60).Select(i => $"A1_{i}.tif")]);
        return ErrorLines.RequireAsync(
            folder,
            "--plate: the names tell 60 channels, 60 slices and 60 time points for each of 1 field, which makes 216000 planes, but there are only 60 files. In A1_1.tif the pattern finds channel 1, z 1, time 1; one of them is something else",
            "in",
            "out.zarr",
            "--plate",
            "(?<well>A1)_(?<channel>(?<z>(?<time>.+)))[.]tif");
    }
}
