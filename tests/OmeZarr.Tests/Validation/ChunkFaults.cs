using System.Buffers.Binary;

namespace OmeZarr.Tests.Validation;

/// <summary>A fault in the chunks of a good store.</summary>
/// <param name="Name">What is done.</param>
/// <param name="Store">Name of the store (<see cref="ChunkedStore.Names"/>).</param>
/// <param name="Make">Does it.</param>
/// <param name="Rule">The rule that is broken then.</param>
/// <param name="Node">The node where it is broken.</param>
/// <param name="Text">A part of the message: the key, or what is said.</param>
internal sealed record ChunkFault(string Name, string Store, Action<ChunkedStore> Make, string Rule, string Node, string Text)
{
    /// <summary>Further findings that the fault explains, as <c>rule node</c>.</summary>
    public string[] Consequences { get; init; } = [];
}

/// <summary>All faults.</summary>
internal static class ChunkFaults
{
    private const string V3 = "c/1/1/2/1";
    private const string V2 = "1/1/2/1";

    public static IReadOnlyList<ChunkFault> All { get; } =
    [
        .. new[] { ("raw", "chunk-length"), ("blosc", "chunk-length"), ("crc", "chunk-checksum"), ("zstd", "chunk-damaged"), ("gzip", "chunk-damaged") }
            .Select(chain => Change($"a truncated chunk of {chain.Item1}", $"{chain.Item1} 0.5", V3, bytes => bytes[..(bytes.Length / 2)], chain.Item2)),
        .. new[] { ("raw", "chunk-length"), ("blosc", "chunk-length"), ("zlib", "chunk-damaged") }
            .Select(chain => Change($"a truncated chunk of {chain.Item1} in v2", $"{chain.Item1} 0.4", V2, bytes => bytes[..(bytes.Length / 2)], chain.Item2)),
        .. new[] { "raw", "blosc", "crc", "zstd", "gzip" }.Select(chain => Change($"an empty chunk of {chain}", $"{chain} 0.5", V3, _ => [], "chunk-length")),
        Change("an empty chunk in v2", "blosc 0.4", V2, _ => [], "chunk-length"),
        Change("an empty shard", "sharded 0.5", "c/1/0/2/1", _ => [], "shard-index"),
        Change("a flipped bit under crc32c", "crc 0.5", V3, bytes => Flip(bytes, 5), "chunk-checksum"),
        Change("a flipped bit of the checksum of gzip", "gzip 0.5", V3, bytes => Flip(bytes, ^8), "chunk-checksum"),
        Change("a flipped bit of the checksum of zstd", "zstd 0.5", V3, bytes => Flip(bytes, ^1), "chunk-checksum"),
        Change("a flipped bit of the checksum of zlib", "zlib 0.4", V2, bytes => Flip(bytes, ^1), "chunk-damaged"),
        Change("noise instead of Blosc", "blosc 0.5", V3, bytes => [.. Enumerable.Repeat((byte)0x5A, bytes.Length)], "chunk-damaged"),
        Change("text instead of a gzip member", "gzip 0.5", V3, _ => "<html>404 Not Found</html>"u8.ToArray(), "chunk-damaged"),
        Change("a chunk of elements twice as long", "raw 0.5", V3, bytes => [.. bytes, .. bytes], "chunk-length"),
        Change("a chunk of elements twice as long in v2", "raw 0.4", V2, bytes => [.. bytes, .. bytes], "chunk-length"),
        Change("a Blosc chunk of another length", "blosc 0.5", V3, ShortBlosc, "chunk-length"),
        Change("bytes after a Blosc chunk", "blosc 0.5", V3, bytes => [.. bytes, 0, 0], "chunk-trailing-bytes"),
        Change("bytes after a Blosc chunk in v2", "blosc 0.4", V2, bytes => [.. bytes, 0, 0], "chunk-trailing-bytes"),
        Change("bytes after a gzip member", "gzip 0.5", V3, bytes => [.. bytes, 9, 9, 9], "chunk-trailing-bytes"),
        Change("bytes after a zlib stream", "zlib 0.4", V2, bytes => [.. bytes, 1], "chunk-trailing-bytes"),
        Change("a Blosc header with another typesize", "blosc 0.5", V3, WrongTypeSize, "blosc-typesize"),
        Change("a Blosc header with another typesize in v2", "blosc 0.4", V2, WrongTypeSize, "blosc-typesize"),
        Change("Blosc with snappy", "blosc 0.5", V3, Snappy, "chunk-unsupported"),
        Change("padding that is not the fill value", "raw 0.5", V3, bytes => Flip(bytes, ^1), "chunk-padding"),
        Change("padding that is not the fill value in v2", "raw 0.4", V2, bytes => Flip(bytes, ^1), "chunk-padding"),
        Change("a stored chunk of zeros", "raw 0.5", V3, bytes => new byte[bytes.Length], "chunks-fill", "1 of the 36 chunks"),
        Change("a flipped bit in a shard index", "sharded 0.5", "c/1/0/2/1", bytes => Flip(bytes, ^9), "shard-index"),
        Change("an entry outside the shard", "bare 0.5", "c/1/0/2/1", bytes => Place(bytes, 1, 1000, 64), "shard-index"),
        Change("an entry longer than an inner chunk can be", "bare 0.5", "c/1/0/2/1", bytes => Place(bytes, 1, 0, 1 << 30), "shard-index"),
        Change("inner chunks that overlap", "bare 0.5", "c/1/0/0/0", bytes => Place(bytes, 1, 32, 64), "shard-overlap"),
        Change("an inner chunk that overlaps the index", "bare 0.5", "c/1/0/0/0", bytes => Place(bytes, 1, 70, 64), "shard-overlap", "the index"),
        Change("dead bytes in a shard", "sharded 0.5", "c/1/0/2/1", bytes => [.. bytes[..^36], 7, 7, 7, .. bytes[^36..]], "shard-dead-bytes"),
        Change("a flipped bit of an inner chunk", "sharded 0.5", "c/1/0/2/1", bytes => Flip(bytes, 70), "chunk-checksum", "inner chunk 1"),
        Change("a flipped bit of a chunk of a shard in a shard", "nested 0.5", "c/1/0/2/1", bytes => Flip(bytes, 1), "chunk-checksum", "inner chunk 0: inner chunk 0"),
        Change("a truncated shard", "sharded 0.5", "c/1/0/2/1", bytes => bytes[..^20], "shard-index"),
        Add("a foreign file", "raw 0.5", "c/1/notes.txt", "chunk-key-foreign"),
        Add("a foreign file in v2", "raw 0.4", ".DS_Store", "chunk-key-foreign"),
        Add("a temporary file of zarr-python", "raw 0.5", "c/0/0/0/0.1f2e3d4c5b6a79880123456789abcdef.partial", "chunk-temporary"),
        Add("a lock of TensorStore", "raw 0.4", "0/0/0/0.__lock", "chunk-temporary"),
        Add("a chunk outside the grid", "raw 0.5", "c/3/0/0/0", "chunk-outside-grid"),
        Add("a chunk outside the grid in v2", "raw 0.4", "0/0/3/0", "chunk-outside-grid"),
        Add("a chunk of v2 in v3", "raw 0.5", "0.0.0.0", "chunk-key-encoding"),
        Rename("a folder instead of a chunk", "raw 0.5", "c/0/0/0/0", "c/0/0/0/0/part", "chunk-folder") with { Consequences = ["chunks-absent 0"] },
        new("dots between the parts of all keys of v2", "raw 0.4", store => RenameAll(store, "0/", key => key.Replace('/', '.')), "chunk-key-encoding", "0", "0.0.0.0"),
        new("dots between the parts of all keys of v3", "raw 0.5", store => RenameAll(store, "0/", key => key.Replace('/', '.')), "chunk-key-encoding", "0", "c.0.0.0.0") { Consequences = ["level-empty 0"] },
        new("an absent chunk", "raw 0.5", store => store.Files.Remove("0/c/1/1/2/1"), "chunks-absent", "0", "1 of 36 chunks are not stored"),
        new("an absent plane", "raw 0.5", store => store.DeleteChunks("0/c/1/0"), "chunks-absent", "0", "6 of 36 chunks are not stored; none at t=1 c=0"),
        new("an absent plane in v2", "raw 0.4", store => store.DeleteChunks("0/2/1"), "chunks-absent", "0", "none at t=2 c=1"),
        new("an empty level", "raw 0.5", store => store.DeleteChunks("1/"), "level-empty", "1", "no chunk"),
        new("an empty first level in v2", "raw 0.4", store => store.DeleteChunks("0/"), "level-empty", "0", "no chunk"),
        new("an empty image", "raw 0.5", store => store.DeleteChunks(string.Empty), "image-empty", string.Empty, "no chunk"),
        new("an empty well", "plate 0.5", store => store.DeleteChunks("B/1/"), "well-empty", "B/1", "of 2 images"),
        new("an empty well in v2", "plate 0.4", store => store.DeleteChunks("B/1/"), "well-empty", "B/1", "of 2 images"),
        new("an empty field", "plate 0.5", store => store.DeleteChunks("B/1/1/"), "image-empty", "B/1/1", "no chunk"),
        new("a damaged chunk of a field", "plate 0.5", store => store.Files["B/1/1/0/c/0/0/0/0"] = [1, 2, 3], "chunk-length", "B/1/1/0", "c/0/0/0/0: "),
        new("a damaged chunk of a label image", "label 0.5", store => store.Files["labels/cells/1/c/0/0/0"] = [1, 2, 3], "chunk-length", "labels/cells/1", "c/0/0/0: "),
        new("an empty label image", "label 0.4", store => store.DeleteChunks("labels/"), "chunks-absent", "labels/cells/0", "18 of 18") { Consequences = ["chunks-absent labels/cells/1"] },
    ];

