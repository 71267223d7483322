using System.Text.Json.Nodes;
using OmeZarr;
using Zarr;
using Zarr.Stores;

namespace Macro;

/// <summary>Flips single bits of stored chunks at random, always the same ones, and counts what reading makes of it.</summary>
internal sealed class FlippedBits(ArrayRequest request, IArraySource pixels)
{
    private readonly MemoryStore store = new();
    private readonly Random random = new(20_261_129);

    /// <summary>Writes the pixels, flips so many bits one after the other, and prints the counts as a line of JSON.</summary>
    internal async Task RunAsync(int flips)
    {
        var array = await ZarrArray.CreateAsync(store, StorePrefix.Root, request.ToMetadata());
        await array.WriteAsync(pixels);
        var (noticed, wrong) = (0, 0);
        for (var flip = 0; flip < flips; flip++)
        {
            var isRight = await FlipAsync(array);
            noticed += isRight is null ? 1 : 0;
            wrong += isRight == false ? 1 : 0;
        }

        Console.WriteLine(new JsonObject
        {
            ["compression"] = request.Compression.Name,
            ["checksum"] = request.Checksums,
            ["flips"] = flips,
            ["noticed"] = noticed,
            ["other_pixels"] = wrong,
            ["same_pixels"] = flips - noticed - wrong,
        }.ToJsonString());
    }

    /// <summary>Whether the chunk is read as it was written; null if that fails, as it should.</summary>
    private async Task<bool?> FlipAsync(ZarrArray array)
    {
        long[] chunk = [.. array.Shape.Zip(array.ChunkShape, (length, size) => random.NextInt64((length + size - 1) / size))];
        var key = new StoreKey(array.Metadata.ChunkKeyEncoding.Encode(chunk));
        using var stored = await store.GetAsync(key) ?? throw new InvalidOperationException("a chunk of the input is all zero; take one with noise");
        var bytes = stored.Memory.ToArray();
        var bit = random.NextInt64(bytes.Length * 8L);
        bytes[bit / 8] ^= (byte)(1 << (int)(bit % 8));
        await store.SetAsync(key, bytes);
        var isRight = await IsRightAsync(array, chunk);
        await store.SetAsync(key, stored.Memory);
        return isRight;
    }

    private async Task<bool?> IsRightAsync(ZarrArray array, long[] chunk)
    {
        long[] start = [.. chunk.Zip(array.ChunkShape, (index, size) => index * size)];
        var region = new Region(start, Shape.Create([.. start.Select((first, d) => Math.Min(array.ChunkShape[d], array.Shape[d] - first))]));
        var (expected, read) = (new byte[region.Shape.ElementCount * array.DataType.Size], new byte[region.Shape.ElementCount * array.DataType.Size]);
        await pixels.ReadAsync(region, expected, CancellationToken.None);
        try
        {
            // Opened anew: nothing may be remembered of the shard before.
            IArraySource opened = await ZarrArray.OpenAsync(store, StorePrefix.Root);
            await opened.ReadAsync(region, read, CancellationToken.None);
            return read.AsSpan().SequenceEqual(expected);
        }
        catch (CorruptDataException)
        {
            return null;
        }
    }
}
