using System.Diagnostics;
using TestKit;
using Xunit;
using Zarr.Stores;
using Zarr.Stores.Files;

namespace Zarr.Tests.Stores;

/// <summary>What the store does for whoever must be sure: the disk, identities of folders, folders that vanish.</summary>
public sealed class FileSystemStoreSafetyTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(300)]
    public async Task What_was_flushed_reads_as_before(int files)
    {
        var store = new FileSystemStore(folder["s"]);
        for (var i = 0; i < files; i++)
        {
            await store.SetAsync(new StoreKey($"a/{i % 7}/{i}"), new byte[] { (byte)i });
        }

        await store.FlushAsync(new StorePrefix("a"));
        await store.FlushAsync(StorePrefix.Root);
        for (var i = 0; i < files; i++)
        {
            using var value = await store.GetAsync(new StoreKey($"a/{i % 7}/{i}"));
            Assert.Equal([(byte)i], value!.Memory.ToArray());
        }
    }

    [Fact]
    public async Task Flushing_where_nothing_is_does_nothing()
    {
        var store = new FileSystemStore(folder["s"]);
        await store.FlushAsync(StorePrefix.Root);
        await store.FlushAsync(new StorePrefix("a/b"));
        Assert.Empty(folder.Files());
    }

    [Fact]
    public async Task A_pipe_among_the_values_does_not_keep_flushing_from_its_end()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs pipes with names");
        var store = new FileSystemStore(folder["s"]);
        await store.SetAsync(new StoreKey("a"), new byte[] { 1 });
        using (var mkfifo = Process.Start("mkfifo", [folder["s/pipe"]]))
        {
            await mkfifo.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        await store.FlushAsync(StorePrefix.Root, TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Values_that_are_flushed_each_are_set_replaced_and_deleted_like_others()
    {
        var store = new FileSystemStore(folder["new/s"], flushToDisk: true);
        await store.SetAsync(new StoreKey("a/b/c"), new byte[] { 1 });
        await store.SetAsync(new StoreKey("a/b/c"), new byte[] { 2 });
        Assert.Equal(["new/s/a/b/c"], folder.Files());
        await store.DeleteAsync(new StoreKey("a/b/c"));
        await store.DeleteAsync(new StoreKey("x/y"));
        Assert.Empty(folder.Files());
    }

    [Fact]
    public async Task Every_file_that_got_its_name_is_told()
    {
        var published = new List<string>();
        var store = new FileSystemStore(folder["s"], published: new Listener(published.Add));
        await store.SetAsync(new StoreKey("a/b"), new byte[] { 1 });
        Assert.True(await store.TryCreateAsync(new StoreKey("c"), new byte[] { 1 }));
        Assert.False(await store.TryCreateAsync(new StoreKey("c"), new byte[] { 1 }));
        await using (var writer = await store.BeginAsync(new StoreKey("d")))
        {
            await writer.AppendAsync(new byte[] { 1 });
            await writer.PublishAsync();
        }

        await using (var writer = await store.BeginAsync(new StoreKey("dropped")))
        {
            await writer.AppendAsync(new byte[] { 1 });
        }

        Assert.Equal([folder["s/a/b"], folder["s/c"], folder["s/d"]], published);
    }

    [Fact]
    public async Task A_required_folder_that_vanishes_is_not_made_again()
    {
        Directory.CreateDirectory(folder["required"]);
        var store = new FileSystemStore(folder["required/s"], requiredFolder: folder["required"]);
        await store.SetAsync(new StoreKey("a/0"), new byte[] { 1 });
        Directory.Delete(folder["required"], recursive: true);
        foreach (var key in (string[])["a/1", "b/0"])
        {
            var error = await Assert.ThrowsAsync<IOException>(async () => await store.SetAsync(new StoreKey(key), new byte[] { 1 }));
            Assert.Contains("was deleted while it was written", error.Message, StringComparison.Ordinal);
            await Assert.ThrowsAsync<IOException>(async () => await store.BeginAsync(new StoreKey(key)));
        }

        Assert.False(Directory.Exists(folder["required"]));
    }

    [Fact]
    public async Task A_folder_keeps_its_identity_when_it_is_renamed_and_filled_and_another_in_its_place_has_another()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not tell");
        var store = new FileSystemStore(folder.Path);
        Assert.Null(await store.GetIdentityAsync(new StorePrefix("a")));
        Directory.CreateDirectory(folder["a"]);
        var identity = await store.GetIdentityAsync(new StorePrefix("a"));
        Assert.NotNull(identity);
        Directory.CreateDirectory(folder["a/inside"]);
        Directory.Move(folder["a"], folder["b"]);
        Assert.Equal(identity, await store.GetIdentityAsync(new StorePrefix("b")));
        Directory.CreateDirectory(folder["a"]);
        Assert.NotEqual(identity, await store.GetIdentityAsync(new StorePrefix("a")));
    }

    [Fact]
    public async Task A_folder_that_is_made_again_at_once_has_another_identity_though_it_often_gets_the_same_number()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not tell");
        var store = new FileSystemStore(folder.Path);
        var seen = new HashSet<string?>();
        for (var i = 0; i < 20; i++)
        {
            Directory.CreateDirectory(folder["a"]);
            Assert.True(seen.Add(await store.GetIdentityAsync(new StorePrefix("a"))));
            Directory.Delete(folder["a"]);
        }
    }

    [Fact]
    public async Task A_folder_that_comes_and_goes_is_always_on_the_same_device()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not tell");
        var device = FileIdentity.OfPath(folder.Path)!.Value.Device;
        using var stop = new CancellationTokenSource();
        Directory.CreateDirectory(folder["a"]);
        var moving = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                Directory.Move(folder["a"], folder["b"]);
                Directory.Move(folder["b"], folder["a"]);
            }
        });
        var devices = new HashSet<ulong>();
        for (var look = 0; look < 100_000; look++)
        {
            devices.Add(FileIdentity.OfPath(folder["a"])?.Device ?? device);
        }

        await stop.CancelAsync();
        await moving;
        Assert.Equal([device], devices);
    }

    [Fact]
    public async Task A_link_has_the_identity_of_what_it_leads_to()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not tell");
        var store = new FileSystemStore(folder.Path);
        Directory.CreateDirectory(folder["a"]);
        Directory.CreateSymbolicLink(folder["link"], folder["a"]);
        var identity = await store.GetIdentityAsync(new StorePrefix("link"));
        Assert.Equal(await store.GetIdentityAsync(new StorePrefix("a")), identity);
        Directory.Move(folder["a"], folder["b"]);
        Directory.CreateDirectory(folder["a"]);
        Assert.NotEqual(identity, await store.GetIdentityAsync(new StorePrefix("link")));
    }

    [Theory]
    [InlineData(".0.0123456789abcdef.partial", true)]
    [InlineData(".0123456789abcdef.partial", true)]
    [InlineData(".zarr.json.0123456789abcdef.partial", true)]
    [InlineData("0.0123456789abcdef.partial", false)]
    [InlineData(".0.0123456789ABCDEF.partial", false)]
    [InlineData(".0.123456789abcdef.partial", false)]
    [InlineData(".partial", false)]
    [InlineData(".0.0123456789abcdef.replaced", false)]
    public void Names_of_unfinished_values_are_told_from_others(string name, bool expected) => Assert.Equal(expected, FileSystemStore.IsDraft(name));

    private sealed class Listener(Action<string> action) : IProgress<string>
    {
        public void Report(string value) => action(value);
    }
}
