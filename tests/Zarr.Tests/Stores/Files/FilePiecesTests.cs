using TestKit;
using Xunit;
using Zarr.Stores;

namespace Zarr.Tests.Stores;

/// <summary>Files that are written piece by piece, and read while they are open.</summary>
public sealed class FilePiecesTests : PiecewiseStoreContract<FileSystemStore>, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Only_a_published_value_leaves_a_file()
    {
        var store = new FileSystemStore(folder.Path, flushToDisk: true);
        await using (var writer = await store.BeginAsync(new StoreKey("a/b")))
        {
            await writer.AppendAsync(new byte[100]);
            Assert.Equal(100, new FileInfo(folder[Assert.Single(folder.Files())]).Length);
            Assert.Empty(await store.KeysAsync());
        }

        Assert.Empty(folder.Files());
        await using (var writer = await store.BeginAsync(new StoreKey("a/b")))
        {
            await writer.AppendAsync(new byte[100]);
            await writer.PublishAsync();
        }

        Assert.Equal(["a/b"], folder.Files());
    }

    [Fact]
    public async Task A_directory_that_somebody_deleted_is_made_again()
    {
        var store = new FileSystemStore(folder.Path);
        await store.WriteAsync("a/b", 1);
        Directory.Delete(folder["a"], recursive: true);
        await using var writer = await store.BeginAsync(new StoreKey("a/b"));
        await writer.AppendAsync(new byte[] { 5 });
        await writer.PublishAsync();
        Assert.Equal([5], await store.ReadAsync("a/b"));
    }

    [Fact]
    public async Task A_directory_that_is_deleted_before_the_value_is_published_is_an_error_with_the_path()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not delete files that are open");
        var store = new FileSystemStore(folder.Path);
        await using var writer = await store.BeginAsync(new StoreKey("a/b"));
        await writer.AppendAsync(new byte[] { 5 });
        Directory.Delete(folder["a"], recursive: true);
        var error = await Assert.ThrowsAsync<IOException>(async () => await writer.PublishAsync());
        Assert.Contains(folder["a/b"], error.Message, StringComparison.Ordinal);
        Assert.Empty(folder.Files());
    }

    [Fact]
    public async Task A_file_where_a_directory_is_needed_is_an_error_that_names_it()
    {
        var store = new FileSystemStore(folder.Path);
        await store.WriteAsync("a", 1);
        var error = await Assert.ThrowsAsync<IOException>(async () => await store.BeginAsync(new StoreKey("a/b")));
        Assert.Equal($"cannot write {folder["a/b"]}: {folder["a"]} is a file, but a directory is needed there", error.Message);
        Assert.Equal(["a"], folder.Files());
    }

    [Fact]
    public async Task A_directory_in_place_of_the_value_is_an_error_and_leaves_no_file()
    {
        var store = new FileSystemStore(folder.Path);
        await store.WriteAsync("a/b/c", 1);
        await using (var writer = await store.BeginAsync(new StoreKey("a/b")))
        {
            await writer.AppendAsync(new byte[] { 5 });
            var error = await Assert.ThrowsAsync<IOException>(async () => await writer.PublishAsync());
            Assert.Contains(folder["a/b"], error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(["a/b/c"], folder.Files());
    }

    [Fact]
    public async Task A_file_that_is_cut_off_while_it_is_open_gives_fewer_bytes()
    {
        var store = new FileSystemStore(folder.Path);
        await store.WriteAsync("a", 1, 2, 3, 4);
        using var value = await store.OpenAsync(new StoreKey("a"));
        using (var file = File.OpenHandle(folder["a"], FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            RandomAccess.SetLength(file, 3);
        }

        Assert.Equal((4, 2), (value!.Length, await value.ReadAsync(1, new byte[3])));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await value.ReadAsync(-1, new byte[3]));
    }

    protected override FileSystemStore CreateStore() => new(folder[$"{Guid.NewGuid():N}.zarr"]);
}
