using OmeZarr.Tests.Writing;
using OmeZarr.V05;
using TestKit;
using Xunit;

namespace OmeZarr.Tests;

/// <summary>What cannot be written is refused before anything is created, the same in one call and by the builder in both its ways.</summary>
public sealed class PlateErrorTests : IDisposable
{
    private static readonly PlateOptions Given = PlateOptions.From(Groups.Plate(Groups.PlateDef)); // A/1 and AB/02, acquisitions 0 and 1

    /// <summary>Wells of which the last cannot be written.</summary>
    private static readonly Dictionary<string, (Type Type, string Message, PlateOptions Plate, WellFields[] Wells)> Cases = new()
    {
        ["well not given"] = Bad("Well path 'A/02' not found in plate metadata. Valid wells are: [A/1, AB/02]", Given, SmallPlate.Well("A/02", SmallPlate.Field("0", 1, 0))),
        ["row not given"] = Bad("Row 'C' not found in plate metadata. Valid rows are: [A, AB]", Given with { Wells = null }, SmallPlate.Well("C/1", SmallPlate.Field("0", 1, 0))),
        ["column not given"] = Bad("Column '01' not found in plate metadata. Valid columns are: [1, 02]", Given with { Wells = null }, SmallPlate.Well("A/01", SmallPlate.Field("0", 1, 0))),
        ["many wells given"] = Bad(
            "Valid wells are: [A/1, A/2, A/3, A/4, A/5, A/6, A/7, A/8, A/9, A/10, A/11, A/12, A/13, A/14, A/15, A/16, A/17, A/18, A/19, A/20, and 28 more]",
            new PlateOptions { Wells = [.. Enumerable.Range(1, 48).Select(number => new PlateWell($"A/{number}", 0, number - 1))] },
            SmallPlate.Well("B/1", 1)),
        ["acquisition not given"] = Bad("well A/1: field 0 is of acquisition 7, which is not found in plate metadata. Valid acquisitions are: [0, 1]", Given, SmallPlate.Well("A/1", SmallPlate.Field("0", 1, 7))),
        ["acquisition missing"] = Bad("well A/1: field 0 does not say its acquisition, but the plate has 2", Given, SmallPlate.Well("A/1", 1)),
        ["acquisition missing among several"] = Bad(
            "well A/2: with it the plate has 2 acquisitions, and 1 field without one", null, SmallPlate.Well("A/1", 1), SmallPlate.Well("A/2", SmallPlate.Field("0", 1, 0), SmallPlate.Field("1", 1, 1))),
        ["acquisition below 0"] = Bad("well A/1: field 0 is of acquisition -1", null, SmallPlate.Well("A/1", SmallPlate.Field("0", 1, -1))),
        ["row with a slash"] = Bad("\"../A\" cannot be the name of a row; choose ASCII letters and digits", null, new WellFields("../A", "1", SmallPlate.Field("0"))),
        ["row without a name"] = Bad("\"\" cannot be the name of a row", null, new WellFields(string.Empty, "1", SmallPlate.Field("0"))),
        ["column not ASCII"] = Bad("\"ä\" cannot be the name of a column", null, SmallPlate.Well("A/ä", 1)),
        ["field with a dot"] = Bad("well A/1: \"..\" cannot be the name of a field of view", null, SmallPlate.Well("A/1", SmallPlate.Field(".."))),
        ["field twice"] = Bad("well A/1: two fields of view have the name \"X\", or names that differ from it only in case", null, SmallPlate.Well("A/1", SmallPlate.Field("X"), SmallPlate.Field("x"))),
        ["no fields"] = Bad("well A/1: there are no fields of view; give at least one", null, SmallPlate.Well("A/1")),
        ["rows that differ in case"] = Bad("the rows \"A\" and \"a\" differ only in case", null, SmallPlate.Well("A/1", 1), SmallPlate.Well("a/2", 1)),
        ["columns that differ in case"] = Bad("the columns \"c1\" and \"C1\" differ only in case", null, SmallPlate.Well("A/c1", 1), SmallPlate.Well("B/C1", 1)),
        ["well twice"] = Bad("well A/1 was already ", null, SmallPlate.Well("A/1", 1), SmallPlate.Well("A/1", 2)),
        ["arrays that do not match"] = Bad("well A/1, field 0: number of data arrays (1) must match number of datasets in metadata (2)", null, SmallPlate.Well("A/1", new Field("0", SmallImage.Metadata, SmallImage.Sources()[0]))),
        ["two multiscales"] = Bad(
            "well A/1, field 0: an image to be written has exactly one multiscale", null, SmallPlate.Well("A/1", new Field("0", new Image { Multiscales = [Images.Cyx, Images.Cyx with { Name = "other" }] }, SmallImage.Sources()))),
        ["null field"] = (typeof(ArgumentNullException), "field", new PlateOptions(), [SmallPlate.Well("A/1", [null!])]),
        ["image that breaks the specification"] = (typeof(OmeZarrException), "A/1/0 cannot be written", new PlateOptions(), [SmallPlate.Well("A/1", new Field("0", new Image { Multiscales = [] }, SmallImage.Sources()))]),
        ["field count of 0"] = Invalid("field_count", new PlateOptions { FieldCount = 0 }),
        ["no rows given"] = Invalid("ome.plate.rows", new PlateOptions { Rows = [] }),
        ["wells that do not fit rows"] = Invalid("must be \"A/1\"", new PlateOptions { Rows = [new Row("A")], Columns = [new Column("1")], Wells = [new PlateWell("B/1", 0, 0)] }),
        ["path that is none"] = Invalid("ome.plate", new PlateOptions { Wells = [new PlateWell("A1", 0, 0)] }),
        ["layout of another number"] = Invalid("layout", new PlateOptions { Bioformats2RawLayout = 2 }),
        ["given rows that differ in case"] = Bad("the rows \"A\" and \"a\" differ only in case", new PlateOptions { Rows = [new Row("A"), new Row("a")] }, SmallPlate.Well("A/1", 1)),
    };

    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Names => [.. Cases.Keys];

