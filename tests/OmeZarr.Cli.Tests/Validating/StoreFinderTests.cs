using OmeZarr.Cli.Text;
using OmeZarr.Cli.Validating;
using TestKit;
using Xunit;

namespace OmeZarr.Cli.Tests.Validating;

public sealed class StoreFinderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void All_stores_below_a_folder_are_found_in_natural_order()
    {
        Make("b10.zarr/0", "b2.zarr/labels.zarr", "day1/named", "lost.zarr", ".hidden.zarr", "empty");
        File.WriteAllText(folder["day1/named/zarr.json"], "{}");
        Directory.CreateSymbolicLink(folder["day1/circle"], folder.Path);
        Assert.Equal(["b2.zarr", "b10.zarr", "day1/named", "lost.zarr"], StoreFinder.Find([folder.Path]).Select(path => Path.GetRelativePath(folder.Path, path)));
    }

    [Fact]
    public void A_store_is_named_once()
    {
        Make("a.zarr");
        Assert.Equal([folder["a.zarr"]], StoreFinder.Find([folder["a.zarr"], folder.Path]));
    }

    [Fact]
    public void A_folder_without_stores_is_an_error()
    {
        Make("empty/deep");
        Assert.StartsWith($"{folder["empty"]}: not a Zarr store, and there is none below it", Assert.Throws<UsageException>(() => StoreFinder.Find([folder["empty"]])).Message, StringComparison.Ordinal);
        Assert.Throws<UsageException>(() => StoreFinder.Find([folder["nothing"]]));
        Assert.Throws<UsageException>(() => StoreFinder.Find(["s3://bucket/x.zarr"]));
    }

    private void Make(params string[] folders) => Array.ForEach(folders, name => Directory.CreateDirectory(folder[name]));
}
