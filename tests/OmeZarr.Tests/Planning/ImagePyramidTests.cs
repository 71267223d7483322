using OmeZarr.Planning;
using OmeZarr.V05;
using Xunit;
using Zarr;

namespace OmeZarr.Tests.Planning;

/// <summary>Which images get levels that are computed, and what is said of those that cannot.</summary>
public sealed class ImagePyramidTests
{
    private static readonly Image Plane = Image.FromDimensions([Dimension.Y(), Dimension.X()], "plane");
    private static readonly LabelImage Label = new(Plane, new ImageLabel());
    private static readonly ArraySpec Spec = new([64, 64], DataType.UInt16);

    [Fact]
    public void Levels_are_computed_of_an_image_of_one_dataset()
    {
        var pyramid = ImagePyramid.Of("image", Plane, [Spec], Pyramid.Of(3));
        Assert.Equal<Shape>([[64, 64], [32, 32], [16, 16]], pyramid.Levels.Select(level => level.Shape));
        Assert.All(pyramid.Levels, level => Assert.Equal(DataType.UInt16, level.DataType));
        Assert.Equal(["0", "1", "2"], pyramid.Image.Multiscales[0].Datasets.Select(dataset => dataset.Path));
        Assert.Equal(Downsampling.Mean, pyramid.Plan!.Method);
    }

    [Fact]
    public void What_is_wrong_without_a_pyramid_is_left_to_the_plan_of_the_image()
    {
        RequireAsItIs(Plane, [Spec], Pyramid.None);
        RequireAsItIs(Plane with { Multiscales = [Plane.Multiscales[0], Plane.Multiscales[0]] }, [Spec], Pyramid.Of(3));
        RequireAsItIs(Plane with { Multiscales = [] }, [], Pyramid.Of(3));
        RequireAsItIs(Plane, [Spec, Spec], Pyramid.Of(3));
        RequireAsItIs(Plane, [null!], Pyramid.Of(3));
        RequireAsItIs(Image.FromDimensions([Dimension.Y(), Dimension.X()], "plane", levels: 2), [Spec, null!], Pyramid.Of(3));
        RequireAsItIs(Plane, [Spec with { DataType = null! }], Pyramid.Of(3));

        static void RequireAsItIs(Image image, IReadOnlyList<ArraySpec> levels, Pyramid pyramid)
        {
            var planned = ImagePyramid.Of("image", image, levels, pyramid);
            Assert.Null(planned.Plan);
            Assert.Same(image, planned.Image);
            Assert.Same(levels, planned.Levels);
        }
    }

    [Fact]
    public void Metadata_that_breaks_the_specification_is_refused_before_levels_are_planned()
    {
        var error = Assert.Throws<OmeZarrException>(() => ImagePyramid.Of("my image", Plane with { Version = "0.9" }, [Spec], Pyramid.Of(3)));
        Assert.StartsWith("my image cannot be written: ", error.Message, StringComparison.Ordinal);
        var bare = Plane with { Omero = new Omero { Channels = [new OmeroChannel { Label = "DAPI" }] } };
        Assert.Equal(2, ImagePyramid.Of("image", bare, [Spec], Pyramid.Of(2)).Levels.Count); // colour and window are completed
    }

    [Fact]
    public void A_label_has_the_factors_of_its_image_or_its_own()
    {
        var image = Image.FromDimensions([Dimension.Y(), Dimension.X()], "cells", levels: 2);
        var described = DescribedImage.Of(image, [Spec, Spec with { Shape = [32, 32] }]);
        Assert.Equal(2, described.Levels);
        var like = ImagePyramid.OfLabel("label", Label, [Spec], Pyramid.Of(4), described);
        Assert.Equal<Shape>([[64, 64], [32, 32]], like.Levels.Select(level => level.Shape));
        var own = ImagePyramid.OfLabel("label", Label, [Spec], Pyramid.Of(4), null);
        Assert.Equal(4, own.Levels.Count);
        Assert.Equal((Downsampling.Mode, Downsampling.Mode), (like.Plan!.Method, own.Plan!.Method)); // no values are mixed
        Assert.IsType<LabelImage>(own.Image);
    }

