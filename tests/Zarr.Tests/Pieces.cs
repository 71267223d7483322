using System.Runtime.InteropServices;
using TestKit;
using Zarr.Codecs;
using Zarr.Metadata;
using Zarr.Stores;

namespace Zarr.Tests;

/// <summary>Arrays of uint16, and how they come in pieces.</summary>
internal static class Pieces
{
    /// <summary>An array called <c>a</c> whose chunks are not compressed.</summary>
    public static Task<ZarrArray> CreateAsync(IWritableStore store, Shape shape, Shape chunk, ushort fill = 0, int workers = 2, string path = "a") =>
        ZarrArray.CreateAsync(
            store,
            new StorePrefix(path),
            new ArrayMetadata
            {
                Shape = shape,
                ChunkShape = chunk,
                DataType = DataType.UInt16,
                FillValue = FillValue.Of(fill),
                Codecs = [new BytesCodec().ToMetadata()],
            },
            new ZarrOptions { MaxDegreeOfParallelism = workers });

    /// <summary>What one chunk counts in a buffer.</summary>
    public static long Cost(Shape chunk) => 2 * chunk.ElementCount;

    /// <summary>Elements 1, 2, 3 … of a whole array.</summary>
    public static ushort[] Ramp(Shape shape) => [.. Enumerable.Range(1, (int)shape.ElementCount).Select(i => (ushort)i)];

    /// <summary>The pieces into which an array falls if it is cut every so many elements along each dimension, shuffled.</summary>
    public static Region[] Cut(Shape shape, Shape piece, int seed)
    {
        var count = Shape.Create([.. shape.Zip(piece, (length, step) => (length + step - 1) / step)]);
        var pieces = Enumerable.Range(0, (int)count.ElementCount).Select(ordinal => Piece(ordinal, count, shape, piece)).ToArray();
        new Random(seed).Shuffle(pieces);
        return pieces;
    }

    /// <summary>The elements of a region of an array.</summary>
    public static ushort[] Part(ushort[] all, Shape shape, Region region)
    {
        var naive = new NaiveArray(shape, 2, [0, 0]);
        naive.Write(Region.Whole(shape), MemoryMarshal.AsBytes<ushort>(all));
        return [.. MemoryMarshal.Cast<byte, ushort>(naive.Read(region))];
    }

    /// <summary>Writes pieces of an array from several tasks.</summary>
    public static Task WriteAsync(ZarrArrayWriter writer, ushort[] all, IEnumerable<Region> pieces, int tasks) => Parallel.ForEachAsync(
        pieces,
        new ParallelOptions { MaxDegreeOfParallelism = tasks },
        async (piece, token) => await writer.WriteAsync<ushort>(Part(all, writer.ZarrArray.Shape, piece), piece, token));

    private static Region Piece(long ordinal, Shape count, Shape shape, Shape piece)
    {
        var (offset, lengths) = (new long[shape.Rank], new long[shape.Rank]);
        for (var d = shape.Rank - 1; d >= 0; d--)
        {
            (ordinal, var index) = Math.DivRem(ordinal, count[d]);
            offset[d] = index * piece[d];
            lengths[d] = Math.Min(piece[d], shape[d] - offset[d]);
        }

        return new Region(offset, Shape.Create(lengths));
    }
}