    private static ChunkFault Change(string name, string store, string key, Func<byte[], byte[]> change, string rule, string? text = null) =>
        new(name, store, files => files.Files[$"0/{key}"] = change([.. files.Files[$"0/{key}"]]), rule, "0", text ?? $"{key}: ");

    private static ChunkFault Add(string name, string store, string key, string rule) => new(name, store, files => files.Files[$"0/{key}"] = [1], rule, "0", $"{key}: ");

    private static ChunkFault Rename(string name, string store, string key, string other, string rule) => new(
        name,
        store,
        files =>
        {
            files.Files[$"0/{other}"] = files.Files[$"0/{key}"];
            files.Files.Remove($"0/{key}");
        },
        rule,
        "0",
        $"{other}: ");

    private static void RenameAll(ChunkedStore store, string prefix, Func<string, string> rename)
    {
        foreach (var key in store.Files.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal) && char.IsAsciiDigit(key[^1])).ToList())
        {
            store.Files[prefix + rename(key[prefix.Length..])] = store.Files[key];
            store.Files.Remove(key);
        }
    }

    private static byte[] Flip(byte[] bytes, Index at)
    {
        bytes[at] ^= 1;
        return bytes;
    }

    private static byte[] WrongTypeSize(byte[] bytes)
    {
        bytes[3] = 1;
        return bytes;
    }

    /// <summary>A Blosc chunk of half the elements, stored.</summary>
    private static byte[] ShortBlosc(byte[] bytes)
    {
        byte[] half = [2, 1, 0x82, 2, .. new byte[12], .. new byte[32]];
        BinaryPrimitives.WriteInt32LittleEndian(half.AsSpan(4), 32);
        BinaryPrimitives.WriteInt32LittleEndian(half.AsSpan(8), 32);
        BinaryPrimitives.WriteInt32LittleEndian(half.AsSpan(12), 48);
        return half;
    }

    /// <summary>A Blosc chunk of 64 bytes in one block, whose only stream of 8 bytes is compressed with snappy.</summary>
    private static byte[] Snappy(byte[] bytes)
    {
        byte[] chunk = [2, 1, (2 << 5) | 0x10, 2, .. new byte[12], 20, 0, 0, 0, 8, 0, 0, 0, .. new byte[8]];
        BinaryPrimitives.WriteInt32LittleEndian(chunk.AsSpan(4), 64);
        BinaryPrimitives.WriteInt32LittleEndian(chunk.AsSpan(8), 64);
        BinaryPrimitives.WriteInt32LittleEndian(chunk.AsSpan(12), chunk.Length);
        return chunk;
    }

    /// <summary>Places an inner chunk of a shard of two.</summary>
    private static byte[] Place(byte[] bytes, int inner, ulong offset, ulong length)
    {
        var entry = bytes.AsSpan()[^32..][(16 * inner)..];
        BinaryPrimitives.WriteUInt64LittleEndian(entry, offset);
        BinaryPrimitives.WriteUInt64LittleEndian(entry[8..], length);
        return bytes;
    }
}
