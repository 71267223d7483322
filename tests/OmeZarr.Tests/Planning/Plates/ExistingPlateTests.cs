using System.Text;
using System.Text.Json.Nodes;
using OmeZarr.Planning;
using OmeZarr.V05;
using Xunit;
using Zarr.Metadata;

namespace OmeZarr.Tests.Planning;

/// <summary>The document of a plate that is there already and gets more wells.</summary>
public sealed class ExistingPlateTests
{
    [Theory]
    [InlineData("A/1,B/1", "A/2", "A/1 0 0,A/2 0 1,B/1 1 0")] // sorted by row and column
    [InlineData("B/1,A/1", "A/2", "B/1 1 0,A/1 0 0,A/2 0 1")] // in an order of their own: at the end
    [InlineData("A/2,A/1", "A/3", "A/2 0 1,A/1 0 0,A/3 0 2")]
    [InlineData("B/2", "A/1", "A/1 0 0,B/2 1 1")]
    public void A_new_well_comes_where_the_order_of_the_others_puts_it(string there, string added, string expected)
    {
        var document = Document(Def(there), new PlateOptions(), added);
        Assert.Equal(expected.Split(','), document.ToPlate().Definition.Wells.Select(well => $"{well.Path} {well.RowIndex} {well.ColumnIndex}"));
    }

    [Fact]
    public void Rows_before_those_that_are_there_move_the_indices_of_wells()
    {
        var there = Def("C/3") with { Rows = [new Row("C")], Columns = [new Column("3")], Wells = [new PlateWell("C/3", 0, 0) { ExtraMembers = Note(1) }] };
        var document = Document(there, new PlateOptions(), "B/4");
        Assert.Equal(["B/4 0 1", "C/3 1 0"], document.ToPlate().Definition.Wells.Select(well => $"{well.Path} {well.RowIndex} {well.ColumnIndex}"));
        Assert.Equal(Note(1), document.ToPlate().Definition.Wells[1].ExtraMembers);
    }

    [Fact]
    public void Wells_that_are_given_come_in_the_order_of_the_list()
    {
        var given = new PlateOptions { Wells = [new PlateWell("B/1", 1, 0) { ExtraMembers = Note(2) }, new PlateWell("A/1", 0, 0) { ExtraMembers = Note(3) }] };
        var wells = Document(Def("A/1"), given, "B/1").ToPlate().Definition.Wells;
        Assert.Equal(["B/1 1 0", "A/1 0 0"], wells.Select(well => $"{well.Path} {well.RowIndex} {well.ColumnIndex}"));
        Assert.Equal(["""{"note":2}""", "{}"], wells.Select(well => well.ExtraMembers.ToString())); // the entry of a listed well stays
    }

    [Theory]
    [InlineData(3, null, 2, 3)]
    [InlineData(3, null, 4, 4)]
    [InlineData(null, null, 4, null)] // earlier wells were not counted
    [InlineData(3, 9, 4, 9)]
    public void The_field_count_grows_with_the_largest_well(int? there, int? given, int fields, int? expected)
    {
        var document = Document(Def("A/1") with { FieldCount = there }, new PlateOptions { FieldCount = given }, "A/2", [.. Enumerable.Range(0, fields).Select(number => new FieldOfView($"{number}"))]);
        Assert.Equal(expected, document.ToPlate().Definition.FieldCount);
    }

    [Theory]
    [InlineData("5,2", "5,2,3")] // in an order of their own
    [InlineData("2,5", "2,3,5")]
    public void Acquisitions_of_fields_join_those_that_are_there(string there, string expected)
    {
        var known = Def("A/1") with { Acquisitions = [.. there.Split(',').Select(id => new Acquisition(long.Parse(id, null)) { MaximumFieldCount = 1, Name = $"run {id}" })] };
        var acquisitions = Document(known, new PlateOptions(), "A/2", [new("0", 3), new("1", 5), new("2", 5)]).ToPlate().Definition.Acquisitions!.Value;
        Assert.Equal(expected, string.Join(',', acquisitions.Select(acquisition => acquisition.Id)));
        Assert.Equal([1, 2, 1], acquisitions.OrderBy(acquisition => acquisition.Id == 3).ThenBy(acquisition => acquisition.Id).Select(acquisition => acquisition.MaximumFieldCount));
        Assert.Equal("run 5", acquisitions.Single(acquisition => acquisition.Id == 5).Name);
    }

    [Fact]
    public void An_acquisition_without_a_count_stays_without_one_and_a_larger_count_stays()
    {
        var known = Def("A/1") with { Acquisitions = [new Acquisition(0), new Acquisition(1) { MaximumFieldCount = 7 }] };
        var document = Document(known, new PlateOptions(), "A/2", [new("0", 0), new("1", 1)]);
        Assert.Equal([null, 7], document.ToPlate().Definition.Acquisitions!.Value.Select(acquisition => acquisition.MaximumFieldCount));
    }

