using OmeZarr.Writing.Publication;
using TestKit;
using Xunit;

namespace OmeZarr.Tests.Writing.Publication;

public sealed class StagingPlaceTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("a.zarr", "", "a.zarr")]
    [InlineData("missing/folders/a.zarr", "missing/folders", "a.zarr")]
    [InlineData("root/a.zarr", "", "root")]
    [InlineData("root/missing/a.zarr", "", "root")]
    [InlineData("root/image/labels/cells", "", "root")]
    [InlineData("root/plain/a.zarr", "root/plain", "a.zarr")]
    [InlineData("v2/a.zarr", "", "v2")]
    public void It_is_beside_the_outermost_hierarchy(string destination, string parent, string name)
    {
        folder.Put("root/zarr.json");
        folder.Put("root/image/zarr.json");
        folder.Put("root/image/labels/zarr.json");
        folder.Put("v2/.zgroup");
        Directory.CreateDirectory(folder["root/plain"]);
        Assert.Equal(new StagingPlace(folder[parent].TrimEnd('/'), name), StagingPlace.Of(folder[destination]));
    }

    [Fact]
    public async Task Nothing_unfinished_is_ever_inside_a_hierarchy()
    {
        await SmallImage.WriteAsync(folder["image.zarr"]);
        var seen = new HashSet<string>();
        var options = SmallImage.Chunked with
        {
            Progress = new Listener(_ => seen.UnionWith(Directory.EnumerateDirectories(folder.Path, ".*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder.Path, path)))),
        };
        await SmallLabels.WriteAsync(folder["image.zarr/labels"], "cells", options);
        await SmallLabels.WriteAsync(folder["image.zarr/labels"], "nuclei", options);
        Assert.NotEmpty(seen);
        Assert.All(seen, path => Assert.StartsWith(".image.zarr.", path, StringComparison.Ordinal));
        Assert.All(seen, path => Assert.DoesNotContain('/', path));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_to_is_named()
    {
        const string Closed = "/sys"; // also to root
        Assert.SkipUnless(OperatingSystem.IsLinux() && Directory.Exists(Closed), "needs a folder in which nobody can make one");
        var error = await Assert.ThrowsAsync<IOException>(() => SmallImage.WriteAsync($"{Closed}/image.zarr"));
        Assert.Contains($"Hierarchies are built in {Closed} and then moved, so this folder must be writable", error.Message, StringComparison.Ordinal);
    }
}
