using Blosc;
using Zarr;

namespace Macro.Regions;

/// <summary>Counts the bytes that must be decoded to read a region, by the plain rule: every block that holds a byte of it.</summary>
/// <param name="Array">The array.</param>
/// <param name="BlockSize">Bytes of content of a block; null if chunks have no blocks, 0 if nothing need be decoded.</param>
internal sealed record DecodedBytes(ZarrArray Array, int? BlockSize)
{
    private Shape Chunk => Array.InnerChunkShape ?? Array.ChunkShape;

    private long ChunkLength => Chunk.ElementCount * Array.DataType.Size;

    /// <summary>Looks at the first chunk of the array, or the first inner chunk, which lies at the beginning of its file.</summary>
    internal static DecodedBytes Of(ZarrArray array, string folder)
    {
        var codecs = array.Metadata.Codecs.Select(codec => codec.Name + codec.Configuration?.ToJsonString()).ToArray();
        var file = Directory.EnumerateFiles(Path.Join(folder, "0", "c"), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First();
        using var stream = File.OpenRead(file);
        var head = new byte[BloscHeader.Length];
        stream.ReadExactly(head);
        return codecs.Any(codec => codec.Contains("blosc", StringComparison.Ordinal)) ? new DecodedBytes(array, BloscHeader.Read(head).BlockSize)
            : new DecodedBytes(array, codecs.Any(codec => codec.Contains("gzip", StringComparison.Ordinal) || codec.Contains("zstd", StringComparison.Ordinal)) ? null : 0);
    }

    /// <summary>Bytes of the blocks that hold the region.</summary>
    internal double Count(Region region) => BlockSize switch
    {
        null => CountWhole(region),
        0 => 0,
        { } size => Rows(region).SelectMany(row => Blocks(row.Start / size, (row.End - 1) / size).Select(block => (row.Chunk, Block: block)))
            .Distinct().Sum(one => Math.Min(size, ChunkLength - (one.Block * size))),
    };

    /// <summary>Bytes of the chunks that hold the region.</summary>
    internal double CountWhole(Region region) => region.ChunkCounts(Chunk).ElementCount * (double)ChunkLength;

    private static IEnumerable<long> Blocks(long first, long last) => Enumerable.Range(0, (int)(last - first) + 1).Select(i => first + i);

    /// <summary>The rows of the region, each within one chunk: which chunk, and from which byte to which.</summary>
    private IEnumerable<(string Chunk, long Start, long End)> Rows(Region region)
    {
        var last = region.Rank - 1;
        var index = region.Offset.ToArray();
        while (true)
        {
            for (var x = region.Offset[last]; x < region.Offset[last] + region.Shape[last];)
            {
                index[last] = x;
                var length = Math.Min(Chunk[last] - (x % Chunk[last]), region.Offset[last] + region.Shape[last] - x);
                var position = index.Select((at, d) => at % Chunk[d]).Zip(Chunk).Aggregate(0L, (sum, one) => (sum * one.Second) + one.First);
                yield return (string.Join('/', index.Select((at, d) => at / Chunk[d])), position * Array.DataType.Size, (position + length) * Array.DataType.Size);
                x += length;
            }

            var d = last - 1;
            while (d >= 0 && ++index[d] == region.Offset[d] + region.Shape[d])
            {
                index[d] = region.Offset[d];
                d--;
            }

            if (d < 0)
            {
                yield break;
            }
        }
    }
}
