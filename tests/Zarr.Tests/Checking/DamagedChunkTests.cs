using Blosc;
using TestKit;
using Xunit;
using Zarr.Checking;
using Zarr.Codecs;
using static Zarr.Tests.Checking.CheckedArray;

namespace Zarr.Tests.Checking;

/// <summary>Chunks that are damaged, each in one way: the check names the key, the kind and the codec, and nothing else.</summary>
public sealed class DamagedChunkTests
{
    private const string Key = "c/1/1";

    public static TheoryData<string, string> Chains => new()
    {
        { "raw", "bytes" }, { "big", "bytes" }, { "blosc", "blosc" }, { "zstd", "zstd" }, { "zstd checked", "zstd" }, { "gzip", "gzip" }, { "zlib", "numcodecs.zlib" }, { "crc", "crc32c" },
    };

    [Theory]
    [MemberData(nameof(Chains))]
    public async Task A_whole_array_gives_no_finding_and_every_chunk_is_counted(string chain, string _)
    {
        var array = await CreateAsync(Codecs(chain));
        var report = await array.CheckAsync();
        Assert.Empty(report.Findings);
        Assert.Equal((6, 6, 6, 0, 6 * 16), (report.GridChunks, report.StoredChunks, report.CheckedChunks, report.AbsentChunks, report.DecodedBytes));
        Assert.Equal(array.Store.Of(StoreOperation.GetRange).Where(request => request.Key.Contains("/c/", StringComparison.Ordinal)).Sum(request => request.Bytes), report.StoredBytes);
        Assert.Single(array.Store.Of(StoreOperation.List));
    }

    [Theory]
    [MemberData(nameof(Chains))]
    public async Task A_chunk_that_was_cut_off_is_found(string chain, string codec)
    {
        var array = await CreateAsync(Codecs(chain));
        await array.ChangeAsync(Key, bytes => bytes[..^1]);
        var finding = Assert.Single((await array.CheckAsync()).Findings);
        Assert.Equal(($"a/{Key}", codec), (finding.Key, finding.Codec));
        Assert.Contains(finding.Kind, new[] { ChunkFindingKind.Length, ChunkFindingKind.Damaged, ChunkFindingKind.Checksum });
        Assert.Equal(new Region([2, 4], [2, 3]), finding.Region);
    }

    [Theory]
    [MemberData(nameof(Chains))]
    public async Task An_empty_value_is_found(string chain, string _)
    {
        var array = await CreateAsync(Codecs(chain));
        await array.ChangeAsync(Key, _ => []);
        var finding = Assert.Single((await array.CheckAsync()).Findings);
        Assert.Equal((ChunkFindingKind.Length, $"a/{Key}"), (finding.Kind, finding.Key));
    }

    [Theory]
    [MemberData(nameof(Chains))]
    public async Task Bytes_after_a_chunk_are_found(string chain, string codec)
    {
        var array = await CreateAsync(Codecs(chain));
        await array.ChangeAsync(Key, bytes => [.. bytes, 0, 1, 2]);
        var finding = Assert.Single((await array.CheckAsync()).Findings);
        Assert.Equal(($"a/{Key}", codec), (finding.Key, finding.Codec));
    }

    [Theory]
    [InlineData("blosc", ChunkFindingKind.TrailingBytes)]
    [InlineData("zlib", ChunkFindingKind.TrailingBytes)]
    [InlineData("gzip", ChunkFindingKind.TrailingBytes)]
    [InlineData("raw", ChunkFindingKind.Length)]
    public async Task Bytes_after_a_chunk_are_told_from_damage(string chain, ChunkFindingKind kind)
    {
        var array = await CreateAsync(Codecs(chain));
        await array.ChangeAsync(Key, bytes => [.. bytes, 9, 9, 9]);
        Assert.Equal(kind, Assert.Single((await array.CheckAsync()).Findings).Kind);
    }

    [Theory]
    [InlineData("zstd checked")]
    [InlineData("gzip")]
    [InlineData("crc")]
    public async Task A_flipped_bit_is_found_by_the_checksum(string chain)
    {
        var array = await CreateAsync(Codecs(chain));
        await array.ChangeAsync(Key, bytes => Flipped(bytes, ^(chain == "gzip" ? 8 : 1)));
        Assert.Equal(ChunkFindingKind.Checksum, Assert.Single((await array.CheckAsync()).Findings).Kind);
    }

