using Zarr.Arrays.Blocks;
using Zarr.Codecs.Sharding;

namespace Zarr.Checking;

/// <summary>A shard that is checked: one that is stored, or one inside it.</summary>
/// <param name="Codec">Its codec.</param>
/// <param name="Bytes">Its bytes.</param>
/// <param name="Length">Their number.</param>
/// <param name="Start">Index of its first element in the array.</param>
/// <param name="Sink">Receives what is wrong.</param>
internal sealed record CheckedShard(BoundSharding Codec, IByteSource Bytes, long Length, long[] Start, ChunkSink Sink)
{
    /// <summary>Computes the index of the first element of an inner chunk in the array.</summary>
    internal void StartOf(int number, Span<long> start)
    {
        var grid = Codec.Grid;
        for (var d = start.Length - 1; d >= 0; d--)
        {
            (number, var index) = ((int)(number / grid.Counts[d]), number % grid.Counts[d]);
            start[d] = Start[d] + (index * grid.Inner[d]);
        }
    }

    /// <summary>An inner chunk that is itself a shard.</summary>
    internal CheckedShard Nested(BoundSharding codec, PlacedChunk chunk)
    {
        var start = new long[Start.Length];
        StartOf(chunk.Number, start);
        return new CheckedShard(codec, new SubrangeSource(Bytes, chunk.Entry.Offset, chunk.Entry.Length), chunk.Entry.Length, start, Sink.Inner(chunk.Number));
    }
}
