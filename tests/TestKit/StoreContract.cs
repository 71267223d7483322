using Xunit;
using Zarr.Stores;

namespace TestKit;

/// <summary>What every store that can be written and listed must do. A store gets these tests by a class that inherits this one.</summary>
public abstract class StoreContract
{
    /// <summary>Keys that are valid but unusual.</summary>
    public static TheoryData<string> UnusualKeys =>
        ["a b/c d", "zellen/größe/細胞", "100%/50%25", "#1/a#b", "a+b&c=d;e", "...", ".hidden", "c/0/1/2", "e\u0301", "😀", "~", "a'b", "-", "__x"];

    /// <summary>A new, empty store.</summary>
    protected abstract IWritableStore CreateStore();

    /// <summary>Whether prefixes of keys are things of their own, as the folders of a file system are.</summary>
    protected virtual bool HasFolders => false;

    [Fact]
    public async Task What_is_set_is_got()
    {
        var store = CreateStore();
        await store.WriteAsync("a/zarr.json", 1, 2, 3);
        Assert.Equal([1, 2, 3], await store.ReadAsync("a/zarr.json"));
    }

    [Fact]
    public async Task A_shorter_value_leaves_nothing_of_the_longer_one_before_it()
    {
        var store = CreateStore();
        await store.WriteAsync("a", 1, 2, 3, 4, 5);
        await store.WriteAsync("a", 9);
        Assert.Equal([9], await store.ReadAsync("a"));
        Assert.Equal(1, await store.GetLengthAsync(new StoreKey("a")));
    }

    [Fact]
    public async Task Absent_keys_are_null_for_every_kind_of_reading()
    {
        var store = CreateStore();
        await store.WriteAsync("a/b", 1);
        foreach (var key in new[] { "b", "a/b/c", "a/c", "x/y/z" })
        {
            Assert.Null(await store.ReadAsync(key));
            Assert.Null(await store.ReadAsync(key, ByteRange.Suffix(1)));
            Assert.Null(await store.GetLengthAsync(new StoreKey(key)));
        }
    }

    [Fact]
    public async Task The_prefix_of_other_keys_has_no_length_and_where_it_is_a_folder_reading_it_is_an_error()
    {
        var store = CreateStore();
        await store.WriteAsync("a/b", 1);
        Assert.Null(await store.GetLengthAsync(new StoreKey("a")));
        foreach (var range in new[] { ByteRange.FromOffset(0), ByteRange.Suffix(1) })
        {
            if (HasFolders)
            {
                await Assert.ThrowsAsync<IOException>(() => store.ReadAsync("a", range));
            }
            else
            {
                Assert.Null(await store.ReadAsync("a", range));
            }
        }
    }

    [Fact]
    public async Task An_empty_value_is_not_absent()
    {
        var store = CreateStore();
        await store.WriteAsync("a");
        Assert.Equal(Array.Empty<byte>(), await store.ReadAsync("a"));
        Assert.Equal(Array.Empty<byte>(), await store.ReadAsync("a", ByteRange.Suffix(4)));
        Assert.Equal(0, await store.GetLengthAsync(new StoreKey("a")));
    }

    [Fact]
    public async Task A_value_of_five_megabytes_survives()
    {
        var store = CreateStore();
        var value = new byte[5_000_001];
        new Random(1).NextBytes(value);
        await store.WriteAsync("big", value);
        Assert.Equal(value, await store.ReadAsync("big"));
        Assert.Equal(value[4_999_990..], await store.ReadAsync("big", ByteRange.FromOffset(4_999_990)));
    }

