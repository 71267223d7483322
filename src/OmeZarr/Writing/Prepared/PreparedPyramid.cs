using System.Collections.Concurrent;
using Blosc.Buffers;
using OmeZarr.Pyramids;
using OmeZarr.Writing.Pyramids;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Writing;

/// <summary>
/// Fills the levels of a prepared image from the pieces that are written to level 0, in any order and by any number of tasks. What cannot be computed of pieces is computed of the stored finer level when the arrays are
/// flushed (<see cref="GatheredUnits"/>).
/// </summary>
internal sealed class PreparedPyramid
{
    /// <summary>The most bytes of the finer level that are read at a time.</summary>
    private const long LargestRead = 64 << 20;

    private readonly IReadOnlyList<PreparedArray> levels;
    private readonly IReadOnlyList<BoxReduction> reductions;
    private readonly GatheredUnits[] units;
    private readonly PyramidMemory memory;
    private readonly SemaphoreSlim[] storing = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1, 1))];
    private readonly int workers;
    private readonly ConcurrentDictionary<TaskCompletionSource, bool> running = new();
    private long bytesRead;

    /// <param name="levels">The arrays, finest first.</param>
    /// <param name="requests">What was asked of the backend for them.</param>
    /// <param name="plan">How levels are computed.</param>
    /// <param name="memory">The memory for incomplete units of the coarser levels.</param>
    internal PreparedPyramid(IReadOnlyList<PreparedArray> levels, IReadOnlyList<ArrayRequest> requests, PyramidPlan plan, PyramidMemory memory)
    {
        (this.levels, this.memory, workers) = (levels, memory, requests[0].MaxDegreeOfParallelism);
        reductions = BoxReduction.Of(requests, BoxReduction.StepsOf(plan, requests[0].DataType));
        units = [.. reductions.Select(reduction => new GatheredUnits(reduction, memory))];
    }

    // A semaphore without a wait handle needs no disposal. As a property, it does not count as an owned resource for the analyzer.
    private SemaphoreSlim Flushing { get; } = new(1, 1);

    /// <summary>Bytes of stored levels that were read to compute coarser ones.</summary>
    internal long BytesRead => Interlocked.Read(ref bytesRead);

    /// <summary>The folders of all levels.</summary>
    internal IEnumerable<string> Paths => levels.Select(level => level.Path);

    /// <summary>Writes a region of level 0, and the elements of the coarser levels that it completes.</summary>
    internal Task WriteAsync(IArraySource source, Region region, CancellationToken cancellationToken)
    {
        if (region.Shape.AsSpan().Contains(0))
        {
            return Task.CompletedTask;
        }

        return Parallel.ForEachAsync(reductions[0].Finer.Pieces(region), Parallelism(cancellationToken), async (piece, token) =>
        {
            var length = checked((int)(piece.Shape.ElementCount * source.DataType.Size));
            var rented = SharedBuffers.Rent(length);
            var elements = rented.AsMemory(0, length);
            await source.ReadAsync(Within(region, piece), elements, token).ConfigureAwait(false);
            await WritePieceAsync(piece, elements, token).ConfigureAwait(false);
            SharedBuffers.Return(rented); // not after an exception: another task may still use the array
        });
    }

    /// <summary>Stores everything that was written by calls that have returned, in all levels.</summary>
    internal async Task FlushAsync(CancellationToken cancellationToken)
    {
        await Flushing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            for (var level = 1; level < levels.Count; level++)
            {
                await FinishAsync(level, cancellationToken).ConfigureAwait(false);
            }

            await levels[^1].StoreOwnAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Flushing.Release();
        }
    }

    /// <summary>Stores everything and closes the arrays.</summary>
    internal async Task CloseAsync()
    {
        await FlushAsync(CancellationToken.None).ConfigureAwait(false);
        foreach (var level in levels)
        {
            await level.CloseOwnAsync().ConfigureAwait(false);
        }
    }

    private static Lazy<Task<ZarrArray>> Opened(StoreLocation location) => new(() => ZarrArray.OpenAsync(location));

    private static Region Within(Region region, Region piece)
    {
        var offset = new long[piece.Rank];
        for (var d = 0; d < offset.Length; d++)
        {
            offset[d] = piece.Offset[d] - region.Offset[d];
        }

        return new Region(offset, piece.Shape);
    }

    private ParallelOptions Parallelism(CancellationToken cancellationToken) => new() { MaxDegreeOfParallelism = workers, CancellationToken = cancellationToken };

    private async Task WritePieceAsync(Region piece, ReadOnlyMemory<byte> elements, CancellationToken cancellationToken)
    {
        try
        {
            await levels[0].WriteOwnAsync(ArraySource.FromBytes(elements, piece.Shape, levels[0].DataType), piece, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            Spoil(0, piece); // some chunks may have got their part
            throw;
        }

        await AddAsync(0, piece, elements, cancellationToken).ConfigureAwait(false);
    }

    private void Spoil(int level, Region region)
    {
        if (level < units.Length)
        {
            units[level].Spoil(region);
        }
    }

    /// <summary>Computes the elements of the next level, and stores its units that are complete.</summary>
    private async Task AddAsync(int level, Region region, ReadOnlyMemory<byte> elements, CancellationToken cancellationToken)
    {
        if (level == units.Length)
        {
            return;
        }

        try
        {
            foreach (var unit in units[level].Add(region, elements.Span))
            {
                await StoreAsync(level + 1, unit, cancellationToken).ConfigureAwait(false);
            }
        }
        catch
        {
            Spoil(level, region);
            throw;
        }
    }

    private async Task AddAsync(int level, Region region, PendingBox elements, CancellationToken cancellationToken)
    {
        try
        {
            await AddAsync(level, region, elements.Elements, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            elements.Return();
        }
    }

    private async Task StoreAsync(int level, GatheredUnit unit, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        running[done] = true; // before the unit is taken, so that a flush either takes it or waits for this call
        try
        {
            if (await StoreCompleteAsync(level, unit, cancellationToken).ConfigureAwait(false) is { } stored)
            {
                await AddAsync(level, unit.Region, stored, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            running.TryRemove(done, out _);
            done.SetResult();
        }
    }

    private async Task<PendingBox?> StoreCompleteAsync(int level, GatheredUnit unit, CancellationToken cancellationToken)
    {
        var held = StoringOf(level, unit);
        await held.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var taken = units[level - 1].TakeComplete(unit);
            if (taken is not null)
            {
                await WriteAsync(level, unit, taken, cancellationToken).ConfigureAwait(false);
            }

            return taken;
        }
        finally
        {
            held.Release();
        }
    }

    /// <summary>Stores everything of the finer level, and then what was written of a level.</summary>
    private async Task FinishAsync(int level, CancellationToken cancellationToken)
    {
        var unfinished = units[level - 1].TakeUnfinished();
        try
        {
            await Task.WhenAll(running.Keys.Select(call => call.Task)).WaitAsync(cancellationToken).ConfigureAwait(false);
            await levels[level - 1].StoreOwnAsync(cancellationToken).ConfigureAwait(false);
            var finer = Opened(levels[level - 1].Location);
            await Parallel.ForEachAsync(unfinished, Parallelism(cancellationToken), (unit, token) => FinishAsync(level, unit.Unit, unit.Elements, finer, token)).ConfigureAwait(false);
        }
        catch
        {
            foreach (var (unit, elements) in unfinished)
            {
                units[level - 1].Spoil(unit);
                elements?.Abandon();
            }

            throw;
        }
    }

    private async ValueTask FinishAsync(int level, GatheredUnit unit, PendingBox? elements, Lazy<Task<ZarrArray>> finer, CancellationToken cancellationToken)
    {
        var held = StoringOf(level, unit);
        await held.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            elements ??= await ComputeAsync(level, unit, finer, cancellationToken).ConfigureAwait(false);
            await WriteAsync(level, unit, elements, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            held.Release();
        }

        await AddAsync(level, unit.Region, elements, cancellationToken).ConfigureAwait(false);
    }

    private async Task WriteAsync(int level, GatheredUnit unit, PendingBox elements, CancellationToken cancellationToken)
    {
        try
        {
            await levels[level].WriteOwnAsync(ArraySource.FromBytes(elements.Elements, unit.Region.Shape, levels[level].DataType), unit.Region, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            elements.Abandon();
            units[level - 1].Spoil(unit);
            throw;
        }
    }

    /// <summary>Computes a unit of the stored finer level.</summary>
    private async Task<PendingBox> ComputeAsync(int level, GatheredUnit unit, Lazy<Task<ZarrArray>> finer, CancellationToken cancellationToken)
    {
        var elements = new PendingBox(unit.Region, reductions[level - 1].ElementSize, memory);
        try
        {
            await ComputeAsync(reductions[level - 1], elements, unit.Region, await finer.Value.ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
            return elements;
        }
        catch
        {
            elements.Abandon();
            throw;
        }
    }

    private async Task ComputeAsync(BoxReduction reduction, PendingBox elements, Region box, IArraySource finer, CancellationToken cancellationToken)
    {
        var region = reduction.Finer.Finer(box);
        var length = region.Shape.ElementCount * reduction.ElementSize;
        if (length > LargestRead && box.Shape.ElementCount > 1)
        {
            foreach (var half in LevelGrid.Halves(box))
            {
                await ComputeAsync(reduction, elements, half, finer, cancellationToken).ConfigureAwait(false);
            }

            return;
        }

        var rented = SharedBuffers.Rent(checked((int)length));
        await finer.ReadAsync(region, rented.AsMemory(0, (int)length), cancellationToken).ConfigureAwait(false);
        reduction.ReduceTo(elements, box, rented.AsSpan(0, (int)length));
        SharedBuffers.Return(rented);
        Interlocked.Add(ref bytesRead, length);
    }

    /// <summary>One call at a time stores a unit, so that older elements never replace newer ones.</summary>
    private SemaphoreSlim StoringOf(int level, GatheredUnit unit) => storing[(int)((unit.Number + level) % storing.Length)];
}