    [Fact]
    public void A_plan_has_the_warnings_of_its_pyramid_and_storage_for_coarser_levels()
    {
        var storage = new StorageOptions(ChunkShape.Auto, ShardShape.None, Compression.None, Checksums: false, MaxDegreeOfParallelism: 1);
        var narrow = ImagePyramid.Of("image", Plane, [Spec with { Shape = [8, 8] }], Pyramid.Of(2));
        var plan = ImagePlan.Create("image", narrow.Image, narrow.Levels, storage, pyramid: narrow.Plan);
        Assert.Equal("pyramid-narrow-level", Assert.Single(plan.Warnings).RuleId);
        Assert.Same(narrow.Plan, plan.Pyramid);
        Assert.Equal<Shape>([[8, 8], [4, 4]], plan.Levels.Select(level => level.Chunks));
        var completed = plan.Complete(narrow.Image, narrow.Image with { Omero = new Omero { Channels = [new OmeroChannel()] } });
        Assert.Equal("pyramid-narrow-level", Assert.Single(completed.Warnings).RuleId);
        Assert.Contains("FFFFFF", System.Text.Encoding.UTF8.GetString(completed.Document), StringComparison.Ordinal);
    }

    [Fact]
    public void Computed_levels_have_the_chunks_of_the_finest_and_given_levels_their_own()
    {
        var storage = new StorageOptions(ChunkShape.Auto, ShardShape.None, Compression.None, Checksums: false, MaxDegreeOfParallelism: 1);
        var finest = new ArraySpec([14000, 14000], DataType.UInt8);
        var computed = ImagePyramid.Of("image", Plane, [finest], Pyramid.Of(2, ("y", 3), ("x", 3)));
        Assert.Equal<Shape>([[1752, 1752], [1752, 1752]], ImagePlan.Create("image", computed.Image, computed.Levels, storage, pyramid: computed.Plan).Levels.Select(level => level.Chunks));
        var given = Image.FromDimensions([Dimension.Y() with { ScaleFactor = 3 }, Dimension.X() with { ScaleFactor = 3 }], "plane", levels: 2);
        Assert.Equal<Shape>([[1750, 1750], [1166, 2333]], ImagePlan.Create("image", given, computed.Levels, storage).Levels.Select(level => level.Chunks));
    }

