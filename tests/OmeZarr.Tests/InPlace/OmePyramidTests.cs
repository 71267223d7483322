using OmeZarr.Tests.Writing;
using TestKit;
using Xunit;
using Zarr.Stores;

namespace OmeZarr.Tests.InPlace;

/// <summary>Levels that are added to what is stored already, in folders.</summary>
public sealed class OmePyramidTests() : AddedLevelsContract(isFolder: true)
{
    [Fact]
    public async Task Every_write_that_fails_leaves_everything_as_it_was()
    {
        await WriteAsync("image.zarr", Chunked);
        var before = Folder.Snapshot();
        var failures = await FailingFolders.FailEachWriteAsync(Chunked, options => AddAsync("image.zarr", Pyramid.Of(2), options), _ =>
        {
            Assert.Equal(before, Folder.Snapshot());
            return Task.CompletedTask;
        });
        Assert.True(failures > 10, $"{failures} writes");
    }

    [Fact]
    public async Task What_was_killed_at_any_document_is_completed_by_running_it_again()
    {
        await WriteAsync("image.zarr", Chunked);
        var states = new List<TemporaryFolder>();
        await AddAsync("image.zarr", Pyramid.Of(3), Chunked with
        {
            OpenDurableStore = path => new FaultyStore(new FileSystemStore(path), _ =>
            {
                states.Add(StoppedAppends.Copy(Folder));
                return null;
            }),
        });
        Assert.Equal(3, states.Count); // two labels, then the image
        foreach (var state in states)
        {
            using (state)
            {
                await OmePyramid.AddLevelsAsync(state["image.zarr"], Pyramid.Of(3), Chunked, Cancel);
                Assert.Equal(Folder.Snapshot(), state.Snapshot());
            }
        }
    }
}
