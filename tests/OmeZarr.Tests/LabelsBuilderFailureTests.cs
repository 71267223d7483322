using OmeZarr.Tests.Writing;
using OmeZarr.V05;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Tests;

/// <summary>Labels that cannot be written: why, and that nothing of them is left.</summary>
public sealed class LabelsBuilderFailureTests : IDisposable
{
    private static readonly LabelImage OneLevel = new(Image.FromDimensions([Dimension.Y(), Dimension.X()]), new ImageLabel());

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_first_label_and_its_group_appear_together_or_not_at_all()
    {
        var failures = await FailingFolders.FailEachWriteAsync(SmallImage.Chunked, options => WriteAsync("cells", 1, options), async _ => Assert.Empty(folder.Snapshot()));
        Assert.Equal(SmallImage.Chunks + 2 + 1 + 1, failures); // chunks, arrays, label, group
        Assert.Equal(["cells"], await SmallLabels.ListedAsync(Root));
    }

    [Fact]
    public async Task A_further_label_appears_whole_or_not_at_all()
    {
        await SmallImage.WriteAsync(folder["image.zarr"]);
        await WriteAsync("nuclei", 1, SmallImage.Chunked);
        var before = folder.Snapshot();
        var failures = await FailingFolders.FailEachWriteAsync(
            SmallImage.Chunked, options => WriteAsync("cells", 2, options), async _ => Assert.Equal(before, folder.Snapshot()));
        Assert.Equal(SmallImage.Chunks + 2 + 1 + 1, failures);
        Assert.Equal(["nuclei", "cells"], await SmallLabels.ListedAsync(Root));
    }

    [Fact]
    public async Task A_label_that_is_replaced_stays_until_then()
    {
        await WriteAsync("cells", 1, SmallImage.Chunked);
        var before = folder.Snapshot();
        var failures = await FailingFolders.FailEachWriteAsync(
            SmallImage.Overwriting, options => WriteAsync("cells", 2, options), async _ => Assert.Equal(before, folder.Snapshot()));
        Assert.Equal(SmallImage.Chunks + 2 + 1, failures); // it is listed already
        Assert.Equal(2u, await SmallLabels.FirstValueAsync(folder["image.zarr/labels/cells"]));
    }

    [Fact]
    public async Task A_folder_that_was_not_listed_stays_until_it_is()
    {
        await WriteAsync("nuclei", 1, SmallImage.Chunked);
        await OmeWriter.WriteImageAsync(folder["image.zarr/labels/cells"], SmallLabels.Written, SmallLabels.Sources(5));
        var before = folder.Snapshot();
        await FailingFolders.FailEachWriteAsync(
            SmallImage.Overwriting, options => WriteAsync("cells", 2, options), async _ => Assert.Equal(before, folder.Snapshot()));
        Assert.Equal(["nuclei", "cells"], await SmallLabels.ListedAsync(Root));
    }

    [Fact]
    public async Task Labels_are_prepared_all_or_none()
    {
        await WriteAsync("a", 1, SmallImage.Chunked);
        await WriteAsync("b", 2, SmallImage.Chunked);
        var before = folder.Snapshot();
        var failures = await FailingFolders.FailEachWriteAsync(
            SmallImage.Overwriting,
            async options =>
            {
                await using var labels = new LabelsBuilder(Root, options);
                await labels.AddLabel(SmallLabels.Spec("a")).AddLabel(SmallLabels.Spec("new")).AddLabel(SmallLabels.Spec("b")).PrepareAsync();
            },
            async _ => Assert.Equal(before, folder.Snapshot()));
        Assert.Equal((3 * (2 + 1)) + 1, failures);
        Assert.Equal(["a", "b", "new"], await SmallLabels.ListedAsync(Root));
    }