    [Fact]
    public void Completed_metadata_may_change_all_but_the_multiscales()
    {
        var storage = new StorageOptions(ChunkShape.Auto, ShardShape.None, Compression.None, Checksums: false, MaxDegreeOfParallelism: 1);
        var extra = new System.Text.Json.Nodes.JsonObject { ["lab"] = 42 };
        var plan = ImagePlan.Create("my image", Plane, [Spec], storage, extra);
        extra["lab"] = 43; // too late
        Assert.Contains("\"lab\": 42", System.Text.Encoding.UTF8.GetString(plan.Complete(Plane, Plane).Document), StringComparison.Ordinal);
        var error = Assert.Throws<ArgumentException>(() => plan.Complete(Plane, null));
        Assert.Equal(("completed", "CompleteMetadata gave null; it gives the metadata to publish (Parameter 'completed')"), (error.ParamName, error.Message));
        var renamed = Image.FromDimensions([Dimension.Y(), Dimension.X()], "another");
        Assert.StartsWith("CompleteMetadata changed the multiscales, whose arrays are written already; it may change all but those", Assert.Throws<ArgumentException>(() => plan.Complete(Plane, renamed)).Message, StringComparison.Ordinal);
        var channels = Plane with { Omero = new Omero { Channels = [Images.Channel, Images.Channel] } };
        Assert.StartsWith("omero describes 2 channels, the data has 1; describe each channel, or leave omero out", Assert.Throws<ArgumentException>(() => plan.Complete(Plane, channels)).Message, StringComparison.Ordinal);
        Assert.StartsWith("my image cannot be written: ", Assert.Throws<OmeZarrException>(() => plan.Complete(Plane, Plane with { Version = "0.9" })).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("int8", -128.0, 127.0)]
    [InlineData("int16", -32768.0, 32767.0)]
    [InlineData("int32", -2147483648.0, 2147483647.0)]
    [InlineData("int64", -9223372036854775808.0, 9223372036854775807.0)]
    [InlineData("uint8", 0.0, 255.0)]
    [InlineData("uint16", 0.0, 65535.0)]
    [InlineData("uint32", 0.0, 4294967295.0)]
    [InlineData("uint64", 0.0, 18446744073709551615.0)]
    [InlineData("float64", 0.0, 1.0)]
    [InlineData("bool", 0.0, 1.0)]
    public void The_window_of_a_type_is_its_range(string type, double min, double max) =>
        Assert.Equal(new OmeroWindow { Min = min, Start = min, End = max, Max = max }, OmeroPlan.WindowOf(DataType.FromName(type)!));

    [Fact]
    public void A_member_of_the_wrong_type_is_not_replaced()
    {
        var channel = new OmeroChannel { ExtraMembers = new System.Text.Json.Nodes.JsonObject { ["color"] = 255, ["window"] = 7 } };
        var image = Plane with { Omero = new Omero { Channels = [channel] } };
        Assert.Same(image, OmeroPlan.Complete(image, DataType.UInt8));
        Assert.Same(Plane, OmeroPlan.Complete(Plane, DataType.UInt8));
        image = Plane with { Omero = new Omero { Channels = [Images.Channel, new OmeroChannel()] } };
        Assert.Equal([Images.Channel.Color, "00FF00"], OmeroPlan.Complete(image, DataType.UInt8).Omero!.Channels.Select(channel => channel.Color));
    }

    [Fact]
    public void The_context_comes_before_a_message_and_the_name_of_our_parameter_goes()
    {
        var error = Assert.Throws<ArgumentException>(() => PlanContext.In<int>("well A/1", () => throw new ArgumentException("it is wrong", "inner")));
        Assert.Equal(("well A/1: it is wrong", "it is wrong (Parameter 'inner')"), (error.Message, error.InnerException!.Message));
        Assert.Equal("well A/1: it is wrong", Assert.Throws<ArgumentException>(() => PlanContext.In<int>("well A/1", () => throw new ArgumentException("it is wrong"))).Message);
        Assert.Equal("inner", Assert.Throws<ArgumentNullException>(() => PlanContext.In<int>("well A/1", () => throw new ArgumentNullException("inner"))).ParamName);
        Assert.Equal(7, PlanContext.In("well A/1", () => 7));
    }

    [Theory]
    [InlineData("0", "")]
    [InlineData("a/0", "a")]
    [InlineData("a/b/0", "a a/b")]
    public void The_groups_above_a_node_come_outermost_first(string path, string expected) => Assert.Equal(expected, string.Join(' ', GroupDocument.Above(path)));

    [Fact]
    public void Attributes_of_a_group_are_set_and_others_stay()
    {
        var stored = Zarr.Metadata.GroupMetadata.Parse(GroupDocument.Of(Plane, new System.Text.Json.Nodes.JsonObject { ["a"] = 1, ["b"] = 2 }));
        var changed = Zarr.Metadata.GroupMetadata.Parse(GroupDocument.Of(stored, Label, new System.Text.Json.Nodes.JsonObject { ["b"] = null, ["c"] = 3 })).Attributes;
        Assert.Equal(["a", "b", "ome", "c"], changed.Select(member => member.Key).OrderBy(key => "a b ome c".IndexOf(key, StringComparison.Ordinal)));
        Assert.Null(changed["b"]);
        Assert.NotNull(changed["ome"]!["image-label"]);
        Assert.Equal(1, (int?)changed["a"]);
        Assert.Equal("extra", Assert.Throws<ArgumentException>(() => GroupDocument.Of(Plane, new System.Text.Json.Nodes.JsonObject { ["ome"] = null })).ParamName);
        Assert.Empty(Zarr.Metadata.GroupMetadata.Parse(GroupDocument.Empty).Attributes);
    }
}
