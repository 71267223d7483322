using System.Collections.Concurrent;
using OmeZarr.Pyramids.Kernels;
using OmeZarr.Writing.Filling;
using Zarr;

namespace OmeZarr.Writing.Pyramids;

/// <summary>
/// Writes all levels of an image in one pass: each unit (chunk or shard) of level 0 is read once from its source, reduced into units of level 1 in memory, and stored; a unit of level 1 that is complete is stored and
/// reduced into level 2, and so on.
/// </summary>
/// <remarks>
/// Memory: for each worker, what the writer of an array needs for one unit; and the incomplete units of the coarser levels, at most 1 + workers of each level (<see cref="UnitOrder"/>), with the edges of units that
/// factors do not divide. While the incomplete units take more than the limit of <see cref="PyramidMemory"/>, one worker works alone.
/// </remarks>
internal sealed class PyramidWriter
{
    private readonly IReadOnlyList<WrittenLevel> levels;
    private readonly PyramidMemory memory;
    private readonly UnitOrder order;
    private readonly Shape boxes;
    private readonly LevelReducer[] reducers;

    /// <param name="levels">The levels, finest first; at least one.</param>
    /// <param name="steps">How each level is computed from the one before it.</param>
    /// <param name="memory">The memory for what is not complete.</param>
    internal PyramidWriter(IReadOnlyList<WrittenLevel> levels, IReadOnlyList<BoxReducer> steps, PyramidMemory memory)
    {
        (this.levels, this.memory) = (levels, memory);
        IReadOnlyList<ArrayRequest> requests = [.. levels.Select(level => level.Request)];
        var grids = LevelGrid.Of(requests, steps);
        (order, boxes) = (new UnitOrder(grids), grids[0].Boxes);
        reducers = [.. BoxReduction.Of(requests, steps).Select(step => new LevelReducer(step, memory))];
    }

    /// <summary>Writes all levels.</summary>
    /// <param name="source">The elements of level 0; each is asked for once.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    internal Task WriteAsync(IArraySource source, CancellationToken cancellationToken) => WriteAsync(source, order.Units(), cancellationToken);

    /// <summary>Writes all levels below some units of the last level, below which lie whole units of the others.</summary>
    /// <param name="source">The elements of level 0.</param>
    /// <param name="first">The number of the first of these units, in C order.</param>
    /// <param name="end">The end (exclusive); null for all.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    internal Task WriteAsync(IArraySource source, long first, long? end, CancellationToken cancellationToken) => WriteAsync(source, end is { } last ? order.Units(first, last) : order.Units(), cancellationToken);

    private async Task WriteAsync(IArraySource source, IEnumerable<Region> units, CancellationToken cancellationToken)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = levels[0].Request.MaxDegreeOfParallelism, CancellationToken = cancellationToken };
        try
        {
            await Parallel.ForEachAsync(units, parallel, (unit, token) => WriteAsync(source, unit, token)).ConfigureAwait(false);
        }
        catch
        {
            Array.ForEach(reducers, reducer => reducer.Abandon());
            throw;
        }
    }

    private async ValueTask WriteAsync(IArraySource source, Region unit, CancellationToken cancellationToken)
    {
        using var work = await memory.BeginAsync(cancellationToken).ConfigureAwait(false);
        var complete = new ConcurrentStack<(int Level, PendingBox Unit)>();
        var observed = ArraySource.Observed(source, unit, (region, elements) => Reduce(0, region, elements, complete), boxes);
        await ArrayFilling.WriteAsync(levels[0].Array, levels[0].Request, observed, unit, null, cancellationToken).ConfigureAwait(false);
        Count(0, unit);
        while (complete.TryPop(out var next))
        {
            var (level, pending) = next;
            Reduce(level, pending.Region, pending.Elements.Span, complete);
            await levels[level].Array.WriteAsync(pending.Region, pending.Elements, cancellationToken).ConfigureAwait(false);
            pending.Return(); // not after an exception: another task may still use the memory
            Count(level, pending.Region);
        }
    }

    private void Reduce(int level, Region region, ReadOnlySpan<byte> elements, ConcurrentStack<(int Level, PendingBox Unit)> complete)
    {
        if (level == reducers.Length)
        {
            return;
        }

        foreach (var coarser in reducers[level].Add(region, elements))
        {
            complete.Push((level + 1, coarser));
        }
    }

    private void Count(int level, Region unit) => levels[level].Done.Done(unit.Shape.ElementCount * levels[level].Request.DataType.Size);
}
