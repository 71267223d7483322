using Xunit;
using Zarr.Codecs;
using Zarr.Codecs.Sharding;

namespace Zarr.Tests.Codecs.Sharding;

public sealed class ShardIndexTests
{
    private const int LongestChunk = 100;

    private static readonly ShardGrid Grid = new([6], [2]);

    [Fact]
    public void A_new_index_has_no_inner_chunk()
    {
        var index = new ShardIndex(3);
        Assert.Equal(48, index.Bytes.Length);
        Assert.All(Enumerable.Range(0, 3), number => Assert.Null(index.Find(number, LongestChunk)));
    }

    [Fact]
    public void An_entry_is_found_where_it_was_set_and_nowhere_else()
    {
        var index = new ShardIndex(3);
        index.Set(1, new ShardEntry(7, 5));
        Assert.Equal(new ShardEntry(7, 5), index.Find(1, LongestChunk));
        Assert.Equal(12, index.Find(1, LongestChunk)!.Value.End);
        Assert.Null(index.Find(0, LongestChunk));
        Assert.Null(index.Find(2, LongestChunk));
    }

    [Theory]
    [InlineData(0, LongestChunk)]
    [InlineData(long.MaxValue - LongestChunk, LongestChunk)]
    [InlineData(0, 0)]
    public void The_largest_entries_that_can_be_are_taken(long offset, int length)
    {
        var index = new ShardIndex(1);
        index.Set(0, new ShardEntry(offset, length));
        Assert.Null(index.TryFind(0, LongestChunk, out var entry));
        Assert.Equal(new ShardEntry(offset, length), entry);
    }

    // -1 is stored as 2^64-1, which alone does not say that an inner chunk was left out.
    [Theory]
    [InlineData(0, LongestChunk + 1)]
    [InlineData(long.MaxValue - LongestChunk + 1, 1)]
    [InlineData(-1, 1)]
    [InlineData(0, -1)]
    public void An_entry_that_cannot_be_is_damage(long offset, int length)
    {
        var index = new ShardIndex(2);
        index.Set(1, new ShardEntry(offset, length));
        var problem = index.TryFind(1, LongestChunk, out var entry);
        Assert.Null(entry);
        Assert.StartsWith("the index places inner chunk 1 at", problem, StringComparison.Ordinal);
        Assert.EndsWith("an inner chunk has at most 100", problem, StringComparison.Ordinal);
        var error = Assert.Throws<CorruptDataException>(() => index.Find(1, LongestChunk));
        Assert.Equal("sharding_indexed", error.Codec);
        Assert.Equal($"sharding_indexed: {problem}", error.Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_stored_index_is_located_and_comes_back(bool atEnd)
    {
        var format = Format(atEnd);
        Assert.Equal((52, atEnd), (format.Length, format.AtEnd));
        var index = new ShardIndex(3);
        index.Set(2, new ShardEntry(4, 9));
        var shard = new byte[60];
        Assert.Equal(52, format.Encode(index, shard.AsSpan(atEnd ? 8 : 0, 52)));
        Assert.Equal(new ShardEntry(4, 9), format.Decode(format.Locate(shard)).Find(2, LongestChunk));
    }

    [Fact]
    public void A_shard_may_be_its_index_alone_but_not_shorter()
    {
        var format = Format(atEnd: true);
        Assert.Equal(52, format.Locate(new byte[52]).Length);
        foreach (var error in new[] { Assert.Throws<CorruptDataException>(() => format.Locate(new byte[51])), Assert.Throws<CorruptDataException>(() => format.Decode(new byte[51])) })
        {
            Assert.Equal("sharding_indexed: the shard has 51 bytes, its index alone takes 52", error.Message);
            Assert.Equal(Damage.Length, error.Damage);
        }
    }

    [Fact]
    public void A_damaged_index_is_named_with_the_codec_that_noticed_it()
    {
        var format = Format(atEnd: true);
        var stored = new byte[52];
        format.Encode(new ShardIndex(3), stored);
        stored[3] ^= 1;
        var error = Assert.Throws<CorruptDataException>(() => format.Decode(stored));
        Assert.Equal("sharding_indexed", error.Codec);
        Assert.StartsWith("sharding_indexed: index: crc32c: ", error.Message, StringComparison.Ordinal);
        Assert.Equal(Assert.IsType<CorruptDataException>(error.InnerException).Damage, error.Damage);
        Assert.NotEqual(default, error.Damage);
    }

    private static ShardIndexFormat Format(bool atEnd) => new(Grid, [new BytesCodec(), new Crc32cCodec()], atEnd);
}