    private string Root => folder["plate.zarr"];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public async Task One_call_refuses(string name)
    {
        var (type, message, plate, wells) = Cases[name];
        await RefusesAsync(type, message, () => OmeWriter.WritePlateAsync(Root, wells, plate, SmallImage.Chunked));
        Assert.Empty(folder.Snapshot());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public Task A_builder_refuses_to_write(string name) => RefusesLastAsync(name, (builder, well) => builder.WriteAsync(well));

    [Theory]
    [MemberData(nameof(Names))]
    public Task A_builder_refuses_to_add(string name) => RefusesLastAsync(name, (builder, well) =>
    {
        builder.AddWell(well.Row, well.Column, [.. well.Fields.Select(field => field is null ? null! : new Field(field.Name, field.Image, field.Levels) { Acquisition = field.Acquisition })]);
        return Task.CompletedTask;
    });

    [Fact]
    public async Task A_plate_without_wells_is_refused()
    {
        await RefusesAsync(typeof(ArgumentException), "there are no wells; give at least one", () => OmeWriter.WritePlateAsync(Root, []));
        await using var builder = new PlateBuilder(Root);
        await RefusesAsync(typeof(InvalidOperationException), "No wells added. Call AddWell before PrepareAsync.", () => builder.PrepareAsync());
        Assert.Empty(folder.Snapshot());
    }

    [Fact]
    public async Task A_second_preparation_needs_further_wells()
    {
        await using var builder = new PlateBuilder(Root);
        await builder.Add("A/1").PrepareAsync();
        var before = folder.Snapshot();
        await RefusesAsync(typeof(InvalidOperationException), "No wells added", () => builder.PrepareAsync());
        Assert.Equal(before, folder.Snapshot());
    }

    [Fact]
    public async Task A_builder_says_how_it_got_a_well_before()
    {
        await using var builder = new PlateBuilder(Root);
        await builder.WriteAsync("A/1");
        builder.Add("A/2");
        var before = folder.Snapshot();
        await RefusesAsync(typeof(ArgumentException), "well A/1 was already written via WriteWellAsync; all its fields are written together", () => builder.WriteAsync("A/1"));
        await RefusesAsync(typeof(ArgumentException), "well A/2 was already added via AddWell; all its fields are written together", () => builder.WriteAsync("A/2"));
        await RefusesAsync(typeof(ArgumentException), "well A/1 was already written via WriteWellAsync; all its fields are written together", () => Task.FromResult(builder.Add("A/1")));
        await RefusesAsync(typeof(ArgumentException), "well A/2 was already added via AddWell; all its fields are written together", () => Task.FromResult(builder.Add("A/2")));
        Assert.Equal(before, folder.Snapshot());
    }

    [Fact]
    public async Task What_exists_stays_without_overwrite()
    {
        await OmeWriter.WritePlateAsync(Root, [SmallPlate.Well("A/1", 1)], null, SmallImage.Chunked);
        await ExistsAsync(SmallImage.Chunked, "Set Overwrite to replace it; nothing was changed.");
    }

    [Fact]
    public async Task What_is_no_hierarchy_stays_always()
    {
        folder.Put("plate.zarr/notes.txt");
        await ExistsAsync(SmallImage.Overwriting, "is not a Zarr v3 hierarchy");
    }

    [Fact]
    public async Task Metadata_cannot_be_put_under_the_extra_attributes()
    {
        var options = SmallImage.Chunked with { ExtraAttributes = new() { ["ome"] = 1 } };
        await RefusesAsync(typeof(ArgumentException), "\"ome\"", () => OmeWriter.WritePlateAsync(Root, [SmallPlate.Well("A/1", 1)], null, options));
        Assert.Contains("\"ome\"", Assert.Throws<ArgumentException>(() => new PlateBuilder(Root, null, options)).Message, StringComparison.Ordinal);
        Assert.Empty(folder.Snapshot());
    }

    private static (Type, string, PlateOptions, WellFields[]) Bad(string message, PlateOptions? plate, params WellFields[] wells) =>
        (typeof(ArgumentException), message, plate ?? new PlateOptions(), wells);

    private static (Type, string, PlateOptions, WellFields[]) Invalid(string finding, PlateOptions plate) => (typeof(OmeZarrException), finding, plate, [SmallPlate.Well("A/1", 1)]);

    private static async Task RefusesAsync(Type type, string message, Func<Task> write)
    {
        var error = await Assert.ThrowsAsync(type, write);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private async Task ExistsAsync(WriteOptions options, string message)
    {
        var before = folder.Snapshot();
        await RefusesAsync(typeof(DestinationExistsException), message, () => OmeWriter.WritePlateAsync(Root, [SmallPlate.Well("B/1", 1)], null, options));
        await using var builder = new PlateBuilder(Root, null, options);
        await RefusesAsync(typeof(DestinationExistsException), message, () => builder.WriteAsync("B/1"));
        await RefusesAsync(typeof(DestinationExistsException), message, () => builder.Add("B/1").PrepareAsync());
        Assert.Equal(before, folder.Snapshot());
    }

    private async Task RefusesLastAsync(string name, Func<PlateBuilder, WellFields, Task> take)
    {
        var (type, message, plate, wells) = Cases[name];
        PlateBuilder? builder = null;
        foreach (var well in wells[..^1])
        {
            builder ??= new PlateBuilder(Root, plate, SmallImage.Chunked);
            await take(builder, well);
        }

        var before = folder.Snapshot();
        await RefusesAsync(type, message, () => take(builder ??= new PlateBuilder(Root, plate, SmallImage.Chunked), wells[^1]));
        Assert.Equal(before, folder.Snapshot());
        await (builder?.DisposeAsync() ?? ValueTask.CompletedTask);
    }
}
