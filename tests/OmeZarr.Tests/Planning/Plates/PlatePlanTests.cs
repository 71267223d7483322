using OmeZarr.Planning;
using OmeZarr.V05;
using Xunit;
using Zarr.Metadata;

namespace OmeZarr.Tests.Planning;

/// <summary>What a plan refuses that the callers of <c>PlateErrorTests</c> do not reach, and its limits.</summary>
public sealed class PlatePlanTests
{
    [Theory]
    [InlineData("A.1", false, "\"A.1\" cannot be the name of a field of view; choose ASCII letters and digits")]
    [InlineData("A.1", true, null)]
    [InlineData("a-b_c.d", true, null)]
    [InlineData("a b", true, "\"a b\" cannot be the name of a field of view; choose ASCII letters and digits, \".\", \"_\" and \"-\"")]
    [InlineData("a/b", true, "\"a/b\" cannot be the name of a field of view; choose ASCII letters and digits, \".\", \"_\" and \"-\"")]
    [InlineData("..", true, "\"..\" cannot be the name of a field of view: \"..\" would leave the group; choose another name")]
    [InlineData("__x", true, "\"__x\" cannot be the name of a field of view: names that begin with __ are reserved; choose another name")]
    [InlineData("nul", false, "\"nul\" cannot be the name of a field of view: Windows keeps this name for a device; choose another name")]
    [InlineData("zarr.json", true, "\"zarr.json\" cannot be the name of a field of view: zarr.json is the metadata of a node; choose another name")]
    public void Names_of_fields_have_letters_and_digits_unless_more_is_allowed(string name, bool isRelaxed, string? message)
    {
        var plan = new PlatePlan("plate", new PlateOptions { RelaxedFieldNames = isRelaxed });
        if (message is null)
        {
            Assert.Equal("A/1", plan.Plan("A", "1", [new FieldOfView(name)]).Path);
        }
        else
        {
            Assert.Equal("well A/1: " + message, Message(() => plan.Plan("A", "1", [new FieldOfView(name)])));
        }
    }

    [Fact]
    public void Names_are_needed()
    {
        var plan = new PlatePlan("plate", new PlateOptions());
        Assert.Equal("name", Assert.Throws<ArgumentNullException>(() => plan.Plan(null!, "1", [new FieldOfView("0")])).ParamName);
        Assert.Equal("name", Assert.Throws<ArgumentNullException>(() => plan.Plan("A", null!, [new FieldOfView("0")])).ParamName);
    }

    [Fact]
    public void Fields_are_sorted_by_number()
    {
        var plan = new PlatePlan("plate", new PlateOptions()).Plan("A", "1", [new FieldOfView("10"), new FieldOfView("2")]);
        Assert.Equal(["2", "10"], plan.Fields.Select(field => field.Path));
        Assert.Equal(("A/1", "well A/1"), (plan.Path, plan.Name));
    }

    [Fact]
    public void Rows_and_columns_of_given_wells_are_filled_up()
    {
        var plan = new PlatePlan("plate", new PlateOptions { Wells = [new PlateWell("B/3", 1, 2)] });
        Assert.Equal(["A", "B"], plan.FixedRows!);
        Assert.Equal(["1", "2", "3"], plan.FixedColumns!);
        Assert.Null(new PlatePlan("plate", new PlateOptions()).FixedRows);
        Assert.Null(new PlatePlan("plate", new PlateOptions()).FixedAcquisitions);
    }

    [Fact]
    public void The_first_of_two_rows_of_one_name_counts_until_the_rules_refuse_them()
    {
        var error = Assert.Throws<OmeZarrException>(() => new PlatePlan("my plate", new PlateOptions { Rows = [new Row("A"), new Row("A")] }));
        Assert.StartsWith("my plate cannot be written: ", error.Message, StringComparison.Ordinal);
        Assert.All(error.Findings, finding => Assert.Equal(Severity.Error, finding.Severity));
    }

    [Fact]
    public void Columns_that_differ_only_in_case_are_refused() => Assert.Equal(
        "the columns \"c\" and \"C\" differ only in case, and would be one folder on some file systems",
        Assert.Throws<ArgumentException>(() => new PlatePlan("plate", new PlateOptions { Columns = [new Column("c"), new Column("C")] })).Message);

