using TestKit;
using Xunit;
using Zarr.Stores;

namespace Zarr.Tests.Stores;

/// <summary>Symbolic links: followed for reading and writing, never for listing and deleting.</summary>
public sealed class FileSystemStoreLinkTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly FileSystemStore store;

    public FileSystemStoreLinkTests()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "making links needs a privilege on Windows");
        store = new FileSystemStore(folder["inside"]);
        Directory.CreateDirectory(folder["inside/a"]);
        Directory.CreateDirectory(folder["outside/sub"]);
        File.WriteAllBytes(folder["outside/sub/value"], [1, 2, 3]);
        Directory.CreateSymbolicLink(folder["inside/a/link"], folder["outside"]);
        File.CreateSymbolicLink(folder["inside/a/file"], folder["outside/sub/value"]);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Values_are_read_through_links()
    {
        Assert.Equal([1, 2, 3], await store.ReadAsync("a/link/sub/value"));
        Assert.Equal([1, 2, 3], await store.ReadAsync("a/file"));
        Assert.Equal(3, await store.GetLengthAsync(new StoreKey("a/file")));
    }

    [Fact]
    public async Task Listing_shows_links_but_does_not_descend_into_them()
    {
        Directory.CreateSymbolicLink(folder["inside/a/cycle"], folder["inside"]);
        Assert.Equal(["a/file"], await store.KeysAsync());
        Assert.Equal(["cycle", "file", "link"], await store.ListChildrenAsync(new StorePrefix("a")));
        Assert.Equal(["a/link/sub/value"], await store.KeysAsync("a/link"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("a/link")]
    public async Task Deleting_a_prefix_deletes_the_link_and_not_what_it_leads_to(string prefix)
    {
        await store.DeletePrefixAsync(new StorePrefix(prefix));
        Assert.False(Path.Exists(folder["inside/a/link"]));
        Assert.True(File.Exists(folder["outside/sub/value"]));
    }

    [Fact]
    public async Task Nothing_is_deleted_behind_a_link()
    {
        var error = await Assert.ThrowsAsync<IOException>(async () => await store.DeletePrefixAsync(new StorePrefix("a/link/sub")));
        Assert.Contains("a/link is a symbolic link", error.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(folder["outside/sub/value"]));
    }

    [Fact]
    public async Task Deleting_a_key_deletes_a_link_to_a_file_and_leaves_one_to_a_directory()
    {
        await store.DeleteAsync(new StoreKey("a/file"));
        await store.DeleteAsync(new StoreKey("a/link"));
        Assert.False(Path.Exists(folder["inside/a/file"]));
        Assert.True(Path.Exists(folder["inside/a/link"]));
        Assert.True(File.Exists(folder["outside/sub/value"]));
    }

    [Fact]
    public async Task Writing_to_a_linked_file_replaces_the_link()
    {
        await store.WriteAsync("a/file", 9);
        Assert.Equal([9], await store.ReadAsync("a/file"));
        Assert.Equal([1, 2, 3], File.ReadAllBytes(folder["outside/sub/value"]));
    }
}
