using TestKit;
using Xunit;
using Zarr.Stores;
using Zarr.Stores.Files;

namespace Zarr.Tests.Stores;

public sealed class FileSystemStoreTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly FileSystemStore store;

    public FileSystemStoreTests() => store = new FileSystemStore(folder["image.zarr"]);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_root_is_made_by_the_first_write_and_by_nothing_else()
    {
        Assert.Empty(await store.KeysAsync());
        Assert.Null(await store.ReadAsync("zarr.json"));
        await store.DeletePrefixAsync(StorePrefix.Root);
        Assert.False(Directory.Exists(store.Root));
        await store.WriteAsync("0/c/1/2", 5);
        Assert.Equal(["image.zarr/0/c/1/2"], folder.Files());
    }

    [Fact]
    public void A_relative_root_is_resolved_when_the_store_is_made()
    {
        Assert.Equal(Path.Join(Environment.CurrentDirectory, "some.zarr"), new FileSystemStore("some.zarr").Root);
        Assert.Throws<ArgumentException>(() => new FileSystemStore(" "));
    }

    [Fact]
    public async Task A_success_leaves_the_value_and_no_other_file()
    {
        await store.WriteAsync("a/zarr.json", 1);
        await store.WriteAsync("a/zarr.json", 2);
        Assert.Equal(["image.zarr/a/zarr.json"], folder.Files());
    }

    [Fact]
    public async Task A_failure_leaves_no_file_and_names_the_path()
    {
        await store.WriteAsync("a/b/c", 1);
        var error = await Assert.ThrowsAsync<IOException>(() => store.WriteAsync("a/b", 2));
        Assert.Contains(folder["image.zarr/a/b"], error.Message, StringComparison.Ordinal);
        Assert.Equal(["image.zarr/a/b/c"], folder.Files());
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("a/b/c/d")]
    public async Task A_file_where_a_directory_is_needed_is_an_error_that_names_it(string key)
    {
        await store.WriteAsync("a", 1);
        var error = await Assert.ThrowsAsync<IOException>(() => store.WriteAsync(key, 2));
        Assert.Equal($"cannot write {folder["image.zarr/" + key]}: {folder["image.zarr/a"]} is a file, but a directory is needed there", error.Message);
        Assert.Null(await store.ReadAsync(key));
        Assert.Equal(["image.zarr/a"], folder.Files());
    }

    [Fact]
    public async Task A_file_in_place_of_the_root_is_an_error_when_writing_and_nothing_when_reading()
    {
        File.WriteAllText(folder["image.zarr"], "not a directory");
        var error = await Assert.ThrowsAsync<IOException>(() => store.WriteAsync("zarr.json", 1));
        Assert.Contains(folder["image.zarr"], error.Message, StringComparison.Ordinal);
        Assert.Null(await store.ReadAsync("zarr.json"));
        Assert.Empty(await store.KeysAsync());
        await store.DeletePrefixAsync(StorePrefix.Root);
        Assert.Equal(["image.zarr"], folder.Files());
    }

    [Fact]
    public async Task A_root_that_cannot_be_made_is_an_error_with_the_path()
    {
        Assert.SkipUnless(Directory.Exists("/proc/self"), "needs a file system in which nobody can write");
        var error = await Assert.ThrowsAsync<IOException>(() => new FileSystemStore("/proc/image.zarr").WriteAsync("zarr.json", 1));
        Assert.Contains("/proc/image.zarr/zarr.json", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_in_the_middle_leaves_the_old_value_and_no_other_file()
    {
        var cancelled = false;
        for (var attempt = 0; attempt < 20 && !cancelled; attempt++)
        {
            await store.WriteAsync("a", 1);
            cancelled = await IsCancelledWhileWriting("a", new byte[32 << 20]);
            Assert.Equal(["image.zarr/a"], folder.Files());
        }

        Assert.True(cancelled);
    }

    [Fact]
    public async Task Another_program_never_sees_part_of_a_value()
    {
        const int Length = 300_000;
        await store.WriteAsync("a", new byte[Length]);
        var writing = Task.Run(async () =>
        {
            for (var i = 0; i < 100; i++)
            {
                await store.WriteAsync("a", [.. Enumerable.Repeat((byte)i, Length)]);
            }
        });
        while (!writing.IsCompleted)
        {
            var seen = File.ReadAllBytes(folder["image.zarr/a"]);
            Assert.Equal(Length, seen.Length);
            Assert.False(seen.AsSpan().ContainsAnyExcept(seen[0]));
        }

        await writing;
    }

    [Fact]
    public async Task A_value_that_is_being_read_can_be_replaced_and_deleted()
    {
        await store.WriteAsync("a", 1);
        using var reader = File.OpenHandle(folder["image.zarr/a"], FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        await store.WriteAsync("a", 2);
        await store.DeleteAsync(new StoreKey("a"));
        Assert.Null(await store.ReadAsync("a"));
    }

    [Fact]
    public async Task Directories_that_another_process_deleted_are_made_again()
    {
        await store.WriteAsync("a/b/1", 1);
        Directory.Delete(store.Root, recursive: true);
        await store.WriteAsync("a/b/2", 2);
        Assert.Equal(["a/b/2"], await store.KeysAsync());
    }

    [Fact]
    public void More_directories_than_are_remembered_are_no_problem()
    {
        var directories = new KnownDirectories(capacity: 2);
        foreach (var name in new[] { "a", "b", "c", "a/d", "b" })
        {
            directories.Ensure(folder[name]);
        }

        Assert.True(Directory.Exists(folder["a/d"]));
        Directory.Delete(folder["b"]);
        directories.Recreate(folder["b"]);
        Assert.True(Directory.Exists(folder["b"]));
    }

    [Fact]
    public async Task A_store_that_flushes_publishes_the_same_way()
    {
        var flushing = new FileSystemStore(store.Root, flushToDisk: true);
        await flushing.WriteAsync("a/b", 1, 2);
        await flushing.WriteAsync("a/b", 3);
        Assert.Equal([3], await store.ReadAsync("a/b"));
        Assert.Equal(["image.zarr/a/b"], folder.Files());
    }

    [Fact]
    public async Task What_a_killed_writer_left_is_invisible()
    {
        await store.WriteAsync("a/zarr.json", 1);
        File.WriteAllText(folder["image.zarr/a/.zarr.json.0123456789abcdef.partial"], "half");
        Assert.Equal(["a/zarr.json"], await store.KeysAsync());
        Assert.Equal(["zarr.json"], await store.ListChildrenAsync(new StorePrefix("a")));
        await store.DeletePrefixAsync(new StorePrefix("a"));
        Assert.Empty(folder.Files());
    }

    [Fact]
    public async Task A_folder_that_a_writer_builds_is_invisible_to_lists()
    {
        await store.WriteAsync("a/zarr.json", 1);
        var staged = folder["image.zarr/a/.1.0123456789abcdef.01234567.partial"];
        Directory.CreateDirectory(staged);
        File.WriteAllText(Path.Join(staged, "zarr.json"), "half");
        Assert.Equal(["a/zarr.json"], await store.KeysAsync());
        Assert.Equal(["zarr.json"], await store.ListChildrenAsync(new StorePrefix("a")));
        Assert.Equal("half", File.ReadAllText(Path.Join(staged, "zarr.json")));
    }

    [Theory]
    [InlineData(".x.partial")]
    [InlineData("a/.partial/b")]
    public async Task Names_of_unfinished_files_cannot_be_keys(string key) =>
        await Assert.ThrowsAsync<ArgumentException>(() => store.WriteAsync(key, 1));

    [Fact]
    public async Task A_name_as_long_as_the_file_system_allows_can_be_written()
    {
        var key = new string('n', 255);
        await store.WriteAsync(key, 1);
        Assert.Equal([key], await store.KeysAsync());
        var error = await Assert.ThrowsAnyAsync<IOException>(() => store.WriteAsync(key + "n", 1));
        Assert.Contains(store.Root, error.Message, StringComparison.Ordinal);
        Assert.Equal([key], await store.KeysAsync());
    }

    [Fact]
    public async Task Files_whose_names_no_key_can_have_are_not_listed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such file names");
        await store.WriteAsync("a", 1);
        File.WriteAllText(folder["image.zarr"] + "/back\\slash", "x");
        Directory.CreateDirectory(folder["image.zarr"] + "/new\nline/inside");
        File.WriteAllText(folder["image.zarr"] + "/new\nline/inside/b", "x");
        Assert.Equal(["a"], await store.KeysAsync());
        Assert.Equal(["a"], await store.ListChildrenAsync(StorePrefix.Root));
    }

    [Fact]
    public async Task A_file_larger_than_an_array_is_read_in_ranges_only()
    {
        await store.WriteAsync("a", 1);
        using (var file = File.OpenHandle(folder["image.zarr/a"], FileMode.Open, FileAccess.Write))
        {
            RandomAccess.SetLength(file, 3L << 30);
        }

        var error = await Assert.ThrowsAsync<IOException>(() => store.ReadAsync("a"));
        Assert.Contains(folder["image.zarr/a"], error.Message, StringComparison.Ordinal);
        Assert.Equal(new byte[3], await store.ReadAsync("a", ByteRange.Suffix(3)));
        Assert.Equal(3L << 30, await store.GetLengthAsync(new StoreKey("a")));
    }

    /// <summary>Whether the cancellation, sent when the unfinished file is seen, came before the value was published.</summary>
    private async Task<bool> IsCancelledWhileWriting(string key, byte[] value)
    {
        using var source = new CancellationTokenSource();
        var writing = Task.Run(async () => await store.SetAsync(new StoreKey(key), value, source.Token));
        while (!writing.IsCompleted && folder.Files().Count == 1)
        {
            Thread.Yield();
        }

        await source.CancelAsync();
        await writing.ContinueWith(_ => { }, TaskScheduler.Default);
        Assert.Equal(writing.IsCanceled ? 1 : value.Length, await store.GetLengthAsync(new StoreKey(key)));
        return writing.IsCanceled;
    }
}