    [Theory]
    [InlineData("0", null, 0L, 1L, null)]
    [InlineData("0,1", null, 0L, null, "field 1 does not say its acquisition, but the plate has several: [0, 1]")]
    [InlineData("0", null, 0L, null, null)]
    [InlineData("", null, null, null, null)]
    [InlineData("", null, 7L, 7L, null)]
    [InlineData("", null, 7L, 8L, "there would be several acquisitions, [7, 8], on a plate whose wells do not say theirs; give all fields the same, or none")]
    [InlineData("", null, 7L, null, null)]
    [InlineData("0", "0,1", 1L, null, "field 1 does not say its acquisition, but the plate has 2. Valid acquisitions are: [0, 1]")]
    [InlineData("0", "1", 0L, 1L, null)]
    [InlineData("0", "0", 0L, null, null)]
    [InlineData("0", "1", 0L, 2L, "field 1 is of acquisition 2, which is not found in plate metadata. Valid acquisitions are: [1, 0]")]
    [InlineData("0", null, 0L, -1L, "field 1 is of acquisition -1; numbers of acquisitions are 0 or above")]
    public void Fields_of_a_plate_that_is_there_say_their_acquisition_if_there_are_several(string known, string? given, long? first, long? second, string? message)
    {
        var options = new PlateOptions { Acquisitions = given is null ? null : Acquisitions(given) };
        var plan = new PlatePlan("plate", options, Existing(Groups.PlateDef with { Acquisitions = known.Length == 0 ? null : Acquisitions(known) }));
        Assert.Equal(message is null ? null : $"well A/02: {message}", Message(() => plan.Plan("A", "02", [new FieldOfView("0", first), new FieldOfView("1", second)])));
    }

    [Theory]
    [InlineData("a", "1", "the rows \"A\" and \"a\" differ only in case, and would be one folder on some file systems")]
    [InlineData("A", "X1", "the columns \"x1\" and \"X1\" differ only in case, and would be one folder on some file systems")]
    [InlineData("B", "2", null)]
    public void Names_that_are_there_keep_their_case(string row, string column, string? message)
    {
        var there = new PlateDef { Rows = [new Row("A")], Columns = [new Column("1"), new Column("x1")], Wells = [new PlateWell("A/1", 0, 0)] };
        Assert.Equal(message, Message(() => new PlatePlan("plate", new PlateOptions(), Existing(there)).Plan(row, column, [new FieldOfView("0")])));
    }

    [Fact]
    public void Acquisitions_that_are_given_to_a_plate_that_is_there_are_checked()
    {
        var given = new PlateOptions { Acquisitions = [new Acquisition(-1)] };
        Assert.Contains(Assert.Throws<OmeZarrException>(() => new PlatePlan("plate", given, Existing(Groups.PlateDef))).Findings, finding => finding.RuleId == "acquisition-id");
    }

    [Fact]
    public void A_new_plate_counts_fields_and_acquisitions_unless_they_are_given()
    {
        var counted = Written(new PlateOptions { Rows = [new Row("A") { ExtraMembers = new System.Text.Json.Nodes.JsonObject { ["note"] = 1 } }] });
        Assert.Equal(2, counted.FieldCount);
        Assert.Equal([new Acquisition(3) { MaximumFieldCount = 1 }, new Acquisition(4) { MaximumFieldCount = 1 }], counted.Acquisitions!.Value);
        Assert.Equal("""{"note":1}""", counted.Rows[0].ExtraMembers.ToString());
        ValueList<Acquisition> acquisitions = [new Acquisition(4) { Name = "second" }, new Acquisition(3)];
        var given = Written(new PlateOptions { FieldCount = 7, Acquisitions = acquisitions });
        Assert.Equal((7, acquisitions), (given.FieldCount!.Value, given.Acquisitions!.Value));

        static PlateDef Written(PlateOptions options)
        {
            var plan = new PlatePlan("plate", options);
            var document = new PlateDocument(plan, null);
            document.Add([plan.Plan("A", "1", [new FieldOfView("0", 3), new FieldOfView("1", 4)])]);
            return document.ToPlate().Definition;
        }
    }

    [Fact]
    public void A_well_that_is_there_need_not_be_given()
    {
        var plan = new PlatePlan("plate", new PlateOptions { Wells = [new PlateWell("A/02", 0, 1)] }, Existing(Groups.PlateDef with { Acquisitions = null }));
        Assert.Equal("A/1", plan.Plan("A", "1", [new FieldOfView("0")]).Path);
        Assert.Equal("Well path 'AB/1' not found in plate metadata. Valid wells are: [A/02]", Message(() => plan.Plan("AB", "1", [new FieldOfView("0")])));
    }

    private static string? Message(Action action) => Record.Exception(action) is { } error ? Assert.IsType<ArgumentException>(error).Message : null;

    private static ValueList<Acquisition> Acquisitions(string ids) => [.. ids.Split(',').Select(id => new Acquisition(long.Parse(id, null)))];

    private static ExistingPlate Existing(PlateDef definition) => new(new GroupMetadata(), Groups.Plate(definition));
}
