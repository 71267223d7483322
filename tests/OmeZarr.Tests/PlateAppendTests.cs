using System.Text.Json.Nodes;
using OmeZarr.Tests.Writing;
using OmeZarr.V05;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Tests;

/// <summary>Plates that are there already and go on.</summary>
public sealed class PlateAppendTests : IDisposable
{
    private static readonly WriteOptions Appending = SmallImage.Chunked with { Existing = ExistingHierarchy.Append };
    private static readonly WriteOptions Replacing = Appending with { Overwrite = true };

    private readonly TemporaryFolder folder = new();

    private string Root => folder["plate.zarr"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task One_builder_for_each_well_makes_the_same_files_as_one_for_all()
    {
        string[] paths = ["B/2", "A/10", "C/1", "A/1"];
        await using (var plate = new PlateBuilder(Root, new PlateOptions { Name = "screen 7" }, SmallImage.Chunked))
        {
            foreach (var path in paths)
            {
                await plate.WriteAsync(path, path[0]);
            }
        }

        var expected = folder.Snapshot();
        Directory.Delete(Root, recursive: true);
        foreach (var path in paths)
        {
            await AppendAsync(SmallPlate.Well(path, path[0]), new PlateOptions { Name = "screen 7" });
        }

        Assert.Equal(expected, folder.Snapshot());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task With_overwrite_wells_of_other_names_stay(bool replaces)
    {
        await AppendAsync(SmallPlate.Well("A/1", 1));
        await AppendAsync(SmallPlate.Well("A/2", 2), options: replaces ? Replacing : Appending);
        Assert.Equal(["A/1", "A/2"], await SmallPlate.WellsAsync(Root));
        Assert.Equal(1, await ValueAsync("A/1/0"));
    }

    [Fact]
    public async Task A_well_that_is_there_gets_more_fields()
    {
        await AppendAsync(SmallPlate.Well("A/1", SmallPlate.Field("0", 1), SmallPlate.Field("2", 2)));
        await AppendAsync(SmallPlate.Well("A/1", SmallPlate.Field("10", 4), SmallPlate.Field("1", 3)));
        Assert.Equal(4, (await SmallPlate.ReadAsync(Root)).FieldCount);
        var well = await SmallPlate.ValidAsync<Well>(Path.Join(Root, "A/1"));
        Assert.Equal(["0", "1", "2", "10"], well.Definition.Images.Select(field => field.Path));
        Assert.Equal([1, 3, 2, 4], await ValuesAsync("A/1/0", "A/1/1", "A/1/2", "A/1/10"));
        Assert.Equal(["plate.zarr"], folder.Names());
    }

    [Fact]
    public async Task The_same_builder_may_add_fields_to_its_own_wells()
    {
        await using var plate = new PlateBuilder(Root, null, Appending);
        await plate.WriteAsync(SmallPlate.Well("A/1", 1));
        await plate.WriteAsync(SmallPlate.Well("A/1", SmallPlate.Field("1", 2)));
        var arrays = await plate.Add("A/1", SmallPlate.Spec("2")).Add("B/1").PrepareAsync();
        Assert.Equal(["A/1/2/0", "A/1/2/1", "B/1/0/0", "B/1/0/1"], arrays.Keys);
        var error = await Assert.ThrowsAsync<ArgumentException>(() => plate.WriteAsync(SmallPlate.Well("A/1", SmallPlate.Field("2", 2))));
        Assert.Contains("well A/1, field 2 was already added via AddWell", error.Message, StringComparison.Ordinal);
        Assert.Equal(["0", "1", "2"], (await SmallPlate.ValidAsync<Well>(Path.Join(Root, "A/1"))).Definition.Images.Select(field => field.Path));
    }

    [Fact]
    public async Task A_field_that_is_there_stays_without_overwrite()
    {
        await AppendAsync(SmallPlate.Well("A/1", 1));
        var before = folder.Snapshot();
        var error = await Assert.ThrowsAsync<DestinationExistsException>(() => AppendAsync(SmallPlate.Well("A/1", SmallPlate.Field("1", 3), SmallPlate.Field("0", 2))));
        Assert.Contains(Path.Join("A/1/0"), error.Message, StringComparison.Ordinal);
        Assert.Equal(before, folder.Snapshot());
    }

    [Fact]
    public async Task With_overwrite_one_field_is_replaced_and_the_others_stay()
    {
        await AppendAsync(SmallPlate.Well("A/1", SmallPlate.Field("0", 1), SmallPlate.Field("1", 2)));
        await AppendAsync(SmallPlate.Well("A/1", SmallPlate.Field("1", 9)), options: Replacing);
        Assert.Equal([1, 9], await ValuesAsync("A/1/0", "A/1/1"));
        Assert.Equal(2, (await SmallPlate.ReadAsync(Root)).FieldCount);
        Assert.Equal(["plate.zarr"], folder.Names());
    }

    [Fact]
    public async Task Everything_that_is_not_known_here_is_kept()
    {
        await AppendAsync(SmallPlate.Well("A/1", 1));
        Change("zarr.json", plate =>
        {
            plate["known_to_nobody"] = JsonNode.Parse("""{ "must_understand": false }""");
            plate["attributes"]!["lab"] = JsonNode.Parse("""{ "room": [1.50, "µ"] }""");
            plate["attributes"]!["ome"]!["_creator"] = "x";
            var metadata = plate["attributes"]!["ome"]!["plate"]!;
            metadata["drug"] = "none";
            metadata["wells"]![0]!["dose"] = 1.0;
            metadata["rows"]![0]!["color"] = "red";
            metadata["columns"]![0]!["color"] = "blue";
            metadata["name"] = "screen 7";
        });
        Change("A/1/zarr.json", well =>
        {
            well["attributes"]!["ome"]!["well"]!["images"]![0]!["stage"] = 7;
            well["attributes"]!["note"] = "dirty";
        });
        await AppendAsync(SmallPlate.Well("A/2", 2));
        await AppendAsync(SmallPlate.Well("A/1", SmallPlate.Field("1", 3)));
        var text = await File.ReadAllTextAsync(Path.Join(Root, "zarr.json"));
        string[] kept = ["known_to_nobody", "\"room\"", "_creator", "\"drug\"", "\"dose\"", "red", "blue", "screen 7"];
        Assert.All(kept, word => Assert.Contains(word, text, StringComparison.Ordinal));
        Assert.All(["\"stage\"", "dirty"], word => Assert.Contains(word, File.ReadAllText(Path.Join(Root, "A/1/zarr.json")), StringComparison.Ordinal));
        Assert.Equal(["A/1", "A/2"], await SmallPlate.WellsAsync(Root));
    }

    [Theory]
    [InlineData("A,B", "1,2", "A/1", "D/3", "A,B,C,D", "1,2,3")] // filled up, as they are
    [InlineData("B,D", "02,04", "B/02", "C/03", "B,C,D", "02,03,04")] // sorted
    [InlineData("D,B", "7,3", "B/3", "C/5", "D,B,C", "7,3,5")] // in an order of their own
    [InlineData("R1,R2", "left,right", "R1/left", "A/1", "A,R1,R2", "1,left,right")]
    public async Task Rows_and_columns_are_extended_and_the_places_of_wells_stay_right(string rows, string columns, string there, string added, string newRows, string newColumns)
    {
        var lines = new PlateOptions { Rows = [.. rows.Split(',').Select(row => new Row(row))], Columns = [.. columns.Split(',').Select(column => new Column(column))] };
        await OmeWriter.WritePlateAsync(Root, [SmallPlate.Well(there, 1)], lines, SmallImage.Chunked);
        await AppendAsync(SmallPlate.Well(added, 2));
        var plate = await SmallPlate.ReadAsync(Root); // validates the indices, too
        Assert.Equal(newRows, string.Join(',', plate.Rows.Select(row => row.Name)));
        Assert.Equal(newColumns, string.Join(',', plate.Columns.Select(column => column.Name)));
        Assert.Equal(new[] { there, added }.Order(), plate.Wells.Select(well => well.Path).Order());
    }

    [Fact]
    public async Task What_is_given_joins_what_is_there()
    {
        var first = new PlateOptions { Name = "one", Rows = [new Row("B")], Columns = [new Column("1")], Acquisitions = [new Acquisition(0) { Name = "before", MaximumFieldCount = 1 }] };
        await OmeWriter.WritePlateAsync(Root, [SmallPlate.Well("B/1", SmallPlate.Field("0", 1, 0))], first, SmallImage.Chunked);
        var second = new PlateOptions { Name = "two", Rows = [new Row("A"), new Row("B")], Acquisitions = [new Acquisition(1) { Name = "after" }, new Acquisition(0) { Description = "dry" }] };
        await AppendAsync(SmallPlate.Well("A/1", SmallPlate.Field("0", 1, 0), SmallPlate.Field("1", 2, 0), SmallPlate.Field("2", 3, 1)), second);
        var plate = await SmallPlate.ReadAsync(Root);
        Assert.Equal(("two", "A,B"), (plate.Name, string.Join(',', plate.Rows.Select(row => row.Name))));
        Assert.Equal([new Acquisition(0) { Name = "before", Description = "dry", MaximumFieldCount = 2 }, new Acquisition(1) { Name = "after" }], plate.Acquisitions!);
        var error = await Assert.ThrowsAsync<ArgumentException>(() => AppendAsync(SmallPlate.Well("C/1", SmallPlate.Field("0", 1, 0)), second));
        Assert.Contains("Row 'C' not found in plate metadata. Valid rows are: [A, B]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Acquisitions_that_fields_name_are_added()
    {
        await AppendAsync(SmallPlate.Well("A/1", SmallPlate.Field("0", 1, 3)));
        await AppendAsync(SmallPlate.Well("A/2", SmallPlate.Field("0", 1, 1), SmallPlate.Field("1", 1, 3)));
        Assert.Equal([1, 3], (await SmallPlate.ReadAsync(Root)).Acquisitions!.Value.Select(acquisition => acquisition.Id));
        var error = await Assert.ThrowsAsync<ArgumentException>(() => AppendAsync(SmallPlate.Well("A/3", 1)));
        Assert.Contains("well A/3: field 0 does not say its acquisition, but the plate has several: [1, 3]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_that_differ_only_in_case_from_those_that_are_there_are_refused()
    {
        await AppendAsync(SmallPlate.Well("A/1", 1));
        var error = await Assert.ThrowsAsync<ArgumentException>(() => AppendAsync(SmallPlate.Well("a/1", 1)));
        Assert.Contains("the rows \"A\" and \"a\" differ only in case", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wells_that_are_given_keep_their_order_among_those_that_are_there()
    {
        var given = new PlateOptions { Wells = [new PlateWell("B/2", 1, 1), new PlateWell("A/1", 0, 0), new PlateWell("A/2", 0, 1)] };
        await AppendAsync(SmallPlate.Well("A/2", 1), given);
        await AppendAsync(SmallPlate.Well("B/2", 1), given);
        await AppendAsync(SmallPlate.Well("A/1", 1), given);
        Assert.Equal(["B/2", "A/1", "A/2"], await SmallPlate.WellsAsync(Root));
    }

    [Fact]
    public async Task A_plate_of_somebody_else_whose_wells_have_an_order_of_their_own_keeps_it()
    {
        await AppendAsync(SmallPlate.Well("A/1", 1));
        await AppendAsync(SmallPlate.Well("A/2", 1));
        Change("zarr.json", plate =>
        {
            var wells = plate["attributes"]!["ome"]!["plate"]!["wells"]!.AsArray();
            plate["attributes"]!["ome"]!["plate"]!["wells"] = new JsonArray([.. wells.Reverse().Select(well => well!.DeepClone())]);
        });
        await AppendAsync(SmallPlate.Well("B/1", 1));
        Assert.Equal(["A/2", "A/1", "B/1"], await SmallPlate.WellsAsync(Root));
    }

    [Theory]
    [InlineData("""{ "zarr_format": 3, "node_type": "array" }""", typeof(InvalidMetadataException), "is not a plate")]
    [InlineData("not JSON", typeof(InvalidMetadataException), "is not a plate")]
    [InlineData("""{ "zarr_format": 3, "node_type": "group", "attributes": { "ome": { "version": "0.5", "multiscales": [] } } }""", typeof(OmeZarrException), "is not a plate of OME-Zarr 0.5")]
    [InlineData("""{ "zarr_format": 3, "node_type": "group", "attributes": { "plate": { "version": "0.4" } } }""", typeof(OmeZarrException), "is not a plate of OME-Zarr 0.5")]
    [InlineData("""{ "zarr_format": 3, "node_type": "group", "attributes": { "ome": { "version": "0.5", "plate": { "rows": [{"name": "A"}], "columns": [{"name": "1"}], "wells": [{ "path": "A/1", "rowIndex": 0, "columnIndex": 7 }] } } } }""", typeof(OmeZarrException), "repair its metadata first")]
    public async Task What_is_no_sound_plate_is_refused_and_stays(string document, Type expected, string message)
    {
        folder.Put("plate.zarr/zarr.json", document);
        foreach (var options in new[] { Appending, Replacing })
        {
            var before = folder.Snapshot();
            var error = await Assert.ThrowsAsync(expected, () => AppendAsync(SmallPlate.Well("A/1", 1), options: options));
            Assert.Contains(message, error.Message, StringComparison.Ordinal);
            Assert.Equal(before, folder.Snapshot());
        }
    }

    [Theory]
    [InlineData("plate.zarr/.zgroup", "is not a Zarr v3 hierarchy but a group of Zarr v2")]
    [InlineData("plate.zarr/notes.txt", "is not a Zarr v3 hierarchy")]
    public async Task What_is_no_group_of_Zarr_v3_is_refused_and_stays(string file, string message)
    {
        folder.Put(file, """{ "zarr_format": 2 }""");
        var before = folder.Snapshot();
        var error = await Assert.ThrowsAnyAsync<IOException>(() => AppendAsync(SmallPlate.Well("A/1", 1), options: Replacing));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Equal(before, folder.Snapshot());
    }

    [Fact]
    public async Task One_call_appends_too_and_an_image_cannot()
    {
        await OmeWriter.WritePlateAsync(Root, [SmallPlate.Well("A/1", 1)], null, Appending);
        await OmeWriter.WritePlateAsync(Root, [SmallPlate.Well("A/1", SmallPlate.Field("1", 2)), SmallPlate.Well("B/1", 3)], null, Appending);
        Assert.Equal(["A/1", "B/1"], await SmallPlate.WellsAsync(Root));
        Assert.Equal([1, 2, 3], await ValuesAsync("A/1/0", "A/1/1", "B/1/0"));
        await Assert.ThrowsAsync<ArgumentException>(() => OmeWriter.WriteImageAsync(folder["image.zarr"], SmallImage.Metadata, SmallImage.Sources(), Appending));
        await Assert.ThrowsAsync<ArgumentException>(() => OmeWriter.PrepareImageAsync(folder["image.zarr"], SmallImage.Metadata, SmallImage.Specs, Appending));
    }

    private async Task AppendAsync(WellFields well, PlateOptions? given = null, WriteOptions? options = null)
    {
        await using var plate = new PlateBuilder(Root, given, options ?? Appending);
        await plate.WriteAsync(well);
    }

    private void Change(string document, Action<JsonNode> change)
    {
        var file = Path.Join(Root, document);
        var json = JsonNode.Parse(File.ReadAllText(file))!;
        change(json);
        File.WriteAllText(file, json.ToJsonString());
    }

    private Task<int> ValueAsync(string field) => ValueOf(Path.Join(Root, field));

    private async Task<List<int>> ValuesAsync(params string[] fields)
    {
        var values = new List<int>();
        foreach (var field in fields)
        {
            values.Add(await ValueAsync(field));
        }

        return values;
    }

    private static async Task<int> ValueOf(string image) => await SmallImage.FirstValueAsync(image);
}
