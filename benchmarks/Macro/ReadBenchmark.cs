using Zarr;
using Zarr.Stores;

namespace Macro;

internal static class ReadBenchmark
{
    /// <summary>The most that is read by one call, so that arrays of any size can be measured.</summary>
    private const long MaxBytes = 1L << 30;

    internal static async Task RunAsync(string path, int threads, Repetition repetition, CancellationToken cancellationToken)
    {
        var options = new ZarrOptions { MaxDegreeOfParallelism = threads };
        IArraySource array = await ZarrArray.OpenAsync(new FileSystemStore(path), new StorePrefix("0"), options, cancellationToken);
        var regions = Regions(array).ToList();
        var destination = new byte[regions[0].Shape.ElementCount * array.DataType.Size];
        await repetition.RunAsync(() => Measurement.RunAsync("read", array, path, async () =>
        {
            foreach (var region in regions)
            {
                var length = (int)(region.Shape.ElementCount * array.DataType.Size);
                await array.ReadAsync(region, destination.AsMemory(0, length), cancellationToken);
            }
        }));
    }

    /// <summary>Slabs over the first dimension whose plane count makes them as large as allowed; the first is the largest.</summary>
    internal static IEnumerable<Region> Regions(IArraySource array)
    {
        var chunk = ((ZarrArray)array).ChunkShape;
        var plane = array.Shape.ElementCount / array.Shape[0] * array.DataType.Size;
        var step = Math.Max(1, MaxBytes / plane / chunk[0]) * chunk[0];
        for (var start = 0L; start < array.Shape[0]; start += step)
        {
            long[] offset = [start, .. Enumerable.Repeat(0L, array.Shape.Rank - 1)];
            yield return new Region(offset, Shape.Create([Math.Min(step, array.Shape[0] - start), .. array.Shape.Skip(1)]));
        }
    }
}
