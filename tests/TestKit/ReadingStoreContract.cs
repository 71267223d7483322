using Xunit;
using Zarr.Stores;

namespace TestKit;

/// <summary>What every store must do that is only read. A store gets these tests by a class that inherits this one and opens the content of a folder: served, packed or uploaded.</summary>
public abstract class ReadingStoreContract
{
    private static readonly byte[] Ten = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

    /// <summary>Keys that are valid but unusual.</summary>
    public static TheoryData<string> UnusualKeys => StoreContract.UnusualKeys;

    /// <summary>A store with the content of a folder: each file is the value of its path relative to the folder. The folder does not change as long as the store is in use.</summary>
    protected abstract ValueTask<IStore> OpenAsync(string folder);

    [Fact]
    public async Task What_is_stored_is_got()
    {
        using var folder = new TemporaryFolder();
        var store = await SeedAsync(folder, ("a/zarr.json", [1, 2, 3]), ("b", [4]));
        Assert.Equal([1, 2, 3], await store.ReadAsync("a/zarr.json"));
        Assert.Equal([4], await store.ReadAsync("b"));
        Assert.Equal(3, await store.GetLengthAsync(new StoreKey("a/zarr.json")));
    }

    [Fact]
    public async Task Absent_keys_are_null_for_every_kind_of_reading()
    {
        using var folder = new TemporaryFolder();
        var store = await SeedAsync(folder, ("a/b", [1]));
        foreach (var key in new[] { "b", "a/b/c", "a/c", "x/y/z", "A/B", "a/b " })
        {
            Assert.Null(await store.ReadAsync(key));
            foreach (var range in new[] { ByteRange.FromOffset(0, 1), ByteRange.FromOffset(0), ByteRange.FromOffset(5), ByteRange.FromOffset(0, 0), ByteRange.Suffix(1), ByteRange.Suffix(0) })
            {
                Assert.Null(await store.ReadAsync(key, range));
            }

            Assert.Null(await store.GetLengthAsync(new StoreKey(key)));
        }
    }

    [Fact]
    public async Task The_prefix_of_other_keys_is_no_value()
    {
        using var folder = new TemporaryFolder();
        var store = await SeedAsync(folder, ("a/b", [1]));
        Assert.Null(await store.GetLengthAsync(new StoreKey("a")));
        Assert.Null(await store.ReadAsync("a"));
        Assert.Null(await store.ReadAsync("a", ByteRange.Suffix(1)));
    }

    [Fact]
    public async Task An_empty_value_is_not_absent()
    {
        using var folder = new TemporaryFolder();
        var store = await SeedAsync(folder, ("a", []));
        Assert.Equal(Array.Empty<byte>(), await store.ReadAsync("a"));
        foreach (var range in new[] { ByteRange.FromOffset(0), ByteRange.FromOffset(0, 7), ByteRange.FromOffset(3, 7), ByteRange.FromOffset(0, 0), ByteRange.Suffix(4), ByteRange.Suffix(0) })
        {
            Assert.Equal(Array.Empty<byte>(), await store.ReadAsync("a", range));
        }

        Assert.Equal(0, await store.GetLengthAsync(new StoreKey("a")));
    }

    [Fact]
    public async Task A_value_of_five_megabytes_is_read_whole_and_in_parts()
    {
        using var folder = new TemporaryFolder();
        var value = new byte[5_000_001];
        new Random(1).NextBytes(value);
        var store = await SeedAsync(folder, ("big", value));
        Assert.Equal(value, await store.ReadAsync("big"));
        Assert.Equal(value, await store.ReadAsync("big", ByteRange.FromOffset(0, 9_000_000)));
        Assert.Equal(value[..4_000_000], await store.ReadAsync("big", ByteRange.FromOffset(0, 4_000_000)));
        Assert.Equal(value[2_000_000..2_100_000], await store.ReadAsync("big", ByteRange.FromOffset(2_000_000, 100_000)));
        Assert.Equal(value[4_999_990..], await store.ReadAsync("big", ByteRange.FromOffset(4_999_990)));
        Assert.Equal(value[1..], await store.ReadAsync("big", ByteRange.Suffix(5_000_000)));
        Assert.Equal(5_000_001, await store.GetLengthAsync(new StoreKey("big")));
    }

