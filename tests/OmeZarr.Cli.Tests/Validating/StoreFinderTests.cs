using OmeZarr.Cli.Validating;
using TestKit;
using Xunit;
using Zarr.Stores;

namespace OmeZarr.Cli.Tests.Validating;

public sealed class StoreFinderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task All_stores_below_a_folder_are_found_in_natural_order()
    {
        Make("b10.zarr/0", "b2.zarr/labels.zarr", "day1/named", "lost.zarr", ".hidden.zarr", "empty");
        File.WriteAllText(folder["day1/named/zarr.json"], "{}");
        Directory.CreateSymbolicLink(folder["day1/circle"], folder.Path);
        Assert.Equal(["b2.zarr", "b10.zarr", "day1/named", "lost.zarr"], (await FindAsync(folder.Path)).Select(path => Path.GetRelativePath(folder.Path, path)));
    }

    [Fact]
    public async Task A_store_is_named_once()
    {
        Make("a.zarr");
        Assert.Equal([folder["a.zarr"]], await FindAsync(folder["a.zarr"], folder.Path));
    }

    [Fact]
    public async Task A_folder_without_stores_is_an_error()
    {
        Make("empty/deep");
        Assert.StartsWith($"{folder["empty"]}: not a Zarr store, and there is none below it", (await Assert.ThrowsAsync<UsageException>(() => FindAsync(folder["empty"]))).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<UsageException>(() => FindAsync(folder["nothing"]));
        await Assert.ThrowsAsync<UsageException>(() => FindAsync("gopher://host/x.zarr"));
    }

    private static async Task<IEnumerable<string>> FindAsync(params string[] paths) =>
        (await StoreFinder.FindAsync(paths, StoreConnection.Default, TestContext.Current.CancellationToken)).Select(store => store.ToString());

    private void Make(params string[] folders) => Array.ForEach(folders, name => Directory.CreateDirectory(folder[name]));
}