    [Fact]
    public async Task Of_labels_that_are_prepared_none_is_replaced_if_one_cannot_be_moved_in()
    {
        await WriteAsync("a", 1, SmallImage.Chunked);
        var before = folder.Snapshot();
        var creates = 0;
        await using var labels = new LabelsBuilder(Root, SmallImage.Overwriting with
        {
            OpenStore = path =>
            {
                if (++creates == 2)
                {
                    folder.Put("image.zarr/labels/b/notes.txt"); // after it was looked at
                }

                return new Zarr.Stores.FileSystemStore(path);
            },
        });
        labels.AddLabel(SmallLabels.Spec("a")).AddLabel(SmallLabels.Spec("b"));
        await Assert.ThrowsAsync<DestinationExistsException>(() => labels.PrepareAsync());
        Directory.Delete(folder["image.zarr/labels/b"], recursive: true);
        Assert.Equal(before, folder.Snapshot());
        await labels.PrepareAsync();
        Assert.Equal(["a", "b"], await SmallLabels.ListedAsync(Root));
    }

    [Fact]
    public async Task What_failed_can_be_tried_again_on_the_same_builder_and_hurts_no_other()
    {
        await using var labels = new LabelsBuilder(Root, SmallImage.Chunked);
        var other = labels.WriteLabelAsync(SmallLabels.Label("nuclei", 3));
        var failing = ArraySource.FromFunction<uint>(SmallImage.Shapes[0], (_, _) => throw new TimeoutException());
        await Assert.ThrowsAsync<TimeoutException>(() => labels.WriteLabelAsync("cells", SmallLabels.Metadata, [failing, SmallLabels.Sources()[1]]));
        await other;
        Assert.Equal(["nuclei"], await SmallLabels.ListedAsync(Root));
        Assert.Equal(["labels"], Directory.GetFileSystemEntries(folder["image.zarr"]).Select(Path.GetFileName));
        await labels.WriteLabelAsync(SmallLabels.Label("cells", 4));
        Assert.Equal(["nuclei", "cells"], await SmallLabels.ListedAsync(Root));
        Assert.Equal(3u, await SmallLabels.FirstValueAsync(folder["image.zarr/labels/nuclei"]));
    }

