using OmeZarr.Planning;
using OmeZarr.V05;
using Xunit;

namespace OmeZarr.Tests.Planning;

/// <summary>A plate with many wells takes no more memory for the last well than for the first ones.</summary>
public sealed class PlateDocumentMemoryTests
{
    [Fact]
    public void A_well_costs_no_more_memory_than_the_first_ones()
    {
        var plan = new PlatePlan("plate", new PlateOptions());
        var fields = Enumerable.Range(0, 9).Select(number => new FieldOfView($"{number}", 0)).ToList();
        var wells = from row in RowColumnNaming.Rows(["AF"]).Reverse() from column in Enumerable.Range(1, 48) select plan.Plan(row, $"{column}", fields);
        var document = new PlateDocument(plan, null);
        List<long> costs = [.. wells.ToList().Select(well => BytesToAdd(document, well))];
        Assert.Equal(1536, costs.Count);
        Assert.InRange(Median(costs.TakeLast(100)), 1, Median(costs.Skip(50).Take(100)) * 1.5);
    }

    private static long BytesToAdd(PlateDocument document, WellPlan well)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        document.Add([well]);
        document.ToUtf8();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static long Median(IEnumerable<long> values) => values.Order().ElementAt(50);
}