    [Theory]
    [InlineData(0, 5, new byte[] { 0, 1, 2, 3, 4 })]
    [InlineData(3, 4, new byte[] { 3, 4, 5, 6 })]
    [InlineData(8, 5, new byte[] { 8, 9 })]
    [InlineData(9, 1, new byte[] { 9 })]
    [InlineData(10, 1, new byte[0])]
    [InlineData(2, 0, new byte[0])]
    [InlineData(1000, 10, new byte[0])]
    [InlineData(0, long.MaxValue, new byte[] { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 })]
    [InlineData(1, long.MaxValue - 1, new byte[] { 1, 2, 3, 4, 5, 6, 7, 8, 9 })]
    [InlineData(long.MaxValue, 0, new byte[0])]
    public Task A_range_with_a_length_is_cut_at_the_end(long offset, long length, byte[] expected) => RequireRange(ByteRange.FromOffset(offset, length), expected);

    [Theory]
    [InlineData(0, new byte[] { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 })]
    [InlineData(7, new byte[] { 7, 8, 9 })]
    [InlineData(10, new byte[0])]
    [InlineData(long.MaxValue, new byte[0])]
    public Task A_range_without_a_length_goes_to_the_end(long offset, byte[] expected) => RequireRange(ByteRange.FromOffset(offset), expected);

    [Theory]
    [InlineData(0, new byte[0])]
    [InlineData(3, new byte[] { 7, 8, 9 })]
    [InlineData(10, new byte[] { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 })]
    [InlineData(long.MaxValue, new byte[] { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 })]
    public Task A_suffix_is_the_end_of_the_value(long length, byte[] expected) => RequireRange(ByteRange.Suffix(length), expected);

    [Theory]
    [MemberData(nameof(UnusualKeys))]
    public async Task Unusual_keys_are_read_as_they_are(string key)
    {
        using var folder = new TemporaryFolder();
        var store = await SeedAsync(folder, (key, [7, 8]), ("other", [9]));
        Assert.Equal([7, 8], await store.ReadAsync(key));
        Assert.Equal([8], await store.ReadAsync(key, ByteRange.Suffix(1)));
        Assert.Equal(2, await store.GetLengthAsync(new StoreKey(key)));
    }

    [Fact]
    public async Task A_store_that_lists_lists_exactly_what_is_below_a_prefix()
    {
        using var folder = new TemporaryFolder();
        var store = await SeedAsync(folder, ("a/1", []), ("a/c/1", []), ("a/c/d/2", []), ("ab/1", []), ("b", []));
        Assert.SkipUnless(store is IListableStore, "the store cannot be listed");
        Assert.Equal("a/1,a/c/1,a/c/d/2,ab/1,b", string.Join(',', await store.KeysAsync()));
        Assert.Equal("a/1,a/c/1,a/c/d/2", string.Join(',', await store.KeysAsync("a")));
        Assert.Empty(await store.KeysAsync("b"));
        Assert.Empty(await store.KeysAsync("missing"));
        Assert.Equal("a,ab,b", string.Join(',', await store.AsListable().ListChildrenAsync(StorePrefix.Root)));
        Assert.Equal("1,c", string.Join(',', await store.AsListable().ListChildrenAsync(new StorePrefix("a"))));
        Assert.Empty(await store.AsListable().ListChildrenAsync(new StorePrefix("b")));
    }

    [Fact]
    public async Task Parts_of_an_unchanged_value_have_one_version()
    {
        using var folder = new TemporaryFolder();
        var store = await SeedAsync(folder, ("a/b", Ten), ("c", Ten));
        Assert.SkipUnless(store is IVersionedStore, "the store reports no versions");
        var versions = new List<string?>();
        foreach (var range in new[] { ByteRange.FromOffset(0), ByteRange.FromOffset(2, 3), ByteRange.Suffix(2), ByteRange.FromOffset(0, 100), ByteRange.FromOffset(0, 0), ByteRange.FromOffset(90) })
        {
            var (bytes, version) = (await ((IVersionedStore)store).GetVersionedRangeAsync(new StoreKey("a/b"), range))!.Value;
            using (bytes)
            {
                var (offset, length) = range.Resolve(Ten.Length);
                Assert.Equal(Ten[(int)offset..(int)(offset + length)], bytes.Memory.ToArray());
            }

            versions.Add(version);
        }

        Assert.Single(versions.Distinct());
        Assert.Null(await ((IVersionedStore)store).GetVersionedRangeAsync(new StoreKey("a"), ByteRange.FromOffset(0)));
    }

