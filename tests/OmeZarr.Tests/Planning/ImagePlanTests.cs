using System.Text.Json.Nodes;
using OmeZarr.Tests.Writing;
using OmeZarr.V05;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Tests.Planning;

/// <summary>What does not fit together is found before anything is created.</summary>
public sealed class ImagePlanTests : IDisposable
{
    private static readonly ArraySpec Level0 = new([2, 8, 8], DataType.UInt16);
    private static readonly ArraySpec Level1 = new([2, 4, 4], DataType.UInt16);
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Metadata_that_breaks_the_specification_is_refused_with_all_findings()
    {
        var image = Images.With(Images.Cyx with { Axes = [new SpaceAxis("y"), new SpaceAxis("x"), new ChannelAxis("c")] });
        var error = await RequireRefusedAsync<OmeZarrException>(image with { Version = "0.9" }, [Level0, Level1]);
        Assert.StartsWith($"{folder["image.zarr"]} cannot be written: ", error.Message, StringComparison.Ordinal);
        Assert.True(error.Findings.Count > 1, error.Message);
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("..")]
    [InlineData("/0")]
    [InlineData("0//1")]
    [InlineData("a\\b")]
    [InlineData("__0")]
    [InlineData("zarr.json")]
    [InlineData("a/zarr.json")]
    [InlineData("")]
    public async Task A_dataset_path_that_leads_to_no_node_is_refused(string path)
    {
        var image = Images.WithDatasets(new Dataset(path, new ScaleTransformation(1, 1, 1)));
        var error = await RequireRefusedAsync<OmeZarrException>(image, [Level0]);
        Assert.Contains(error.Findings, finding => finding.RuleId == "dataset-path");
    }

    [Fact]
    public Task Two_multiscales_cannot_be_written() =>
        RequireRefusedAsync(
            new Image { Multiscales = [Images.Cyx, Images.Cyx with { Name = "other" }] },
            [Level0, Level1],
            "an image to be written has exactly one multiscale, this one has 2; write each to a path of its own");

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public Task There_is_one_array_for_each_dataset(int count) =>
        RequireRefusedAsync(Images.Valid, [.. Enumerable.Repeat(Level0, count)], $"number of data arrays ({count}) must match number of datasets in metadata (2)");

    [Fact]
    public Task Each_array_has_a_dimension_for_each_axis() =>
        RequireRefusedAsync(
            Images.Valid, [Level0, Level1 with { Shape = [1, 2, 3, 4, 5] }], "level \"1\" has 5 dimensions (1, 2, 3, 4, 5), the image has 3 axes (c, y, x)");

    [Fact]
    public Task Levels_do_not_grow() =>
        RequireRefusedAsync(
            Images.Valid, [Level0, Level1 with { Shape = [2, 4, 9] }], "level \"1\" (2 x 4 x 9) is larger along x than the level before it (2 x 8 x 8)");

    [Fact]
    public Task Levels_have_one_data_type() =>
        RequireRefusedAsync(Images.Valid, [Level0, Level1 with { DataType = DataType.UInt8 }], "level \"1\" is uint8, level \"0\" uint16; all levels have one data type");

    [Theory]
    [InlineData("a", "a/b")]
    [InlineData("a/b/c", "a")]
    public Task No_dataset_lies_inside_another(string first, string second) =>
        RequireRefusedAsync(
            Images.WithDatasets(Images.Cyx.Datasets[0] with { Path = first }, Images.Cyx.Datasets[1] with { Path = second }), [Level0, Level1], "lies inside the dataset \"a\"");

    [Fact]
    public Task Channels_are_described_all_or_not_at_all() =>
        RequireRefusedAsync(Images.WithChannel(Images.Channel), [Level0, Level1], "omero describes 1 channel, the data has 2");

    [Fact]
    public async Task The_name_ome_is_taken()
    {
        var options = new WriteOptions { ExtraAttributes = { ["ome"] = new JsonObject() } };
        await RequireRefusedAsync(Images.Valid, [Level0, Level1], "the extra attributes contain \"ome\"", options);
    }