    [Theory]
    [InlineData(0, 5, new byte[] { 0, 1, 2, 3, 4 })]
    [InlineData(3, 4, new byte[] { 3, 4, 5, 6 })]
    [InlineData(8, 5, new byte[] { 8, 9 })]
    [InlineData(9, 1, new byte[] { 9 })]
    [InlineData(10, 1, new byte[0])]
    [InlineData(2, 0, new byte[0])]
    [InlineData(1000, 10, new byte[0])]
    [InlineData(1, long.MaxValue - 1, new byte[] { 1, 2, 3, 4, 5, 6, 7, 8, 9 })]
    [InlineData(long.MaxValue, 0, new byte[0])]
    public Task A_range_with_a_length_is_cut_at_the_end(long offset, long length, byte[] expected) =>
        RequireRange(ByteRange.FromOffset(offset, length), expected);

    [Theory]
    [InlineData(0, new byte[] { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 })]
    [InlineData(7, new byte[] { 7, 8, 9 })]
    [InlineData(10, new byte[0])]
    [InlineData(long.MaxValue, new byte[0])]
    public Task A_range_without_a_length_goes_to_the_end(long offset, byte[] expected) =>
        RequireRange(ByteRange.FromOffset(offset), expected);

    [Theory]
    [InlineData(0, new byte[0])]
    [InlineData(3, new byte[] { 7, 8, 9 })]
    [InlineData(10, new byte[] { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 })]
    [InlineData(long.MaxValue, new byte[] { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 })]
    public Task A_suffix_is_the_end_of_the_value(long length, byte[] expected) =>
        RequireRange(ByteRange.Suffix(length), expected);

    [Theory]
    [MemberData(nameof(UnusualKeys))]
    public async Task Unusual_keys_are_kept_and_listed_as_they_are(string key)
    {
        var store = CreateStore();
        await store.WriteAsync(key, 7);
        Assert.Equal([7], await store.ReadAsync(key));
        Assert.Equal([key], await store.KeysAsync());
    }

    [Fact]
    public async Task A_deleted_key_is_absent_and_its_neighbours_are_not()
    {
        var store = CreateStore();
        await store.TouchAsync("a/1", "a/2");
        await store.DeleteAsync(new StoreKey("a/1"));
        Assert.Null(await store.ReadAsync("a/1"));
        Assert.Equal(["a/2"], await store.KeysAsync());
    }

    [Theory]
    [InlineData("b")]
    [InlineData("a")]
    [InlineData("a/b/c")]
    [InlineData("x/y")]
    public async Task Deleting_an_absent_key_does_nothing(string key)
    {
        var store = CreateStore();
        await store.TouchAsync("a/b");
        await store.DeleteAsync(new StoreKey(key));
        Assert.Equal(["a/b"], await store.KeysAsync());
    }

    [Fact]
    public async Task A_key_can_be_set_again_after_it_was_deleted()
    {
        var store = CreateStore();
        await store.WriteAsync("a/b", 1);
        await store.DeletePrefixAsync(new StorePrefix("a"));
        await store.WriteAsync("a/b", 2);
        Assert.Equal([2], await store.ReadAsync("a/b"));
    }

    [Theory]
    [InlineData("a", "ab/1,b")]
    [InlineData("a/c", "a/1,ab/1,b")]
    [InlineData("ab", "a/1,a/c/1,a/c/d/2,b")]
    [InlineData("", "")]
    [InlineData("missing/x", "a/1,a/c/1,a/c/d/2,ab/1,b")]
    [InlineData("b", "a/1,a/c/1,a/c/d/2,ab/1,b")]
    public async Task Deleting_a_prefix_deletes_exactly_what_is_below_it(string prefix, string left)
    {
        var store = CreateStore();
        await store.TouchAsync("a/1", "a/c/1", "a/c/d/2", "ab/1", "b");
        await store.DeletePrefixAsync(new StorePrefix(prefix));
        Assert.Equal(left, string.Join(',', await store.KeysAsync()));
    }

    [Theory]
    [InlineData("", "a/1,a/c/1,a/c/d/2,ab/1,b")]
    [InlineData("a", "a/1,a/c/1,a/c/d/2")]
    [InlineData("a/c/d", "a/c/d/2")]
    [InlineData("b", "")]
    [InlineData("missing", "")]
    public async Task A_list_holds_exactly_what_is_below_the_prefix(string prefix, string expected)
    {
        var store = CreateStore();
        await store.TouchAsync("a/1", "a/c/1", "a/c/d/2", "ab/1", "b");
        Assert.Equal(expected, string.Join(',', await store.KeysAsync(prefix)));
    }