    [Fact]
    public void What_is_given_of_an_acquisition_replaces_what_is_there()
    {
        var known = new Acquisition(0) { Name = "a", MaximumFieldCount = 1, Description = "b", StartTime = 1, EndTime = 2, ExtraMembers = new JsonObject { ["x"] = 1, ["y"] = 1 } };
        var given = new Acquisition(0) { Name = "c", MaximumFieldCount = 3, Description = "d", StartTime = 4, EndTime = 5, ExtraMembers = new JsonObject { ["y"] = 2, ["z"] = 2 } };
        Assert.Equal(given with { ExtraMembers = new JsonObject { ["x"] = 1, ["y"] = 2, ["z"] = 2 } }, Assert.Single(Merged(known, given)));
        Assert.Equal(known, Assert.Single(Merged(known, new Acquisition(0))));
        Assert.Equal([known, new Acquisition(1)], Merged(known, new Acquisition(1)));

        static IReadOnlyList<Acquisition> Merged(Acquisition known, Acquisition given) => Existing(Def("A/1") with { Acquisitions = [known] }).AcquisitionsWith([given]);
    }

    [Fact]
    public void Members_that_are_given_replace_those_that_are_there_and_all_others_stay()
    {
        var there = Def("A/1") with { Name = "one", Version = "0.5", ExtraMembers = Note(1) };
        var kept = Document(there, new PlateOptions(), "A/2", layout: 3).ToPlate();
        Assert.Equal(("one", 3, Note(1), Note(7)), (kept.Definition.Name, kept.Bioformats2RawLayout, kept.Definition.ExtraMembers, kept.ExtraMembers));
        var given = new PlateOptions { Name = "two", Bioformats2RawLayout = 3, ExtraMembers = new JsonObject { ["b"] = 2 }, ExtraDocumentMembers = Note(8), Rows = [new Row("A") { ExtraMembers = Note(5) }, new Row("B")] };
        var changed = Document(there, given, "A/2").ToPlate();
        Assert.Equal(("two", 3, Note(8)), (changed.Definition.Name, changed.Bioformats2RawLayout, changed.ExtraMembers));
        Assert.Equal("""{"note":1,"b":2}""", changed.Definition.ExtraMembers.ToString());
        Assert.Equal(["A", "B"], changed.Definition.Rows.Select(row => row.Name));
    }

    [Fact]
    public void Rows_and_columns_that_are_there_keep_their_members()
    {
        var there = Def("A/1") with { Rows = [new Row("A") { ExtraMembers = Note(1) }], Columns = [new Column("1") { ExtraMembers = Note(2) }] };
        var plate = Document(there, new PlateOptions(), "B/2").ToPlate().Definition;
        Assert.Equal(["""{"note":1}""", "{}"], plate.Rows.Select(row => row.ExtraMembers.ToString()));
        Assert.Equal(["""{"note":2}""", "{}"], plate.Columns.Select(column => column.ExtraMembers.ToString()));
    }

    [Fact]
    public void Attributes_may_be_nested_as_deep_as_documents()
    {
        var deep = Enumerable.Range(0, 100).Aggregate(new JsonObject(), (inner, _) => new JsonObject { ["a"] = inner });
        var plan = new PlatePlan("plate", new PlateOptions());
        var document = new PlateDocument(plan, deep);
        document.Add([plan.Plan("A", "1", [new FieldOfView("0")])]);
        Assert.Equal(Encoding.UTF8.GetString(GroupDocument.Of(document.ToPlate(), deep)), Encoding.UTF8.GetString(document.ToUtf8().Span));
    }

    [Fact]
    public void A_well_that_is_listed_is_not_listed_twice()
    {
        var document = Document(Def("A/1,B/2"), new PlateOptions(), "B/2");
        Assert.Equal(["A/1", "B/2"], document.ToPlate().Definition.Wells.Select(well => well.Path));
        Assert.True(document.Lists("B/2"));
        Assert.False(document.Lists("B/1"));
    }

    private static PlateDef Def(string wells)
    {
        List<string> rows = [.. wells.Split(',').Select(path => path[..1]).Distinct().Order()];
        List<string> columns = [.. wells.Split(',').Select(path => path[2..]).Distinct().Order()];
        return new PlateDef
        {
            Rows = [.. rows.Select(name => new Row(name))],
            Columns = [.. columns.Select(name => new Column(name))],
            Wells = [.. wells.Split(',').Select(path => new PlateWell(path, rows.IndexOf(path[..1]), columns.IndexOf(path[2..])))],
        };
    }

    private static ExistingPlate Existing(PlateDef definition, int? layout = null)
    {
        var plate = new Plate { Definition = definition, Bioformats2RawLayout = layout, ExtraMembers = Note(7) };
        return new ExistingPlate(GroupMetadata.Parse(GroupDocument.Of(plate, new JsonObject { ["lab"] = 42 })), plate);
    }

    /// <summary>The document with one more well; its text is that of its metadata.</summary>
    private static PlateDocument Document(PlateDef there, PlateOptions given, string added, ValueList<FieldOfView>? fields = null, int? layout = null)
    {
        var plan = new PlatePlan("plate", given, Existing(there, layout));
        var document = new PlateDocument(plan, null);
        document.Add([plan.Plan(added[..1], added[2..], fields ?? [new FieldOfView("0")])]);
        var text = Encoding.UTF8.GetString(document.ToUtf8().Span);
        Assert.Equal(Encoding.UTF8.GetString(GroupDocument.Of(plan.Existing!.Stored, document.ToPlate())), text);
        Assert.Contains("\"lab\": 42", text, StringComparison.Ordinal);
        return document;
    }

    private static JsonMembers Note(int number) => new JsonObject { ["note"] = number };
}
