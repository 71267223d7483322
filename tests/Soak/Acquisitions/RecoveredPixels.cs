using System.Runtime.InteropServices;
using OmeZarr;
using OmeZarr.Pyramids.Kernels;
using Zarr;

namespace Soak.Acquisitions;

/// <summary>Compares what a recovery has left with what was acquired.</summary>
internal sealed class RecoveredPixels(KilledAcquisition acquisition, string place)
{
    private readonly Dictionary<(string Path, string Index), ushort[]> frames = acquisition.Frames();

    /// <param name="durable">Frames before the last acknowledged durable point.</param>
    internal async Task CheckAsync(int durable)
    {
        var left = Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(place)!).Select(Path.GetFileName).ToList();
        Require(left is [var only] && only == Path.GetFileName(place), $"there is {string.Join(", ", left)}");
        var report = await OmeStoreValidator.ValidateAsync(place, new ValidationOptions { Data = DataCheck.All });
        Require(report.IsValid, string.Join('\n', report.Findings));
        var missing = acquisition.Durable(durable);
        foreach (var path in await ImagesAsync())
        {
            await CheckImageAsync(path, missing);
        }

        Require(missing.Count == 0, $"{missing.Count} frames before the last durable point ({durable}) are lost: {string.Join(' ', missing.Take(5))}");
    }

    private async Task<IEnumerable<string>> ImagesAsync()
    {
        var there = new List<string>();
        foreach (var path in frames.Keys.Select(key => key.Path).Distinct())
        {
            try
            {
                await OmeImage.OpenAsync(At(path));
                there.Add(path);
            }
            catch (NodeNotFoundException)
            {
                // no frame of this position was stored; the count of missing frames says whether one had to be
            }
        }

        return there;
    }

    private Zarr.Stores.StoreLocation At(string path) => path.Length == 0 ? place : ((Zarr.Stores.StoreLocation)place).Below(path);

    private async Task CheckImageAsync(string path, HashSet<(string Path, string Index)> missing)
    {
        var image = await OmeImage.OpenAsync(At(path));
        var finest = image.Levels[0].ZarrArray;
        var pixels = await finest.ReadAsync<ushort>();
        var lengths = finest.Shape.SkipLast(2).ToArray();
        var size = (int)(finest.Shape[finest.Shape.Rank - 2] * finest.Shape[finest.Shape.Rank - 1]);
        for (var slot = 0; slot * size < pixels.Length; slot++)
        {
            var key = (path, IndexOf(slot, lengths));
            var wanted = frames.GetValueOrDefault(key) ?? new ushort[size];
            var isWhole = pixels.AsSpan(slot * size, size).SequenceEqual(wanted);
            Require(isWhole || IsPartly(pixels.AsSpan(slot * size, size), wanted), $"frame {key} has other pixels than {wanted[0]}…");
            if (isWhole)
            {
                missing.Remove(key);
            }
        }

        for (var level = 1; level < image.Levels.Count; level++)
        {
            await CheckLevelAsync(image.Levels[level - 1].ZarrArray, image.Levels[level].ZarrArray);
        }
    }

    private static async Task CheckLevelAsync(ZarrArray finer, ZarrArray coarser)
    {
        var (source, computed, rank) = (await finer.ReadAsync<ushort>(), new ushort[coarser.Shape.ElementCount], finer.Shape.Rank);
        long[] factors = [.. Enumerable.Repeat(1L, rank - 2), 2, 2];
        var strides = new long[rank];
        strides[^1] = 1;
        for (var d = rank - 2; d >= 0; d--)
        {
            strides[d] = strides[d + 1] * coarser.Shape[d + 1];
        }

        BoxReducer.CreatePlain(Downsampling.Mean, DataType.UInt16, factors).Reduce(MemoryMarshal.AsBytes(source.AsSpan()), finer.Shape.AsSpan(), MemoryMarshal.AsBytes(computed.AsSpan()), strides);
        var stored = await coarser.ReadAsync<ushort>();
        Require(computed.AsSpan().SequenceEqual(stored), $"{coarser} is not what its finer level gives");
    }

    /// <summary>A frame of several chunks, not all of which were stored.</summary>
    private static bool IsPartly(ReadOnlySpan<ushort> found, ReadOnlySpan<ushort> wanted)
    {
        for (var i = 0; i < found.Length; i++)
        {
            if (found[i] != 0 && found[i] != wanted[i])
            {
                return false;
            }
        }

        return true;
    }

    private static string IndexOf(long slot, long[] lengths)
    {
        var index = new long[lengths.Length];
        for (var d = lengths.Length - 1; d >= 0; d--)
        {
            (index[d], slot) = (slot % lengths[d], slot / lengths[d]);
        }

        return string.Join(',', index);
    }

    private static void Require(bool condition, string problem)
    {
        if (!condition)
        {
            throw new DifferenceException(problem);
        }
    }
}
