using System.Text.Json.Nodes;
using Xunit;
using Zarr.Stores;

namespace OmeZarr.Tests.Validation;

/// <summary>
/// The plate with fourteen faults that yaozarrs validates in its tests, made anew from its description: nine wells with two fields and their labels. The comments name the kinds of error of yaozarrs.
/// </summary>
public sealed class BrokenPlateTests
{
    [Fact]
    public async Task All_fourteen_faults_of_the_broken_plate_of_yaozarrs_are_found()
    {
        var report = await OmeStoreValidator.ValidateAsync(await Broken().ToStoreAsync(), StorePrefix.Root, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(
            [
                ("A/1/0/0", "dataset-missing"), // dataset_path_not_found
                ("A/1/0/labels/annotations", "label-missing"), // label_path_not_found
                ("A/1/1/labels/annotations", "label-array"), // label_path_not_group
                ("A/2", "well-array"), // well_path_not_group
                ("A/3/0/labels/annotations", "label-kind"), // label_image_invalid
                ("B/1/0/0", "datasets-rank"), // dataset_dimension_mismatch
                ("B/1/1/labels/annotations/0", "label-data-type"), // label_non_integer_dtype
                ("B/2/0/0", "dataset-group"), // dataset_not_array
                ("B/2/1/0", "dimension-names"), // dimension_names_mismatch
                ("B/3/0/labels", "labels-array"), // labels_not_group
                ("B/3/1", "field-array"), // field_path_not_group
                ("C/1/1", "field-missing"), // field_path_not_found
                ("C/2/0", "multiscales-empty"), // field_image_invalid
                ("C/3", "well-kind"), // well_invalid
            ],
            report.Findings.Where(finding => finding.Severity == Severity.Error).Select(finding => (finding.NodePath, finding.RuleId)));
        Assert.Equal(14, report.ErrorCount);
        Assert.False(report.IsValid);
    }

    private static GoodStore Broken()
    {
        var plate = GoodStore.Empty("0.5");
        string[] rows = ["A", "B", "C"];
        string[] wells = [.. rows.SelectMany(row => new[] { $"{row}/1", $"{row}/2", $"{row}/3" })];
        var list = wells.Select((well, i) => $$"""{"path":"{{well}}","rowIndex":{{i / 3}},"columnIndex":{{i % 3}}}""");
        plate.AddGroup(string.Empty, JsonNode.Parse($$"""
            {"plate":{"name":"broken","field_count":2,"rows":[{"name":"A"},{"name":"B"},{"name":"C"}],"columns":[{"name":"1"},{"name":"2"},{"name":"3"}],"wells":[{{string.Join(',', list)}}]} }
            """)!.AsObject());
        rows.ToList().ForEach(row => plate.AddGroup(row, null));
        foreach (var well in wells)
        {
            plate.AddGroup(well, GoodStore.Well("0", "1"));
            foreach (var field in new[] { $"{well}/0", $"{well}/1" })
            {
                plate.AddImage(field, withLabels: false);
                plate.AddGroup($"{field}/labels", new JsonObject { ["labels"] = new JsonArray("annotations") });
                plate.AddLabel($"{field}/labels/annotations", "../../");
            }
        }

        plate.Delete("A/1/0/0");
        plate.Delete("A/1/0/labels/annotations");
        plate.ReplaceByArray("A/1/1/labels/annotations");
        plate.ReplaceByArray("A/2");
        plate.Edit("A/3/0/labels/annotations", label => label.Remove("multiscales"));
        plate.EditArray("B/1/0/0", array => Lengthen(array));
        plate.EditArray("B/1/1/labels/annotations/0", array => array["data_type"] = "float32");
        plate.ReplaceByGroup("B/2/0/0");
        plate.EditArray("B/2/1/0", array => array["attributes"] = new JsonObject { ["dimension_names"] = new JsonArray("a", "b", "c", "d") });
        plate.ReplaceByArray("B/3/0/labels");
        plate.ReplaceByArray("B/3/1");
        plate.Delete("C/1/1");
        plate.Edit("C/2/0", image => image["multiscales"] = new JsonArray());
        plate.AddGroup("C/3", null);
        return plate;
    }

    private static void Lengthen(JsonObject array)
    {
        array["shape"]!.AsArray().Insert(0, 1);
        array["chunk_grid"]!["configuration"]!["chunk_shape"]!.AsArray().Insert(0, 1);
        array["dimension_names"]!.AsArray().Insert(0, "t");
    }
}
