using Interop.Cases;
using Interop.Zarrita;
using Xunit;
using Zarr;
using Zarr.Metadata;

namespace Interop;

/// <summary>Zarrita finds the fill values of this library where no chunk is stored, bit by bit, and beside elements that were stored.</summary>
public sealed class FillValueInteropTests(ZarritaProcess zarrita)
{
    [Fact]
    public async Task Zarrita_reads_every_fill_value_where_nothing_is_written() => await CompareAsync(null);

    [Fact]
    public async Task Zarrita_reads_every_fill_value_around_what_is_written() => await CompareAsync(new Region([0, 1], [1, 3]));

    private async Task CompareAsync(Region? written)
    {
        var cases = (
            from type in JavaScriptTypes.All
            from fill in FillValues.Of(type).Index()
            select ArrayCase.Create($"{type}/{fill.Index}", MetadataOf(type, fill.Item), written, fill.Index)).ToList();
        var found = await ZarritaBatch.ReadAsync(zarrita, cases);
        Assert.All(cases.Zip(found), one => ZarritaBatch.AssertSame(one.First, one.Second));
    }

    private static ArrayMetadata MetadataOf(DataType type, string fill) => new()
    {
        Shape = [3, 5],
        ChunkShape = [2, 3],
        DataType = type,
        Codecs = CodecChains.Create("little endian", type),
        FillValue = FillValues.Parse(type, fill),
    };
}
