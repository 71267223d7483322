using OmeZarr.V05;

namespace OmeZarr.Tests.Rules;

/// <summary>Cases for each rule about labels, plates, wells and collections.</summary>
internal static class GroupRuleCases
{
    private const string At = "ome.plate";

    public static IReadOnlyList<RuleCase> All { get; } =
    [
        .. Labels(), .. Lines(), .. Wells(), .. Acquisitions(), .. Lists(),
    ];

    private static IEnumerable<RuleCase> Labels() =>
    [
        Label("label-colors", l => l, l => l with { Colors = null }, "colors"),
        Label("label-colors-empty", l => l with { Colors = null }, l => l with { Colors = [] }, "colors"),
        Label("label-colors-unique", l => l with { Colors = [new(1), new(2)] }, l => l with { Colors = [new(1), new(2), new(1)] }, "colors[2]"),
        Label("label-color-values-unique", l => l with { Colors = [new(1), new(1)] }, l => l with { Colors = [new(1), new(1, 1, 2, 3, 4)] }, "colors[1]"),
        Label("label-rgba", l => l with { Colors = [new(1, 0, 0, 0, 255)] }, l => l with { Colors = [new(1, 0, 0, 0, 256)] }, "colors[0].rgba"),
        Label("label-rgba", l => l, l => l with { Colors = [new(1), new(2, 0, 0, 0)] }, "colors[1].rgba"),
        Label("label-properties-empty", l => l with { Properties = null }, l => l with { Properties = [] }, "properties"),
        Label("label-properties-unique", l => l with { Properties = [new(1), new(2)] }, l => l with { Properties = [new(1), new(1)] }, "properties[1]"),
        Label("label-version", l => l with { Version = "0.5" }, l => l with { Version = "0.4" }, "version"),
    ];

    private static IEnumerable<RuleCase> Lines() =>
    [
        Plate("plate-columns-empty", p => p, p => p with { Columns = [] }, "columns"),
        Plate("plate-column-name", p => p, p => p with { Columns = [new("1"), new("0-2")] }, "columns[1].name"),
        Plate("plate-columns-unique", p => p with { Columns = [new("1"), new("01")] }, p => p with { Columns = [new("1"), new("1")] }, "columns[1].name"),
        Plate("plate-names-risky", p => p, p => p with { Columns = [new("CON"), new("A")] }, "columns[0].name"),
        Plate("plate-columns-case", p => p, p => p with { Columns = [new("a"), new("A")] }, "columns"),
        Plate("plate-rows-empty", p => p, p => p with { Rows = [] }, "rows"),
        Plate("plate-row-name", p => p, p => p with { Rows = [new(""), new("AB")] }, "rows[0].name"),
        Plate("plate-rows-unique", p => p, p => p with { Rows = [new("A"), new("A")] }, "rows[1].name"),
        Plate("plate-rows-case", p => p with { Rows = [new("A"), new("A")] }, p => p with { Rows = [new("A"), new("a")] }, "rows"),
        Plate("plate-field-count", p => p with { FieldCount = 1 }, p => p with { FieldCount = 0 }, "field_count"),
        Plate("plate-name", p => p, p => p with { Name = null }, "name"),
    ];

    private static IEnumerable<RuleCase> Wells() =>
    [
        Plate("plate-wells-empty", p => p, p => p with { Wells = [] }, "wells"),
        Plate("plate-wells-unique", p => p, p => p with { Wells = [new("A/1", 0, 0), new("A/1", 0, 1)] }, "wells[1].path"),
        Plate("plate-well-row", p => p, p => p with { Wells = [new("A/1", 2, 0)] }, "wells[0].rowIndex"),
        Plate("plate-well-column", p => p, p => p with { Wells = [new("A/1", 0, -1)] }, "wells[0].columnIndex"),
        Plate("plate-well-path", p => p, p => p with { Wells = [new("1/A", 0, 0)] }, "wells[0].path"),
        Plate("acquisitions-unique", p => p, p => p with { Acquisitions = [new(1), new(0), new(1)] }, "acquisitions[2].id"),
    ];

    private static IEnumerable<RuleCase> Acquisitions() =>
    [
        Run("acquisition-id", a => a, a => a with { Id = -1 }, "id"),
        Run("acquisition-name", a => a, a => a with { Name = null }, "name"),
        Run("acquisition-field-count", a => a, a => a with { MaximumFieldCount = 0 }, "maximumfieldcount"),
        Run("acquisition-field-count-missing", a => a, a => a with { MaximumFieldCount = null }, "maximumfieldcount"),
        Run("acquisition-time", a => a with { StartTime = null }, a => a with { StartTime = -1 }, "starttime"),
        Run("acquisition-time", a => a, a => a with { StartTime = null, EndTime = -1 }, "endtime"),
        Run("acquisition-time-order", a => a with { EndTime = 0 }, a => a with { StartTime = 2 }, "endtime"),
    ];

