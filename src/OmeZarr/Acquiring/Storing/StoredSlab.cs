using Blosc.Buffers;
using OmeZarr.Acquiring.Frames;
using OmeZarr.Acquiring.Layout;
using OmeZarr.Pyramids.Kernels;
using Zarr;

namespace OmeZarr.Acquiring.Storing;

/// <summary>A slab that is being stored: its frames at all levels that are computed of frames, divided into the values of the stores.</summary>
internal sealed class StoredSlab
{
    private readonly AcquisitionPlan plan;
    private readonly Slab slab;
    private readonly IReadOnlyList<ZarrArray> arrays;
    private readonly ReadOnlyMemory<byte>[][] planes;
    private readonly List<byte[]> rented = [];

    /// <param name="plan">The plan.</param>
    /// <param name="slab">The slab.</param>
    /// <param name="arrays">The arrays of its image, long enough.</param>
    internal StoredSlab(AcquisitionPlan plan, Slab slab, IReadOnlyList<ZarrArray> arrays)
    {
        (this.plan, this.slab, this.arrays) = (plan, slab, arrays);
        planes = new ReadOnlyMemory<byte>[plan.LiveLevels][];
        planes[0] = [.. slab.Buffers.Select(frame => frame?.Pixels ?? ReadOnlyMemory<byte>.Empty)];
    }

    /// <summary>The regions that are stored as one value each, at all levels.</summary>
    internal IEnumerable<(int Level, Region Region)> Values => Enumerable.Range(0, plan.LiveLevels).SelectMany(level => ValuesOf(level).Select(region => (level, region)));

    /// <summary>Computes the levels, and adds frames that are stored already.</summary>
    internal async Task PrepareAsync(IReadOnlyList<BoxReducer> reducers, CancellationToken cancellationToken)
    {
        for (var level = 1; level < plan.LiveLevels; level++)
        {
            planes[level] = [.. planes[level - 1].Select(finer => finer.IsEmpty ? finer : Reduce(level, finer.Span, reducers[level - 1]))];
        }

        for (var level = 0; slab.HasStored && level < plan.LiveLevels; level++)
        {
            await AddStoredAsync(level, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Stores one value.</summary>
    internal Task WriteAsync(int level, Region region, CancellationToken cancellationToken)
    {
        var (rank, width, size) = (region.Rank, arrays[level].Shape[region.Rank - 1], plan.Settings.DataType.Size);
        var start = checked((int)(((region.Offset[rank - 2] * width) + region.Offset[rank - 1]) * size));
        List<ReadOnlyMemory<byte>> parts = [.. planes[level].Select(plane => plane.IsEmpty ? plane : plane[start..])];
        return arrays[level].WriteAsync(ArraySource.FromPlanes(parts, region.Shape, plan.Settings.DataType, width, isImmutable: true), region, null, cancellationToken);
    }

    /// <summary>Gives the memory of the levels back. Nothing uses it any more.</summary>
    internal void Return() => rented.ForEach(SharedBuffers.Return);

    private IEnumerable<Region> ValuesOf(int level)
    {
        var (shape, unit, rank) = (arrays[level].Shape, plan.Levels[level].WriteUnit, plan.Levels[level].Shape.Rank);
        for (var y = 0L; y < shape[rank - 2]; y += unit[rank - 2])
        {
            for (var x = 0L; x < shape[rank - 1]; x += unit[rank - 1])
            {
                yield return new Region(
                    [.. slab.Frames.Offset, y, x],
                    Shape.Create([.. slab.Frames.Shape, Math.Min(unit[rank - 2], shape[rank - 2] - y), Math.Min(unit[rank - 1], shape[rank - 1] - x)]));
            }
        }
    }

    private ReadOnlyMemory<byte> Reduce(int level, ReadOnlySpan<byte> finer, BoxReducer reducer)
    {
        var (from, to) = (PlaneOf(level - 1), PlaneOf(level));
        var plane = Rent(checked((int)(to.Height * to.Width * plan.Settings.DataType.Size)));
        reducer.Reduce(finer[..checked((int)(from.Height * from.Width * plan.Settings.DataType.Size))], [from.Height, from.Width], plane.Span, [to.Width, 1]);
        return plane;
    }

    private async Task AddStoredAsync(int level, CancellationToken cancellationToken)
    {
        var (height, width) = PlaneOf(level);
        var length = checked((int)(height * width * plan.Settings.DataType.Size));
        var region = new Region([.. slab.Frames.Offset, 0, 0], Shape.Create([.. slab.Frames.Shape, height, width]));
        var stored = Rent(checked(length * slab.Buffers.Length));
        await ((IArraySource)arrays[level]).ReadAsync(region, stored, cancellationToken).ConfigureAwait(false);
        for (var slot = 0; slot < slab.Buffers.Length; slot++)
        {
            if (slab.Buffers[slot] is null)
            {
                planes[level][slot] = stored.Slice(slot * length, length);
            }
        }
    }

    private (long Height, long Width) PlaneOf(int level) => (arrays[level].Shape[arrays[level].Shape.Rank - 2], arrays[level].Shape[arrays[level].Shape.Rank - 1]);

    private Memory<byte> Rent(int length)
    {
        var buffer = SharedBuffers.Rent(length);
        rented.Add(buffer);
        return buffer.AsMemory(0, length);
    }
}
