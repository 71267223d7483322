using Xunit;
using Zarr.Stores;

namespace TestKit;

/// <summary>What a store that takes values piece by piece and opens them must do. A store gets these tests by a class that inherits this one.</summary>
/// <typeparam name="T">The store.</typeparam>
public abstract class PiecewiseStoreContract<T> : StreamingStoreContract
    where T : IStreamingStore, ISnapshotStore
{
    private static readonly StoreKey Key = new("a/b/c");

    /// <summary>A new, empty store.</summary>
    protected abstract T CreateStore();

    /// <inheritdoc/>
    protected sealed override IStreamingStore CreateStreamingStore() => CreateStore();

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
