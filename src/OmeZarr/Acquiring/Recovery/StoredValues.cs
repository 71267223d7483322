using System.Globalization;
using OmeZarr.Acquiring.Layout;
using OmeZarr.Acquiring.Storing;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Acquiring.Recovery;

/// <summary>The chunks or shards that are in the folder of an image, by their files.</summary>
/// <param name="plan">The plan.</param>
/// <param name="image">The image, opened.</param>
internal sealed class StoredValues(AcquisitionPlan plan, RecordedImage image)
{
    // The clock of a file server may differ from that of another one, or of a moment before.
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(1);

    /// <summary>The length of the growing axis behind the last value of the first level; at most the length of the array.</summary>
    internal long Extent()
    {
        if (plan.Layout.Growing is not (>= 0 and var growing))
        {
            return 1;
        }

        var (array, unit) = (image.Arrays[0], plan.Levels[0].WriteUnit[growing]);
        var end = ValuesOf(0).Aggregate(0L, (end, value) => Math.Max(end, value.Index[growing] + 1));
        return Math.Min(end * unit, array.Shape[growing]);
    }

    /// <summary>Looks at values that were stored after a time, removes those that are damaged or outside the arrays, and everything that was not written to its end.</summary>
    /// <param name="since">The time in UTC; null for all.</param>
    /// <param name="cancellationToken">Stops the call between values.</param>
    /// <returns>An index of a frame in each slab of such values, and the number of values that were removed.</returns>
    internal async Task<(IReadOnlyList<long[]> Slabs, long Removed)> CheckAsync(DateTime? since, CancellationToken cancellationToken)
    {
        var (slabs, removed) = (new Dictionary<long, long[]>(), 0L);
        for (var level = 0; level < plan.LiveLevels; level++)
        {
            var (array, unit) = (image.Arrays[level], plan.Levels[level].WriteUnit);
            foreach (var value in ValuesOf(level).Where(value => since is null || value.File.LastWriteTimeUtc >= since - Tolerance).ToList())
            {
                cancellationToken.ThrowIfCancellationRequested();
                long[] first = [.. value.Index.Select((index, d) => index * unit[d])];
                if (first.Index().Any(at => at.Item >= array.Shape[at.Index]))
                {
                    value.File.Delete();
                    continue;
                }

                removed += await RemoveIfDamagedAsync(array, value.File, first, unit, cancellationToken).ConfigureAwait(false);
                slabs[plan.Layout.SlabOf(first[..^2])] = first[..^2];
            }
        }

        return ([.. slabs.Values], removed);
    }

    private static async Task<int> RemoveIfDamagedAsync(ZarrArray array, FileInfo file, long[] first, Shape unit, CancellationToken cancellationToken)
    {
        try
        {
            var region = new Region(first, Shape.Create([.. first.Select((at, d) => Math.Min(unit[d], array.Shape[d] - at))]));
            var pixels = new byte[region.Shape.ElementCount * array.DataType.Size];
            await ((IArraySource)array).ReadAsync(region, pixels, cancellationToken).ConfigureAwait(false);
            return 0;
        }
        catch (CorruptDataException)
        {
            file.Delete();
            return 1;
        }
    }

    private IEnumerable<(FileInfo File, long[] Index)> ValuesOf(int level)
    {
        var (array, folder) = (image.Arrays[level], image.Location.Below(plan.Levels[level].Path).Folder!);
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories))
        {
            if (FileSystemStore.IsDraft(file.Name))
            {
                file.Delete();
                continue;
            }

            if (IndexOf(Path.GetRelativePath(folder, file.FullName), array.Shape.Rank) is { } index)
            {
                yield return (file, index);
            }
        }
    }

    /// <summary>The index of the chunk with a key such as <c>c/0/1</c>, which acquisitions have; null for anything else.</summary>
    private static long[]? IndexOf(string key, int rank)
    {
        var parts = key.Split(Path.DirectorySeparatorChar);
        var index = new long[rank];
        return parts.Length == rank + 1 && parts[0] == "c" && parts.Skip(1).Index().All(part => long.TryParse(part.Item, NumberStyles.None, CultureInfo.InvariantCulture, out index[part.Index])) ? index : null;
    }
}