    private static IEnumerable<RuleCase> Lists() =>
    [
        Paths("labels-empty", ["nuclei"], [], ""),
        Paths("labels-path", ["a/b"], ["../b"], "[0]"),
        Paths("labels-path-risky", ["a_b-c.d"], ["a b"], "[0]"),
        Paths("labels-path-risky", ["cons", "a.b"], ["a", "con"], "[1]"),
        Paths("labels-path-risky", ["a.b/c"], ["a./c"], "[0]"),
        Paths("labels-unique", ["a", "A"], ["a", "b", "a"], "[2]"),
        Field("well-images-empty", [new("0")], [], ""),
        Field("well-images-unique", [new("0", 1), new("1", 1)], [new("0", 0), new("0", 1)], "[1].path"),
        Field("well-image-path", [new("field_1")], [new("a/b")], "[0].path"),
        Field("well-image-path", [new("1.0")], [new("1"), new("..")], "[1].path"),
        Field("well-image-path-risky", [new("con0")], [new("0"), new("con")], "[1].path"),
        Field("well-image-path-alphanumeric", [new("A1")], [new("A_1")], "[0].path"),
        Images("series-empty", ["0"], [], ""),
        Images("series-path", ["OMEX", "a/OME"], ["0", "OME"], "[1]"),
        Images("series-path", ["a/b"], ["/"], "[0]"),
        Images("series-path-risky", ["0"], ["µ"], "[0]"),
        Images("series-path-risky", ["nul1"], ["nul.tif"], "[0]"),
        Images("series-unique", ["0", "1"], ["0", "0"], "[1]"),
        new("bioformats2raw-layout", new Bioformats2RawRoot().Validate(), new Bioformats2RawRoot { Layout = 2 }.Validate(), "ome.bioformats2raw.layout")
        {
            In04 = (OmeConvert.ToV04(new Bioformats2RawRoot()).Value.Validate(), OmeConvert.ToV04(new Bioformats2RawRoot { Layout = 2 }).Value.Validate()),
        },
        new(
            "bioformats2raw-layout",
            (Groups.Plate(Groups.PlateDef) with { Bioformats2RawLayout = 3 }).Validate(),
            (Groups.Plate(Groups.PlateDef) with { Bioformats2RawLayout = 4 }).Validate(),
            "ome.bioformats2raw.layout"),
        new("version", new Bioformats2RawRoot().Validate(), new Bioformats2RawRoot { Version = "0.6" }.Validate(), "ome.version"),
    ];

    private static RuleCase Label(string rule, Func<ImageLabel, ImageLabel> valid, Func<ImageLabel, ImageLabel> invalid, string place) =>
        new(rule, valid(Groups.ImageLabel).Validate(strict: true), invalid(Groups.ImageLabel).Validate(strict: true), $"ome.image-label.{place}")
        {
            In04 = (OmeConvert.ToV04(valid(Groups.ImageLabel)).Value.Validate(strict: true), OmeConvert.ToV04(invalid(Groups.ImageLabel)).Value.Validate(strict: true)),
        };

    private static RuleCase Plate(string rule, Func<PlateDef, PlateDef> valid, Func<PlateDef, PlateDef> invalid, string place) =>
        Of(rule, Groups.Plate(valid(Groups.PlateDef)), Groups.Plate(invalid(Groups.PlateDef)), $"{At}.{place}");

    private static RuleCase Run(string rule, Func<Acquisition, Acquisition> valid, Func<Acquisition, Acquisition> invalid, string place) =>
        Of(rule, Groups.Plate(valid(Groups.Acquisition)), Groups.Plate(invalid(Groups.Acquisition)), $"{At}.acquisitions[0].{place}");

    private static RuleCase Of(string rule, Plate valid, Plate invalid, string location) =>
        new(rule, valid.Validate(strict: true), invalid.Validate(strict: true), location)
        {
            In04 = (OmeConvert.ToV04(valid).Value.Validate(strict: true), OmeConvert.ToV04(invalid).Value.Validate(strict: true)),
        };

    private static RuleCase Paths(string rule, ValueList<string> valid, ValueList<string> invalid, string place) =>
        new(rule, Groups.Labels(valid).Validate(), Groups.Labels(invalid).Validate(), $"ome.labels{place}")
        {
            In04 = (OmeConvert.ToV04(Groups.Labels(valid)).Value.Validate(), OmeConvert.ToV04(Groups.Labels(invalid)).Value.Validate()),
        };

    private static RuleCase Field(string rule, ValueList<FieldOfView> valid, ValueList<FieldOfView> invalid, string place) =>
        new(rule, Groups.Well(valid).Validate(), Groups.Well(invalid).Validate(), $"ome.well.images{place}")
        {
            In04 = (OmeConvert.ToV04(Groups.Well(valid)).Value.Validate(), OmeConvert.ToV04(Groups.Well(invalid)).Value.Validate()),
        };

    private static RuleCase Images(string rule, ValueList<string> valid, ValueList<string> invalid, string place) =>
        new(rule, Groups.Series(valid).Validate(), Groups.Series(invalid).Validate(), $"ome.series{place}")
        {
            In04 = (OmeConvert.ToV04(Groups.Series(valid)).Value.Validate(), OmeConvert.ToV04(Groups.Series(invalid)).Value.Validate()),
        };
}
