using System.Text.Json.Nodes;
using Interop.Cases;
using Interop.Zarrita;
using OmeZarr;
using OmeZarr.V05;
using TestKit;
using Xunit;
using Zarr;

namespace Interop;

/// <summary>Zarrita opens every node of the collections that this library writes.</summary>
public sealed class CollectionInteropTests(ZarritaProcess zarrita)
{
    private static readonly Shape Shape = [2, 33, 40];

    private static readonly Image Metadata = Image.FromDimensions(
        [Dimension.Channel(), Dimension.Y(0.25, "micrometer"), Dimension.X(0.25, "micrometer")], "cells");

    [Fact]
    public async Task Zarrita_reads_every_image_of_a_collection()
    {
        using var folder = new TemporaryFolder();
        var (written, filled) = (Samples.Elements(DataType.UInt16, Shape.ElementCount, 1), Samples.Elements(DataType.UInt16, Shape.ElementCount, 2));
        var options = new WriteOptions { Chunks = ChunkShape.Of(1, 16, 16), Shards = ShardShape.OfChunks(1, 2, 2) };
        await using (var builder = new Bioformats2RawBuilder(folder["c.ome.zarr"], options: options))
        {
            await builder.WriteImageAsync("a", Metadata, Samples.Source(DataType.UInt16, Shape, written));
            var arrays = await builder.AddSeries("b", Metadata, new ArraySpec(Shape, DataType.UInt16)).PrepareAsync();
            await arrays["b/0"].WriteAsync(Samples.Source(DataType.UInt16, Shape, filled));
        }

        var found = await zarrita.ReadAsync(folder["c.ome.zarr"], ["/", "OME", "a", "b", "a/0", "b/0"]);
        AssertGroup(new Bioformats2RawRoot().ToJson(), found[0]);
        AssertGroup(new Series { Paths = ["a", "b"] }.ToJson(), found[1]);
        Assert.All(new[] { found[2], found[3] }, image => AssertGroup(Metadata.ToJson(), image));
        AssertArray(written, found[4]);
        AssertArray(filled, found[5]);
    }

    private static void AssertGroup(JsonObject ome, ZarritaNode found)
    {
        Assert.Null(found.Error);
        Assert.Equal("group", found.Kind);
        Assert.True(JsonNode.DeepEquals(ome, found.Attributes!["ome"]), $"zarrita found {found.Attributes}");
    }

    private static void AssertArray(byte[] elements, ZarritaNode found)
    {
        Assert.Null(found.Error);
        Assert.Equal(Shape, found.Shape!);
        Assert.True(elements.AsSpan().SequenceEqual(found.Elements));
    }
}
