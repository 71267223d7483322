using OmeZarr.V05;
using Zarr;

namespace OmeZarr.Planning;

/// <summary>Checks that the arrays of a pyramid fit the metadata and each other (OME-Zarr 0.5, section "multiscales").</summary>
internal static class LevelRules
{
    /// <summary>The largest chunk or shard that readers of this library accept.</summary>
    private const int LargestChunk = 1 << 30;

    /// <exception cref="ArgumentException">An array does not fit; the message names its level.</exception>
    internal static void Require(Multiscale multiscale, IReadOnlyList<ArraySpec> levels)
    {
        foreach (var dataset in multiscale.Datasets)
        {
            NodeNames.RequireDataset(dataset.Path);
        }

        RequireSeparatePaths(multiscale);
        if (levels.Any(level => level?.DataType is null))
        {
            throw new ArgumentException("an array or its data type is null", nameof(levels));
        }

        for (var i = 0; i < levels.Count; i++)
        {
            RequireRank(multiscale, levels, i);
            RequireCountable(multiscale.Datasets[i].Path, levels[i]);
            if (levels[i].DataType != levels[0].DataType)
            {
                throw new ArgumentException(
                    $"level \"{multiscale.Datasets[i].Path}\" is {levels[i].DataType}, level \"{multiscale.Datasets[0].Path}\" {levels[0].DataType}; all levels have one data type, so convert them first");
            }

            if (i > 0)
            {
                RequireNotGrowing(multiscale, levels, i);
            }
        }
    }

    /// <summary>The levels whose extent (length x scale) differs from that of the first by more than one of their pixels, because viewers show them too large or too small.</summary>
    /// <remarks>Lengths may be rounded up or down from level to level, and scales may be ratios of lengths; all these stay within one pixel.</remarks>
    internal static IReadOnlyList<Finding> WrongExtents(Multiscale multiscale, IReadOnlyList<ArraySpec> levels) =>
    [
        .. Enumerable.Range(1, levels.Count - 1).SelectMany(level => multiscale.Axes.Index().Where(axis => !HasExtent(multiscale, levels, level, axis.Index)).Select(axis => new Finding(
            "level-extent",
            Severity.Warning,
            $"ome.multiscales[0].datasets[{level}]",
            $"level \"{multiscale.Datasets[level].Path}\" has {levels[level].Shape[axis.Index]} pixels of {multiscale.PixelSize(level)[axis.Index]} along {axis.Item.Name}, "
            + $"level \"{multiscale.Datasets[0].Path}\" {levels[0].Shape[axis.Index]} of {multiscale.PixelSize(0)[axis.Index]}, which is another extent; correct the scale ({nameof(Dimension)}.{nameof(Dimension.ScaleFactor)} in FromDimensions)"))),
    ];

    /// <summary>Plans the array of a level.</summary>
    /// <param name="path">Path of the array, relative to the image.</param>
    /// <param name="level">Its shape and type.</param>
    /// <param name="storage">The user's choices.</param>
    /// <param name="dimensionNames">Names of the axes.</param>
    /// <exception cref="ArgumentException">Chunks and shards do not fit the level or each other, or are larger than arrays may have.</exception>
    internal static ArrayRequest Plan(string path, ArraySpec level, StorageOptions storage, ValueList<string> dimensionNames)
    {
        var chunks = At(path, level, () => storage.Chunks.For(level.Shape, level.DataType));
        RequireSize("chunks", path, chunks, level.DataType, $"{nameof(ChunkShape)}.{nameof(ChunkShape.Auto)}");
        var shards = At(path, level, () => storage.Shards.For(level.Shape, chunks, level.DataType));
        if (shards is { } shard)
        {
            RequireSize("shards", path, shard, level.DataType, $"{nameof(ShardShape)}.{nameof(ShardShape.Auto)}");
        }

        return new ArrayRequest
        {
            Path = path,
            Shape = level.Shape,
            DataType = level.DataType,
            Chunks = chunks,
            Shards = shards,
            Compression = storage.Compression,
            Checksums = storage.Checksums,
            DimensionNames = dimensionNames,
            MaxDegreeOfParallelism = storage.MaxDegreeOfParallelism,
        };
    }

