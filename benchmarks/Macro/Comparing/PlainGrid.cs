using System.Text;
using Zarr;

namespace Macro.Comparing;

/// <summary>The chunks of an array in memory, and where each lies: the arithmetic that a loop in C would do.</summary>
internal sealed unsafe class PlainGrid
{
    private readonly long[] shape;
    private readonly long[] chunk;
    private readonly long[] counts;
    private readonly long[] strides;
    private readonly int elementSize;

    internal PlainGrid(Shape shape, Shape chunk, int elementSize)
    {
        (this.shape, this.chunk, this.elementSize) = ([.. shape], [.. chunk], elementSize);
        counts = [.. shape.Zip(chunk, (length, step) => (length + step - 1) / step)];
        strides = new long[shape.Rank];
        var stride = (long)elementSize;
        for (var d = shape.Rank - 1; d >= 0; d--)
        {
            (strides[d], stride) = (stride, stride * shape[d]);
        }

        ChunkLength = checked((int)(chunk.ElementCount * elementSize));
        Count = checked((int)counts.Aggregate(1L, (product, count) => product * count));
    }

    /// <summary>Number of chunks.</summary>
    internal int Count { get; }

    /// <summary>Bytes of a chunk.</summary>
    internal int ChunkLength { get; }

    /// <summary>The path of a chunk's file below a folder, and a name beside it, both as C strings.</summary>
    internal (byte[] Path, byte[] Temporary) Files(string folder, int number)
    {
        var path = $"{folder}/c/{string.Join('/', IndexOf(number))}";
        return (Encoding.UTF8.GetBytes(path + '\0'), Encoding.UTF8.GetBytes(path + ".tmp\0"));
    }

    /// <summary>Every folder that holds files of chunks.</summary>
    internal IEnumerable<string> Folders(string folder) =>
        Enumerable.Range(0, Count).Select(number => $"{folder}/c/{string.Join('/', IndexOf(number).SkipLast(1))}").Distinct();

    /// <summary>Copies a chunk out of the array; what lies beyond the edge is zero.</summary>
    internal void Gather(byte* array, int number, Span<byte> buffer)
    {
        var copy = new BoxCopy(this, number);
        if (!copy.IsWhole)
        {
            buffer.Clear();
        }

        fixed (byte* to = buffer)
        {
            copy.Run(array, to, toArray: false);
        }
    }

    /// <summary>Copies a chunk into the array.</summary>
    internal void Scatter(ReadOnlySpan<byte> buffer, int number, byte* array)
    {
        fixed (byte* from = buffer)
        {
            new BoxCopy(this, number).Run(array, from, toArray: true);
        }
    }

    private long[] IndexOf(int number)
    {
        var index = new long[shape.Length];
        for (var d = shape.Length - 1; d >= 0; d--)
        {
            (number, var i) = Math.DivRem(number, (int)counts[d]);
            index[d] = i;
        }

        return index;
    }

    /// <summary>The copying of one chunk: rows, joined while they lie one after the other on both sides.</summary>
    private readonly struct BoxCopy
    {
        private readonly PlainGrid grid;
        private readonly long[] extent;
        private readonly long start;
        private readonly int depth;
        private readonly long run;

        internal BoxCopy(PlainGrid grid, int number)
        {
            this.grid = grid;
            var index = grid.IndexOf(number);
            extent = new long[index.Length];
            for (var d = 0; d < index.Length; d++)
            {
                extent[d] = Math.Min(grid.chunk[d], grid.shape[d] - (index[d] * grid.chunk[d]));
                start += index[d] * grid.chunk[d] * grid.strides[d];
            }

            (run, depth) = (extent[^1] * grid.elementSize, index.Length - 1);
            while (depth > 0 && extent[depth] == grid.shape[depth] && extent[depth] == grid.chunk[depth])
            {
                depth--;
                run *= extent[depth];
            }
        }

        internal bool IsWhole => extent.AsSpan().SequenceEqual(grid.chunk);

        internal void Run(byte* array, byte* buffer, bool toArray) => Copy(0, array + start, buffer, grid.ChunkLength, toArray);

        private void Copy(int d, byte* array, byte* buffer, long length, bool toArray)
        {
            if (d == depth)
            {
                Buffer.MemoryCopy(toArray ? buffer : array, toArray ? array : buffer, run, run);
                return;
            }

            var step = length / grid.chunk[d];
            for (var i = 0L; i < extent[d]; i++)
            {
                Copy(d + 1, array + (i * grid.strides[d]), buffer + (i * step), step, toArray);
            }
        }
    }
}
