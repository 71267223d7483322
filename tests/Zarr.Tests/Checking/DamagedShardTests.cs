using TestKit;
using Xunit;
using Zarr.Checking;
using Zarr.Codecs;
using Zarr.Stores;
using static Zarr.Tests.Checking.CheckedArray;

namespace Zarr.Tests.Checking;

/// <summary>Shards that are damaged, each in one way. A shard has four inner chunks of 1 x 2, of 4 bytes each if they are not compressed.</summary>
public sealed class DamagedShardTests
{
    private const string Key = "c/0/0";

    private static readonly ShardingCodec Unchecked = new([1, 2], new BytesCodec()) { IndexCodecs = [new BytesCodec()] };

    [Fact]
    public async Task A_whole_array_gives_no_finding_and_every_inner_chunk_is_counted()
    {
        var report = await (await CreateAsync(Sharded(new BytesCodec()))).CheckAsync();
        Assert.Empty(report.Findings);
        Assert.Equal((6, 6, 20), (report.StoredChunks, report.CheckedChunks, report.CheckedInnerChunks));
        Assert.Equal(20 * 4, report.DecodedBytes);
    }

    [Fact]
    public async Task A_flipped_bit_in_the_index_is_found_by_its_checksum()
    {
        var array = await CreateAsync(Sharded(new BytesCodec()));
        await array.ChangeAsync(Key, bytes => Flipped(bytes, ^10));
        var finding = Assert.Single((await array.CheckAsync()).Findings);
        Assert.Equal((ChunkFindingKind.ShardIndex, "a/c/0/0", null), (finding.Kind, finding.Key, finding.InnerChunk));
        Assert.Contains("checksum", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shard_that_is_shorter_than_its_index_is_found()
    {
        var array = await CreateAsync(Sharded(new BytesCodec()));
        await array.ChangeAsync(Key, bytes => bytes[..20]);
        await array.ChangeAsync("c/0/1", _ => []);
        var report = await array.CheckAsync();
        Assert.Equal([ChunkFindingKind.ShardIndex, ChunkFindingKind.ShardIndex], report.Findings.Select(finding => finding.Kind));
    }

    [Theory]
    [InlineData(1_000ul, 4ul)]
    [InlineData(78ul, 4ul)]
    [InlineData(ulong.MaxValue, 4ul)]
    [InlineData(0ul, ulong.MaxValue)]
    [InlineData(0ul, 1ul << 40)]
    public async Task An_entry_outside_the_shard_is_found_and_the_other_inner_chunks_are_checked(ulong offset, ulong length)
    {
        var array = await CreateAsync(Unchecked);
        await array.PlaceAsync(Key, 2, offset, length);
        await array.ChangeAsync(Key, bytes => bytes);
        var report = await array.CheckAsync();
        var finding = Assert.Single(report.Findings);
        Assert.Equal((ChunkFindingKind.ShardIndex, 2), (finding.Kind, finding.InnerChunk));
        Assert.Equal(19, report.CheckedInnerChunks);
    }

    [Fact]
    public async Task Inner_chunks_that_share_bytes_are_found()
    {
        var array = await CreateAsync(Unchecked);
        await array.PlaceAsync(Key, 2, 6, 4);
        await array.PlaceAsync("c/0/1", 0, 2, 4);
        var findings = (await array.CheckAsync()).Findings.Where(finding => finding.Kind == ChunkFindingKind.ShardOverlap).ToArray();
        Assert.Equal(["a/c/0/0", "a/c/0/1"], findings.Select(finding => finding.Key));
        Assert.Equal("inner chunk 2 shares bytes with inner chunk 1", findings[0].Message);
    }

    [Fact]
    public async Task An_inner_chunk_that_shares_bytes_with_the_index_is_found()
    {
        var array = await CreateAsync(Unchecked);
        await array.PlaceAsync(Key, 3, 14, 4);
        var report = await array.CheckAsync();
        Assert.Equal("inner chunk 3 shares bytes with the index", report.Findings.Single(finding => finding.Kind == ChunkFindingKind.ShardOverlap).Message);
    }

    [Fact]
    public async Task Bytes_that_belong_to_no_inner_chunk_are_found()
    {
        var array = await CreateAsync(Sharded(new BytesCodec()));
        await array.ChangeAsync(Key, bytes => [.. bytes[..^68], 1, 2, 3, .. bytes[^68..]]);
        var finding = Assert.Single((await array.CheckAsync()).Findings);
        Assert.Equal((ChunkFindingKind.ShardDeadBytes, "3 of 87 bytes belong to no inner chunk"), (finding.Kind, finding.Message));
    }

    [Fact]
    public async Task A_damaged_inner_chunk_is_named_and_the_others_are_checked()
    {
        var array = await CreateAsync(Sharded(new BytesCodec(), new Crc32cCodec()));
        await array.ChangeAsync(Key, bytes => Flipped(bytes, 8));
        await array.ChangeAsync(Key, bytes => Flipped(bytes, 25));
        var report = await array.CheckAsync();
        Assert.Equal([(ChunkFindingKind.Checksum, 1), (ChunkFindingKind.Checksum, 3)], report.Findings.Select(finding => (finding.Kind, finding.InnerChunk ?? -1)));
        Assert.StartsWith("inner chunk 1: crc32c: ", report.Findings[0].Message, StringComparison.Ordinal);
        Assert.Equal(20, report.CheckedInnerChunks);
    }

    [Fact]
    public async Task Padding_inside_a_shard_is_found()
    {
        var array = await CreateAsync(Sharded(new BytesCodec()));
        await array.ChangeAsync("c/0/1", bytes => Flipped(bytes, 6));
        var finding = Assert.Single((await array.CheckAsync()).Findings);
        Assert.Equal((ChunkFindingKind.Padding, "a/c/0/1", 1), (finding.Kind, finding.Key, finding.InnerChunk));
    }

    [Fact]
    public async Task Damage_in_a_shard_inside_a_shard_is_named()
    {
        var array = await CreateAsync(new ShardingCodec([2, 4], new ShardingCodec([1, 2], new BytesCodec(), new Crc32cCodec())));
        Assert.Empty((await array.CheckAsync()).Findings);
        await array.ChangeAsync(Key, bytes => Flipped(bytes, 8));
        var finding = Assert.Single((await array.CheckAsync()).Findings);
        Assert.Equal((ChunkFindingKind.Checksum, 0), (finding.Kind, finding.InnerChunk));
        Assert.StartsWith("inner chunk 0: inner chunk 1: crc32c: ", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shard_inside_other_codecs_is_checked_whole()
    {
        var array = await CreateAsync(new ShardingCodec([1, 2], new BytesCodec()), new Crc32cCodec());
        Assert.Empty((await array.CheckAsync()).Findings);
        await array.ChangeAsync(Key, bytes => Flipped(bytes, 0));
        Assert.Equal((ChunkFindingKind.Checksum, "crc32c"), ((await array.CheckAsync()).Findings.Single().Kind, (await array.CheckAsync()).Findings.Single().Codec));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Files_and_stores_without_listing_give_the_same_findings(bool isListed)
    {
        using var folder = new TemporaryFolder();
        var files = new FileSystemStore(folder.Path);
        IWritableStore store = isListed ? files : new UnlistableStore(files);
        var array = await ZarrArray.CreateAsync(store, Root, MetadataOf(Sharded(new BytesCodec(), new Crc32cCodec())));
        await array.WriteAsync<ushort>(Elements, Region.Whole(array.Shape));
        await files.WriteAsync("a/c/0/0", Flipped((await files.ReadAsync("a/c/0/0"))!, 1));
        var report = await array.CheckChunksAsync();
        Assert.Equal((ChunkFindingKind.Checksum, 0), (report.Findings.Single().Kind, report.Findings.Single().InnerChunk));
        Assert.Equal((6, 20, true), (report.StoredChunks, report.CheckedInnerChunks, report.IsComplete));
    }

    private static byte[] Flipped(byte[] bytes, Index at)
    {
        bytes[at] ^= 1;
        return bytes;
    }
}
