using OmeZarr.Writing.Parts.Levels;
using OmeZarr.Writing.Places;
using Zarr;
using Zarr.Stores;

namespace OmeZarr;

/// <summary>Adds smaller levels to images that are stored at full resolution only. Writers compute them at once: <see cref="WriteOptions.Pyramid"/>.</summary>
public static class OmePyramid
{
    /// <summary>Adds levels to an image with its labels, or to each image of a plate or collection.</summary>
    /// <remarks>
    /// <para>Level 0 is read once, and stays as it is. The new arrays have its codecs, and its chunks or shards. Labels get the levels of their image.</para>
    /// <para>In a folder, all arrays of an image and its labels are computed beside the hierarchy and then moved in. In a store they are written to their places, where no document names them. Then the documents of the labels
    /// are replaced, and that of the image last: readers see the levels when its document names them. If a call ends early, the same call completes what is missing, and leaves images that have these levels already as they are.</para>
    /// <para>With <see cref="WriteOptions.Overwrite"/>, the levels that an image has stay until the new ones are complete. Stores cannot rename, so the new ones lie at other paths there (<c>1-2</c> beside <c>1</c>), and the old ones are deleted
    /// when no document names them any more. If the connection is lost, arrays that no document names may stay. Documents are replaced only if no other writer has changed the levels meanwhile (<see cref="IConditionalStore"/>); a store that cannot tell may have one writer only.</para>
    /// </remarks>
    /// <param name="location">The folder, address or path in a store of an image, plate, well or collection of OME-Zarr 0.5.</param>
    /// <param name="pyramid">The levels; not <see cref="Pyramid.None"/>. It replaces that of the options.</param>
    /// <param name="options">Of these, <see cref="WriteOptions.Overwrite"/> (replaces the levels that images have), <see cref="WriteOptions.Progress"/>, <see cref="WriteOptions.Findings"/>,
    /// <see cref="WriteOptions.MaxDegreeOfParallelism"/> and <see cref="WriteOptions.MaxBufferedBytes"/> count; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the writing. The image in work is then as it was; those before it have their levels.</param>
    /// <returns>The paths of the images and label images that got levels, relative to the hierarchy (empty for the hierarchy itself), in the order of writing.</returns>
    /// <exception cref="ArgumentException">The pyramid is none, or does not fit an image; or the group is something else than an image, plate, well or collection.</exception>
    /// <exception cref="DestinationExistsException">An image has other levels, or something is where a level would be; this image was not changed.</exception>
    /// <exception cref="OmeZarrException">The metadata are not those of OME-Zarr 0.5, or break the specification.</exception>
    /// <exception cref="ZarrException">An array is missing, damaged or not supported.</exception>
    /// <exception cref="NotSupportedException">The store is read-only.</exception>
    /// <exception cref="IOException">The hierarchy cannot be read or written, or another program has changed an image while its levels were computed; that image was not changed by this call.</exception>
    public static async Task<IReadOnlyList<string>> AddLevelsAsync(StoreLocation location, Pyramid pyramid, WriteOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(location);
        ArgumentNullException.ThrowIfNull(pyramid);
        if (pyramid.IsNone)
        {
            throw new ArgumentException($"{nameof(Pyramid)}.{nameof(Pyramid.None)} adds no levels; choose {nameof(Pyramid)}.{nameof(Pyramid.Auto)} or another", nameof(pyramid));
        }

        options ??= WriteOptions.Default;
        var root = Destination.Resolve(location);
        var adder = new LevelAdder(PlaceOf(root, options), pyramid, options);
        var node = await OmeStore.OpenAsync(root, new ZarrOptions { UsesConsolidatedMetadata = false }, cancellationToken).ConfigureAwait(false);
        adder.ClearLeftovers();
        var changed = new List<string>();
        await foreach (var image in OmeImages.PathsOf(node.Group.Path, node, cancellationToken).ConfigureAwait(false))
        {
            changed.AddRange(await adder.AddAsync(image, cancellationToken).ConfigureAwait(false));
        }

        return changed;
    }

    private static LevelsPlace PlaceOf(StoreLocation root, WriteOptions options)
    {
        if (root.Folder is { } folder)
        {
            return new FolderLevels(folder, options);
        }

        var (store, path) = root.Open();
        return new StoreLevels(Destination.RequireWritable(store, root), path, root.ToString());
    }
}
