using OmeZarr.V05;
using OmeZarr.Writing;
using OmeZarr.Writing.Dividing;
using OmeZarr.Writing.Places;
using OmeZarr.Writing.Publication;
using Zarr;
using Zarr.Stores;

namespace OmeZarr;

/// <summary>Writes OME-Zarr 0.5 to folders and stores.</summary>
/// <remarks>
/// <para>A writer checks metadata, arrays and options before it creates anything. It builds the hierarchy beside the destination and moves it there when it is complete: a failure, a cancellation
/// or a crash leaves the destination as it was. It replaces an existing Zarr hierarchy only with <see cref="WriteOptions.Overwrite"/>, and nothing else ever.</para>
/// <para>A store that cannot rename is different: the hierarchy is written at its destination and becomes visible with its root document, which is last. What <see cref="WriteOptions.Overwrite"/> replaces is deleted before the new
/// hierarchy is written. A failure or cancellation deletes what was written, as far as the store can be reached; <see cref="CleanAsync"/> removes the rest (guide "Safety").</para>
/// <para>If the destination lies in a larger hierarchy, the writer drops copies of metadata in the groups above (<c>consolidated_metadata</c>), because readers that trust them would not see the change.</para>
/// </remarks>
public static partial class OmeWriter
{
    /// <summary>Writes an image of one resolution.</summary>
    /// <param name="location">The folder to create, by custom named <c>*.ome.zarr</c>; missing folders above it are created, too. Or an address, or a path in a store.</param>
    /// <param name="image">The metadata, with one dataset.</param>
    /// <param name="pixels">The elements; read chunk by chunk, from several threads.</param>
    /// <param name="options">Chunks, compression and more; null for the defaults.</param>
    /// <param name="labels">Label images that describe the image; null for none.</param>
    /// <param name="cancellationToken">Stops the writing; the destination is then as it was before.</param>
    /// <inheritdoc cref="WriteImageAsync(StoreLocation, Image, IReadOnlyList{IArraySource}, WriteOptions?, IReadOnlyList{Label}?, CancellationToken)"/>
    public static Task<string> WriteImageAsync(
        StoreLocation location,
        Image image,
        IArraySource pixels,
        WriteOptions? options = null,
        IReadOnlyList<Label>? labels = null,
        CancellationToken cancellationToken = default) =>
        WriteImageAsync(location, image, [pixels], options, labels, cancellationToken);

    /// <summary>Writes an image with the levels that the caller has.</summary>
    /// <param name="location">The folder to create, by custom named <c>*.ome.zarr</c>; missing folders above it are created, too. Or an address, or a path in a store.</param>
    /// <param name="image">The metadata, with one multiscale.</param>
    /// <param name="levels">One source for each dataset of the metadata, in its order: highest resolution first.</param>
    /// <param name="options">Chunks, compression and more; null for the defaults.</param>
    /// <param name="labels">Label images that describe the image; null for none.</param>
    /// <param name="cancellationToken">Stops the writing; the destination is then as it was before.</param>
    /// <returns>The absolute path of the image; symbolic links are resolved.</returns>
    /// <exception cref="OmeZarrException">The metadata breaks the specification; it carries every error.</exception>
    /// <exception cref="ArgumentException">Metadata, arrays and options do not fit each other.</exception>
    /// <exception cref="MisplacedDestinationException">The destination lies inside an array or a hierarchy of Zarr v2, or a group above it needs something else in its place.</exception>
    /// <exception cref="IOException">
    /// The destination exists and must stay, or the disk cannot be written: nothing was changed. Or the image is written, but the one it replaced could
    /// not be deleted: the message names it.
    /// </exception>
    public static async Task<string> WriteImageAsync(
        StoreLocation location,
        Image image,
        IReadOnlyList<IArraySource> levels,
        WriteOptions? options = null,
        IReadOnlyList<Label>? labels = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(levels);
        ArgumentNullException.ThrowIfNull(location);
        options ??= WriteOptions.Default;
        var images = Planned(location, image, ImageArrays.Of(levels), labels, options);
        var place = HierarchyPlace.OfWhole(location, options);
        await WriteAsync(place, images, ProgressSum.For(options, images.Select(planned => planned.Plan)), options, cancellationToken).ConfigureAwait(false);
        return place.Text;
    }

