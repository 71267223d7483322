using TestKit;
using Xunit;
using Zarr.Stores;

namespace Zarr.Tests.Stores;

/// <summary>Which version of a value an opened file says it is.</summary>
public sealed class FileVersionTests : IDisposable
{
    private static readonly StoreKey Key = new("c/0");

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_same_file_is_the_same_version()
    {
        var store = Create(hours: 1);
        await store.WriteAsync("c/0", 1, 2, 3);
        Assert.Equal(await VersionAsync(store), await VersionAsync(Create(hours: 2)));
        Assert.NotNull(await VersionAsync(store));
    }

    [Fact]
    public async Task A_file_that_replaces_another_of_the_same_length_and_time_is_another_version()
    {
        var store = Create(hours: 1);
        await store.WriteAsync("c/0", 1, 2, 3);
        var (before, time) = (await VersionAsync(store), File.GetLastWriteTimeUtc(folder["c/0"]));
        await store.WriteAsync("c/0", 4, 5, 6);
        File.SetLastWriteTimeUtc(folder["c/0"], time);
        Assert.NotEqual(before, await VersionAsync(store));
    }

    [Fact]
    public async Task A_file_that_is_changed_in_place_is_another_version()
    {
        var store = Create(hours: 1);
        await store.WriteAsync("c/0", 1, 2, 3);
        var before = await VersionAsync(store);
        using (var file = File.OpenHandle(folder["c/0"], FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            RandomAccess.Write(file, [9], 1);
        }

        File.SetLastWriteTimeUtc(folder["c/0"], DateTime.UtcNow.AddMinutes(1));
        Assert.NotEqual(before, await VersionAsync(store));
    }

    [Fact]
    public async Task A_file_that_was_changed_a_moment_ago_does_not_say_its_version()
    {
        var store = Create(hours: 0);
        await store.WriteAsync("c/0", 1, 2, 3);
        Assert.Null(await VersionAsync(store));
    }

    private FileSystemStore Create(int hours) => new(folder.Path) { Clock = new Later(TimeSpan.FromHours(hours)) };

    private static async Task<string?> VersionAsync(FileSystemStore store)
    {
        using var value = await store.OpenAsync(Key);
        return value!.Version;
    }

    private sealed class Later(TimeSpan later) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + later;
    }
}
