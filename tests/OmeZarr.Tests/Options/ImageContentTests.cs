using System.Text.Json.Nodes;
using OmeZarr.V05;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Tests.Writing;

/// <summary>What one image of a larger hierarchy says for itself, in every builder.</summary>
public sealed class ImageContentTests : IDisposable
{
    private static readonly Image Plane = Image.FromDimensions([Dimension.Y(), Dimension.X()], "plane");
    private static readonly Image Stack = Image.FromDimensions([Dimension.Z(), Dimension.Y(), Dimension.X()], "stack");
    private static readonly WriteOptions Planar = new() { Chunks = ChunkShape.Of(4, 4), Shards = ShardShape.Of(8, 8), ExtraAttributes = { ["lab"] = "whole" } };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Fields_of_different_ranks_have_chunks_shards_and_attributes_of_their_own()
    {
        await using (var plate = new PlateBuilder(folder["x.zarr"], Groups.Plate(Groups.PlateDef), Planar))
        {
            await plate.WriteWellAsync("A", "1", [new Field("0", Plane, new byte[8, 8].AsSource()) { Acquisition = 0 }, new Field("1", Stack, new byte[2, 8, 8].AsSource()) { Chunks = ChunkShape.Of(1, 2, 2), Shards = ShardShape.Of(1, 4, 4), ExtraAttributes = Attributes(), Acquisition = 0 }]);
        }

        await RequireAsync("x.zarr/A/1/0", "x.zarr/A/1/1", "x.zarr");
    }

    [Fact]
    public async Task Series_of_different_ranks_have_chunks_shards_and_attributes_of_their_own()
    {
        await using (var collection = new Bioformats2RawBuilder(folder["x.zarr"], null, Planar))
        {
            await collection.WriteImageAsync("0", Plane, new byte[8, 8].AsSource());
            collection.AddSeries(new SeriesImage("1", Stack, new ArraySpec([2, 8, 8], DataType.UInt8)) { Chunks = ChunkShape.Of(1, 2, 2), Shards = ShardShape.Of(1, 4, 4), ExtraAttributes = Attributes() });
            await collection.PrepareAsync();
        }

        await RequireAsync("x.zarr/0", "x.zarr/1", "x.zarr");
    }

    [Fact]
    public async Task Labels_have_attributes_of_their_own()
    {
        var label = new Label("cells", new LabelImage(Plane, new ImageLabel()), new byte[8, 8].AsSource()) { ExtraAttributes = Attributes() };
        await OmeWriter.WriteImageAsync(folder["x.zarr"], Plane, new byte[8, 8].AsSource(), Planar, [label]);
        Assert.Equal("own", (string?)(await ZarrGroup.OpenAsync(folder["x.zarr/labels/cells"])).Attributes["lab"]);
    }

    [Fact]
    public async Task Attributes_that_are_changed_later_do_not_count()
    {
        var attributes = Attributes();
        var series = new SeriesImage("0", Plane, new byte[8, 8].AsSource()) { ExtraAttributes = attributes };
        attributes["lab"] = "changed";
        await OmeWriter.WriteBioformats2RawAsync(folder["x.zarr"], [series]);
        Assert.Equal("own", (string?)(await ZarrGroup.OpenAsync(folder["x.zarr/0"])).Attributes["lab"]);
    }

    [Fact]
    public async Task Pixels_are_needed_to_write_and_refused_to_prepare()
    {
        var spec = new ArraySpec([8, 8], DataType.UInt8);
        await using var plate = new PlateBuilder(folder["x.zarr"]);
        var missing = await Assert.ThrowsAsync<ArgumentException>(() => plate.WriteWellAsync("A", "1", new Field("0", Plane, spec)));
        Assert.Equal("well A/1, field 0: its pixels are missing; give a source for each level, or prepare the image and write them later", missing.Message);
        var given = Assert.Throws<ArgumentException>(() => plate.AddWell("A", "1", new Field("0", Plane, new byte[8, 8].AsSource())));
        Assert.StartsWith("well A/1, field 0: its pixels were given", given.Message, StringComparison.Ordinal);
        var label = new Label("cells", new LabelImage(Plane, new ImageLabel()), spec);
        var mixed = await Assert.ThrowsAsync<ArgumentException>(() => OmeWriter.WriteImageAsync(folder["y.zarr"], Plane, new byte[8, 8].AsSource(), labels: [label]));
        Assert.StartsWith("label cells: its pixels are missing", mixed.Message, StringComparison.Ordinal);
        Assert.Empty(folder.Files());
    }

    [Fact]
    public async Task Writers_return_where_they_wrote()
    {
        var pixels = new byte[8, 8].AsSource();
        Assert.Equal(folder["a.zarr"], await OmeWriter.WriteImageAsync(folder["a.zarr/"], Plane, pixels));
        Assert.Equal(folder["b.zarr"], await OmeWriter.WritePlateAsync(folder["b.zarr/"], [new WellFields("A", "1", new Field("0", Plane, pixels))]));
        Assert.Equal(folder["c.zarr"], await OmeWriter.WriteBioformats2RawAsync(folder["c.zarr/"], [new SeriesImage("0", Plane, pixels)]));
        Assert.Equal(folder["a.zarr/labels/cells"], await OmeWriter.WriteLabelAsync(folder["a.zarr/"], "cells", pixels));
    }

    [Fact]
    public async Task A_label_takes_axes_scales_and_levels_from_its_image_without_channels()
    {
        var image = Image.FromDimensions([Dimension.Time(2, "second"), Dimension.Channel(), Dimension.Y(scale: 0.5, unit: "micrometer"), Dimension.X(scale: 0.25)], "cells", 2, Downsampling.Mean);
        await OmeWriter.WriteImageAsync(folder["a.zarr"], image, [new ushort[1, 3, 4, 4].AsSource(), new ushort[1, 3, 2, 2].AsSource()]);
        await OmeWriter.WriteLabelAsync(folder["a.zarr"], "nuclei", [new uint[1, 4, 4].AsSource(), new uint[1, 2, 2].AsSource()]);
        var label = await (await OmeImage.OpenAsync(folder["a.zarr"])).OpenLabelAsync("nuclei");
        Assert.Equal(["t", "y", "x"], label.Axes.Select(axis => axis.Name));
        Assert.Equal(["second", "micrometer", null], label.Multiscale.Units);
        Assert.Equal([2, 1, 0.5], label.Levels[1].PixelSize);
        Assert.Equal([0, 0.25, 0.125], label.Multiscale.Origin(1));
        Assert.Equal("nuclei", label.Multiscale.Name);
        Assert.Equal("../../", Assert.IsType<LabelImage>(label.Metadata).ImageLabel.Source!.Image);
    }

    private static JsonObject Attributes() => new() { ["lab"] = "own" };

    private async Task RequireAsync(string plane, string stack, string root)
    {
        Assert.Equal(([8, 8], [4, 4]), await LayoutAsync(plane));
        Assert.Equal(([1, 4, 4], [1, 2, 2]), await LayoutAsync(stack));
        Assert.Null((await ZarrGroup.OpenAsync(folder[plane])).Attributes["lab"]);
        Assert.Equal("own", (string?)(await ZarrGroup.OpenAsync(folder[stack])).Attributes["lab"]);
        Assert.Equal("whole", (string?)(await ZarrGroup.OpenAsync(folder[root])).Attributes["lab"]);
    }

    private async Task<(Shape Shard, Shape Inner)> LayoutAsync(string image)
    {
        var array = await ZarrArray.OpenAsync(folder[$"{image}/0"]);
        return (array.ChunkShape, array.InnerChunkShape ?? array.ChunkShape);
    }
}
