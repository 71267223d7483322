using System.Text.Json.Nodes;
using OmeZarr.V05;
using TestKit;
using Xunit;

namespace OmeZarr.Cli.Tests.Plates;

/// <summary>What a plate lacks, or what is guessed, is said.</summary>
public sealed class PlateFindingTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Output => folder["out.ome.zarr"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Missing_planes_are_filled_and_told()
    {
        Write("A1_f1_t1_c1_z1.tif", "A1_f1_t1_c1_z2.tif", "A1_f1_t1_c2_z1.tif", "A1_f1_t2_c2_z2.tif", "B1_f1_t2_c1_z1.tif");
        const string Warning = "11 planes have no file and are filled with 0: well A/1, field 1, channel 2, z 2, time 1; well A/1, field 1, channel 1, z 1, time 2; well A/1, field 1, channel 1, z 2, time 2; well A/1, field 1, channel 2, z 1, time 2; …";
        var run = await ConvertAsync("generic");
        Assert.Equal((0, $"warning: {folder["in"]}: {Warning}\n"), (run.ExitCode, run.Error));
        Assert.Equal("1 2 3 0 0 0 0 4", await PlanesAsync("A/1/1"));
        Assert.Equal("0 0 0 0 5 0 0 0", await PlanesAsync("B/1/1"));
        var json = await ConvertAsync("generic", "--overwrite", "--json");
        var finding = JsonNode.Parse(json.Out)!["findings"]![0]!;
        Assert.Equal(("missing", folder["in"], Warning), ((string?)finding["kind"], (string?)finding["file"], (string?)finding["message"]));
    }

    [Fact]
    public async Task Projections_beside_the_folders_of_slices_are_left_out_and_told()
    {
        Write("ZStep_1/Mix_E07_s1_w1.tif", "ZStep_2/Mix_E07_s1_w1.tif", "Mix_E07_s1_w1.tif", "Mix_E07_s1_w2.tif");
        var run = await ConvertAsync("auto");
        Assert.Equal(
            (0, $"warning: {folder["in"]}: 1 projection of slices left out, which is not in a folder ZStep_1 or higher: Mix_E07_s1_w1.tif\nwarning: {folder["in"]}: 1 plane has no file and is filled with 0: well E/7, field 1, channel 2, z 2\n"),
            (run.ExitCode, run.Error));
        Assert.Equal("1 2 4 0", await PlanesAsync("E/7/1"));
    }

    [Theory]
    [InlineData("<!DOCTYPE x [<!ENTITY a \"b\">]><EvaluationInputData/>", "For security reasons DTD is prohibited in this XML document.")]
    [InlineData("<EvaluationInputData><Image>", "Unexpected end of file has occurred.")]
    [InlineData("", "Root element is missing.")]
    public async Task An_index_that_cannot_be_read_is_told(string xml, string reason)
    {
        Write("r02c03f01p01-ch1sk1fk1fl1.tiff");
        await File.WriteAllTextAsync(folder["in/Index.xml"], xml, Cancel);
        var run = await ConvertAsync("phenix");
        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith($"warning: {folder["in"]}: Index.xml cannot be read, so pixel sizes, channel names and positions in it are left out: {reason}", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task An_index_nested_without_end_is_told()
    {
        Write("r02c03f01p01-ch1sk1fk1fl1.tiff");
        await File.WriteAllTextAsync(folder["in/Index.xml"], string.Concat(Enumerable.Repeat("<a>", 100_000)), Cancel);
        Assert.Contains("elements are nested more than 64 deep", (await ConvertAsync("phenix")).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("NaN", "1e400", "-1")]
    [InlineData("", "x", "0")]
    public async Task Numbers_that_mean_nothing_are_not_used(string position, string resolution, string rows)
    {
        Write("r02c03f01p01-ch1sk1fk1fl1.tiff");
        await File.WriteAllTextAsync(
            folder["in/Index.xml"],
            $"<D><PlateRows>{rows}</PlateRows><PlateColumns>99999999999</PlateColumns><Image><Row>2</Row><Col>3</Col><FieldID>1</FieldID><ChannelID>1</ChannelID><PositionX>{position}</PositionX><PositionY>1</PositionY><ImageResolutionX>{resolution}</ImageResolutionX></Image></D>",
            Cancel);
        Assert.Equal((0, string.Empty), ((await ConvertAsync("phenix")) is var run ? run.ExitCode : 0, run.Error));
        var image = await OmeImage.OpenAsync(Path.Join(Output, "B/3/1"), cancellationToken: Cancel);
        Assert.Equal([1, 1], image.Levels[0].PixelSize);
        Assert.Null(image.Metadata.Multiscales[0].Datasets[0].TranslationTransform);
    }

    [Fact]
    public async Task Settings_outside_of_the_folder_are_not_read()
    {
        Write("Set_D08_T0001F001L01A01Z01C01.tif");
        var texts = InstrumentTexts.Yokogawa("Set");
        await File.WriteAllTextAsync(folder["in/MeasurementDetail.mrf"], texts[1].Text.Replace("Minimal.mes", "../Minimal.mes", StringComparison.Ordinal), Cancel);
        await File.WriteAllTextAsync(folder["Minimal.mes"], texts[2].Text, Cancel);
        await ConvertAsync("auto");
        var image = await OmeImage.OpenAsync(Path.Join(Output, "D/8/1"), cancellationToken: Cancel);
        Assert.Equal("channel 1", image.Metadata.Omero!.Channels[0].Label);
        Assert.Equal([0.325, 0.325], image.Levels[0].PixelSize);
    }

    [Fact]
    public async Task What_the_user_says_counts_more_than_what_the_instrument_says()
    {
        Write("r02c03f01p01-ch1sk1fk1fl1.tiff", "r02c03f02p01-ch1sk1fk1fl1.tiff");
        await File.WriteAllTextAsync(folder["in/Index.xml"], InstrumentTexts.Harmony7, Cancel);
        await Run.OutputOf("convert", folder["in"], Output, "--plate", "phenix", "--scale", "y=1000,x=2000", "--unit", "nanometer", "--channel-names", "DNA");
        var image = await OmeImage.OpenAsync(Path.Join(Output, "B/3/2"), cancellationToken: Cancel);
        Assert.Equal([1000, 2000], image.Levels[0].PixelSize);
        Assert.Equal("DNA", image.Metadata.Omero!.Channels[0].Label);
        // The centre is at 200, 750 micrometers; a pixel reaches half its size to each side.
        Assert.Equal([199_500, 749_000], image.Metadata.Multiscales[0].Datasets[0].TranslationTransform!.Translation);
    }

    [Fact]
    public async Task The_number_of_wells_can_be_said()
    {
        Write("W0014F0001T0001Z001C1.tif");
        await Run.OutputOf("convert", folder["in"], Output, "--plate", "cq1", "--plate-wells", "384", "--strict");
        var plate = Assert.IsType<Plate>((await OmeDocument.LoadAsync(Output, cancellationToken: Cancel)).Content).Definition;
        Assert.Equal("A/14", Assert.Single(plate.Wells).Path);
        Assert.Equal((16, 24), (plate.Rows.Count, plate.Columns.Count));
    }

    private void Write(params string[] names) => PlateTree.Write(folder, names);

    private Task<Run> ConvertAsync(string plate, params string[] options) => Run.Of(["convert", folder["in"], Output, "--plate", plate, .. options]);

    private async Task<string> PlanesAsync(string field)
    {
        var image = await OmeImage.OpenAsync(Path.Join(Output, field), cancellationToken: Cancel);
        return string.Join(' ', (await image.Levels[0].ReadAsync<byte>(Cancel)).Where((_, pixel) => pixel % 4 == 0));
    }
}
