using Xunit;
using Zarr.Arrays.Shards;
using Zarr.Codecs.Sharding;
using Zarr.Stores;

namespace Zarr.Tests.Arrays.Shards;

/// <summary>What the cache of shard indexes keeps, for which version, and what it knows of writes.</summary>
public sealed class ShardIndexCacheTests
{
    private const int IndexLength = 32;

    private static readonly StoreKey A = new("c/0");
    private static readonly StoreKey B = new("c/1");
    private static readonly StoreKey C = new("c/2");

    [Fact]
    public void An_index_is_found_by_its_version_its_depth_and_its_offset()
    {
        var cache = new ShardIndexCache(1000);
        var (outer, inner, next) = (Index(), Index(), Index());
        cache.Add(A, "1", 0, 0, outer);
        cache.Add(A, "1", 1, 0, inner);
        cache.Add(A, "1", 1, 64, next);
        Assert.Same(outer, cache.Find(A, "1", 0, 0));
        Assert.Same(inner, cache.Find(A, "1", 1, 0));
        Assert.Same(next, cache.Find(A, "1", 1, 64));
        Assert.Null(cache.Find(A, "1", 0, 64));
        Assert.Null(cache.Find(A, null, 0, 0));
        Assert.Null(cache.Find(B, "1", 0, 0));
        Assert.Equal(("1", null, 3 * IndexLength), (cache.KnownVersion(A), cache.KnownVersion(B), cache.Length));
    }

    [Fact]
    public void Indexes_of_another_version_are_removed()
    {
        var cache = new ShardIndexCache(1000);
        cache.Add(A, "1", 0, 0, Index());
        cache.Add(A, "1", 1, 0, Index());
        Assert.Null(cache.Find(A, "2", 0, 0));
        Assert.Equal((null, 0), (cache.KnownVersion(A), cache.Length));
        cache.Add(A, "1", 0, 0, Index());
        var newer = Index();
        cache.Add(A, "2", 0, 0, newer);
        Assert.Same(newer, cache.Find(A, "2", 0, 0));
        Assert.Equal(("2", IndexLength), (cache.KnownVersion(A), cache.Length));
    }

    [Fact]
    public void The_first_of_two_equal_indexes_is_kept_and_counted()
    {
        var cache = new ShardIndexCache(1000);
        var first = Index();
        cache.Add(A, "1", 0, 0, first);
        cache.Add(A, "1", 0, 0, Index());
        Assert.Same(first, cache.Find(A, "1", 0, 0));
        Assert.Equal(IndexLength, cache.Length);
    }

    [Theory]
    [InlineData(IndexLength, "1", true)]
    [InlineData(IndexLength - 1, "1", false)]
    [InlineData(1000, null, false)]
    public void An_index_that_fits_and_has_a_version_is_kept(int capacity, string? version, bool isKept)
    {
        var cache = new ShardIndexCache(capacity);
        cache.Add(A, version, 0, 0, Index());
        Assert.Equal(isKept ? IndexLength : 0, cache.Length);
        Assert.Equal(isKept, cache.KnownVersion(A) is not null);
    }

    [Fact]
    public void The_indexes_used_last_stay()
    {
        var cache = new ShardIndexCache(2 * IndexLength);
        cache.Add(A, "1", 0, 0, Index());
        cache.Add(B, "1", 0, 0, Index());
        Assert.NotNull(cache.Find(A, "1", 0, 0));
        cache.Add(C, "1", 0, 0, Index());
        Assert.Equal(("1", null, "1"), (cache.KnownVersion(A), cache.KnownVersion(B), cache.KnownVersion(C)));
        Assert.Equal(2 * IndexLength, cache.Length);
    }

    [Fact]
    public void What_is_forgotten_makes_room()
    {
        var cache = new ShardIndexCache(2 * IndexLength);
        cache.Add(A, "1", 0, 0, Index());
        cache.Add(B, "1", 0, 0, Index());
        cache.Forget(A);
        cache.Forget(A);
        Assert.Equal((null, "1", IndexLength), (cache.KnownVersion(A), cache.KnownVersion(B), cache.Length));
        cache.Add(C, "1", 0, 0, Index());
        Assert.Equal("1", cache.KnownVersion(B));
    }

