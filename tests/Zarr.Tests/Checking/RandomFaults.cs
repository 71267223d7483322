using CsCheck;
using TestKit;
using Xunit;
using Zarr.Metadata;
using Zarr.Stores;

namespace Zarr.Tests.Checking;

/// <summary>Random arrays with one random fault in one chunk: the check finds it, or reading gives elements.</summary>
internal static class RandomFaults
{
    private static readonly StorePrefix Root = new("a");

    internal static Gen<(ArrayMetadata Metadata, int Seed)> Cases { get; } =
        from rank in Gen.Int[1, 3]
        from metadata in RandomLayout.Of(rank)
        from seed in Gen.Int[0, int.MaxValue]
        select (metadata, seed);

    /// <summary>Checks a whole array, then with one fault.</summary>
    internal static async Task CheckAsync(ArrayMetadata metadata, Random random)
    {
        var store = new MemoryStore();
        var array = await ZarrArray.CreateAsync(store, Root, metadata);
        var region = Region.Whole(array.Shape);
        var elements = Generators.Elements(array.DataType, array.Shape.ElementCount, random.Next());
        await array.WriteAsync(ArraySource.FromBytes(elements, array.Shape, array.DataType), region);
        var whole = await array.CheckChunksAsync();
        Assert.Empty(whole.Findings);
        Assert.Equal(whole.StoredChunks, whole.CheckedChunks);

        var keys = (await store.KeysAsync("a")).Where(key => key != "a/zarr.json").ToArray();
        if (keys.Length == 0)
        {
            return;
        }

        var key = keys[random.Next(keys.Length)];
        var before = (await store.ReadAsync(key))!;
        var after = Damaged([.. before], random);
        await store.WriteAsync(key, after);
        var opened = await ZarrArray.OpenAsync(store, Root);
        var report = await opened.CheckChunksAsync();
        Assert.All(report.Findings, finding => Assert.Equal(key, finding.Key));
        var error = await Record.ExceptionAsync(() => ReadAsync(opened, region));
        Assert.True(error is null or CorruptDataException { Key: not null } or UnsupportedFeatureException, $"{error}");
        Assert.True(metadata.Codecs[^1].Name != "crc32c" || report.Findings.Count > 0 || before.SequenceEqual(after), "the checksum covers the whole value");
        Assert.True(error is null || report.Findings.Count > 0, $"reading fails ({error?.Message}), the check finds nothing");
    }

    private static async Task ReadAsync(ZarrArray array, Region region)
    {
        var read = new byte[array.Shape.ElementCount * array.DataType.Size];
        await ((IArraySource)array).ReadAsync(region, read, CancellationToken.None);
    }

    private static byte[] Damaged(byte[] bytes, Random random)
    {
        var at = random.Next(bytes.Length);
        switch (random.Next(5))
        {
            case 0:
                return bytes[..at];
            case 1:
                return [.. bytes, .. new byte[1 + random.Next(20)]];
            case 2:
                return [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + 1)..]];
            case 3:
                random.NextBytes(bytes.AsSpan(at, Math.Min(bytes.Length - at, 8)));
                return bytes;
            default:
                bytes[at] ^= (byte)(1 << random.Next(8));
                return bytes;
        }
    }
}
