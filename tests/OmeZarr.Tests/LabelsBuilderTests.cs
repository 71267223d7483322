using OmeZarr.Tests.Writing;
using OmeZarr.V05;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Tests;

/// <summary>Labels that are written and prepared where nothing is in the way.</summary>
public sealed class LabelsBuilderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Labels_are_written_one_after_the_other_and_listed_in_that_order()
    {
        await using var labels = new LabelsBuilder(folder["labels/"], SmallImage.Chunked);
        await labels.WriteLabelAsync("nuclei", SmallLabels.Metadata, SmallLabels.Sources(10));
        await labels.WriteLabelAsync(SmallLabels.Label("cells", 20));
        Assert.Equal(["nuclei", "cells"], await ListedAsync());
        Assert.Equal(10u, await SmallLabels.FirstValueAsync(folder["labels/nuclei"]));
        Assert.Equal(20u, await SmallLabels.FirstValueAsync(folder["labels/cells"]));
        Assert.Equal(folder["labels"], labels.RootPath);
        Assert.Equal(["labels"], folder.Names());
    }

    [Fact]
    public async Task One_resolution_needs_no_list()
    {
        await using var labels = new LabelsBuilder(folder["new/image.zarr/labels"]);
        var image = new LabelImage(Image.FromDimensions([Dimension.Y(), Dimension.X()]), new ImageLabel());
        await labels.WriteLabelAsync("cells", image, new byte[,] { { 0, 1 }, { 2, 0 } }.AsSource());
        var written = await OmeImage.OpenAsync(folder["new/image.zarr/labels/cells"]);
        Assert.Equal(new byte[] { 0, 1, 2, 0 }, await written.Levels[0].ReadAsync<byte>());
    }

    [Fact]
    public async Task Labels_are_prepared_together_and_filled()
    {
        var labels = new LabelsBuilder(folder["labels"], SmallImage.Chunked);
        var arrays = await labels.AddLabel(SmallLabels.Spec("nuclei")).AddLabel("cells", SmallLabels.Metadata, SmallLabels.Specs).PrepareAsync();
        Assert.Equal(["nuclei/0", "nuclei/1", "cells/0", "cells/1"], arrays.Keys);
        Assert.Equal(folder["labels/cells/0"], arrays["cells/0"].Path);
        Assert.Equal(["nuclei", "cells"], await ListedAsync());
        await FillAsync(arrays, "cells", 30);
        await labels.DisposeAsync();
        Assert.Equal(30u, await SmallLabels.FirstValueAsync(folder["labels/cells"]));
        Assert.All(await (await ZarrArray.OpenAsync(folder["labels/nuclei/0"])).ReadAsync<uint>(), value => Assert.Equal(0u, value));
    }

    [Fact]
    public async Task Both_flows_can_be_mixed()
    {
        var labels = new LabelsBuilder(folder["labels"], SmallImage.Chunked);
        await labels.WriteLabelAsync(SmallLabels.Label("a", 1));
        var first = await labels.AddLabel(SmallLabels.Spec("b")).PrepareAsync();
        await labels.WriteLabelAsync(SmallLabels.Label("c", 3));
        var second = await labels.AddLabel(SmallLabels.Spec("d")).AddLabel(SmallLabels.Spec("e")).PrepareAsync();
        Assert.Equal(["d/0", "d/1", "e/0", "e/1"], second.Keys);
        Assert.Same(first["b/0"].Buffer, second["d/0"].Buffer);
        Assert.Equal(["a", "b", "c", "d", "e"], await ListedAsync());
        await FillAsync(first, "b", 2);
        await FillAsync(second, "d", 4);
        await FillAsync(second, "e", 5);
        await labels.DisposeAsync();
        var firsts = await Task.WhenAll("abcde".Select(name => SmallLabels.FirstValueAsync(folder[$"labels/{name}"])));
        Assert.Equal(new uint[] { 1, 2, 3, 4, 5 }, firsts);
    }

    [Fact]
    public async Task Many_labels_are_written_and_prepared_at_the_same_time()
    {
        await using var labels = new LabelsBuilder(folder["labels"], SmallImage.Chunked);
        var written = Enumerable.Range(0, 8).Select(n => Task.Run(() => labels.WriteLabelAsync(SmallLabels.Label($"written {n}", (uint)n + 1))));
        var prepared = Enumerable.Range(0, 8).Select(n => Task.Run(() => labels.AddLabel(SmallLabels.Spec($"added {n}")))).ToList();
        await Task.WhenAll([.. written, .. prepared]);
        await labels.PrepareAsync();
        Assert.Equal(16, (await ListedAsync()).Distinct().Count());
        for (var n = 0; n < 8; n++)
        {
            Assert.Equal((uint)n + 1, await SmallLabels.FirstValueAsync(folder[$"labels/written {n}"]));
            Assert.True(Directory.Exists(folder[$"labels/added {n}/1"]));
        }
    }

    [Fact]
    public async Task Colours_properties_and_unknown_members_are_kept()
    {
        var label = SmallLabels.Metadata with
        {
            ImageLabel = Groups.ImageLabel with { Source = new LabelSource { Image = "../../../other" }, ExtraMembers = new System.Text.Json.Nodes.JsonObject { ["software"] = "µ" } },
            ExtraMembers = new System.Text.Json.Nodes.JsonObject { ["_creator"] = 1.0 },
        };
        await using var labels = new LabelsBuilder(folder["labels"]);
        await labels.WriteLabelAsync("cells", label, SmallLabels.Sources());
        var document = await File.ReadAllTextAsync(folder["labels/cells/zarr.json"]);
        Assert.Equal(label, LabelImage.Parse((await ZarrGroup.OpenAsync(folder["labels/cells"])).Attributes["ome"]!.AsObject()));
        Assert.Contains("\"label-value\": 1,", document, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Progress_counts_one_label_and_names_its_arrays()
    {
        var reports = new List<WriteProgress>();
        await using var labels = new LabelsBuilder(folder["labels"], SmallImage.Chunked with { Progress = new Listener(reports.Add) });
        await labels.WriteLabelAsync(SmallLabels.Label("a"));
        await labels.WriteLabelAsync(SmallLabels.Label("b"));
        Assert.Equal(Enumerable.Range(1, SmallImage.Chunks).Select(n => (long)n), reports.Take(SmallImage.Chunks).Select(report => report.ChunksWritten));
        Assert.All(reports, report => Assert.Equal(SmallImage.Chunks, report.ChunksTotal));
        Assert.Equal(["a/0", "a/1", "b/0", "b/1"], reports.Select(report => report.ArrayPath).Distinct());
    }

    [Fact]
    public async Task The_image_and_the_options_that_are_for_images_stay_out_of_it()
    {
        await SmallImage.WriteAsync(folder["image.zarr"]);
        var before = folder.Snapshot();
        var options = SmallImage.Overwriting with { ExtraAttributes = new() { ["lab"] = "42" }, CompleteMetadata = _ => throw new TimeoutException() };
        await using var labels = new LabelsBuilder(folder["image.zarr/labels"], options);
        await labels.WriteLabelAsync(SmallLabels.Label("cells"));
        Assert.Equal(before, folder.Snapshot().Where(entry => !entry.StartsWith(Path.Join("image.zarr", "labels"), StringComparison.Ordinal)));
        Assert.Equal(["ome"], (await ZarrGroup.OpenAsync(folder["image.zarr/labels"])).Attributes.Select(attribute => attribute.Key));
        Assert.Equal(["ome"], (await ZarrGroup.OpenAsync(folder["image.zarr/labels/cells"])).Attributes.Select(attribute => attribute.Key));
    }

    [Fact]
    public async Task It_says_what_it_is_and_holds()
    {
        await using var labels = new LabelsBuilder(folder["labels"]);
        Assert.Equal($"labels {folder["labels"]}: 0 written", labels.ToString());
        await labels.WriteLabelAsync(SmallLabels.Label("a"));
        labels.AddLabel(SmallLabels.Spec("b")).AddLabel(SmallLabels.Spec("c"));
        Assert.Equal($"labels {folder["labels"]}: 1 written, 2 to be prepared", labels.ToString());
        await labels.PrepareAsync();
        Assert.Equal($"labels {folder["labels"]}: 3 written", labels.ToString());
    }

    [Fact]
    public async Task It_counts_a_label_that_it_replaces_once()
    {
        await using var labels = new LabelsBuilder(folder["labels"], SmallImage.Overwriting);
        await labels.WriteLabelAsync(SmallLabels.Label("a"));
        await labels.WriteLabelAsync(SmallLabels.Label("a"));
        Assert.Equal($"labels {folder["labels"]}: 1 written", labels.ToString());
    }

    [Fact]
    public async Task A_label_without_an_image_above_names_no_source()
    {
        await SmallLabels.WriteAsync(folder["labels"], "cells");
        Assert.Null((await SourceAsync("labels/cells")));
        await SmallImage.WriteAsync(folder["image.zarr"]);
        await SmallLabels.WriteAsync(folder["image.zarr/labels"], "cells");
        Assert.Equal("../../", await SourceAsync("image.zarr/labels/cells"));
    }

    private async Task<string?> SourceAsync(string path) => ((LabelImage)(await OmeImage.OpenAsync(folder[path])).Metadata).ImageLabel.Source?.Image;

    [Fact]
    public async Task A_link_to_the_group_is_followed()
    {
        Directory.CreateDirectory(folder["real"]);
        Directory.CreateSymbolicLink(folder["labels"], folder["real/labels"]);
        await using var labels = new LabelsBuilder(folder["labels"]);
        await labels.WriteLabelAsync(SmallLabels.Label("cells"));
        Assert.Equal(folder["real/labels"], labels.RootPath);
        Assert.Equal(["cells"], await SmallLabels.ListedAsync(folder["real/labels"]));
    }

    private Task<IReadOnlyList<string>> ListedAsync() => SmallLabels.ListedAsync(folder["labels"]);

    private static async Task FillAsync(PreparedArrays arrays, string label, uint first)
    {
        foreach (var (level, source) in SmallLabels.Sources(first).Index())
        {
            await arrays[$"{label}/{level}"].WriteAsync(source);
        }
    }
}
