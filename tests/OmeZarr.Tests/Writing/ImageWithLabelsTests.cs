using System.Text.Json.Nodes;
using OmeZarr.V05;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Tests.Writing;

/// <summary>Images that are written and prepared together with their label images.</summary>
public sealed class ImageWithLabelsTests : IDisposable
{
    private static readonly IReadOnlyList<Label> Labels = [SmallLabels.Label("nuclei", 10), SmallLabels.Label("cells", 20)];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Labels_land_with_their_image()
    {
        await WriteAsync();
        Assert.Equal(1, await SmallImage.FirstValueAsync(folder["image.zarr"]));
        Assert.Equal(10u, await SmallLabels.FirstValueAsync(folder["image.zarr/labels/nuclei"]));
        Assert.Equal(20u, await SmallLabels.FirstValueAsync(folder["image.zarr/labels/cells"]));
        Assert.Equal(["nuclei", "cells"], await SmallLabels.ListedAsync(folder["image.zarr/labels"]));
        Assert.Equal(["image.zarr"], folder.Names());
    }

    [Fact]
    public async Task The_group_is_written_like_this()
    {
        await WriteAsync();
        const string Expected =
            """
            {
              "zarr_format": 3,
              "node_type": "group",
              "attributes": {
                "ome": {
                  "version": "0.5",
                  "labels": [
                    "nuclei",
                    "cells"
                  ]
                }
              }
            }
            """;
        Assert.Equal(Expected, await File.ReadAllTextAsync(folder["image.zarr/labels/zarr.json"]));
    }

    [Fact]
    public async Task Without_labels_there_is_no_group_for_them()
    {
        await WriteAsync(labels: []);
        Assert.False(Directory.Exists(folder["image.zarr/labels"]));
    }

    [Fact]
    public async Task Extra_attributes_and_completed_metadata_are_the_images_alone()
    {
        var completed = 0;
        var options = SmallImage.Chunked with
        {
            ExtraAttributes = new JsonObject { ["lab"] = 42 },
            CompleteMetadata = image => ++completed == 1 ? image with { ExtraMembers = new JsonObject { ["_creator"] = "x" } } : throw new TimeoutException(),
        };
        await WriteAsync(options);
        var image = await ZarrGroup.OpenAsync(folder["image.zarr"]);
        Assert.Equal(["ome", "lab"], image.Attributes.Select(attribute => attribute.Key));
        Assert.Equal("x", (string?)image.Attributes["ome"]!["_creator"]);
        Assert.Equal(["ome"], (await ZarrGroup.OpenAsync(folder["image.zarr/labels"])).Attributes.Select(attribute => attribute.Key));
        Assert.Equal(10u, await SmallLabels.FirstValueAsync(folder["image.zarr/labels/nuclei"]));
        Assert.Equal(1, completed);
    }