    /// <summary>Adds the level to error messages.</summary>
    private static T At<T>(string path, ArraySpec level, Func<T> resolve)
    {
        try
        {
            return resolve();
        }
        catch (ArgumentException e)
        {
            throw new ArgumentException($"level \"{path}\" ({level.Shape}): {e.Message}", e);
        }
    }

    private static void RequireSize(string what, string path, Shape lengths, DataType dataType, string alternative)
    {
        if (!lengths.TryGetElementCount(out var count) || count > LargestChunk / dataType.Size)
        {
            throw new ArgumentException(
                $"the {what} of level \"{path}\" ({lengths} {dataType}) would have more than {LargestChunk:N0} bytes; choose smaller ones, or {alternative}");
        }
    }

    /// <summary>Requires a byte count that fits 64 bits.</summary>
    private static void RequireCountable(string path, ArraySpec level)
    {
        // Divided by the highest number of levels that could add up, generously.
        if (!level.Shape.TryGetElementCount(out var count) || count > long.MaxValue / 64 / level.DataType.Size)
        {
            throw new ArgumentException($"level \"{path}\" ({level.Shape} {level.DataType}) has more bytes than can be counted; make it smaller");
        }
    }

    private static void RequireRank(Multiscale multiscale, IReadOnlyList<ArraySpec> levels, int i)
    {
        var shape = levels[i].Shape;
        if (shape.Rank != multiscale.Axes.Count)
        {
            throw new ArgumentException(
                $"level \"{multiscale.Datasets[i].Path}\" has {Counted.Of(shape.Rank, "dimension")} ({string.Join(", ", shape)}), "
                + $"the image has {multiscale.Axes.Count} axes ({string.Join(", ", multiscale.Axes.Select(axis => axis.Name))})");
        }
    }

    private static void RequireNotGrowing(Multiscale multiscale, IReadOnlyList<ArraySpec> levels, int i)
    {
        var (finer, coarser) = (levels[i - 1].Shape, levels[i].Shape);
        for (var d = 0; d < coarser.Rank; d++)
        {
            if (coarser[d] > finer[d])
            {
                throw new ArgumentException(
                    $"level \"{multiscale.Datasets[i].Path}\" ({coarser}) is larger along {multiscale.Axes[d].Name} than the level before it ({finer}); "
                    + "levels go from the highest to the lowest resolution");
            }
        }
    }

    private static bool HasExtent(Multiscale multiscale, IReadOnlyList<ArraySpec> levels, int level, int axis)
    {
        var (pixel, extent) = (multiscale.PixelSize(level)[axis], levels[0].Shape[axis] * multiscale.PixelSize(0)[axis]);
        return Math.Abs((levels[level].Shape[axis] * pixel) - extent) <= pixel + (1e-6 * extent);
    }

    /// <summary>Requires that no level is inside another, because an array has no child nodes.</summary>
    private static void RequireSeparatePaths(Multiscale multiscale)
    {
        var paths = multiscale.Datasets.Select(dataset => dataset.Path).Order(StringComparer.Ordinal).ToList();
        foreach (var path in paths)
        {
            if (paths.FirstOrDefault(other => other.StartsWith(path + "/", StringComparison.OrdinalIgnoreCase)) is { } inside)
            {
                throw new ArgumentException($"the dataset path \"{inside}\" lies inside the dataset \"{path}\"; an array cannot hold other nodes, so choose separate paths");
            }

            if (paths.FirstOrDefault(other => other != path && other.Equals(path, StringComparison.OrdinalIgnoreCase)) is { } twin)
            {
                throw new ArgumentException($"the dataset paths \"{path}\" and \"{twin}\" differ only in case, and would be one folder on some file systems");
            }
        }
    }
}
