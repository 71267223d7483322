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

    /// <summary>Whether the image has these levels already, because an earlier call wrote them.</summary>
    internal bool AreThere => Plan.Multiscale with { Metadata = Image.Multiscale.Metadata } == Image.Multiscale
        && Plan.Levels.All(level => Stored.GetValueOrDefault(level.Dataset.Path) is { } array && array.Shape == level.Shape);

    /// <summary>The arrays after level 0.</summary>
    internal IEnumerable<(string Path, ArrayMetadata Metadata)> Arrays => Plan.Levels.Skip(1).Select(level => (level.Dataset.Path, Coarser(Image.Finest, level.Shape)));

    /// <summary>Arrays of earlier levels, without the first.</summary>
    internal IEnumerable<string> Replaced => Image.Multiscale.Datasets.Skip(1).Select(dataset => dataset.Path).Where(Stored.ContainsKey);

    /// <summary>Arrays of earlier levels that are no levels any more.</summary>
    internal IEnumerable<string> Obsolete => Replaced.Except(Plan.Levels.Select(level => level.Dataset.Path));

    /// <summary>The metadata of the image while it has no levels after the first.</summary>
    internal Multiscale Single => Bare(Image.Multiscale);

    /// <summary>Plans the levels of an image.</summary>
    internal static Task<AddedLevels> OfAsync(LevelsPlace place, StoredImage image, Pyramid pyramid, CancellationToken cancellationToken) =>
        OfAsync(place, image, PyramidPlan.Create(pyramid, Bare(image.Multiscale), FinestOf(image)), cancellationToken);

    /// <summary>Plans the levels of a label image.</summary>
    internal static Task<AddedLevels> OfLabelAsync(LevelsPlace place, StoredImage label, Pyramid pyramid, PyramidPlan image, CancellationToken cancellationToken) =>
        OfAsync(place, label, PyramidPlan.ForLabel(pyramid, Bare(label.Multiscale), FinestOf(label), image.Multiscale, [.. image.Levels.Select(level => level.Shape)]), cancellationToken);

    private static async Task<AddedLevels> OfAsync(LevelsPlace place, StoredImage image, PyramidPlan plan, CancellationToken cancellationToken)
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

        foreach (var (path, metadata) in Arrays.Where(array => !Image.Multiscale.Datasets.Any(dataset => dataset.Path == array.Path)))
        {
            // A call that was killed has left an array that nothing names, but it is the one that is written again now.
            var level = LevelsPlace.LevelPath(Image.Path, path);
            if (!IsOurs(Stored.GetValueOrDefault(path), metadata) && await place.ExistsAsync(level, cancellationToken).ConfigureAwait(false)
                && !IsOurs(await StoredImage.ArrayOrNullAsync(place, level, cancellationToken).ConfigureAwait(false), metadata))
            {
                throw new DestinationExistsException(place.NameOf(level), $"{place.NameOf(level)} exists and is no level of the image, so it is not replaced. Move it away; nothing was changed.");
            }
        }
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