    [Theory]
    [MemberData(nameof(Chains))]
    public async Task A_chunk_of_an_array_with_longer_elements_is_found(string chain, string _)
    {
        var array = await CreateAsync(Codecs(chain));
        var other = await ZarrArray.CreateAsync(array.Store, new("b"), MetadataOf(Codecs(chain)) with { DataType = DataType.UInt32, FillValue = Zarr.Metadata.FillValue.Of(0u) });
        await other.WriteAsync<uint>(Elements.Select(value => (uint)value).ToArray(), Region.Whole(other.Shape));
        var foreign = (await array.Store.ReadAsync($"b/{Key}"))!;
        await array.ChangeAsync(Key, _ => foreign);
        Assert.Equal(ChunkFindingKind.Length, Assert.Single((await array.CheckAsync()).Findings).Kind);
    }

    [Fact]
    public async Task A_chunk_that_is_far_too_long_is_not_read_whole()
    {
        var array = await CreateAsync(Codecs("raw"));
        await array.ChangeAsync(Key, bytes => new byte[10_000_000]);
        var report = await array.CheckAsync();
        Assert.Equal(ChunkFindingKind.Length, Assert.Single(report.Findings).Kind);
        Assert.InRange(report.StoredBytes, 0, 200_000);
    }

    [Fact]
    public async Task A_blosc_header_that_says_another_size_of_elements_is_found()
    {
        var array = await CreateAsync(Codecs("blosc"));
        await array.ChangeAsync(Key, bytes =>
        {
            Assert.NotEqual(0, bytes[2] & 2); // stored, so that the size of elements changes nothing
            bytes[3] = 1;
            return bytes;
        });
        var finding = Assert.Single((await array.CheckAsync()).Findings);
        Assert.Equal((ChunkFindingKind.BloscTypeSize, "the header says elements of 1 byte, the metadata 2 bytes"), (finding.Kind, finding.Message));
    }

    [Fact]
    public async Task Elements_outside_the_array_that_are_not_the_fill_value_are_found()
    {
        var array = await CreateAsync(Codecs("raw"));
        await array.ChangeAsync("c/2/1", bytes => Flipped(bytes, 6));
        await array.ChangeAsync("c/0/1", bytes => Flipped(bytes, 15));
        var report = await array.CheckAsync();
        Assert.Equal([(ChunkFindingKind.Padding, "a/c/0/1"), (ChunkFindingKind.Padding, "a/c/2/1")], report.Findings.Select(finding => (finding.Kind, finding.Key)));
    }

    [Fact]
    public async Task Chunks_of_fill_values_only_are_counted()
    {
        var array = await CreateAsync(Codecs("raw"));
        await array.ChangeAsync(Key, bytes => new byte[bytes.Length]);
        var report = await array.CheckAsync();
        Assert.Empty(report.Findings);
        Assert.Equal(1, report.FillOnlyChunks);
    }

    [Fact]
    public async Task Snappy_is_not_judged()
    {
        var array = await CreateAsync(Codecs("blosc"));
        await array.ChangeAsync(Key, bytes =>
        {
            bytes[2] = 2 << 5; // snappy, not stored: one block, whose stream has 8 bytes
            (bytes[16], bytes[17], bytes[18], bytes[19]) = (20, 0, 0, 0);
            (bytes[20], bytes[21], bytes[22], bytes[23]) = (8, 0, 0, 0);
            return bytes;
        });
        var finding = Assert.Single((await array.CheckAsync()).Findings);
        Assert.Equal((ChunkFindingKind.Unsupported, "snappy"), (finding.Kind, finding.Codec));
    }

    private static byte[] Flipped(byte[] bytes, Index at)
    {
        bytes[at] ^= 1;
        return bytes;
    }

    private static ICodec[] Codecs(string chain) => chain switch
    {
        "raw" => [new BytesCodec()],
        "big" => [new BytesCodec(bigEndian: true)],
        "blosc" => [new BytesCodec(), new BloscCodec(2) { Compressor = BloscCompressor.Zstd }],
        "zstd" => [new BytesCodec(), new ZstdCodec()],
        "zstd checked" => [new BytesCodec(), new ZstdCodec(checksum: true)],
        "gzip" => [new BytesCodec(), new GzipCodec()],
        "zlib" => [new BytesCodec(), new ZlibCodec(1)],
        _ => [new BytesCodec(), new Crc32cCodec()],
    };
}
