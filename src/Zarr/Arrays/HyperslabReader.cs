using System.Runtime.CompilerServices;

namespace Zarr.Arrays;

/// <summary>Reads a hyperslab: reads the smallest region around its elements in each chunk, and gathers the elements from that region.</summary>
internal sealed class HyperslabReader(ArrayContext array, RegionReader reader)
{
    /// <param name="hyperslab">A hyperslab inside the array.</param>
    /// <param name="destination">Memory for exactly its elements, in C order; <typeparamref name="T"/> is the element type, or bytes.</param>
    /// <param name="progress">Receives a report after each chunk; null disables reporting.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    internal Task ReadAsync<T>(Hyperslab hyperslab, Memory<T> destination, IProgress<ChunkProgress>? progress, CancellationToken cancellationToken)
        where T : unmanaged
    {
        if (!hyperslab.HasGaps)
        {
            return reader.ReadAsync(hyperslab.Bounds, destination, progress, cancellationToken);
        }

        var runs = hyperslab.SplitByChunk(array.Grid.Chunk);
        var count = runs.Aggregate(1L, (product, dimension) => product * dimension.Count);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = array.Readers, CancellationToken = cancellationToken };
        var report = new ChunkProgressCounter(count, progress);
        return Parallel.ForAsync(0L, count, parallel, async (ordinal, token) =>
        {
            var box = Box(runs, ordinal);
            await ReadChunkAsync(hyperslab, box, destination, token).ConfigureAwait(false);
            report.Add(box.Shape.ElementCount * array.ElementSize);
        });
    }

    private async ValueTask ReadChunkAsync<T>(Hyperslab hyperslab, Region box, Memory<T> destination, CancellationToken cancellationToken)
        where T : unmanaged
    {
        var bounds = hyperslab.Part(box).Bounds;
        var length = bounds.Shape.ElementCount * array.ElementSize;
        using var share = await array.Decoding.TakeAsync(length + reader.DecodingLength(bounds), cancellationToken).ConfigureAwait(false);
        using var bounding = PooledMemory.Rent((int)length);
        await reader.ReadAsync(bounds, bounding.Memory, null, cancellationToken, isCounted: true).ConfigureAwait(false);
        Gather(bounding.Memory.Span, bounds.Shape, hyperslab, box, destination.Span);
    }

    private void Gather<T>(Span<byte> bounding, Shape bounds, Hyperslab hyperslab, Region box, Span<T> destination)
        where T : unmanaged
    {
        Span<long> from = stackalloc long[bounds.Rank];
        Span<long> to = stackalloc long[bounds.Rank];
        StridedCopy.CStrides(bounds, from);
        StridedCopy.CStrides(hyperslab.Shape, to);
        for (var d = 0; d < from.Length; d++)
        {
            from[d] *= hyperslab.Stride[d];
        }

        var target = new Layout(StridedCopy.Position(box.Offset, to), to);
        StridedCopy.Copy(
            StridedCopy.Elements<T>(bounding), new Layout(0, from), destination, target, box.Shape.AsSpan(), array.ElementSize / Unsafe.SizeOf<T>());
    }

    /// <summary>One combination of runs: the elements of the hyperslab in one chunk.</summary>
    private static Region Box(IReadOnlyList<(long First, long Count)>[] runs, long ordinal)
    {
        Span<long> offset = stackalloc long[runs.Length];
        Span<long> lengths = stackalloc long[runs.Length];
        for (var d = runs.Length - 1; d >= 0; d--)
        {
            (ordinal, var run) = Math.DivRem(ordinal, runs[d].Count);
            (offset[d], lengths[d]) = runs[d][(int)run];
        }

        return new Region(offset, Shape.Create(lengths));
    }
}
