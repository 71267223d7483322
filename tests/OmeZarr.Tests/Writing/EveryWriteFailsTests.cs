using TestKit;
using Xunit;

namespace OmeZarr.Tests.Writing;

/// <summary>Whichever write of an image fails, the destination is as it was, and nothing is left beside it.</summary>
public sealed class EveryWriteFailsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task An_image_appears_whole_or_not_at_all()
    {
        var failures = await FailingFolders.FailEachWriteAsync(
            SmallImage.Chunked,
            options => SmallImage.WriteAsync(folder["image.zarr"], options: options),
            async _ => Assert.Empty(folder.Snapshot()));
        Assert.Equal(SmallImage.Chunks + 2 + 1, failures); // chunks, arrays, group
    }

    [Fact]
    public async Task An_image_that_is_replaced_stays_until_then()
    {
        await SmallImage.WriteAsync(folder["image.zarr"]);
        var before = folder.Snapshot();
        await FailingFolders.FailEachWriteAsync(
            SmallImage.Overwriting,
            options => SmallImage.WriteAsync(folder["image.zarr"], 100, options),
            async _ => Assert.Equal(before, folder.Snapshot()));
        Assert.Equal(100, await SmallImage.FirstValueAsync(folder["image.zarr"]));
    }

    [Fact]
    public async Task A_prepared_image_appears_whole_or_not_at_all()
    {
        var failures = await FailingFolders.FailEachWriteAsync(
            SmallImage.Chunked,
            async options => await (await OmeWriter.PrepareImageAsync(folder["image.zarr"], SmallImage.Metadata, SmallImage.Specs, options)).DisposeAsync(),
            async _ => Assert.Empty(folder.Snapshot()));
        Assert.Equal(2 + 1, failures);
    }
}