    [Theory]
    [InlineData("", "B,a,a b,b,z")]
    [InlineData("a", "1,10,2,c")]
    [InlineData("a/1", "")]
    [InlineData("missing/x", "")]
    public async Task Children_are_names_of_values_and_prefixes_each_once_and_sorted_ordinally(string prefix, string expected)
    {
        var store = CreateStore();
        await store.TouchAsync("z", "a/2", "a/10", "a/c/1", "a/c/2", "a/1", "B/x", "b/x/y", "a b/q");
        Assert.Equal(expected, string.Join(',', await store.AsListable().ListChildrenAsync(new StorePrefix(prefix))));
    }

    [Fact]
    public async Task An_empty_store_lists_nothing()
    {
        var store = CreateStore();
        Assert.Empty(await store.KeysAsync());
        Assert.Empty(await store.AsListable().ListChildrenAsync(StorePrefix.Root));
        await store.DeletePrefixAsync(StorePrefix.Root);
    }

    [Fact]
    public async Task What_the_caller_does_with_its_memory_changes_no_value()
    {
        var store = CreateStore();
        byte[] value = [1, 2, 3];
        await store.WriteAsync("a", value);
        value[0] = 99;
        using (var got = (await store.GetAsync(new StoreKey("a")))!)
        {
            got.Memory.Span[1] = 99;
        }

        Assert.Equal([1, 2, 3], await store.ReadAsync("a"));
    }

    [Fact]
    public async Task What_was_got_does_not_change_when_the_key_is_overwritten_or_deleted()
    {
        var store = CreateStore();
        await store.WriteAsync("a", 1, 2, 3);
        using var got = (await store.GetAsync(new StoreKey("a")))!;
        await store.WriteAsync("a", 4, 5, 6);
        await store.DeleteAsync(new StoreKey("a"));
        Assert.Equal([1, 2, 3], got.Memory.ToArray());
    }

    [Fact]
    public async Task A_value_may_be_disposed_twice_but_not_used_afterwards()
    {
        var store = CreateStore();
        await store.WriteAsync("a", 1, 2, 3);
        var first = (await store.GetAsync(new StoreKey("a")))!;
        first.Dispose();
        first.Dispose();
        using var second = (await store.GetAsync(new StoreKey("a")))!;
        using var third = (await store.GetAsync(new StoreKey("a")))!;
        Assert.Throws<ObjectDisposedException>(() => first.Memory);
        second.Memory.Span.Clear();
        Assert.Equal([1, 2, 3], third.Memory.ToArray());
    }

    [Fact]
    public async Task Values_written_and_read_by_many_at_once_are_never_torn()
    {
        const int Writers = 4;
        const int Rounds = 50;
        var store = CreateStore();
        await store.WriteAsync("a/k", Filled(0));
        var writers = Enumerable.Range(0, Writers).Select(w => Task.Run(() => Repeat(Rounds, i => store.WriteAsync("a/k", Filled(w + i)))));
        var readers = Enumerable.Range(0, Writers).Select(_ => Task.Run(() => Repeat(Rounds, async _ => RequireWhole(await store.ReadAsync("a/k")))));
        await Task.WhenAll([.. writers, .. readers]);
        RequireWhole(await store.ReadAsync("a/k"));
        Assert.Equal(["a/k"], await store.KeysAsync());
    }

    [Fact]
    public async Task Different_keys_written_at_once_all_arrive()
    {
        var store = CreateStore();
        await Parallel.ForAsync(0, 200, async (i, _) => await store.WriteAsync($"c/{i % 7}/{i}", (byte)i));
        Assert.Equal(200, (await store.KeysAsync("c")).Length);
        Assert.Equal([123], await store.ReadAsync($"c/{123 % 7}/123"));
    }

