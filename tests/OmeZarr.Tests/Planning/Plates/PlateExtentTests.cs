using OmeZarr.Planning;
using OmeZarr.V05;
using Xunit;

namespace OmeZarr.Tests.Planning;

/// <summary>What wells change in a plate: the less, the less is written anew.</summary>
public sealed class PlateExtentTests
{
    [Fact]
    public void A_well_changes_the_header_only_if_it_is_larger_than_those_before()
    {
        var extent = new PlateExtent(new PlatePlan("plate", new PlateOptions()));
        Assert.Equal(PlateChange.Header, extent.Add([Well("C", "2", new FieldOfView("0", 1))]));
        Assert.Equal(PlateChange.None, extent.Add([Well("C", "1", new FieldOfView("0", 1))]));
        Assert.Equal(PlateChange.None, extent.Add([Well("B", "2", new FieldOfView("0", 1))]));
        Assert.Equal(PlateChange.Header, extent.Add([Well("D", "2", new FieldOfView("0", 1))]));
        Assert.Equal(PlateChange.Header, extent.Add([Well("A", "2", new FieldOfView("0", 1), new FieldOfView("1", 1))]));
        Assert.Equal(PlateChange.None, extent.Add([Well("A", "1", new FieldOfView("0", 1), new FieldOfView("1", 1))]));
        Assert.Equal(PlateChange.Header, extent.Add([Well("B", "1", new FieldOfView("0", 2))]));
        Assert.Equal(["A", "B", "C", "D"], extent.Rows);
        Assert.Equal(["1", "2"], extent.Columns);
        Assert.Equal(2, extent.FieldCount);
    }

    [Fact]
    public void A_row_before_others_changes_the_indices_of_wells()
    {
        var extent = new PlateExtent(new PlatePlan("plate", new PlateOptions()));
        Assert.Equal(PlateChange.Header, extent.Add([Well("b", "1", new FieldOfView("0"))]));
        Assert.Equal(PlateChange.WellIndices, extent.Add([Well("a", "1", new FieldOfView("0")), Well("c", "1", new FieldOfView("0"))]));
        Assert.Equal((0, 1, 2), (extent.RowIndex("a"), extent.RowIndex("b"), extent.RowIndex("c")));
    }

    [Fact]
    public void Rows_that_are_given_stay_whatever_is_used()
    {
        var extent = new PlateExtent(new PlatePlan("plate", new PlateOptions { Rows = [new Row("D"), new Row("A")], Columns = [new Column("1"), new Column("7")] }));
        extent.Add([Well("A", "7", new FieldOfView("0"))]);
        Assert.Equal(["D", "A"], extent.Rows);
        Assert.Equal(["1", "7"], extent.Columns);
        Assert.Equal((1, 1), (extent.RowIndex("A"), extent.ColumnIndex("7")));
        Assert.Null(extent.Acquisitions);
    }

    private static WellPlan Well(string row, string column, params ValueList<FieldOfView> fields) => new(row, column, new Well { Definition = new WellDef { Images = fields } });
}
