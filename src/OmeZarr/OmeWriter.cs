using OmeZarr.V05;
using OmeZarr.Writing;
using OmeZarr.Writing.Publication;
using Zarr;


namespace OmeZarr;

/// <summary>Writes OME-Zarr 0.5 to the file system.</summary>
/// <remarks>
/// Metadata, arrays and options are checked before anything is created. An existing destination is never touched unless
/// <see cref="WriteOptions.Overwrite"/> is set and it is a Zarr hierarchy. If it lies in a larger hierarchy, copies of metadata that other writers keep in the groups above
/// (<c>consolidated_metadata</c>) are dropped before anything changes: readers that trust them would not see the change.
/// </remarks>
public static partial class OmeWriter
{
    /// <summary>Writes an image of one resolution.</summary>
    /// <param name="path">The folder to be made, by custom named <c>*.ome.zarr</c>. Missing folders above it are made too.</param>
    /// <param name="image">The metadata, with one dataset.</param>
    /// <param name="pixels">The elements; asked for chunk by chunk, from several threads.</param>
    /// <param name="options">Chunks, compression and more; null for the defaults.</param>
    /// <param name="labels">Label images that describe the image; null for none.</param>
    /// <param name="cancellationToken">Stops the writing; the destination is then as it was before.</param>
    /// <inheritdoc cref="WriteImageAsync(string, Image, IReadOnlyList{IArraySource}, WriteOptions?, IReadOnlyList{Label}?, CancellationToken)"/>
    public static Task WriteImageAsync(
        string path,
        Image image,
        IArraySource pixels,
        WriteOptions? options = null,
        IReadOnlyList<Label>? labels = null,
        CancellationToken cancellationToken = default) =>
        WriteImageAsync(path, image, [pixels], options, labels, cancellationToken);

    /// <summary>Writes an image with the levels that the caller has.</summary>
    /// <remarks>The hierarchy is built beside the destination and moved there when it is complete: a failure, a cancellation or a crash leaves the destination as it was.</remarks>
    /// <param name="path">The folder to be made, by custom named <c>*.ome.zarr</c>. Missing folders above it are made too.</param>
    /// <param name="image">The metadata, with one multiscale.</param>
    /// <param name="levels">One source for each dataset of the metadata, in its order: highest resolution first.</param>
    /// <param name="options">Chunks, compression and more; null for the defaults.</param>
    /// <param name="labels">Label images that describe the image; null for none.</param>
    /// <param name="cancellationToken">Stops the writing; the destination is then as it was before.</param>
    /// <exception cref="OmeZarrException">The metadata breaks the specification; it carries every error.</exception>
    /// <exception cref="ArgumentException">Metadata, arrays and options do not fit each other.</exception>
    /// <exception cref="MisplacedDestinationException">The destination lies inside an array or a hierarchy of Zarr v2, or a group above it needs something else in its place.</exception>
    /// <exception cref="IOException">
    /// The destination exists and must stay, or the disk cannot be written: nothing was changed. Or the image is written, but the one it replaced could
    /// not be deleted: the message names it.
    /// </exception>
    public static async Task WriteImageAsync(
        string path,
        Image image,
        IReadOnlyList<IArraySource> levels,
        WriteOptions? options = null,
        IReadOnlyList<Label>? labels = null,
        CancellationToken cancellationToken = default)
    {
        LocalPath.Require(path);
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(levels);
        options ??= WriteOptions.Default;
        RequireNothingToAppendTo(options);
        var images = PlannedImages.Of(new ImageTarget(path, string.Empty, null), image, levels, labels ?? [], options, options.ExtraAttributes);
        using var staged = Begin(path, OmeDocumentKind.Image, options);
        var writer = new ImageWriter(staged.Staging, staged.Within(options), ProgressSum.For(options, images.Select(planned => planned.Plan)));
        await writer.WriteAsync(images, cancellationToken).ConfigureAwait(false);
        await PublishAsync(staged, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Creates an image whose pixels are written later, region by region, in any order and by any number of tasks.</summary>
    /// <remarks>The image is at its destination, complete but for its pixels, when the call returns; what is not yet stored reads as zero. With
    /// <see cref="WriteOptions.Overwrite"/>, what was there before is gone by then. Dispose the result: incomplete chunks are stored only then.</remarks>
    /// <param name="path">The folder to be made, by custom named <c>*.ome.zarr</c>. Missing folders above it are made too.</param>
    /// <param name="image">The metadata, with one multiscale.</param>
    /// <param name="levels">Shape and data type for each dataset of the metadata, in its order.</param>
    /// <param name="options">Chunks, compression and more; null for the defaults. Progress is not reported, the metadata not completed later.</param>
    /// <param name="labels">Label images that describe the image, to be filled as well; null for none.</param>
    /// <param name="cancellationToken">Stops the creation; the destination is then as it was before.</param>
    /// <inheritdoc cref="WriteImageAsync(string, Image, IReadOnlyList{IArraySource}, WriteOptions?, IReadOnlyList{Label}?, CancellationToken)"/>
    public static async Task<PreparedArrays> PrepareImageAsync(
        string path,
        Image image,
        IReadOnlyList<ArraySpec> levels,
        WriteOptions? options = null,
        IReadOnlyList<LabelSpec>? labels = null,
        CancellationToken cancellationToken = default)
    {
        LocalPath.Require(path);
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(levels);
        options ??= WriteOptions.Default;
        RequireNothingToAppendTo(options);
        var images = PlannedImages.Of(new ImageTarget(path, string.Empty, null), image, levels, labels ?? [], options, options.ExtraAttributes);
        using var staged = Begin(path, OmeDocumentKind.Image, options);
        await new ImageWriter(staged.Staging, staged.Within(options), progress: null).WriteAsync(images, cancellationToken).ConfigureAwait(false);
        await PublishAsync(staged, cancellationToken).ConfigureAwait(false);
        return PreparedArraysFactory.Open(staged.Destination, images, options, new WriteBuffer(options.MaxBufferedBytes));
    }

    /// <summary>Checks the destination and what is around it, and makes a place to build.</summary>
    private static StagedHierarchy Begin(string path, OmeDocumentKind kind, WriteOptions options)
    {
        Surroundings.RequireFit(Destination.Resolve(path), kind);
        return StagedHierarchy.Begin(path, options.Overwrite, options.Publication);
    }

    /// <summary>Puts a hierarchy that is complete in its place.</summary>
    private static async Task PublishAsync(StagedHierarchy staged, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await Surroundings.DropConsolidatedAsync(staged.Destination).ConfigureAwait(false);
        staged.Publish();
    }

    private static void RequireNothingToAppendTo(WriteOptions options)
    {
        if (options.Existing == ExistingHierarchy.Append)
        {
            throw new ArgumentException($"{nameof(WriteOptions.Existing)} = {nameof(ExistingHierarchy.Append)} is for plates and collections; an image is written as a whole", nameof(options));
        }
    }
}
