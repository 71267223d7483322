using System.Runtime.CompilerServices;

namespace Zarr.Arrays;

/// <summary>Reads elements at regular distances: of each chunk that holds some the smallest region around them, from which they are gathered.</summary>
internal sealed class LatticeReader(ArrayContext array, RegionReader reader)
{
    /// <param name="lattice">Elements inside the array.</param>
    /// <param name="destination">Memory for exactly these, in C order; <typeparamref name="T"/> is the element type, or bytes.</param>
    /// <param name="progress">Told of every chunk that was read.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    internal Task ReadAsync<T>(Lattice lattice, Memory<T> destination, IProgress<ChunkProgress>? progress, CancellationToken cancellationToken)
        where T : unmanaged
    {
        if (!lattice.HasGaps)
        {
            return reader.ReadAsync(lattice.Bounds, destination, progress, cancellationToken);
        }

        var runs = lattice.RunsByChunk(array.Grid.Chunk);
        var count = runs.Aggregate(1L, (product, dimension) => product * dimension.Count);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = array.MaxDegreeOfParallelism, CancellationToken = cancellationToken };
        var report = new ChunkProgressCounter(count, progress);
        return Parallel.ForAsync(0L, count, parallel, async (ordinal, token) =>
        {
            var box = Box(runs, ordinal);
            await ReadChunkAsync(lattice, box, destination, token).ConfigureAwait(false);
            report.Add(box.Shape.ElementCount * array.ElementSize);
        });
    }

    private async ValueTask ReadChunkAsync<T>(Lattice lattice, Region box, Memory<T> destination, CancellationToken cancellationToken)
        where T : unmanaged
    {
        var bounds = lattice.Part(box).Bounds;
        var length = bounds.Shape.ElementCount * array.ElementSize;
        using var share = await array.Decoding.TakeAsync(length + reader.DecodingLength(bounds), cancellationToken).ConfigureAwait(false);
        using var around = PooledMemory.Rent((int)length);
        await reader.ReadAsync(bounds, around.Memory, null, cancellationToken, isCounted: true).ConfigureAwait(false);
        Gather(around.Memory.Span, bounds.Shape, lattice, box, destination.Span);
    }

    private void Gather<T>(Span<byte> around, Shape bounds, Lattice lattice, Region box, Span<T> destination)
        where T : unmanaged
    {
        Span<long> from = stackalloc long[bounds.Rank];
        Span<long> to = stackalloc long[bounds.Rank];
        StridedCopy.CStrides(bounds, from);
        StridedCopy.CStrides(lattice.Shape, to);
        for (var d = 0; d < from.Length; d++)
        {
            from[d] *= lattice.Step[d];
        }

        var target = new Layout(StridedCopy.Position(box.Offset, to), to);
        StridedCopy.Copy(
            StridedCopy.Elements<T>(around), new Layout(0, from), destination, target, box.Shape.AsSpan(), array.ElementSize / Unsafe.SizeOf<T>());
    }

    /// <summary>One combination of runs: the lattice's elements in one chunk.</summary>
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
