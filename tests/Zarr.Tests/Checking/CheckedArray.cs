using System.Buffers.Binary;
using TestKit;
using Zarr.Checking;
using Zarr.Codecs;
using Zarr.Metadata;
using Zarr.Stores;

namespace Zarr.Tests.Checking;

/// <summary>An array of 5 x 7 numbers of 16 bits, in chunks of 2 x 4, which tests damage and check.</summary>
internal sealed class CheckedArray
{
    internal static readonly StorePrefix Root = new("a");

    private CheckedArray(CountingStore store) => Store = store;

    internal CountingStore Store { get; }

    /// <summary>Writes the array: <c>y * 10 + x + 1</c>.</summary>
    internal static async Task<CheckedArray> CreateAsync(params ICodec[] codecs)
    {
        var array = new CheckedArray(new CountingStore());
        var stored = await ZarrArray.CreateAsync(array.Store, Root, MetadataOf(codecs));
        await stored.WriteAsync<ushort>(Elements, Region.Whole(stored.Shape));
        array.Store.Clear();
        return array;
    }

    internal static ushort[] Elements => [.. Enumerable.Range(0, 35).Select(i => (ushort)((i / 7 * 10) + (i % 7) + 1))];

    internal static ArrayMetadata MetadataOf(params ICodec[] codecs) => new()
    {
        Shape = [5, 7],
        ChunkShape = [2, 4],
        DataType = DataType.UInt16,
        Codecs = [.. codecs.Select(codec => codec.ToMetadata())],
    };

    internal static ICodec[] Sharded(params ICodec[] inner) => [new ShardingCodec([1, 2], inner)];

    /// <summary>Changes a stored value.</summary>
    internal async Task ChangeAsync(string key, Func<byte[], byte[]> change) =>
        await Store.WriteAsync($"a/{key}", change((await Store.ReadAsync($"a/{key}"))!));

    /// <summary>Changes the offset and length of an inner chunk in the index at the end of a shard of four inner chunks without a checksum.</summary>
    internal Task PlaceAsync(string key, int inner, ulong offset, ulong length) => ChangeAsync(key, bytes =>
    {
        var entry = bytes.AsSpan()[^64..][(16 * inner)..];
        BinaryPrimitives.WriteUInt64LittleEndian(entry, offset);
        BinaryPrimitives.WriteUInt64LittleEndian(entry[8..], length);
        return bytes;
    });

    internal async Task<ChunkReport> CheckAsync(ChunkCheckOptions? options = null) => await (await ZarrArray.OpenAsync(Store, Root)).CheckChunksAsync(options);
}
