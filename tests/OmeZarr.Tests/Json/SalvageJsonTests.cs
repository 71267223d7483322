using OmeZarr.V05;
using Xunit;

namespace OmeZarr.Tests.Json;

/// <summary>Of a document that strict reading refuses, a node that is opened takes what can be understood.</summary>
public sealed class SalvageJsonTests
{
    [Fact]
    public void Rows_columns_and_indices_are_taken_from_the_paths_of_the_wells()
    {
        var document = OmeDocument.Parse("""{"ome":{"version":"0.5","plate":{"wells":[{"path":"B/2"},7,{"path":"A/1","rowIndex":"x"},{"rowIndex":0}]}}}""");
        Assert.Null(document.Content);
        var (value, findings) = document.Salvage();
        var plate = Assert.IsType<Plate>(value).Definition;
        Assert.Equal(["B", "A"], plate.Rows.Select(row => row.Name));
        Assert.Equal(["2", "1"], plate.Columns.Select(column => column.Name));
        Assert.Equal([("B/2", 0, 0), ("A/1", 1, 1)], plate.Wells.Select(well => (well.Path, well.RowIndex, well.ColumnIndex)));
        Assert.Equal(
            [
                "ome.plate.columns: is required but missing", "ome.plate.rows: is required but missing",
                "ome.plate.wells[0].rowIndex: is required but missing", "ome.plate.wells[0].columnIndex: is required but missing",
                "ome.plate.wells[1]: must be an object; found the number 7",
                "ome.plate.wells[2].rowIndex: must be an integer; found a string", "ome.plate.wells[2].columnIndex: is required but missing",
                "ome.plate.wells[3].path: is required but missing", "ome.plate.wells[3].columnIndex: is required but missing",
            ],
            findings.Select(finding => $"{finding.Location}: {finding.Message}"));
    }

    [Fact]
    public void A_broken_item_keeps_its_place_where_positions_count()
    {
        var document = OmeDocument.Parse("""{"ome":{"version":"0.5","multiscales":[],"omero":{"channels":[7,{"label":"GFP"}]}}}""");
        Assert.Null(Assert.IsType<Image>(document.Content).Omero);
        Assert.Equal([null, "GFP"], Assert.IsType<Image>(document.Salvage().Value).Omero!.Channels.Select(channel => channel.Label));
    }

    [Fact]
    public void Numbers_that_are_of_use_only_together_are_all_read_or_none()
    {
        var document = OmeDocument.Parse("""{"ome":{"version":"0.5","multiscales":[{"axes":[],"datasets":[{"path":"0","coordinateTransformations":[{"type":"scale","scale":[1,"2"]}]}]}],"omero":1}}""");
        var image = Assert.IsType<Image>(document.Salvage().Value);
        Assert.Equal("scale", Assert.IsType<UnknownTransformation>(Assert.Single(image.Multiscales[0].Datasets[0].CoordinateTransformations)).Type);
    }

    [Fact]
    public void A_list_of_texts_loses_those_that_are_none_and_a_colour_is_whole_or_absent()
    {
        var series = OmeDocument.Parse("""{"ome":{"version":"0.5","series":[7,"1"]}}""");
        Assert.Null(series.Content);
        Assert.Equal(["1"], Assert.IsType<Series>(series.Salvage().Value).Paths);
        var label = OmeDocument.Parse("""{"ome":{"version":"0.5","multiscales":[],"image-label":{"colors":[{"label-value":1,"rgba":[0,"x",0,255]}]}}}""");
        Assert.Null(Assert.IsType<LabelImage>(label.Salvage().Value).ImageLabel.Colors!.Value[0].Rgba);
        Assert.Null(Assert.IsType<LabelImage>(label.Content).ImageLabel.Colors!.Value[0].Rgba);
    }

    [Theory]
    [InlineData("""{"multiscales":[{"version":"0.3","axes":["y","x"],"datasets":[{"path":"0"}]}]}""", "OME-Zarr 0.3 has fewer members than 0.4; what is missing is assumed")]
    [InlineData("""{"multiscales":[{"version":"0.4","axes":[{"name":"y","type":"space"}],"datasets":[{"path":"0"}]}]}""", "is required but missing")]
    public void Members_that_earlier_versions_do_not_have_are_not_missed(string json, string message)
    {
        var (value, findings) = OmeDocument.Parse(json).Salvage();
        Assert.Equal("0", Assert.IsType<OmeZarr.V04.Image>(value).Multiscales[0].Datasets[0].Path);
        Assert.Equal(message, Assert.Single(findings).Message);
    }

    [Fact]
    public void A_value_that_is_assumed_for_a_text_is_only_assumed_when_it_is_missing()
    {
        var document = OmeDocument.Parse("""{"ome":{"version":"0.5","multiscales":[{"axes":[{"type":"space"},{"name":"x","type":"space"}],"datasets":[]}]}}""");
        Assert.Null(document.Content);
        Assert.Equal(["dim_0", "x"], Assert.IsType<Image>(document.Salvage().Value).Multiscales[0].Axes.Select(axis => axis.Name));
    }

    [Fact]
    public void A_layout_is_assumed_when_it_cannot_be_read()
    {
        var document = OmeDocument.Parse("""{"ome":{"version":"0.5","bioformats2raw.layout":{}}}""");
        Assert.Null(document.Content);
        Assert.Equal(3, Assert.IsType<Bioformats2RawRoot>(document.Salvage().Value).Layout);
        Assert.Equal(4, Assert.IsType<Bioformats2RawRoot>(OmeDocument.Parse("""{"ome":{"version":"0.4","bioformats2raw.layout":4}}""").Salvage().Value).Layout);
    }
}
