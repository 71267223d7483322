using OmeZarr.Tests.Writing;
using OmeZarr.V05;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Tests;

/// <summary>Plates that are written in one call.</summary>
public sealed class OmeWriterPlateTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_plate_has_a_group_for_each_row_well_and_field()
    {
        await WriteAsync([SmallPlate.Well("C/2", 1), SmallPlate.Well("A/10", 2), SmallPlate.Well("A/1", 3)]);
        Assert.Equal(
            [
                "A/1/0/0/zarr.json", "A/1/0/1/zarr.json", "A/1/0/zarr.json", "A/1/zarr.json", "A/10/0/0/zarr.json", "A/10/0/1/zarr.json", "A/10/0/zarr.json",
                "A/10/zarr.json", "A/zarr.json", "C/2/0/0/zarr.json", "C/2/0/1/zarr.json", "C/2/0/zarr.json", "C/2/zarr.json", "C/zarr.json", "zarr.json",
            ],
            folder.Files().Where(file => file.EndsWith("zarr.json", StringComparison.Ordinal)).Select(file => file["plate.zarr/".Length..]));
        Assert.Equal(["plate.zarr"], folder.Names());
    }

    [Fact]
    public async Task The_metadata_is_made_from_the_wells()
    {
        await WriteAsync([SmallPlate.Well("C/2", 1), SmallPlate.Well("A/10", SmallPlate.Field("0"), SmallPlate.Field("1")), SmallPlate.Well("A/1", 3)]);
        var expected = new PlateDef
        {
            Rows = [new Row("A"), new Row("B"), new Row("C")],
            Columns = [.. Enumerable.Range(1, 10).Select(number => new Column($"{number}"))],
            Wells = [new PlateWell("A/1", 0, 0), new PlateWell("A/10", 0, 9), new PlateWell("C/2", 2, 1)],
            FieldCount = 2,
        };
        Assert.Equal(expected, await SmallPlate.ReadAsync(folder["plate.zarr"]));
    }

    [Fact]
    public async Task The_groups_are_written_like_this()
    {
        await WriteAsync([SmallPlate.Well("A/2", SmallPlate.Field("0"), SmallPlate.Field("1"))], new PlateOptions { Name = "screen 7" });
        const string Group = """{"zarr_format":3,"node_type":"group","attributes":""";
        Assert.Equal(
            Group
                + """{"ome":{"version":"0.5","plate":{"columns":[{"name":"1"},{"name":"2"}],"rows":[{"name":"A"}],"""
                + """ "wells":[{"path":"A/2","rowIndex":0,"columnIndex":1}],"field_count":2,"name":"screen 7","version":"0.5"}}}}""".Trim(),
            Compact("plate.zarr/zarr.json"));
        Assert.Equal(Group + "{}}", Compact("plate.zarr/A/zarr.json"));
        Assert.Equal(Group + """{"ome":{"version":"0.5","well":{"images":[{"path":"0"},{"path":"1"}]}}}}""", Compact("plate.zarr/A/2/zarr.json"));
    }

    [Fact]
    public async Task Every_well_has_its_own_pixels()
    {
        await WriteAsync([SmallPlate.Well("A/2", 100), SmallPlate.Well("A/1", SmallPlate.Field("0", 200), SmallPlate.Field("1", 300))]);
        Assert.Equal(100, await SmallImage.FirstValueAsync(folder["plate.zarr/A/2/0"]));
        Assert.Equal(200, await SmallImage.FirstValueAsync(folder["plate.zarr/A/1/0"]));
        Assert.Equal(300, await SmallImage.FirstValueAsync(folder["plate.zarr/A/1/1"]));
    }

    [Fact]
    public async Task Fields_are_listed_in_natural_order_with_their_acquisitions()
    {
        await WriteAsync([SmallPlate.Well("A/1", SmallPlate.Field("10", 1, 7), SmallPlate.Field("2", 2, 0), SmallPlate.Field("1", 3, 7))]);
        var well = await SmallPlate.ValidAsync<Well>(folder["plate.zarr/A/1"]);
        Assert.Equal([new FieldOfView("1", 7), new FieldOfView("2", 0), new FieldOfView("10", 7)], well.Definition.Images);
        Assert.Equal(
            [new Acquisition(0) { MaximumFieldCount = 1 }, new Acquisition(7) { MaximumFieldCount = 2 }],
            (await SmallPlate.ReadAsync(folder["plate.zarr"])).Acquisitions!.Value);
    }

    [Fact]
    public async Task What_is_given_of_the_metadata_is_written_as_it_is_given()
    {
        var plate = Groups.Plate(Groups.PlateDef with { FieldCount = 5 });
        await WriteAsync([SmallPlate.Well("A/1", SmallPlate.Field("0", 1, 1))], PlateOptions.From(plate));
        var written = await SmallPlate.ReadAsync(folder["plate.zarr"]);
        Assert.Equal(plate.Definition with { Wells = [new PlateWell("A/1", 0, 0)] }, written);
    }

    [Fact]
    public async Task A_plate_read_from_elsewhere_is_written_with_all_its_members()
    {
        var plate = new Plate
        {
            Definition = Groups.PlateDef with { Acquisitions = null, ExtraMembers = new System.Text.Json.Nodes.JsonObject { ["vendor"] = "Zeiß" } },
            Bioformats2RawLayout = 3,
            ExtraMembers = new System.Text.Json.Nodes.JsonObject { ["_creator"] = 1 },
        };
        await WriteAsync([SmallPlate.Well("AB/02", 1), SmallPlate.Well("A/1", 2)], PlateOptions.From(plate));
        Assert.Equal(plate with { Definition = plate.Definition with { FieldCount = 1 } }, await SmallPlate.ValidAsync<Plate>(folder["plate.zarr"]));
    }

    [Fact]
    public async Task Extra_attributes_are_those_of_the_plate_alone()
    {
        var options = SmallImage.Chunked with { ExtraAttributes = new() { ["lab"] = "42" } };
        await WriteAsync([SmallPlate.Well("A/1", 1)], options: options);
        Assert.Equal("42", (await ZarrGroup.OpenAsync(folder["plate.zarr"])).Attributes["lab"]!.GetValue<string>());
        Assert.Equal(["ome"], (await ZarrGroup.OpenAsync(folder["plate.zarr/A/1"])).Attributes.Select(attribute => attribute.Key));
        Assert.Equal(["ome"], (await ZarrGroup.OpenAsync(folder["plate.zarr/A/1/0"])).Attributes.Select(attribute => attribute.Key));
        Assert.Empty((await ZarrGroup.OpenAsync(folder["plate.zarr/A"])).Attributes);
    }

    [Fact]
    public async Task Progress_counts_all_arrays_of_all_wells()
    {
        var reports = new List<WriteProgress>();
        var options = SmallImage.Chunked with { Progress = new Listener(reports.Add) };
        await WriteAsync([SmallPlate.Well("A/1", 1), SmallPlate.Well("B/1", 2)], options: options);
        Assert.Equal(2 * SmallImage.Chunks, reports.Count);
        Assert.All(reports, report => Assert.Equal(2 * SmallImage.Chunks, report.ChunksTotal));
        Assert.Equal(reports[^1].BytesTotal, reports[^1].BytesWritten);
        Assert.Equal(["A/1/0/0", "A/1/0/1", "B/1/0/0", "B/1/0/1"], reports.Select(report => report.ArrayPath).Distinct().Order());
    }

    [Fact]
    public async Task Labels_of_fields_are_written_below_them()
    {
        var label = new Label("cells", new LabelImage { Multiscales = SmallImage.Metadata.Multiscales, ImageLabel = new ImageLabel() }, SmallImage.Sources(50));
        await WriteAsync([SmallPlate.Well("A/1", new Field("0", SmallImage.Metadata, SmallImage.Sources()) { Labels = [label] })]);
        Assert.Equal(["cells"], (await SmallPlate.ValidAsync<LabelsGroup>(folder["plate.zarr/A/1/0/labels"])).Labels);
        await SmallPlate.ValidAsync<LabelImage>(folder["plate.zarr/A/1/0/labels/cells"]);
        Assert.Equal(50, await SmallImage.FirstValueAsync(folder["plate.zarr/A/1/0/labels/cells"]));
    }

    private string Compact(string file) => System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(folder[file]))!.ToJsonString();

    private Task<string> WriteAsync(IReadOnlyList<WellFields> wells, PlateOptions? plate = null, WriteOptions? options = null) =>
        OmeWriter.WritePlateAsync(folder["plate.zarr"], wells, plate, options ?? SmallImage.Chunked);
}
