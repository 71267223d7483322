using OmeZarr.Pyramids;
using OmeZarr.V05;
using Zarr;
using Zarr.Metadata;

namespace OmeZarr.Writing.Parts.Levels;

/// <summary>The levels that an existing image gets. They are stored as level 0 is.</summary>
/// <param name="Image">The image.</param>
/// <param name="Plan">All levels.</param>
/// <param name="Stored">The arrays that are there already, by their paths in the image.</param>
internal sealed record AddedLevels(StoredImage Image, PyramidPlan Plan, IReadOnlyDictionary<string, ArrayMetadata> Stored)
{
    private const int LargestUnit = 1 << 30;

    // How often names are made for levels whose places are taken.
    private const int MostNames = 100;

    /// <summary>Whether the image has these levels already, because an earlier call wrote them.</summary>
    internal bool AreThere => Plan.Multiscale with { Metadata = Image.Multiscale.Metadata } == Image.Multiscale
        && Plan.Levels.All(level => Stored.GetValueOrDefault(level.Dataset.Path) is { } array && array.Shape == level.Shape);

    /// <summary>The arrays after level 0.</summary>
    internal IEnumerable<(string Path, ArrayMetadata Metadata)> Arrays => Plan.Levels.Skip(1).Select(level => (level.Dataset.Path, Coarser(Image.Finest, level.Shape)));

    /// <summary>Arrays of earlier levels, without the first.</summary>
    internal IEnumerable<string> Replaced => Image.Multiscale.Datasets.Skip(1).Select(dataset => dataset.Path).Where(Stored.ContainsKey);

    /// <summary>Arrays of earlier levels that are no levels any more.</summary>
    internal IEnumerable<string> Obsolete => Replaced.Except(Plan.Levels.Select(level => level.Dataset.Path));

    /// <summary>Plans the levels of an image.</summary>
    internal static Task<AddedLevels> OfAsync(LevelsPlace place, StoredImage image, Pyramid pyramid, CancellationToken cancellationToken) =>
        OfAsync(place, image, PyramidPlan.Create(pyramid, Bare(image.Multiscale), FinestOf(image)), cancellationToken);

    /// <summary>Plans the levels of a label image.</summary>
    internal static Task<AddedLevels> OfLabelAsync(LevelsPlace place, StoredImage label, Pyramid pyramid, PyramidPlan image, CancellationToken cancellationToken) =>
        OfAsync(place, label, PyramidPlan.ForLabel(pyramid, Bare(label.Multiscale), FinestOf(label), image.Multiscale, [.. image.Levels.Select(level => level.Shape)]), cancellationToken);