    [Fact]
    public async Task Attributes_that_json_cannot_hold_are_found_first()
    {
        var deep = new JsonObject();
        for (var i = 0; i < 300; i++)
        {
            deep = new JsonObject { ["a"] = deep };
        }

        const string Expected = "the attributes cannot be written as JSON";
        await RequireRefusedAsync(Images.Valid, [Level0, Level1], Expected, new WriteOptions { ExtraAttributes = deep });
        await RequireRefusedAsync(Images.Valid, [Level0, Level1], Expected + ": attributes.x[0].y: JSON has no NaN", new WriteOptions { ExtraAttributes = { ["x"] = new JsonArray(new JsonObject { ["y"] = double.NaN }) } });
    }

    [Fact]
    public Task Chunks_have_as_many_lengths_as_the_array() =>
        RequireRefusedAsync(
            Images.Valid, [Level0, Level1], "has 2 lengths for an array of 3 dimensions", new WriteOptions { Chunks = ChunkShape.Of(4, 4) });

    [Fact]
    public Task Chunks_that_could_not_be_read_again_are_refused() =>
        RequireRefusedAsync(
            Images.WithDatasets(Images.Cyx.Datasets[0]),
            [new ArraySpec([1, 30000, 40000], DataType.UInt8)],
            "the chunks of level \"0\" (1 x 30000 x 40000 uint8) would have more than 1,073,741,824 bytes; choose smaller ones, or ChunkShape.Auto",
            new WriteOptions { Chunks = ChunkShape.WholeArray });

    [Fact]
    public Task Sizes_beyond_counting_are_refused() =>
        RequireRefusedAsync(
            Images.WithDatasets(Images.Cyx.Datasets[0]), [new ArraySpec([1L << 30, 1L << 30, 1L << 30], DataType.UInt8)], "has more bytes than can be counted");

    [Fact]
    public async Task Nothing_but_the_options_may_be_null()
    {
        var path = folder["image.zarr"];
        await Assert.ThrowsAsync<ArgumentNullException>(() => OmeWriter.WriteImageAsync(null!, Images.Valid, SmallImage.Sources()));
        await Assert.ThrowsAsync<ArgumentNullException>(() => OmeWriter.WriteImageAsync(path, null!, SmallImage.Sources()));
        await Assert.ThrowsAsync<ArgumentNullException>(() => OmeWriter.WriteImageAsync(path, Images.Valid, (IArraySource)null!));
        await Assert.ThrowsAsync<ArgumentNullException>(() => OmeWriter.WriteImageAsync(path, Images.Valid, (IReadOnlyList<IArraySource>)null!));
        await Assert.ThrowsAsync<ArgumentNullException>(() => OmeWriter.PrepareImageAsync(path, Images.Valid, (IReadOnlyList<ArraySpec>)null!));
        await Assert.ThrowsAsync<ArgumentException>(() => OmeWriter.PrepareImageAsync(path, Images.Valid, [Level0, null!]));
        await Assert.ThrowsAsync<ArgumentException>(() => OmeWriter.PrepareImageAsync(path, Images.Valid, [Level0, Level1 with { DataType = null! }]));
        Assert.Empty(folder.Snapshot());
    }

    private async Task RequireRefusedAsync(Image image, IReadOnlyList<ArraySpec> levels, string expected, WriteOptions? options = null)
    {
        var error = await RequireRefusedAsync<ArgumentException>(image, levels, options);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    /// <summary>By both writers, at a free place and where an image may be replaced; nothing changes on the disk.</summary>
    private async Task<T> RequireRefusedAsync<T>(Image image, IReadOnlyList<ArraySpec> levels, WriteOptions? options = null)
        where T : Exception
    {
        await SmallImage.WriteAsync(folder["old.zarr"], options: SmallImage.Overwriting);
        var before = folder.Snapshot();
        var overwriting = (options ?? WriteOptions.Default) with { Overwrite = true };
        IArraySource[] sources = [.. levels.Select(level => ArraySource.FromFunction(level.Shape, level.DataType, (_, _) => Assert.Fail("asked for pixels")))];
        await Assert.ThrowsAsync<T>(() => OmeWriter.WriteImageAsync(folder["old.zarr"], image, sources, overwriting));
        await Assert.ThrowsAsync<T>(() => OmeWriter.PrepareImageAsync(folder["a/image.zarr"], image, levels, options));
        var error = await Assert.ThrowsAsync<T>(() => OmeWriter.WriteImageAsync(folder["image.zarr"], image, sources, options));
        Assert.Equal(before, folder.Snapshot());
        return error;
    }
}
