using OmeZarr.Planning;
using OmeZarr.V05;
using Xunit;

namespace OmeZarr.Tests.Planning;

public sealed class WellReservationsTests
{
    [Fact]
    public void A_well_is_reserved_once_until_it_is_released()
    {
        var wells = new WellReservations(null);
        wells.Reserve(Well("A", "1"), "added via AddWell");
        Assert.Equal("well A/1 was already added via AddWell; all its fields are written together", Refusal(wells, Well("A", "1", new FieldOfView("1"))));
        wells.Release(Well("A", "1"));
        wells.Reserve(Well("A", "1"), "written via WriteWellAsync");
        Assert.StartsWith("well A/1 was already written via WriteWellAsync", Refusal(wells, Well("A", "1")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x", "X")]
    [InlineData("X", "x")]
    [InlineData("x", "x")]
    public void Fields_are_reserved_one_by_one_whatever_their_case(string first, string second)
    {
        var wells = new WellReservations(null, byField: true);
        wells.Reserve(Well("A", "1", new FieldOfView(first)), "written");
        wells.Reserve(Well("A", "1", new FieldOfView("y")), "written");
        Assert.Equal($"well A/1, field {second} was already written; choose another name", Refusal(wells, Well("A", "1", new FieldOfView("z"), new FieldOfView(second))));
        wells.Release(Well("A", "1", new FieldOfView(first)));
        wells.Reserve(Well("A", "1", new FieldOfView(second)), "written");
        Assert.Contains("field y was", Refusal(wells, Well("A", "1", new FieldOfView("y"))), StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_and_columns_keep_their_case_while_one_well_uses_them()
    {
        var wells = new WellReservations(null);
        wells.Reserve(Well("A", "c1"), "written");
        wells.Reserve(Well("A", "c2"), "written");
        wells.Release(Well("A", "c2"));
        Assert.Equal("the rows \"A\" and \"a\" differ only in case, and would be one folder on some file systems", Refusal(wells, Well("a", "2")));
        Assert.Contains("the rows \"A\" and \"a\" differ only in case", Refusal(wells, Well("a", "c1")), StringComparison.Ordinal);
        Assert.Equal("the columns \"c1\" and \"C1\" differ only in case, and would be one folder on some file systems", Refusal(wells, Well("B", "C1")));
        wells.Release(Well("A", "c1"));
        wells.Reserve(Well("a", "C1"), "written");
    }

    [Fact]
    public void Fields_say_their_acquisition_once_there_are_two()
    {
        var wells = new WellReservations(null);
        wells.Reserve(Well("A", "1", new FieldOfView("0", 5), new FieldOfView("1")), "written"); // one acquisition
        wells.Reserve(Well("A", "2", new FieldOfView("0", 5)), "written");
        Assert.Equal("well A/3: with it the plate has 2 acquisitions, and 1 field without one; give each its acquisition", Refusal(wells, Well("A", "3", new FieldOfView("0", 6))));
        wells.Release(Well("A", "1", new FieldOfView("0", 5), new FieldOfView("1")));
        wells.Reserve(Well("A", "3", new FieldOfView("0", 6)), "written");
        Assert.Contains("2 acquisitions, and 2 fields without one", Refusal(wells, Well("A", "4", new FieldOfView("0"), new FieldOfView("1"))), StringComparison.Ordinal);
        wells.Release(Well("A", "2", new FieldOfView("0", 5)));
        wells.Reserve(Well("A", "4", new FieldOfView("0"), new FieldOfView("1", 6)), "written"); // one again
    }

    [Fact]
    public void A_refused_well_changes_nothing()
    {
        var wells = new WellReservations(null);
        wells.Reserve(Well("A", "1", new FieldOfView("0", 1)), "written");
        Refusal(wells, Well("B", "1", new FieldOfView("0", 2), new FieldOfView("1")));
        wells.Reserve(Well("b", "1", new FieldOfView("0", 2)), "written");
    }

    [Fact]
    public void Acquisitions_that_are_given_are_checked_elsewhere()
    {
        var wells = new WellReservations(new HashSet<long> { 0, 1 });
        wells.Reserve(Well("A", "1", new FieldOfView("0", 0), new FieldOfView("1", 1), new FieldOfView("2")), "written");
    }

    private static string Refusal(WellReservations wells, WellPlan well) => Assert.Throws<ArgumentException>(() => wells.Reserve(well, "refused")).Message;

    private static WellPlan Well(string row, string column, params ValueList<FieldOfView> fields) =>
        new(row, column, new Well { Definition = new WellDef { Images = fields.Count == 0 ? [new FieldOfView("0")] : fields } });
}
