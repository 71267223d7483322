using OmeZarr.Planning;
using OmeZarr.V05;
using Xunit;
using Zarr;

namespace OmeZarr.Tests.Planning;

/// <summary>The limits of levels, chunks and shards, exactly.</summary>
public sealed class LevelRulesTests
{
    private const long GiB = 1 << 30;

    [Theory]
    [InlineData(GiB / 2, null)]
    [InlineData((GiB / 2) + 1, "the chunks of level \"s0\" (536870913 uint16) would have more than 1,073,741,824 bytes; choose smaller ones, or ChunkShape.Auto")]
    public void Chunks_have_at_most_a_gibibyte(long length, string? message) =>
        Assert.Equal(message, Message(() => LevelRules.Plan("s0", Level(length), Storage(ChunkShape.WholeArray, ShardShape.None), ["x"])));

    [Theory]
    [InlineData(512, null)]
    [InlineData(513, "the shards of level \"s0\" (537919488 uint16) would have more than 1,073,741,824 bytes; choose smaller ones, or ShardShape.Auto")]
    public void Shards_have_at_most_a_gibibyte(int chunks, string? message) =>
        Assert.Equal(message, Message(() => LevelRules.Plan("s0", Level(1L << 40), Storage(ChunkShape.Of(1 << 20), ShardShape.OfChunks(chunks)), ["x"])));