    private static async Task<AddedLevels> OfAsync(LevelsPlace place, StoredImage image, PyramidPlan plan, CancellationToken cancellationToken)
    {
        var levels = await ReadAsync(place, image, plan, cancellationToken).ConfigureAwait(false);
        if (!place.KeepsReplaced || image.Multiscale.Datasets.Count == 1 || levels.AreThere)
        {
            return levels;
        }

        var present = plan.Levels.Count == image.Multiscale.Datasets.Count
            ? await ReadAsync(place, image, plan.WithPaths(image.Multiscale.Datasets.Select(dataset => dataset.Path)), cancellationToken).ConfigureAwait(false)
            : levels;
        return present.AreThere ? present : await BesideAsync(place, image, plan, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The levels at paths where nothing is, or what a killed call has left of them: <c>1</c> and <c>2</c>, if these are taken <c>1-2</c> and <c>2-2</c>, then <c>1-3</c> and <c>2-3</c>.</summary>
    private static async Task<AddedLevels> BesideAsync(LevelsPlace place, StoredImage image, PyramidPlan plan, CancellationToken cancellationToken)
    {
        for (var number = 1; number <= MostNames; number++)
        {
            var paths = plan.Levels.Select((level, index) => index == 0 || number == 1 ? level.Dataset.Path : $"{level.Dataset.Path}-{number}");
            var levels = await ReadAsync(place, image, plan.WithPaths(paths), cancellationToken).ConfigureAwait(false);
            if (!levels.Arrays.Any(array => levels.IsListed(array.Path)) && await levels.FirstInTheWayAsync(place, cancellationToken).ConfigureAwait(false) is null)
            {
                return levels;
            }
        }

        throw new DestinationExistsException(image.Name, $"{image.Name} has {MostNames} arrays beside its levels, so no names are left for new ones. Delete those that no document names; nothing was changed.");
    }

    private static async Task<AddedLevels> ReadAsync(LevelsPlace place, StoredImage image, PyramidPlan plan, CancellationToken cancellationToken)
    {
        var stored = new Dictionary<string, ArrayMetadata> { [image.Multiscale.Datasets[0].Path] = image.Finest };
        foreach (var path in image.Multiscale.Datasets.Select(dataset => dataset.Path).Concat(plan.Levels.Select(level => level.Dataset.Path)).Distinct().Except(stored.Keys.ToList()))
        {
            if (await StoredImage.ArrayOrNullAsync(place, LevelsPlace.LevelPath(image.Path, path), cancellationToken).ConfigureAwait(false) is { } array)
            {
                stored[path] = array;
            }
        }

        return new AddedLevels(image, plan, stored);
    }

    /// <summary>The document of the image with all levels.</summary>
    internal byte[] Document() => Image.With(Plan.Multiscale);

    /// <summary>Throws unless the levels may be added.</summary>
    /// <param name="place">The hierarchy.</param>
    /// <param name="overwrite">Whether existing levels may be replaced.</param>
    /// <param name="cancellationToken">Stops the look.</param>
    /// <exception cref="IOException">There are levels, or something else is in their places.</exception>
    /// <exception cref="UnsupportedFeatureException">The chunks or shards are too large.</exception>
    internal async Task RequireAsync(LevelsPlace place, bool overwrite, CancellationToken cancellationToken)
    {
        if (!Image.Finest.ChunkShape.TryGetElementCount(out var elements) || elements > LargestUnit / Image.Finest.DataType.Size)
        {
            throw new UnsupportedFeatureException("chunk_shape", $"the chunks or shards of {Image.Name} ({Image.Finest.ChunkShape}) have more than {LargestUnit:N0} bytes, which is too large for levels like them; write the image with smaller ones");
        }

        if (Image.Multiscale.Datasets.Count > 1 && !overwrite)
        {
            throw new DestinationExistsException(Image.Name, $"{Image.Name} has {Image.Multiscale.Datasets.Count} levels. Set {nameof(WriteOptions.Overwrite)} to replace all but the first; nothing was changed.");
        }

        if (await FirstInTheWayAsync(place, cancellationToken).ConfigureAwait(false) is { } taken)
        {
            throw new DestinationExistsException(taken, $"{taken} exists and is no level of the image, so it is not replaced. Move it away; nothing was changed.");
        }
    }

    private bool IsListed(string path) => Image.Multiscale.Datasets.Any(dataset => dataset.Path == path);

    /// <summary>The first place of a new level where something else is; null if all are free.</summary>
    private async Task<string?> FirstInTheWayAsync(LevelsPlace place, CancellationToken cancellationToken)
    {
        foreach (var (path, metadata) in Arrays.Where(array => !IsListed(array.Path)))
        {
            // A call that was killed has left an array that nothing names, but it is the one that is written again now.
            var level = LevelsPlace.LevelPath(Image.Path, path);
            if (!IsOurs(Stored.GetValueOrDefault(path), metadata) && await place.ExistsAsync(level, cancellationToken).ConfigureAwait(false)
                && !IsOurs(await StoredImage.ArrayOrNullAsync(place, level, cancellationToken).ConfigureAwait(false), metadata))
            {
                return place.NameOf(level);
            }
        }

        return null;
    }

    private static bool IsOurs(ArrayMetadata? array, ArrayMetadata planned) => array is not null && array.ToUtf8().AsSpan().SequenceEqual(ArrayMetadata.Parse(planned.ToUtf8()).ToUtf8());

    /// <summary>The metadata without levels after the first, and without what says how they were made.</summary>
    private static Multiscale Bare(Multiscale multiscale) => multiscale with
    {
        Datasets = [multiscale.Datasets[0]],
        Type = null,
        Metadata = multiscale.Datasets.Count > 1 ? null : multiscale.Metadata,
    };

    private static ArraySpec FinestOf(StoredImage image) => new(image.Finest.Shape, image.Finest.DataType);

    /// <summary>The metadata of level 0 for another shape. Shards keep their lengths, because their chunks have to divide them.</summary>
    private static ArrayMetadata Coarser(ArrayMetadata finest, Shape shape) => finest with
    {
        Shape = shape,
        ChunkShape = finest.Codecs.Any(codec => codec.Name == "sharding_indexed") ? finest.ChunkShape : [.. finest.ChunkShape.Zip(shape, (chunk, length) => Math.Min(chunk, Math.Max(1, length)))],
        Attributes = [],
    };
}