    [Fact]
    public async Task Cancelling_leaves_the_old_label()
    {
        await WriteAsync("cells", 1, SmallImage.Chunked);
        var before = folder.Snapshot();
        for (var chunk = 1; chunk <= SmallImage.Chunks; chunk++)
        {
            using var cancellation = new CancellationTokenSource();
            var options = SmallImage.Overwriting with { Progress = new Listener(now => CancelAt(now, chunk, cancellation)) };
            await using var labels = new LabelsBuilder(Root, options);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => labels.WriteLabelAsync(SmallLabels.Label("cells", 2), cancellation.Token));
            Assert.Equal(before, folder.Snapshot());
        }
    }

    [Fact]
    public async Task What_was_cancelled_before_it_began_is_still_to_be_prepared()
    {
        await using var labels = new LabelsBuilder(Root);
        labels.AddLabel(SmallLabels.Spec("cells"));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => labels.PrepareAsync(new CancellationToken(canceled: true)));
        Assert.Empty(folder.Snapshot());
        Assert.Equal(["cells/0", "cells/1"], (await labels.PrepareAsync()).Keys);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("..")]
    [InlineData("__secret")]
    [InlineData("zarr.json")]
    public async Task A_name_that_leads_elsewhere_is_refused(string name) =>
        Assert.StartsWith($"label {name}: \"{name}\" cannot be the name of a label", (await RequireRefusedAsync<ArgumentException>(new Label(name, OneLevel, new byte[1, 1].AsSource()))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Labels_are_integers()
    {
        foreach (var pixels in new[] { new float[1, 1].AsSource(), new bool[1, 1].AsSource() })
        {
            var error = await RequireRefusedAsync<ArgumentException>(new Label("cells", OneLevel, pixels));
            Assert.StartsWith($"label cells: the pixels are {pixels.DataType}; labels are numbers of objects", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task There_are_as_many_levels_as_the_image_has()
    {
        await SmallImage.WriteAsync(folder["image.zarr"]);
        var error = await RequireRefusedAsync<ArgumentException>(new Label("cells", OneLevel, new byte[1, 1].AsSource()));
        Assert.Equal("label cells: there is 1 level, the image has 2; a label image has as many levels as the image that it describes", error.Message);
    }

    [Theory]
    [InlineData("""{ "zarr_format": 3, "node_type": "group", "attributes": {} }""")]
    [InlineData("""{ "zarr_format": 3, "node_type": "group", "attributes": { "ome": { "version": "0.5", "multiscales": [] } } }""")]
    [InlineData("not JSON")]
    public async Task Levels_are_not_compared_with_what_is_no_image(string parent)
    {
        folder.Put("image.zarr/zarr.json", parent);
        await using var labels = new LabelsBuilder(Root);
        await labels.WriteLabelAsync("cells", OneLevel, new byte[1, 1].AsSource());
        Assert.Equal(["cells"], await SmallLabels.ListedAsync(Root));
    }

    [Fact]
    public async Task In_an_array_and_in_an_image_of_Zarr_v2_no_labels_can_be()
    {
        await SmallImage.WriteAsync(folder["array"]);
        Directory.Move(folder["array/0"], folder["image.zarr"]);
        Assert.Contains("lies inside the array", (await RequireRefusedAsync<MisplacedDestinationException>(SmallLabels.Label("cells"))).Message, StringComparison.Ordinal);
        Directory.Delete(folder["image.zarr"], recursive: true);
        folder.Put("image.zarr/.zgroup", """{ "zarr_format": 2 }""");
        Assert.Contains("which is of Zarr v2", (await RequireRefusedAsync<MisplacedDestinationException>(SmallLabels.Label("cells"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metadata_that_breaks_the_specification_is_refused_with_all_findings()
    {
        var label = SmallLabels.Metadata with { ImageLabel = new ImageLabel { Colors = [], Properties = [] } };
        var error = await RequireRefusedAsync<OmeZarrException>(new Label("cells", label, SmallLabels.Sources()));
        Assert.Equal(["label-colors-empty", "label-properties-empty"], error.Findings.Select(finding => finding.RuleId));
        Assert.Equal($"{folder["image.zarr/labels/cells"]} cannot be written", error.Subject);
    }

    [Fact]
    public async Task A_name_that_the_builder_has_to_do_with_is_taken()
    {
        await using var labels = new LabelsBuilder(Root, SmallImage.Overwriting);
        labels.AddLabel(SmallLabels.Spec("cells"));
        Assert.Contains("was already added via AddLabel", (await Assert.ThrowsAsync<ArgumentException>(() => labels.WriteLabelAsync(SmallLabels.Label("cells")))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => labels.AddLabel(SmallLabels.Spec("CELLS")));
        await labels.PrepareAsync();
        var error = Assert.Throws<ArgumentException>(() => labels.AddLabel(SmallLabels.Spec("cells")));
        Assert.Contains("was already added via AddLabel", error.Message, StringComparison.Ordinal);
        await labels.WriteLabelAsync(SmallLabels.Label("nuclei", 1));
        await labels.WriteLabelAsync(SmallLabels.Label("nuclei", 2)); // nobody fills that, so it may be replaced
        Assert.Equal(2u, await SmallLabels.FirstValueAsync(folder["image.zarr/labels/nuclei"]));
    }

    [Fact]
    public async Task The_same_label_twice_is_an_error_of_the_caller_without_overwrite()
    {
        await using var labels = new LabelsBuilder(Root, SmallImage.Chunked);
        await labels.WriteLabelAsync(SmallLabels.Label("cells", 1));
        var error = await Assert.ThrowsAsync<ArgumentException>(() => labels.WriteLabelAsync(SmallLabels.Label("cells", 2)));
        Assert.Equal("label \"cells\" was already written via WriteLabelAsync; choose another name", error.Message);
        Assert.Throws<ArgumentException>(() => labels.AddLabel(SmallLabels.Spec("cells")));
        await using var other = new LabelsBuilder(Root, SmallImage.Chunked);
        await Assert.ThrowsAsync<DestinationExistsException>(() => other.WriteLabelAsync(SmallLabels.Label("cells", 2)));
    }

    [Fact]
    public async Task The_same_label_is_not_written_by_two_calls_at_once()
    {
        await using var labels = new LabelsBuilder(Root, new WriteOptions { Overwrite = true });
        var begun = new TaskCompletionSource();
        var source = ArraySource.FromFunction<byte>([1, 1], (_, pixels) =>
        {
            begun.SetResult();
            Assert.Throws<ArgumentException>(() => labels.AddLabel("cells", OneLevel, new ArraySpec([1, 1], DataType.UInt8)));
            pixels.Fill(9);
        });
        await labels.WriteLabelAsync("cells", OneLevel, source);
        Assert.True(begun.Task.IsCompleted);
    }

    [Fact]
    public async Task Something_must_be_added_to_be_prepared()
    {
        await using var labels = new LabelsBuilder(Root);
        const string Expected = "No labels added. Call AddLabel before PrepareAsync.";
        Assert.Equal(Expected, (await Assert.ThrowsAsync<InvalidOperationException>(() => labels.PrepareAsync())).Message);
        await labels.AddLabel(SmallLabels.Spec("cells")).PrepareAsync();
        Assert.Equal(Expected, (await Assert.ThrowsAsync<InvalidOperationException>(() => labels.PrepareAsync())).Message);
    }

    [Fact]
    public async Task A_disposed_builder_cannot_be_used()
    {
        var labels = new LabelsBuilder(Root);
        var arrays = await labels.AddLabel(SmallLabels.Spec("cells")).PrepareAsync();
        await labels.DisposeAsync();
        await labels.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => labels.WriteLabelAsync(SmallLabels.Label("other")));
        Assert.Throws<ObjectDisposedException>(() => labels.AddLabel(SmallLabels.Spec("other")));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => labels.PrepareAsync());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => arrays["cells/0"].WriteAsync(SmallLabels.Sources()[0]));
    }

    [Fact]
    public void The_group_is_called_labels()
    {
        var error = Assert.Throws<ArgumentException>(() => new LabelsBuilder(folder["image.zarr"]));
        Assert.Contains(folder["image.zarr/labels"], error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new LabelsBuilder(" "));
        Assert.Throws<ArgumentNullException>(() => new Label("a", null!, SmallLabels.Sources()));
        Assert.Throws<ArgumentNullException>(() => new Label(null!, SmallLabels.Metadata, SmallLabels.Specs));
    }

    private string Root => folder["image.zarr/labels"];

    private async Task WriteAsync(string name, uint first, WriteOptions options)
    {
        await using var labels = new LabelsBuilder(Root, options);
        await labels.WriteLabelAsync(SmallLabels.Label(name, first));
    }

    private static void CancelAt(WriteProgress now, int chunk, CancellationTokenSource cancellation)
    {
        if (now.ChunksWritten == chunk)
        {
            cancellation.Cancel();
        }
    }

    /// <summary>The error by which a label is refused in both flows, without any change.</summary>
    private async Task<T> RequireRefusedAsync<T>(Label label)
        where T : Exception
    {
        var before = folder.Snapshot();
        await using var labels = new LabelsBuilder(Root);
        var error = await Assert.ThrowsAsync<T>(() => labels.WriteLabelAsync(label));
        var spec = new Label(label.Name, label.Image, label.Levels);
        Assert.Equal(error.Message, Assert.Throws<T>(() => labels.AddLabel(spec)).Message);
        Assert.Equal(before, folder.Snapshot());
        return error;
    }
}
