using TestKit;
using Xunit;
using Zarr;
using Zarr.Codecs;
using Zarr.Stores;

namespace OmeZarr.Tests;

/// <summary>Every single bit of stored chunks is flipped; what readers make of it is counted.</summary>
public sealed class ChecksumTests
{
    private static readonly Shape Image = [16, 8];

    public static TheoryData<string, bool> Chains =>
    [
        .. from name in (IEnumerable<string>)[.. Compression.All.Select(one => one.Name), "gzip+zstd"] from isSharded in new[] { false, true } select (name, isSharded),
    ];

    [Theory]
    [MemberData(nameof(Chains))]
    public async Task With_checksums_a_flipped_bit_is_noticed_or_changes_no_pixel(string compression, bool isSharded)
    {
        var counts = await FlipEveryBitAsync(RequestOf(compression, isSharded, checksums: true));
        Assert.Equal(0, counts.Wrong);
        Assert.True(counts.Noticed > 500);

        // The checksum of zstd is of the pixels: some bits of its frames say nothing about them.
        Assert.True(counts.Harmless == 0 || (compression != "blosc-zstd" && compression.EndsWith("zstd", StringComparison.Ordinal)), $"{counts}");
    }

    [Theory]
    [InlineData("none")]
    [InlineData("blosc-lz4")]
    [InlineData("blosc-zstd")]
    [InlineData("zstd")]
    public async Task Without_them_some_give_other_pixels(string compression) =>
        Assert.NotEqual(0, (await FlipEveryBitAsync(RequestOf(compression, isSharded: false, checksums: false))).Wrong);

    [Theory]
    [MemberData(nameof(Chains))]
    public async Task What_is_written_with_checksums_is_read(string compression, bool isSharded)
    {
        using var folder = new TemporaryFolder();
        var options = new WriteOptions { Checksums = true, Compression = CompressionOf(compression), Chunks = ChunkShape.Of(8, 8), Shards = isSharded ? ShardShape.OfChunks(2, 1) : ShardShape.None };
        await OmeWriter.WriteImageAsync(folder["image.zarr"], OmeZarr.V05.Image.FromDimensions([new("y", 16), new("x", 8)]), ArraySource.FromMemory<ushort>(Pixels(), Image), options);
        var image = await OmeImage.OpenAsync(folder["image.zarr"]);
        Assert.Equal(Pixels(), await image.Levels[0].ReadAsync<ushort>());
        Assert.Equal(RequestOf(compression, isSharded, checksums: true).ToMetadata().Codecs.Select(codec => codec.Name), image.Levels[0].ZarrArray.Metadata.Codecs.Select(codec => codec.Name));
    }

    private static ArrayRequest RequestOf(string compression, bool isSharded, bool checksums) => new()
    {
        Path = string.Empty,
        Shape = Image,
        DataType = DataType.UInt16,
        Chunks = [8, 8],
        Shards = isSharded ? [16, 8] : null,
        Compression = CompressionOf(compression),
        Checksums = checksums,
        DimensionNames = ["y", "x"],
        MaxDegreeOfParallelism = 1,
    };

    private static Compression CompressionOf(string name) => Compression.All.FirstOrDefault(one => one.Name == name) ?? Compression.Of(Codec.Gzip(1), Codec.Zstd(1));

    /// <summary>A gradient with noise, as images are.</summary>
    private static ushort[] Pixels()
    {
        var random = new Random(11);
        return [.. Enumerable.Range(0, (int)Image.ElementCount).Select(i => (ushort)(1000 + i + random.Next(30)))];
    }

    private static async Task<(int Noticed, int Wrong, int Harmless)> FlipEveryBitAsync(ArrayRequest request)
    {
        var (store, pixels) = (new MemoryStore(), Pixels());
        await (await ZarrArray.CreateAsync(store, StorePrefix.Root, request.ToMetadata())).WriteAsync<ushort>(pixels, Region.Whole(Image));
        var counts = (Noticed: 0, Wrong: 0, Harmless: 0);
        await foreach (var key in store.ListAsync(new StorePrefix("c")))
        {
            using var stored = await store.GetAsync(key);
            var bytes = stored!.Memory.ToArray();
            for (var bit = 0; bit < bytes.Length * 8; bit++)
            {
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
                await store.SetAsync(key, bytes);
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
                counts = await IsReadAsync(store, pixels) switch
                {
                    null => counts with { Noticed = counts.Noticed + 1 },
                    true => counts with { Harmless = counts.Harmless + 1 },
                    false => counts with { Wrong = counts.Wrong + 1 },
                };
            }

            await store.SetAsync(key, bytes);
        }

        return counts;
    }

    /// <summary>Whether the pixels are what was written; null if the damage is noticed.</summary>
    private static async Task<bool?> IsReadAsync(MemoryStore store, ushort[] pixels)
    {
        try
        {
            var array = await ZarrArray.OpenAsync(store, StorePrefix.Root);
            var read = await array.ReadAsync<ushort>();
            return read.AsSpan().SequenceEqual(pixels);
        }
        catch (CorruptDataException)
        {
            return null;
        }
    }
}
