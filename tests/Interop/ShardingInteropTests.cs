using Interop.Cases;
using Interop.Zarrita;
using Xunit;
using Zarr;
using Zarr.Codecs;
using Zarr.Metadata;

namespace Interop;

/// <summary>Zarrita reads the shards that this library writes. What it cannot read is here too, so that nobody looks for the fault in this library.</summary>
public sealed class ShardingInteropTests(ZarritaProcess zarrita)
{
    public static TheoryData<string> Types => ["bool", "uint8", "uint16", "float32", "int64"];

    [Theory]
    [MemberData(nameof(Types))]
    public async Task Zarrita_reads_every_sharded_layout_with_every_inner_chain(string dataType)
    {
        var type = DataType.FromName(dataType)!;
        var rows = (
            from chain in CodecChains.For(type)
            from layout in ShardedLayout.All
            select (Chain: chain, Layout: layout)).ToList();
        await CompareAsync([.. rows.Select((row, i) => ArrayCase.Create($"{i}", MetadataOf(row.Layout, type, Sharding(row.Layout, row.Chain, type)), row.Layout.Written, i))]);
    }

    [Fact]
    public async Task Shards_in_shards_are_unknown_to_zarrita()
    {
        var codec = Codec.Sharding([4], Codec.Sharding([2], Codec.Bytes()));
        Assert.Equal("UnknownCodecError: Unknown codec: sharding_indexed", (await ReadAsync(codec)).Error);
    }

    [Fact]
    public async Task Zarrita_looks_for_the_index_at_the_end_only()
    {
        var metadata = Codec.Sharding([4], Codec.Bytes()).ToMetadata();
        metadata.Configuration!["index_location"] = "start";
        var codec = CodecRegistry.Default.Create(metadata);
        Assert.Null((await ReadAsync(Codec.Sharding([4], Codec.Bytes()))).Error);
        Assert.NotNull((await ReadAsync(codec)).Error);
    }

    [Fact]
    public async Task Zarrita_does_not_undo_what_comes_after_sharding() =>
        Assert.NotNull((await ReadAsync(Codec.Sharding([4], Codec.Bytes()), Codec.Gzip(1))).Error);

    private static ICodec Sharding(ShardedLayout layout, string chain, DataType type) =>
        Codec.Sharding(layout.Inner, CodecChains.Create(chain, type).Select(CodecRegistry.Default.Create));

    private static ArrayMetadata MetadataOf(ShardedLayout layout, DataType type, params ICodec[] codecs) => new()
    {
        Shape = layout.Shape,
        ChunkShape = layout.Shard,
        DataType = type,
        Codecs = [.. codecs.Select(codec => codec.ToMetadata())],
        FillValue = FillValues.NotZero(type),
    };

    private async Task<ZarritaNode> ReadAsync(params ICodec[] codecs)
    {
        var metadata = MetadataOf(new ShardedLayout("1-D", [8], [8], [4]), DataType.UInt16, codecs);
        return (await ZarritaBatch.ReadAsync(zarrita, [ArrayCase.Create("a", metadata, Region.Whole([8]), 0)]))[0];
    }

    private async Task CompareAsync(IReadOnlyList<ArrayCase> cases)
    {
        var found = await ZarritaBatch.ReadAsync(zarrita, cases);
        Assert.All(cases.Zip(found), one => ZarritaBatch.AssertSame(one.First, one.Second));
    }
}
