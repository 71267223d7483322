using OmeZarr.Tests.Writing;
using TestKit;
using Xunit;

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
        var same = await labels.WriteLabelAsync("nuclei", SmallLabels.Metadata, SmallLabels.Sources(10));
        Assert.Same(labels, same);
        await labels.WriteLabelAsync(SmallLabels.Label("cells", 20));
        Assert.Equal(["nuclei", "cells"], await SmallLabels.ListedAsync(folder["labels"]));
        Assert.Equal(10u, await SmallLabels.FirstValueAsync(folder["labels/nuclei"]));
        Assert.Equal(20u, await SmallLabels.FirstValueAsync(folder["labels/cells"]));
        Assert.Equal(folder["labels"], labels.RootPath);
        Assert.Equal(["labels"], folder.Names());
    }

    [Fact]
    public async Task Labels_are_prepared_together_and_filled()
    {
        var labels = new LabelsBuilder(folder["labels"], SmallImage.Chunked);
        var arrays = await labels.AddLabel(SmallLabels.Spec("nuclei")).AddLabel("cells", SmallLabels.Metadata, SmallLabels.Specs).PrepareAsync();
        Assert.Equal(["nuclei/0", "nuclei/1", "cells/0", "cells/1"], arrays.Keys);
        Assert.Equal(["nuclei", "cells"], await SmallLabels.ListedAsync(folder["labels"]));
        foreach (var (level, source) in SmallLabels.Sources(30).Index())
        {
            await arrays[$"cells/{level}"].WriteAsync(source);
        }

        await labels.DisposeAsync();
        Assert.Equal(30u, await SmallLabels.FirstValueAsync(folder["labels/cells"]));
    }
}
