using System.Diagnostics;
using System.Text;
using Macro.Comparing;
using Zarr;

namespace Macro.Regions;

/// <summary>What is compared with: a loop around c-blosc that reads the file of every chunk that a region touches, decompresses the chunk, and copies the part.</summary>
internal sealed class WholeChunksInC(LibBlosc blosc, ZarrArray array, string folder, int threads)
{
    [ThreadStatic]
    private static (byte[] Encoded, byte[] Chunk) buffers;

    private readonly int chunkLength = checked((int)(array.ChunkShape.ElementCount * array.DataType.Size));

    /// <summary>Whether the chunks are files of c-blosc.</summary>
    internal static bool Reads(ZarrArray array) => OperatingSystem.IsLinux() && array.Metadata.Codecs[^1].Name == "blosc";

    /// <summary>Reads a region.</summary>
    /// <param name="region">The region.</param>
    /// <param name="destination">Room for its elements.</param>
    /// <returns>Milliseconds.</returns>
    internal double TimeRead(Region region, byte[] destination)
    {
        var clock = Stopwatch.StartNew();
        var chunk = array.ChunkShape;
        long[] first = [.. region.Offset.ToArray().Select((offset, d) => offset / chunk[d])];
        long[] counts = [.. first.Select((index, d) => ((region.Offset[d] + region.Shape[d] - 1) / chunk[d]) - index + 1)];
        var all = counts.Aggregate(1L, (product, count) => product * count);
        Parallel.For(0L, all, new ParallelOptions { MaxDegreeOfParallelism = threads }, number =>
        {
            var index = new long[first.Length];
            for (var d = index.Length - 1; d >= 0; d--)
            {
                (number, var i) = Math.DivRem(number, counts[d]);
                index[d] = first[d] + i;
            }

            Copy(index, Decompressed(index), region, destination);
        });
        return clock.Elapsed.TotalMilliseconds;
    }

    private byte[] Decompressed(long[] index)
    {
        if (buffers.Chunk?.Length != chunkLength)
        {
            buffers = (new byte[chunkLength + LibBlosc.MaxOverhead], new byte[chunkLength]);
        }

        var (encoded, chunk) = buffers;
        var length = Posix.ReadFile(Encoding.UTF8.GetBytes($"{folder}/c/{string.Join('/', index)}\0"), encoded);
        blosc.Decompress(encoded.AsSpan(0, length), chunk);
        return chunk;
    }

    /// <summary>Copies the part of a chunk row by row.</summary>
    private void Copy(long[] index, byte[] chunk, Region region, byte[] destination)
    {
        var (rank, size, shape) = (index.Length, array.DataType.Size, array.ChunkShape);
        var (start, end) = (new long[rank], new long[rank]);
        for (var d = 0; d < rank; d++)
        {
            start[d] = Math.Max(region.Offset[d], index[d] * shape[d]);
            end[d] = Math.Min(region.Offset[d] + region.Shape[d], (index[d] + 1) * shape[d]);
        }

        var at = (long[])start.Clone();
        var row = (int)(end[^1] - start[^1]) * size;
        for (var d = rank - 1; d >= 0;)
        {
            var (from, to) = (0L, 0L);
            for (var e = 0; e < rank; e++)
            {
                from = (from * shape[e]) + at[e] - (index[e] * shape[e]);
                to = (to * region.Shape[e]) + at[e] - region.Offset[e];
            }

            chunk.AsSpan((int)from * size, row).CopyTo(destination.AsSpan((int)to * size));
            for (d = rank - 2; d >= 0 && ++at[d] == end[d]; d--)
            {
                at[d] = start[d];
            }
        }
    }
}