    [Fact]
    public void The_order_of_use_holds_no_index_that_was_forgotten()
    {
        var cache = new ShardIndexCache(2 * IndexLength);
        cache.Add(A, "1", 0, 0, Index());
        cache.Add(B, "1", 0, 0, Index());
        cache.Forget(A);
        cache.Add(A, "1", 0, 0, Index());
        cache.Add(C, "1", 0, 0, Index());
        Assert.Equal(("1", null, "1"), (cache.KnownVersion(A), cache.KnownVersion(B), cache.KnownVersion(C)));
        cache.BeginChangeOfAll().Dispose();
        cache.Add(B, "1", 0, 0, Index());
        cache.Add(A, "1", 0, 0, Index());
        cache.Add(C, "1", 0, 0, Index());
        Assert.Equal(("1", null, "1"), (cache.KnownVersion(A), cache.KnownVersion(B), cache.KnownVersion(C)));
    }

    [Fact]
    public void A_shard_counts_as_changed_from_the_beginning_of_a_write()
    {
        var cache = new ShardIndexCache(1000);
        cache.Add(A, "1", 0, 0, Index());
        var before = cache.ChangesOf(A);
        Assert.True(cache.IsUnchanged(before));
        Assert.False(before.IsChanging);
        using (cache.BeginChange(A))
        {
            Assert.Null(cache.KnownVersion(A));
            Assert.False(cache.IsUnchanged(before));
            var during = cache.ChangesOf(A);
            Assert.True(during.IsChanging);
            Assert.False(cache.IsUnchanged(during));
            cache.Add(A, "2", 0, 0, Index());
        }

        Assert.Null(cache.KnownVersion(A)); // what was read meanwhile may be of either version
        Assert.False(cache.IsUnchanged(before));
        var after = cache.ChangesOf(A);
        Assert.False(after.IsChanging);
        Assert.True(cache.IsUnchanged(after));
    }

    [Fact]
    public void What_began_during_a_write_is_changed_when_the_write_has_ended()
    {
        var cache = new ShardIndexCache(1000);
        var change = cache.BeginChange(A);
        var during = cache.ChangesOf(A);
        change.Dispose();
        Assert.False(cache.IsUnchanged(during));
    }

    [Fact]
    public void Two_writes_at_once_end_one_after_the_other()
    {
        var cache = new ShardIndexCache(1000);
        var first = cache.BeginChange(A);
        var second = cache.BeginChange(A);
        first.Dispose();
        Assert.True(cache.ChangesOf(A).IsChanging);
        second.Dispose();
        Assert.False(cache.ChangesOf(A).IsChanging);
    }

    [Fact]
    public void A_write_of_one_shard_leaves_almost_all_others_unchanged()
    {
        var cache = new ShardIndexCache(1000);
        var others = Enumerable.Range(10, 1000).Select(number => cache.ChangesOf(new StoreKey($"c/{number}"))).ToList();
        using (cache.BeginChange(A))
        {
            Assert.InRange(others.Count(cache.IsUnchanged), 900, 1000); // 256 groups
        }

        Assert.InRange(others.Count(cache.IsUnchanged), 900, 1000);
    }

    [Fact]
    public void A_change_of_all_counts_for_each_shard_and_forgets_every_index()
    {
        var cache = new ShardIndexCache(1000);
        cache.Add(A, "1", 0, 0, Index());
        cache.Add(B, "1", 0, 0, Index());
        var keys = Enumerable.Range(0, 1000).Select(number => new StoreKey($"c/{number}")).ToList();
        var before = keys.Select(cache.ChangesOf).ToList();
        using (cache.BeginChangeOfAll())
        {
            Assert.Equal((null, null, 0), (cache.KnownVersion(A), cache.KnownVersion(B), cache.Length));
            Assert.DoesNotContain(before, cache.IsUnchanged);
            Assert.All(keys, key => Assert.True(cache.ChangesOf(key).IsChanging));
            cache.Add(A, "2", 0, 0, Index());
        }

        Assert.Equal((null, 0), (cache.KnownVersion(A), cache.Length));
        Assert.DoesNotContain(before, cache.IsUnchanged);
        Assert.All(keys, key => Assert.True(cache.IsUnchanged(cache.ChangesOf(key))));
        cache.Add(A, "2", 0, 0, Index());
        cache.Add(B, "2", 0, 0, Index());
        Assert.Equal(2 * IndexLength, cache.Length);
    }

    private static ShardIndex Index() => new(2);
}