    [Fact]
    public async Task Progress_counts_image_and_labels()
    {
        var reports = new List<WriteProgress>();
        await WriteAsync(SmallImage.Chunked with { Progress = new Listener(reports.Add) });
        Assert.Equal(Enumerable.Range(1, 3 * SmallImage.Chunks).Select(n => (long)n), reports.Select(report => report.ChunksWritten));
        Assert.Equal((3 * SmallImage.Chunks, (60 + 18) * (2 + 4 + 4)), (reports[^1].ChunksTotal, reports[^1].BytesTotal));
        Assert.Equal(reports[^1].BytesTotal, reports[^1].BytesWritten);
        Assert.Equal(
            ["0", "1", "labels/cells/0", "labels/cells/1", "labels/nuclei/0", "labels/nuclei/1"],
            reports.Select(report => report.ArrayPath).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Whichever_write_fails_nothing_appears()
    {
        var failures = await FailingFolders.FailEachWriteAsync(SmallImage.Chunked, options => WriteAsync(options), async _ => Assert.Empty(folder.Snapshot()));
        Assert.Equal((3 * (SmallImage.Chunks + 2 + 1)) + 1, failures); // chunks, arrays and group of each; the labels group
    }

    [Fact]
    public async Task Whichever_write_fails_the_old_image_stays_with_its_labels()
    {
        await WriteAsync();
        var before = folder.Snapshot();
        await FailingFolders.FailEachWriteAsync(
            SmallImage.Overwriting, options => WriteAsync(options, labels: [SmallLabels.Label("other")]), async _ => Assert.Equal(before, folder.Snapshot()));
        Assert.Equal(["other"], await SmallLabels.ListedAsync(folder["image.zarr/labels"]));
        Assert.False(Directory.Exists(folder["image.zarr/labels/cells"]));
    }

    [Fact]
    public async Task Labels_whose_pixels_fail_leave_nothing_of_the_image()
    {
        var failing = ArraySource.FromFunction<uint>(SmallImage.Shapes[1], (_, _) => throw new TimeoutException());
        Label label = new("cells", SmallLabels.Metadata, SmallLabels.Sources()[0], failing);
        await Assert.ThrowsAsync<TimeoutException>(() => WriteAsync(labels: [label]));
        Assert.Empty(folder.Snapshot());
    }

    [Fact]
    public async Task Labels_are_prepared_with_their_image()
    {
        var failures = await FailingFolders.FailEachWriteAsync(
            SmallImage.Chunked, async options => await (await PrepareAsync(options)).DisposeAsync(), async _ => Assert.Empty(folder.Snapshot()));
        Assert.Equal((3 * (2 + 1)) + 1, failures);
        await using var prepared = await PrepareAsync(SmallImage.Overwriting);
        Assert.Equal(["0", "1", "labels/nuclei/0", "labels/nuclei/1", "labels/cells/0", "labels/cells/1"], prepared.Keys);
        await prepared["labels/cells/0"].WriteAsync(SmallLabels.Sources(7)[0]);
        await prepared["labels/cells/1"].WriteAsync(SmallLabels.Sources(7)[1]);
        await prepared.FlushAsync();
        Assert.Equal(7u, await SmallLabels.FirstValueAsync(folder["image.zarr/labels/cells"]));
        Assert.Equal(["nuclei", "cells"], await SmallLabels.ListedAsync(folder["image.zarr/labels"]));
    }

    [Fact]
    public async Task The_number_of_levels_is_that_of_the_image()
    {
        LabelImage image = new(Image.FromDimensions([Dimension.Channel(), Dimension.Y(), Dimension.X()]), new ImageLabel());
        await RequireRefusedAsync<ArgumentException>(
            "label cells: there is 1 level, the image has 2; a label image has as many levels as the image that it describes",
            new Label("cells", image, SmallLabels.Sources()[0]));
    }

    [Fact]
    public Task Pixels_are_integers() => RequireRefusedAsync<ArgumentException>(
        "label cells: the pixels are float32; labels are numbers of objects, so convert them to an integer type such as uint32",
        new Label("cells", SmallLabels.Metadata, [.. SmallImage.Shapes.Select(shape => ArraySource.FromFunction<float>(shape, (_, _) => { }))]));

    [Fact]
    public Task A_name_is_that_of_one_node() => RequireRefusedAsync<ArgumentException>(
        "label ../cells: \"../cells\" cannot be the name of a label: it has a slash; choose letters, digits, \"-\", \"_\" and \".\"", SmallLabels.Label("../cells"));

    [Theory]
    [InlineData("cells")]
    [InlineData("CELLS")]
    public Task Two_labels_have_two_names(string name) => RequireRefusedAsync<ArgumentException>(
        $"two labels have the same name, or names that differ only in case: cells, {name}", SmallLabels.Label("cells"), SmallLabels.Label(name));

    [Fact]
    public async Task Metadata_of_a_label_that_breaks_the_specification_is_refused()
    {
        var label = SmallLabels.Metadata with { ImageLabel = new ImageLabel { Colors = [new LabelColor(1, 300, 0, 0, 0)] } };
        var error = await Assert.ThrowsAsync<OmeZarrException>(() => WriteAsync(labels: [new Label("cells", label, SmallLabels.Sources())]));
        Assert.Equal($"{folder["image.zarr/labels/cells"]} cannot be written", error.Subject);
        Assert.Equal("label-rgba", Assert.Single(error.Findings).RuleId);
        Assert.Empty(folder.Snapshot());
    }

    [Fact]
    public async Task A_label_that_is_null_is_an_argument_null_exception()
    {
        await Assert.ThrowsAsync<ArgumentNullException>(() => WriteAsync(labels: [null!]));
        await Assert.ThrowsAsync<ArgumentNullException>(() => OmeWriter.PrepareImageAsync(folder["image.zarr"], SmallImage.Metadata, SmallImage.Specs, null, [null!]));
    }

    private Task<string> WriteAsync(WriteOptions? options = null, IReadOnlyList<Label>? labels = null) =>
        OmeWriter.WriteImageAsync(folder["image.zarr"], SmallImage.Metadata, SmallImage.Sources(), options ?? SmallImage.Chunked, labels ?? Labels);

    private Task<PreparedArrays> PrepareAsync(WriteOptions options) => OmeWriter.PrepareImageAsync(
        folder["image.zarr"], SmallImage.Metadata, SmallImage.Specs, options, [SmallLabels.Spec("nuclei"), SmallLabels.Spec("cells")]);

    private async Task RequireRefusedAsync<T>(string message, params Label[] labels)
        where T : Exception
    {
        Assert.Equal(message, (await Assert.ThrowsAsync<T>(() => WriteAsync(labels: labels))).Message);
        Label[] specs = [.. labels.Select(label => new Label(label.Name, label.Image, label.Levels))];
        var error = await Assert.ThrowsAsync<T>(() => OmeWriter.PrepareImageAsync(folder["image.zarr"], SmallImage.Metadata, SmallImage.Specs, null, specs));
        Assert.Equal(message, error.Message);
        Assert.Empty(folder.Snapshot());
    }
}
