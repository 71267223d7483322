using Xunit;
using Zarr.Stores;

namespace TestKit;

/// <summary>What a store that takes values piece by piece must do. A store gets these tests by a class that inherits this one.</summary>
public abstract class StreamingStoreContract
{
    private static readonly StoreKey Key = new("a/b/c");

    /// <summary>A new, empty store.</summary>
    protected abstract IStreamingStore CreateStreamingStore();

    [Fact]
    public async Task Pieces_become_one_value_when_they_are_published_and_not_before()
    {
        var store = CreateStreamingStore();
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
        var store = CreateStreamingStore();
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
        var store = CreateStreamingStore();
        await using var writer = await store.BeginAsync(Key);
        await writer.PublishAsync();
        Assert.Equal(Array.Empty<byte>(), await store.ReadAsync("a/b/c"));
    }

    [Fact]
    public async Task Of_two_who_write_the_same_value_the_last_one_wins_whole()
    {
        var store = CreateStreamingStore();
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
        var store = CreateStreamingStore();
        var cancelled = new CancellationToken(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await store.BeginAsync(Key, cancelled));
        await using var writer = await store.BeginAsync(Key);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await writer.AppendAsync(new byte[1], cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await writer.PublishAsync(cancelled));
        Assert.Null(await store.ReadAsync("a/b/c"));
    }

    [Fact]
    public async Task Many_pieces_of_any_length_become_one_value()
    {
        var store = CreateStreamingStore();
        var value = new byte[3_000_017];
        new Random(7).NextBytes(value);
        await using (var writer = await store.BeginAsync(Key))
        {
            for (int at = 0, length = 1; at < value.Length; at += length, length = Math.Min((length * 3) + 1, 700_000))
            {
                await writer.AppendAsync(value.AsMemory(at, Math.Min(length, value.Length - at)));
            }

            Assert.Null(await store.GetLengthAsync(Key));
            await writer.PublishAsync();
        }

        Assert.Equal(value, await store.ReadAsync("a/b/c"));
        Assert.Equal(["a/b/c"], await store.KeysAsync());
    }

    [Fact]
    public async Task What_the_caller_does_with_its_memory_after_appending_changes_no_value()
    {
        var store = CreateStreamingStore();
        var piece = new byte[1_000_000];
        await using (var writer = await store.BeginAsync(Key))
        {
            for (byte i = 1; i <= 3; i++)
            {
                piece.AsSpan().Fill(i);
                await writer.AppendAsync(piece);
                piece.AsSpan().Fill(99);
            }

            await writer.PublishAsync();
        }

        var stored = (await store.ReadAsync("a/b/c"))!;
        Assert.Equal([1, 2, 3], stored.Chunk(piece.Length).Select(part => Assert.Single(part.Distinct())));
    }
}
