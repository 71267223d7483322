using OmeZarr.Editing;
using OmeZarr.Fixing.Documents;
using OmeZarr.Writing.Places;
using Zarr;
using Zarr.Stores;

namespace OmeZarr;

/// <summary>Changes pixel sizes, units, names and channels of stored images of OME-Zarr 0.5 and 0.4. Pixels are never touched.</summary>
/// <remarks>
/// All documents are changed in memory and judged by the rules first; then each is replaced, whole or not at all. What is not named stays as it is, unknown members too. OME-XML of schema 2016-06 that describes a
/// changed image (<c>OME/METADATA.ome.xml</c>) gets the same pixel sizes, names and colours.
/// In a folder each document is on the disk before the next one is changed, under the locks that writers of this library use. In a store that replaces values on condition (<see cref="IConditionalStore"/>) a document that
/// another writer has changed meanwhile is read and changed again, so that neither change is lost; any other store may have one writer only. Consolidated copies of a changed document in groups above are dropped, because readers that use them would not see the change.
/// </remarks>
public static class OmeMetadataEditor
{
    /// <summary>Changes images.</summary>
    /// <param name="location">The folder, address or path in a store of an image, plate, well or collection.</param>
    /// <param name="changes">What to change. Labels follow the scales and units of their image.</param>
    /// <param name="image">Path of an image, label image or well, relative to the location; null for all images.</param>
    /// <param name="dryRun">Whether nothing is changed, and the result says what would be.</param>
    /// <param name="cancellationToken">Stops before the next document.</param>
    /// <returns>The changed documents. None if everything is as wanted already.</returns>
    /// <exception cref="ArgumentException">There is nothing to change, the changes do not fit an image, or the location holds something else. Nothing was changed.</exception>
    /// <exception cref="NodeNotFoundException">There is no Zarr group at the location, or no such image.</exception>
    /// <exception cref="OmeZarrException">The metadata cannot be understood, or the change would break the specification. Nothing was changed.</exception>
    /// <exception cref="ZarrException">The metadata of a group or array is invalid or not supported.</exception>
    /// <exception cref="NotSupportedException">The store is read-only, and <paramref name="dryRun"/> is not set.</exception>
    /// <exception cref="IOException">The store cannot be read or written. Documents that were changed before stay changed; each is whole.</exception>
    public static Task<IReadOnlyList<DocumentFix>> SetAsync(StoreLocation location, ImageChanges changes, string? image = null, bool dryRun = false, CancellationToken cancellationToken = default) =>
        SetAsync(location, changes, image, dryRun, folder => new FileSystemStore(folder, flushToDisk: true), cancellationToken);

    /// <summary>The same with the stores of folders that a test opens.</summary>
    internal static async Task<IReadOnlyList<DocumentFix>> SetAsync(
        StoreLocation location, ImageChanges changes, string? image, bool dryRun, Func<string, IWritableStore> open, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(location);
        ArgumentNullException.ThrowIfNull(changes);
        if (changes.IsEmpty)
        {
            throw new ArgumentException("there is nothing to change", nameof(changes));
        }

        var root = Destination.Resolve(location);
        var documents = EditedDocuments.Open(root, open, dryRun); // throws before anything is read if the store cannot be written
        var trial = new ImageEditor(EditedDocuments.Open(root, open, isTrial: true));
        var whole = await OmeStore.OpenAsync(root, new ZarrOptions { UsesConsolidatedMetadata = false }, cancellationToken).ConfigureAwait(false);
        var node = image is { Length: > 0 } ? await whole.OpenNodeAsync(image, cancellationToken).ConfigureAwait(false) : whole;
        var images = await PathsAsync(whole.Group.Path, node, changes, cancellationToken).ConfigureAwait(false);
        await EditAsync(trial, image ?? string.Empty, node, images, changes, cancellationToken).ConfigureAwait(false);
        if (dryRun)
        {
            return trial.Changes;
        }

        var editor = new ImageEditor(documents);
        await EditAsync(editor, image ?? string.Empty, node, images, changes, cancellationToken).ConfigureAwait(false);
        return editor.Changes;
    }

    /// <summary>The paths of the images, relative to the root.</summary>
    private static async Task<IReadOnlyList<string>> PathsAsync(StorePrefix root, OmeNode node, ImageChanges changes, CancellationToken cancellationToken)
    {
        if (changes.Name is not null && node is not (OmeImage or OmePlate))
        {
            throw new ArgumentException($"{node} holds several images; name one of them");
        }

        return await OmeImages.PathsOf(root, node, cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task EditAsync(ImageEditor editor, string path, OmeNode node, IReadOnlyList<string> images, ImageChanges changes, CancellationToken cancellationToken)
    {
        if (node is OmePlate && changes.Name is { } name)
        {
            await editor.NamePlateAsync(path, name, cancellationToken).ConfigureAwait(false);
            changes = changes with { Name = null };
        }

        foreach (var image in changes.IsEmpty ? [] : images)
        {
            await editor.EditImageAsync(image, changes, cancellationToken).ConfigureAwait(false);
        }

        await editor.EditOmeXmlAsync(cancellationToken).ConfigureAwait(false);
    }
}
