using System.Globalization;

namespace OmeZarr.Acquiring.Layout;

/// <summary>Computes the memory of an acquisition, and requires it.</summary>
internal static class MemoryPlan
{
    /// <summary>What a worker holds of a value that is stored piece by piece.</summary>
    private const long Piece = 8 << 20;

    internal static AcquisitionMemory Of(AcquisitionPlan plan)
    {
        var frame = BytesPerFrame(plan);
        var held = plan.Layout.Units.Aggregate((Int128)1, (product, unit) => product * unit);
        var incomplete = Incomplete(plan);
        return new AcquisitionMemory
        {
            BytesPerFrame = frame,
            FramesInIncompleteChunks = Saturated(incomplete),
            MinimumBytes = Saturated((incomplete + 1) * frame),
            RecommendedBytes = Saturated((incomplete + ((plan.Settings.MaxDegreeOfParallelism + 1) * held) + 4) * frame),
            WorkerBytes = Saturated(plan.Settings.MaxDegreeOfParallelism * ((3 * plan.Levels[0].Chunks.Aggregate((Int128)plan.Settings.DataType.Size, (product, length) => product * length)) + Piece)),
        };
    }

    /// <exception cref="ArgumentException">The frames of incomplete chunks do not fit the limit.</exception>
    internal static void Require(AcquisitionPlan plan)
    {
        var (memory, limit) = (plan.Memory, plan.Settings.MemoryLimit);
        if (memory.MinimumBytes <= limit)
        {
            return;
        }

        throw new ArgumentException(string.Create(
            CultureInfo.InvariantCulture,
            $"in this order of acquisition, {memory.FramesInIncompleteChunks:N0} frames of {memory.BytesPerFrame:N0} bytes (with their levels) are in incomplete {(plan.Levels[0].Shards is null ? "chunks" : "shards")} at the same time, which takes {memory.MinimumBytes:N0} bytes, more than the limit of {limit:N0}; {Proposal(plan)}, or set {nameof(AcquisitionSettings.MemoryLimit)} to at least {memory.MinimumBytes:N0}"));
    }

    private static string Proposal(AcquisitionPlan plan)
    {
        var what = plan.Levels[0].Shards is null ? nameof(AcquisitionDimension.Chunk) : nameof(AcquisitionDimension.Shard);
        if (plan.Settings.MemoryLimit < 2 * plan.Memory.BytesPerFrame)
        {
            return "make frames smaller";
        }

        var (dimension, faster) = Slowest(plan);
        var most = ((plan.Settings.MemoryLimit / plan.Memory.BytesPerFrame) - 1) / Int128.Max(1, faster);
        return most >= 1
            ? string.Create(CultureInfo.InvariantCulture, $"set {what} of \"{dimension!.Name}\" to at most {most:N0}")
            : string.Create(CultureInfo.InvariantCulture, $"set {what} of \"{dimension!.Name}\" to 1, or acquire it faster than the other dimensions");
    }

    private static long BytesPerFrame(AcquisitionPlan plan) =>
        plan.Levels.Take(plan.LiveLevels).Sum(level => level.Shape[level.Shape.Rank - 2] * level.Shape[level.Shape.Rank - 1] * plan.Settings.DataType.Size);

    /// <summary>The most frames in incomplete slabs: those of a slab along the slowest dimension on which it is longer than 1, for all faster dimensions.</summary>
    private static Int128 Incomplete(AcquisitionPlan plan)
    {
        var (dimension, faster) = Slowest(plan);
        return dimension is null ? 1 : faster * UnitOf(plan, dimension);
    }

    private static (AcquisitionDimension? Dimension, Int128 Faster) Slowest(AcquisitionPlan plan)
    {
        List<AcquisitionDimension> dimensions = [.. plan.Settings.Dimensions.SkipLast(2)];
        var slowest = dimensions.FindIndex(dimension => UnitOf(plan, dimension) > 1);
        return slowest < 0 ? (null, 0) : (dimensions[slowest], dimensions.Skip(slowest + 1).Aggregate((Int128)1, (product, dimension) => product * dimension.Length!.Value));
    }

    private static long UnitOf(AcquisitionPlan plan, AcquisitionDimension dimension)
    {
        var axis = plan.Axes.Index().Where(axis => axis.Item == dimension).Select(axis => axis.Index).FirstOrDefault(-1);
        return axis < 0 ? 1 : Math.Min(plan.Levels[0].WriteUnit[axis], dimension.Length ?? long.MaxValue);
    }

    private static long Saturated(Int128 number) => number > long.MaxValue ? long.MaxValue : (long)number;
}