    [Fact]
    public async Task Creating_publishes_where_there_is_nothing_and_changes_nothing_where_there_is_something()
    {
        var store = CreateOnlyStore();
        Assert.True(await store.TryCreateAsync(new StoreKey("a/b"), new byte[] { 1 }));
        Assert.False(await store.TryCreateAsync(new StoreKey("a/b"), new byte[] { 2, 3 }));
        Assert.Equal([1], await store.ReadAsync("a/b"));
        await store.DeleteAsync(new StoreKey("a/b"));
        Assert.True(await store.TryCreateAsync(new StoreKey("a/b"), new byte[] { 4 }));
        Assert.Equal(["a/b"], await store.KeysAsync());
    }

    [Fact]
    public async Task Of_many_that_create_the_same_key_exactly_one_succeeds()
    {
        var store = CreateOnlyStore();
        for (var round = 0; round < 50; round++)
        {
            var key = new StoreKey($"a/{round % 3}/{round}");
            var created = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () => await store.TryCreateAsync(key, Filled(i)))));
            Assert.Equal(1, created.Count(success => success));
            Assert.Equal(Filled(Array.IndexOf(created, true)), await store.ReadAsync(key.Value));
        }

        Assert.Equal(50, (await store.KeysAsync()).Length);
    }

    [Fact]
    public async Task Nothing_is_created_once_it_is_cancelled()
    {
        var store = CreateOnlyStore();
        await RequireCancelled(async () => await store.TryCreateAsync(new StoreKey("a"), new byte[] { 2 }, new CancellationToken(canceled: true)));
        Assert.Empty(await store.KeysAsync());
    }

    [Fact]
    public async Task Nothing_happens_once_it_is_cancelled()
    {
        var store = CreateStore();
        var key = new StoreKey("a/b");
        await store.WriteAsync("a/b", 1);
        var cancelled = new CancellationToken(canceled: true);
        await RequireCancelled(async () => await store.GetAsync(key, cancelled));
        await RequireCancelled(async () => await store.GetRangeAsync(key, ByteRange.Suffix(1), cancelled));
        await RequireCancelled(async () => await store.GetLengthAsync(key, cancelled));
        await RequireCancelled(async () => await store.SetAsync(key, new byte[] { 2 }, cancelled));
        await RequireCancelled(async () => await store.DeleteAsync(key, cancelled));
        await RequireCancelled(async () => await store.DeletePrefixAsync(new StorePrefix("a"), cancelled));
        await RequireCancelled(async () => await store.AsListable().ListChildrenAsync(StorePrefix.Root, cancelled));
        await RequireCancelled(async () => await store.AsListable().ListAsync(StorePrefix.Root, cancelled).ToListAsync(CancellationToken.None));
        Assert.Equal([1], await store.ReadAsync("a/b"));
    }

    private ICreateOnlyStore CreateOnlyStore()
    {
        var store = CreateStore();
        Assert.SkipUnless(store is ICreateOnlyStore, "the store cannot create on condition");
        return (ICreateOnlyStore)store;
    }

    private static byte[] Filled(int seed)
    {
        var value = new byte[1000 + (seed % 3 * 10_000)];
        value.AsSpan().Fill((byte)seed);
        return value;
    }

    private static void RequireWhole(byte[]? value)
    {
        Assert.NotNull(value);
        Assert.Equal(Filled(value[0]).Length, value.Length);
        Assert.False(value.AsSpan().ContainsAnyExcept(value[0]));
    }

    private static async Task Repeat(int rounds, Func<int, Task> action)
    {
        for (var i = 0; i < rounds; i++)
        {
            await action(i);
        }
    }

    private static async Task RequireCancelled(Func<Task> action) => await Assert.ThrowsAnyAsync<OperationCanceledException>(action);

    private async Task RequireRange(ByteRange range, byte[] expected)
    {
        var store = CreateStore();
        await store.WriteAsync("a/b", 0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        Assert.Equal(expected, await store.ReadAsync("a/b", range));
    }
}