    /// <summary>Creates an image of one resolution whose pixels are written later.</summary>
    /// <param name="location">The folder to create, by custom named <c>*.ome.zarr</c>; missing folders above it are created, too. Or an address, or a path in a store.</param>
    /// <param name="image">The metadata, with one dataset.</param>
    /// <param name="level">Shape and data type of its array.</param>
    /// <param name="options">Chunks, compression and more; null for the defaults. Progress is not reported, and the metadata are not completed later.</param>
    /// <param name="labels">Label images without pixels; null for none.</param>
    /// <param name="cancellationToken">Stops the creation; the destination is then as it was before.</param>
    /// <inheritdoc cref="PrepareImageAsync(StoreLocation, Image, IReadOnlyList{ArraySpec}, WriteOptions?, IReadOnlyList{Label}?, CancellationToken)"/>
    public static Task<PreparedArrays> PrepareImageAsync(
        StoreLocation location, Image image, ArraySpec level, WriteOptions? options = null, IReadOnlyList<Label>? labels = null, CancellationToken cancellationToken = default) =>
        PrepareImageAsync(location, image, [level], options, labels, cancellationToken);

    /// <summary>Creates an image whose pixels are written later, region by region, in any order and by any number of tasks.</summary>
    /// <remarks>The image is at its destination, complete except for its pixels, when the call returns; pixels that are not yet stored read as zero. An archive (<c>cells.ozx</c>) appears when the arrays are disposed; until then, the image is in a folder beside it. With a <see cref="WriteOptions.Pyramid"/> only level 0 is given and
    /// written; the other levels agree with it after <see cref="PreparedArrays.FlushAsync"/> and <see cref="PreparedArrays.DisposeAsync"/>.</remarks>
    /// <param name="location">The folder to create, by custom named <c>*.ome.zarr</c>; missing folders above it are created, too. Or an address, or a path in a store.</param>
    /// <param name="image">The metadata, with one multiscale.</param>
    /// <param name="levels">Shape and data type for each dataset of the metadata, in its order.</param>
    /// <param name="options">Chunks, compression and more; null for the defaults. Progress is not reported, and the metadata are not completed later.</param>
    /// <param name="labels">Label images without pixels; null for none.</param>
    /// <param name="cancellationToken">Stops the creation; the destination is then as it was before.</param>
    /// <returns>The arrays, by keys such as <c>0</c> and <c>labels/cells/0</c>. Disposing them stores incomplete chunks.</returns>
    /// <inheritdoc cref="WriteImageAsync(StoreLocation, Image, IReadOnlyList{IArraySource}, WriteOptions?, IReadOnlyList{Label}?, CancellationToken)"/>
    public static async Task<PreparedArrays> PrepareImageAsync(
        StoreLocation location,
        Image image,
        IReadOnlyList<ArraySpec> levels,
        WriteOptions? options = null,
        IReadOnlyList<Label>? labels = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(levels);
        ArgumentNullException.ThrowIfNull(location);
        options ??= WriteOptions.Default;
        var images = Planned(location, image, new ImageArrays(levels, null), labels, options);
        var place = HierarchyPlace.OfGrowing(location, options);
        var archive = ArchiveStaging.Of(place, options, StoreCopy.PackAsync);
        try
        {
            await (archive?.BeginAsync(cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
            await WriteAsync(place, images, null, options, cancellationToken).ConfigureAwait(false);
            archive?.End();
        }
        catch
        {
            archive?.Discard();
            throw;
        }

        return new PreparedArrays(place, images, options, new WriteBuffer(options.MaxBufferedBytes), archive);
    }

    private static IReadOnlyList<PlannedImage> Planned(StoreLocation location, Image image, ImageArrays arrays, IReadOnlyList<Label>? labels, WriteOptions options)
    {
        ArgumentNullException.ThrowIfNull(image);
        RequireNothingToAppendTo(options);
        return PlannedImages.Of(new ImageTarget(location.ToString(), string.Empty, null), image, arrays, labels ?? [], options);
    }

    private static async Task WriteAsync(HierarchyPlace place, IReadOnlyList<PlannedImage> images, ProgressSum? progress, WriteOptions options, CancellationToken cancellationToken)
    {
        var draft = await Division.BeginAsync(place, OmeDocumentKind.Image, options, cancellationToken).ConfigureAwait(false);
        await using var disposal = draft.ConfigureAwait(false);
        await new ImageWriter(draft.Target, progress).WriteAsync(images, cancellationToken).ConfigureAwait(false);
        await draft.PublishAsync(cancellationToken).ConfigureAwait(false);
    }

    private static void RequireNothingToAppendTo(WriteOptions options)
    {
        if (options.Existing == ExistingHierarchy.Append)
        {
            throw new ArgumentException($"{nameof(WriteOptions.Existing)} = {nameof(ExistingHierarchy.Append)} is for plates and collections; an image is written as a whole", nameof(options));
        }
    }
}
