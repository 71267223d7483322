using Interop.Cases;
using Zarr;
using Zarr.Metadata;

namespace Interop.Zarrita;

/// <summary>
/// Every data type with every codec chain in some of the layouts, written once for all tests of a class. Each chain meets every layout, though
/// not with every type, and each type meets every layout: all with all would be 4,560 arrays and most of the time of this suite.
/// </summary>
public sealed class ArrayTable
{
    private const int LayoutStep = 4;

    private readonly Lazy<Task<ILookup<(string DataType, string Chain), (ArrayCase Case, ZarritaNode Found)>>> answers;

    public ArrayTable(ZarritaProcess zarrita) => answers = new(() => ReadAsync(zarrita));

    /// <summary>What was written and what zarrita read, for one data type and codec chain.</summary>
    internal async Task<IReadOnlyList<(ArrayCase Case, ZarritaNode Found)>> RowAsync(string dataType, string chain) =>
        [.. (await answers.Value)[(dataType, chain)]];

    private static async Task<ILookup<(string, string), (ArrayCase, ZarritaNode)>> ReadAsync(ZarritaProcess zarrita)
    {
        var rows = (
            from type in JavaScriptTypes.All.Index()
            from chain in CodecChains.For(type.Item).Index()
            from layout in Layout.All.Index()
            where layout.Item.IsLarge || (type.Index + chain.Index + layout.Index) % LayoutStep == 0
            select (type: type.Item, chain: chain.Item, layout: layout.Item)).ToList();
        var cases = rows.Select((row, i) => CaseOf(row.type, row.chain, row.layout, i)).ToList();
        var found = await ZarritaBatch.ReadAsync(zarrita, cases);
        return rows.Index().ToLookup(row => (row.Item.type.Name, row.Item.chain), row => (cases[row.Index], found[row.Index]));
    }

    private static ArrayCase CaseOf(DataType type, string chain, Layout layout, int index)
    {
        var metadata = new ArrayMetadata
        {
            Shape = layout.Shape,
            ChunkShape = layout.Chunk,
            DataType = type,
            Codecs = CodecChains.Create(chain, type),
            ChunkKeyEncoding = layout.Keys,
            FillValue = FillValues.NotZero(type),
            DimensionNames = index % 3 == 0 ? [.. Enumerable.Range(0, layout.Shape.Rank).Select(d => d == 1 ? null : $"axis {d}")] : null,
        };
        return ArrayCase.Create($"{type} {index}", metadata, layout.Written, index);
    }
}