    [Fact]
    public void What_does_not_fit_a_level_is_told_with_the_level()
    {
        var error = Assert.Throws<ArgumentException>(() => LevelRules.Plan("s0", Level(10), Storage(ChunkShape.Of(2, 2), ShardShape.None), ["x"]));
        Assert.StartsWith("level \"s0\" (10): the chunk shape (2, 2) has 2 lengths", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ArgumentException>(() => LevelRules.Plan("s0", Level(10), Storage(ChunkShape.Of(4), ShardShape.Of(6)), ["x"]));
        Assert.StartsWith("level \"s0\" (10): the shards (6) are not whole multiples", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_choices_of_storage_reach_the_array()
    {
        var array = LevelRules.Plan("s0", Level(10), new StorageOptions(ChunkShape.Of(2), ShardShape.Of(4), Compression.Gzip, Checksums: true, MaxDegreeOfParallelism: 3), ["x"]);
        Assert.Equal<Shape>([[10], [2], [4]], [array.Shape, array.Chunks, array.Shards!.Value]);
        Assert.Equal(("s0", DataType.UInt16), (array.Path, array.DataType));
        Assert.Equal((Compression.Gzip, true, 3), (array.Compression, array.Checksums, array.MaxDegreeOfParallelism));
        Assert.Equal(["x"], array.DimensionNames!);
    }

    [Theory]
    [InlineData(long.MaxValue / 64 / 2, null)]
    [InlineData((long.MaxValue / 64 / 2) + 1, "level \"0\" (72057594037927936 uint16) has more bytes than can be counted; make it smaller")]
    public void The_bytes_of_all_levels_are_counted_in_64_bits(long length, string? message) => Assert.Equal(message, Message(() => Require(["0"], [length])));

    [Theory]
    [InlineData("0", "1", null)]
    [InlineData("a", "ab", null)]
    [InlineData("a/0", "a/1", null)]
    [InlineData("a", "a/b", "the dataset path \"a/b\" lies inside the dataset \"a\"; an array cannot hold other nodes, so choose separate paths")]
    [InlineData("A/b", "a", "the dataset path \"A/b\" lies inside the dataset \"a\"; an array cannot hold other nodes, so choose separate paths")]
    [InlineData("a", "A", "the dataset paths \"A\" and \"a\" differ only in case, and would be one folder on some file systems")]
    [InlineData("0", "labels", "\"labels\" cannot be the path of a dataset: the label images of an image are in its group labels; choose numbers, such as \"0\"")]
    [InlineData("Labels/0", "1", "\"Labels/0\" cannot be the path of a dataset: the label images of an image are in its group labels; choose numbers, such as \"0\"")]
    [InlineData("0/labels", "1", null)]
    [InlineData("0", "a/nul", "\"a/nul\" cannot be the path of a dataset: Windows keeps this name for a device; choose numbers, such as \"0\"")]
    public void Paths_of_levels_are_separate_and_can_be_folders_everywhere(string first, string second, string? message) =>
        Assert.Equal(message, Message(() => Require([first, second], [8], [4])));

    [Fact]
    public void An_array_without_a_type_is_told() =>
        Assert.StartsWith("an array or its data type is null", Message(() => LevelRules.Require(Multiscale(["0", "1"]), [Level(8), new ArraySpec([4], null!)])), StringComparison.Ordinal);

    [Fact]
    public void Levels_may_stay_as_long_as_they_are_and_all_are_compared()
    {
        Assert.Null(Message(() => Require(["0", "1", "2"], [8], [8], [8])));
        Assert.Equal(
            "level \"2\" (9) is larger along x than the level before it (8); levels go from the highest to the lowest resolution", Message(() => Require(["0", "1", "2"], [9], [8], [9])));
    }

    [Theory]
    [InlineData(4, 1, 2, 0)] // one pixel less
    [InlineData(5, 1, 2, 1)]
    [InlineData(4, 3, 2, 0)] // one pixel more
    [InlineData(4, 4, 2, 1)]
    [InlineData(3000002, 1500000, 0.2, 0, 0.1)] // one pixel less, and the rounding of doubles
    [InlineData(3000002, 1499998, 0.2, 1, 0.1)]
    public void An_extent_may_differ_by_one_pixel_of_the_level(long first, long second, double scale, int findings, double firstScale = 1)
    {
        var multiscale = Multiscale(["0", "1"]) with { Datasets = [new Dataset("0", new ScaleTransformation(firstScale)), new Dataset("1", new ScaleTransformation(scale))] };
        Assert.Equal(findings, LevelRules.WrongExtents(multiscale, [Level(first), Level(second)]).Count);
    }

    [Fact]
    public void A_wrong_extent_is_told_with_both_levels()
    {
        var finding = Assert.Single(LevelRules.WrongExtents(Multiscale(["0", "1"]), [Level(10), Level(2)]));
        Assert.Equal(
            "level \"1\" has 2 pixels of 2 along x, level \"0\" 10 of 1, which is another extent; correct the scale (Dimension.ScaleFactor in FromDimensions)", finding.Message);
    }

    [Theory]
    [InlineData("a/b", "\"a/b\" cannot be the name of a label: it has a slash; choose letters, digits, \"-\", \"_\" and \".\"")]
    [InlineData("nul", "\"nul\" cannot be the name of a label: Windows keeps this name for a device; choose letters, digits, \"-\", \"_\" and \".\"")]
    [InlineData("__x", "\"__x\" cannot be the name of a label: names that begin with __ are reserved; choose letters, digits, \"-\", \"_\" and \".\"")]
    [InlineData("..", "\"..\" cannot be the name of a label: \"..\" would leave the group; choose letters, digits, \"-\", \"_\" and \".\"")]
    [InlineData("cells", null)]
    public void A_label_has_a_name_of_one_folder(string name, string? message) => Assert.Equal(message, Message(() => LabelPlan.Require(name, [Level(8)], 1)));

    [Theory]
    [InlineData(1, null, null)]
    [InlineData(1, 1, null)]
    [InlineData(1, 2, "there is 1 level, the image has 2; a label image has as many levels as the image that it describes")]
    [InlineData(2, 1, "there are 2 levels, the image has 1; a label image has as many levels as the image that it describes")]
    public void A_label_has_the_levels_of_its_image(int levels, int? expected, string? message) =>
        Assert.Equal(message, Message(() => LabelPlan.Require("cells", [.. Enumerable.Repeat(Level(8), levels)], expected)));

    [Fact]
    public void A_label_holds_integers()
    {
        Assert.Equal("name", Assert.Throws<ArgumentNullException>(() => LabelPlan.Require(null!, [Level(8)], null)).ParamName);
        Assert.Equal(
            "the pixels are float32; labels are numbers of objects, so convert them to an integer type such as uint32",
            Message(() => LabelPlan.Require("cells", [Level(8), new ArraySpec([4], DataType.Float32)], null)));
        Assert.Null(Message(() => LabelPlan.Require("cells", [null!, new ArraySpec([4], null!)], null))); // refused by the plan of the image
    }

    [Fact]
    public void A_label_leads_to_its_image_unless_it_says_otherwise()
    {
        var label = new LabelImage(Images.Valid, new ImageLabel());
        Assert.Equal("../../", LabelPlan.Complete(label).ImageLabel.Source!.Image);
        label = label with { ImageLabel = new ImageLabel { Source = new LabelSource { Image = "../elsewhere" } } };
        Assert.Equal(label, LabelPlan.Complete(label));
    }

    private static ArraySpec Level(long length) => new([length], DataType.UInt16);

    private static StorageOptions Storage(ChunkShape chunks, ShardShape shards) => new(chunks, shards, Compression.None, Checksums: false, MaxDegreeOfParallelism: 1);

    private static Multiscale Multiscale(IReadOnlyList<string> paths) =>
        new() { Axes = [new SpaceAxis("x")], Datasets = [.. paths.Select((path, level) => new Dataset(path, new ScaleTransformation(1 << level)))] };

    private static void Require(IReadOnlyList<string> paths, params IReadOnlyList<Shape> shapes) => LevelRules.Require(Multiscale(paths), [.. shapes.Select(shape => new ArraySpec(shape, DataType.UInt16))]);

    private static string? Message(Action action) => Record.Exception(action) is { } error ? Assert.IsType<ArgumentException>(error).Message : null;
}
