using OmeZarr.Acquiring.Layout;
using OmeZarr.Writing.Filling;
using OmeZarr.Writing.Pyramids;
using Zarr;

namespace OmeZarr.Acquiring.Storing;

/// <summary>Computes levels of a stored level, when all frames have come.</summary>
internal static class LateLevels
{
    /// <summary>Computes the levels after one that is stored.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="image">The image, with its final shapes.</param>
    /// <param name="from">The level from which the others are computed.</param>
    /// <param name="cancellationToken">Stops the call; another call begins again.</param>
    internal static async Task WriteAsync(AcquisitionPlan plan, RecordedImage image, int from, CancellationToken cancellationToken)
    {
        if (plan.Pyramid is not { } pyramid || from >= plan.Levels.Count - 1)
        {
            return;
        }

        var levels = new List<WrittenLevel>();
        foreach (var (level, array) in image.Arrays.Index().Skip(from))
        {
            var request = plan.Levels[level] with { Path = image.Location.ToString(), Shape = array.Shape, MaxDegreeOfParallelism = plan.Settings.MaxDegreeOfParallelism };
            levels.Add(new WrittenLevel(request, level == from ? new StoredLevel(null) : new StoredLevel(array), new UnitCounter(0, null)));
        }

        var steps = BoxReduction.StepsOf(pyramid, plan.Settings.DataType).Skip(from).ToList();
        await new PyramidWriter(levels, steps, new PyramidMemory(plan.Settings.MemoryLimit)).WriteAsync(image.Arrays[from], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A level that is computed; without an array, the one that is there already and stays as it is.</summary>
    private sealed class StoredLevel(ZarrArray? array) : IWritableArray
    {
        public ValueTask WriteAsync(Region region, ReadOnlyMemory<byte> elements, CancellationToken cancellationToken) =>
            array is null ? ValueTask.CompletedTask : new(array.WriteAsync(ArraySource.FromBytes(elements, region.Shape, array.DataType), region, null, cancellationToken));

        public ValueTask FlushAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
