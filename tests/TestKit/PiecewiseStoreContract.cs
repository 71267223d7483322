using Xunit;
using Zarr.Stores;

namespace TestKit;

/// <summary>What a store that takes values piece by piece and opens them must do. A store gets these tests by a class that inherits this one.</summary>
/// <typeparam name="T">The store.</typeparam>
public abstract class PiecewiseStoreContract<T>
    where T : IStreamingStore, ISnapshotStore
{
    private static readonly StoreKey Key = new("a/b/c");

    /// <summary>A new, empty store.</summary>
    protected abstract T CreateStore();

    [Fact]
    public async Task Pieces_become_one_value_when_they_are_published_and_not_before()
    {
        var store = CreateStore();
        await store.WriteAsync("a/b/c", 9, 9, 9, 9, 9, 9, 9);
        await using (var writer = await store.BeginAsync(Key))
        {
            await writer.AppendAsync(new byte[] { 1, 2 });
            await writer.AppendAsync(Array.Empty<byte>());
            await writer.AppendAsync(new byte[] { 3 });
            Assert.Equal([9, 9, 9, 9, 9, 9, 9], await store.ReadAsync("a/b/c"));
            await writer.PublishAsync();
            Assert.Equal([1, 2, 3], await store.ReadAsync("a/b/c"));
        }

        Assert.Equal([1, 2, 3], await store.ReadAsync("a/b/c"));
    }

    [Fact]
    public async Task A_value_that_is_not_published_changes_nothing()
    {
        var store = CreateStore();
        await using (var writer = await store.BeginAsync(Key))
        {
            await writer.AppendAsync(new byte[] { 1, 2 });
        }

        Assert.Null(await store.ReadAsync("a/b/c"));
        await store.WriteAsync("a/b/c", 7);
        await using (var writer = await store.BeginAsync(Key))
        {
            await writer.AppendAsync(new byte[] { 1, 2 });
        }

        Assert.Equal([7], await store.ReadAsync("a/b/c"));
    }

    [Fact]
    public async Task A_value_without_pieces_is_empty()
    {
        var store = CreateStore();
        await using var writer = await store.BeginAsync(Key);
        await writer.PublishAsync();
        Assert.Equal(Array.Empty<byte>(), await store.ReadAsync("a/b/c"));
    }

    [Fact]
    public async Task Of_two_who_write_the_same_value_the_last_one_wins_whole()
    {
        var store = CreateStore();
        await using var first = await store.BeginAsync(Key);
        await using var second = await store.BeginAsync(Key);
        await first.AppendAsync(new byte[] { 1, 1 });
        await second.AppendAsync(new byte[] { 2 });
        await second.PublishAsync();
        await first.PublishAsync();
        Assert.Equal([1, 1], await store.ReadAsync("a/b/c"));
    }

    [Fact]
    public async Task A_cancelled_writer_publishes_nothing()
    {
        var store = CreateStore();
        var cancelled = new CancellationToken(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await store.BeginAsync(Key, cancelled));
        await using var writer = await store.BeginAsync(Key);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await writer.AppendAsync(new byte[1], cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await writer.PublishAsync(cancelled));
        Assert.Null(await store.ReadAsync("a/b/c"));
    }

    [Theory]
    [InlineData(0, 4, new byte[] { 0, 1, 2, 3 })]
    [InlineData(3, 5, new byte[] { 3, 4 })]
    [InlineData(5, 1, new byte[0])]
    [InlineData(long.MaxValue, 3, new byte[0])]
    [InlineData(2, 0, new byte[0])]
    public async Task Parts_of_an_opened_value_end_where_it_ends(long offset, int length, byte[] expected)
    {
        var store = CreateStore();
        await store.WriteAsync("a/b/c", 0, 1, 2, 3, 4);
        using var value = await store.OpenAsync(Key);
        var destination = new byte[length];
        Assert.Equal(5, value!.Length);
        Assert.Equal(expected, destination[..await value.ReadAsync(offset, destination)]);
    }

    [Fact]
    public async Task What_is_absent_cannot_be_opened()
    {
        var store = CreateStore();
        await store.WriteAsync("a/b", 1);
        Assert.Null(await store.OpenAsync(new StoreKey("a/b/c")));
        Assert.Null(await store.OpenAsync(new StoreKey("x")));
    }

    [Fact]
    public async Task An_opened_value_stays_what_it_was()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not replace files that are open");
        var store = CreateStore();
        await store.WriteAsync("a/b/c", 1, 2, 3);
        using var value = await store.OpenAsync(Key);
        await store.WriteAsync("a/b/c", 9);
        await RequireAsync(value!, [1, 2, 3]);
        await store.DeleteAsync(Key);
        await RequireAsync(value!, [1, 2, 3]);
    }

    private static async Task RequireAsync(IValueSnapshot value, byte[] expected)
    {
        var destination = new byte[expected.Length + 1];
        Assert.Equal((expected.Length, expected.Length), (value.Length, await value.ReadAsync(0, destination)));
        Assert.Equal(expected, destination[..^1]);
    }
}