    [Fact]
    public async Task An_opened_value_is_read_in_parts()
    {
        using var folder = new TemporaryFolder();
        var store = await SeedAsync(folder, ("a/b", Ten));
        Assert.SkipUnless(store is ISnapshotStore, "the store does not open values");
        Assert.Null(await ((ISnapshotStore)store).OpenAsync(new StoreKey("a/c")));
        using var value = (await ((ISnapshotStore)store).OpenAsync(new StoreKey("a/b")))!;
        Assert.Equal(10, value.Length);
        foreach (var (offset, length) in new[] { (0, 10), (7, 2), (2, 4), (8, 5), (10, 1), (20, 3) })
        {
            var destination = new byte[length];
            var read = await value.ReadAsync(offset, destination);
            Assert.Equal(Ten.Skip(offset).Take(length), destination.Take(read));
        }
    }

    [Fact]
    public async Task What_the_caller_does_with_its_memory_changes_no_value()
    {
        using var folder = new TemporaryFolder();
        var store = await SeedAsync(folder, ("a", [1, 2, 3]));
        using (var got = (await store.GetAsync(new StoreKey("a")))!)
        {
            got.Memory.Span[1] = 99;
        }

        Assert.Equal([1, 2, 3], await store.ReadAsync("a"));
    }

    [Fact]
    public async Task A_value_may_be_disposed_twice_but_not_used_afterwards()
    {
        using var folder = new TemporaryFolder();
        var store = await SeedAsync(folder, ("a", [1, 2, 3]));
        var first = (await store.GetAsync(new StoreKey("a")))!;
        first.Dispose();
        first.Dispose();
        Assert.Throws<ObjectDisposedException>(() => first.Memory);
        using var second = (await store.GetAsync(new StoreKey("a")))!;
        Assert.Equal([1, 2, 3], second.Memory.ToArray());
    }

    [Fact]
    public async Task Many_that_read_at_once_get_what_they_asked_for()
    {
        using var folder = new TemporaryFolder();
        var values = Enumerable.Range(0, 20).Select(i => (Key: $"c/{i % 3}/{i}", Value: Filled(i))).ToArray();
        var store = await SeedAsync(folder, values);
        await Parallel.ForAsync(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (round, token) =>
        {
            var (key, value) = values[round % values.Length];
            var start = round * 37 % value.Length;
            Assert.Equal(value, await store.ReadAsync(key));
            Assert.Equal(value[start..], await store.ReadAsync(key, ByteRange.FromOffset(start)));
            Assert.Equal(value.Length, await store.GetLengthAsync(new StoreKey(key), token));
            Assert.Null(await store.ReadAsync($"{key}x"));
        });
    }

    [Fact]
    public async Task Nothing_is_read_once_it_is_cancelled()
    {
        using var folder = new TemporaryFolder();
        var store = await SeedAsync(folder, ("a/b", [1]));
        var (key, cancelled) = (new StoreKey("a/b"), new CancellationToken(canceled: true));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await store.GetAsync(key, cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await store.GetRangeAsync(key, ByteRange.Suffix(1), cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await store.GetLengthAsync(key, cancelled));
        Assert.Equal([1], await store.ReadAsync("a/b"));
    }

    private static byte[] Filled(int seed)
    {
        var value = new byte[1000 + (seed % 5 * 20_000)];
        new Random(seed).NextBytes(value);
        return value;
    }

    private async ValueTask<IStore> SeedAsync(TemporaryFolder folder, params (string Key, byte[] Value)[] values)
    {
        foreach (var (key, value) in values)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder[key])!);
            await File.WriteAllBytesAsync(folder[key], value);
        }

        return await OpenAsync(folder.Path);
    }

    private async Task RequireRange(ByteRange range, byte[] expected)
    {
        using var folder = new TemporaryFolder();
        var store = await SeedAsync(folder, ("a/b", Ten));
        Assert.Equal(expected, await store.ReadAsync("a/b", range));
    }
}
