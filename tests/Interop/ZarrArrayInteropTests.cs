using Interop.Cases;
using Interop.Zarrita;
using Xunit;

namespace Interop;

/// <summary>Zarrita reads the arrays that this library writes.</summary>
public sealed class ZarrArrayInteropTests(ArrayTable table) : IClassFixture<ArrayTable>
{
    public static TheoryData<string, string> Rows =>
    [
        .. from type in JavaScriptTypes.All from chain in CodecChains.For(type) select new TheoryDataRow<string, string>(type.Name, chain),
    ];

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Zarrita_reads_every_element(string dataType, string chain)
    {
        var row = await table.RowAsync(dataType, chain);
        Assert.NotEmpty(row);
        Assert.All(row, one => ZarritaBatch.AssertSame(one.Case, one.Found));
    }
}
