using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using OmeZarr.Planning;
using OmeZarr.V05;
using TestKit;
using Xunit;

namespace OmeZarr.Tests.Planning;

/// <summary>The file of a plate is put together from parts; it must be what a plate in one piece would give.</summary>
public sealed class PlateDocumentTests
{
    private static readonly JsonObject Extra = new() { ["lab"] = "42 µm", ["wells"] = new JsonArray(1, new JsonObject { ["wells"] = new JsonArray() }) };

    private static readonly Gen<(string Row, string Column, int Fields, int Acquisition)> AnyWell =
        Gen.Select(OneOf("A", "B", "H", "Z", "AA", "AB", "R1", "R10", "x"), OneOf("1", "2", "10", "12", "01", "07", "c1"), Gen.Int[1, 4], Gen.Int[-1, 2]);

    [Fact]
    public void It_is_always_what_a_rendering_of_the_whole_gives() =>
        Gen.Select(AnyWell.Array[1, 25], Gen.Int[0, 5].Array[25]).Sample((wells, rolls) => Follow(new PlateOptions { Name = "grün" }, wells, rolls), iter: Rounds.Of(200));

    [Fact]
    public void So_it_is_with_rows_columns_and_wells_that_are_given() => Gen.Select(AnyWell.Array[1, 25], Gen.Int[0, 5].Array[25]).Sample(
        (any, rolls) =>
        {
            (string, string, int, int)[] wells = [.. any.Select(well => well with { Acquisition = Math.Max(well.Acquisition, 0) })];
            var given = new PlateDocument(new PlatePlan("plate", new PlateOptions()), null);
            given.Add(Plans(new PlateOptions(), wells));
            var plate = given.ToPlate();
            ValueList<PlateWell> reversed = [.. plate.Definition.Wells.Reverse().Select(well => well with { ExtraMembers = new JsonObject { ["note"] = "ß" } })];
            Follow(PlateOptions.From(plate with { Definition = plate.Definition with { Wells = reversed } }), wells, rolls);
        },
        iter: Rounds.Of(100));

    [Fact]
    public void What_JSON_cannot_hold_is_refused_at_once()
    {
        var plan = new PlatePlan("plate", new PlateOptions());
        Assert.Contains("\"ome\"", Assert.Throws<ArgumentException>(() => new PlateDocument(plan, new JsonObject { ["ome"] = 1 })).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new PlateDocument(plan, new JsonObject { ["x"] = JsonValue.Create(double.NaN) }));
    }

    /// <summary>Adds wells one by one or several at once, and compares each time.</summary>
    private static void Follow(PlateOptions options, (string Row, string Column, int Fields, int Acquisition)[] wells, int[] rolls)
    {
        var plan = new PlatePlan("plate", options);
        var document = new PlateDocument(plan, Extra);
        var (listed, pending) = (new List<WellPlan>(), new List<WellPlan>());
        foreach (var (well, roll) in Plans(options, wells).Zip(rolls))
        {
            pending.Add(well);
            if (roll == 0)
            {
                continue; // with the next
            }

            document.Add(pending);
            listed.AddRange(pending);
            pending.Clear();
            RequireWhole(plan, document, listed);
        }
    }

    private static void RequireWhole(PlatePlan plan, PlateDocument document, List<WellPlan> listed)
    {
        var plate = Expected(plan, listed);
        Assert.Equal(plate, document.ToPlate());
        Assert.DoesNotContain(plate.Validate(), finding => finding.Severity == Severity.Error);
        var whole = GroupDocument.Of(plate, Extra);
        Assert.Equal(Encoding.UTF8.GetString(whole), Encoding.UTF8.GetString(document.ToUtf8().Span));
    }

    /// <summary>The metadata, made anew from all wells.</summary>
    private static Plate Expected(PlatePlan plan, List<WellPlan> listed)
    {
        List<string> rows = [.. plan.FixedRows ?? RowColumnNaming.Rows([.. listed.Select(well => well.Row).Distinct()])];
        List<string> columns = [.. plan.FixedColumns ?? RowColumnNaming.Columns([.. listed.Select(well => well.Column).Distinct()])];
        var entries = listed.Select(well => plan.Entry(well.Path, rows.IndexOf(well.Row), columns.IndexOf(well.Column))).OrderBy(entry => entry.Order).Select(entry => entry.Well);
        var counts = from well in listed from field in well.Fields where field.Acquisition is not null group field by (well, field.Acquisition!.Value) into g select (g.Key.Value, Count: g.Count());
        ValueList<Acquisition> found = [.. from count in counts group count.Count by count.Value into g orderby g.Key select new Acquisition(g.Key) { MaximumFieldCount = g.Max() }];
        return plan.Define(rows, columns, [.. entries], listed.Max(well => well.Fields.Count), found.Count == 0 ? null : found);
    }

    private static Gen<string> OneOf(params string[] names) => Gen.Int[0, names.Length - 1].Select(i => names[i]);

    private static List<WellPlan> Plans(PlateOptions options, IEnumerable<(string Row, string Column, int Fields, int Acquisition)> wells)
    {
        var plan = new PlatePlan("plate", options);
        return [.. wells.DistinctBy(well => (well.Row, well.Column)).Select(well => plan.Plan(well.Row, well.Column, FieldsOf(well.Fields, well.Acquisition)))];
    }

    private static IEnumerable<FieldOfView> FieldsOf(int count, int acquisition) =>
        Enumerable.Range(0, count).Select(number => new FieldOfView($"{number}", acquisition < 0 ? null : acquisition));
}
