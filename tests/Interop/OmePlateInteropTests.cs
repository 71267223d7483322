using System.Text.Json.Nodes;
using Interop.Cases;
using Interop.Zarrita;
using OmeZarr;
using OmeZarr.V05;
using TestKit;
using Xunit;
using Zarr;

namespace Interop;

/// <summary>Zarrita opens the plates that this library writes: every group from the plate down, and the pixels.</summary>
public sealed class OmePlateInteropTests(ZarritaProcess zarrita)
{
    private static readonly Shape Level = [2, 33, 40];

    private static readonly Image Metadata = Image.FromDimensions([Dimension.Channel(), Dimension.Y(0.25, "micrometer"), Dimension.X(0.25, "micrometer")], "cells");

    public static TheoryData<bool> Sharded => [false, true];

    [Theory]
    [MemberData(nameof(Sharded))]
    public async Task Zarrita_reads_a_field_of_a_plate(bool sharded)
    {
        using var folder = new TemporaryFolder();
        var elements = Samples.Elements(DataType.UInt16, Level.ElementCount, 3);
        var options = new WriteOptions { Chunks = ChunkShape.Of(1, 8, 8), Shards = sharded ? ShardShape.OfChunks(1, 2, 3) : ShardShape.None };
        await using (var plate = new PlateBuilder(folder["plate.zarr"], new PlateOptions { Name = "screen 7" }, options))
        {
            await plate.WriteWellAsync("B", "02", [new Field("0", Metadata, Samples.Source(DataType.UInt16, Level, elements))], TestContext.Current.CancellationToken);
        }

        var found = await zarrita.ReadAsync(folder["plate.zarr"], ["/", "B", "B/02", "B/02/0", "B/02/0/0"]);
        Assert.All(found, node => Assert.Null(node.Error));
        Assert.Equal(["group", "group", "group", "group", "array"], found.Select(node => node.Kind));
        Assert.Equal("B/02", found[0].Attributes!["ome"]!["plate"]!["wells"]![0]!["path"]!.GetValue<string>());
        Assert.Empty(found[1].Attributes!.AsObject());
        Assert.Equal("0", found[2].Attributes!["ome"]!["well"]!["images"]![0]!["path"]!.GetValue<string>());
        Assert.True(JsonNode.DeepEquals(Metadata.ToJson(), found[3].Attributes!["ome"]));
        Assert.True(elements.AsSpan().SequenceEqual(found[4].Elements));
    }
}
