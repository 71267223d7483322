using System.Text.Json.Nodes;
using Interop.Cases;
using Interop.Zarrita;
using OmeZarr;
using OmeZarr.V05;
using TestKit;
using Xunit;
using Zarr;

namespace Interop;

/// <summary>Zarrita opens the images that this library writes: group, attributes and the array of every level.</summary>
public sealed class OmeImageInteropTests(ZarritaProcess zarrita)
{
    private static readonly Shape[] Levels = [[2, 3, 5, 33, 40], [2, 3, 5, 17, 20], [2, 3, 5, 9, 10]];

    private static readonly Image Metadata = Image.FromDimensions(
        [
            Dimension.Time(0.5, "second"),
            Dimension.Channel(),
            Dimension.Z(2, "micrometer") with { ScaleFactor = 1 },
            Dimension.Y(0.25, "micrometer"),
            Dimension.X(0.25, "micrometer"),
        ],
        "cells",
        Levels.Length);

    public static TheoryData<string> Compressions => [.. Compression.All.Select(compression => compression.Name)];

    [Theory]
    [MemberData(nameof(Compressions))]
    public async Task Zarrita_reads_every_level_of_an_image(string compression)
    {
        using var folder = new TemporaryFolder();
        var levels = Levels.Select((shape, level) => Samples.Elements(DataType.UInt16, shape.ElementCount, level + 1)).ToList();
        var sources = Levels.Zip(levels, (shape, elements) => Samples.Source(DataType.UInt16, shape, elements)).ToList();
        var options = new WriteOptions { Chunks = ChunkShape.Of(1, 1, 2, 16, 32), Compression = Compression.FromName(compression) };
        await OmeWriter.WriteImageAsync(folder["image.ome.zarr"], Metadata, sources, options);
        var found = await zarrita.ReadAsync(folder["image.ome.zarr"], ["/", .. Metadata.Multiscales[0].Datasets.Select(dataset => dataset.Path)]);
        AssertImage(found[0]);
        Assert.All(found.Skip(1), (node, level) => AssertLevel(node, Levels[level], levels[level]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Zarrita_reads_every_level_that_was_computed(bool isSharded)
    {
        using var folder = new TemporaryFolder();
        var options = new WriteOptions { Chunks = ChunkShape.Of(1, 1, 2, 7, 8), Shards = isSharded ? ShardShape.OfChunks(1, 1, 2, 2, 2) : ShardShape.None, Pyramid = Pyramid.Of(3) };
        var image = Image.FromDimensions([Dimension.Time(), Dimension.Channel(), Dimension.Z(), Dimension.Y(), Dimension.X()]);
        await OmeWriter.WriteImageAsync(folder["image.ome.zarr"], image, Samples.Source(DataType.UInt16, Levels[0], Samples.Elements(DataType.UInt16, Levels[0].ElementCount, 1)), options);
        var found = await zarrita.ReadAsync(folder["image.ome.zarr"], ["0", "1", "2"]);
        for (var level = 0; level < Levels.Length; level++)
        {
            var elements = new byte[Levels[level].ElementCount * sizeof(ushort)];
            await ((IArraySource)await ZarrArray.OpenAsync(folder[$"image.ome.zarr/{level}"])).ReadAsync(Region.Whole(Levels[level]), elements, default);
            AssertLevel(found[level], Levels[level], elements);
        }
    }

    [Fact]
    public async Task Zarrita_reads_a_sharded_image_and_its_labels()
    {
        using var folder = new TemporaryFolder();
        var levels = Levels.Select((shape, level) => Samples.Elements(DataType.UInt16, shape.ElementCount, level + 1)).ToList();
        var sources = Levels.Zip(levels, (shape, elements) => Samples.Source(DataType.UInt16, shape, elements)).ToList();
        var options = new WriteOptions { Chunks = ChunkShape.Of(1, 1, 2, 16, 32), Shards = ShardShape.OfChunks(2, 1, 2, 2, 1) };
        var label = new LabelImage(Metadata, new ImageLabel { Colors = [new LabelColor(1, 255, 0, 0, 255)] });
        await OmeWriter.WriteImageAsync(folder["image.ome.zarr"], Metadata, sources, options, [new Label("cells", label, sources)]);
        await using (var builder = new LabelsBuilder(folder["image.ome.zarr/labels"], options))
        {
            await builder.WriteLabelAsync("nuclei", label, sources);
        }

        var paths = Metadata.Multiscales[0].Datasets.Select(dataset => dataset.Path).ToList();
        var found = await zarrita.ReadAsync(
            folder["image.ome.zarr"],
            ["/", "labels", "labels/cells", "labels/nuclei", .. new[] { string.Empty, "labels/cells/", "labels/nuclei/" }.SelectMany(image => paths.Select(path => image + path))]);
        AssertImage(found[0]);
        Assert.Equal("""{"version":"0.5","labels":["cells","nuclei"]}""", found[1].Attributes!["ome"]!.ToJsonString());
        Assert.All(found.Skip(2).Take(2), node => Assert.Equal("../../", (string?)node.Attributes!["ome"]!["image-label"]!["source"]!["image"]));
        Assert.All(found.Skip(4), (node, i) => AssertLevel(node, Levels[i % 3], levels[i % 3]));
    }

    private static void AssertImage(ZarritaNode found)
    {
        Assert.Null(found.Error);
        Assert.Equal("group", found.Kind);
        Assert.True(JsonNode.DeepEquals(Metadata.ToJson(), found.Attributes!["ome"]), $"zarrita found {found.Attributes}");
    }

    private static void AssertLevel(ZarritaNode found, Shape shape, byte[] elements)
    {
        Assert.Null(found.Error);
        Assert.Equal(shape, found.Shape!);
        Assert.Equal(Metadata.Multiscales[0].Axes.Select(axis => axis.Name), found.DimensionNames!);
        Assert.Equal("uint16", found.Dtype);
        Assert.True(elements.AsSpan().SequenceEqual(found.Elements));
    }
}
