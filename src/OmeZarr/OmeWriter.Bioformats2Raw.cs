using OmeZarr.Writing;
using OmeZarr.Writing.Dividing;
using OmeZarr.Writing.Parts;
using OmeZarr.Writing.Places;
using Zarr.Stores;

namespace OmeZarr;

/// <content>Collections.</content>
public static partial class OmeWriter
{
    /// <summary>Writes a collection of images in one hierarchy (OME-Zarr 0.5, section "bioformats2raw.layout"). <see cref="Bioformats2RawBuilder"/> writes image by image, or pixels later.</summary>
    /// <remarks>With <see cref="ExistingHierarchy.Append"/> the images are added one by one to the existing collection, as a <see cref="Bioformats2RawBuilder"/> does it; images that were complete before an
    /// error stay.</remarks>
    /// <param name="location">The folder to create, by custom named <c>*.ome.zarr</c>; missing folders above it are created, too. Or an address, or a path in a store.</param>
    /// <param name="series">The images, at least one; listed in this order.</param>
    /// <param name="omeXml">
    /// The content of <c>OME/METADATA.ome.xml</c>, with one Image for each series, in the same order; stored in UTF-8 and otherwise unchanged. Null to write a document that describes
    /// sizes, types, pixel distances and channels, or none (<see cref="WriteOptions.OmeXml"/>).
    /// </param>
    /// <param name="options">Chunks, compression and more; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the writing; the destination is then as it was before.</param>
    /// <returns>The absolute path of the collection; symbolic links are resolved.</returns>
    /// <exception cref="OmeZarrException">The metadata breaks the specification; it carries every error.</exception>
    /// <exception cref="ArgumentException">
    /// There are no images, two have the same name, or a name cannot be that of a node. Metadata, arrays and options do not fit each other. Or the given OME-XML is no OME-XML.
    /// </exception>
    /// <exception cref="MisplacedDestinationException">The destination lies inside an array or a hierarchy of Zarr v2, or a group above it needs something else in its place.</exception>
    /// <exception cref="IOException">
    /// The destination exists and must stay, or the disk cannot be written: nothing was changed. Or the collection is written, but the hierarchy it replaced could
    /// not be deleted: the message names it.
    /// </exception>
    public static async Task<string> WriteBioformats2RawAsync(
        StoreLocation location, IReadOnlyList<SeriesImage> series, string? omeXml = null, WriteOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(location);
        ArgumentNullException.ThrowIfNull(series);
        options ??= WriteOptions.Default;
        var documents = new CollectionDocuments(omeXml, options);
        var parts = PartsOf(location.ToString(), series, options);
        if (options.Existing == ExistingHierarchy.Append)
        {
            var builder = new Bioformats2RawBuilder(location, omeXml, options);
            await using (builder.ConfigureAwait(false))
            {
                await builder.WriteAsync(parts, cancellationToken).ConfigureAwait(false);
                return builder.RootPath;
            }
        }

        var place = HierarchyPlace.OfWhole(location, options);
        var draft = await Division.BeginAsync(place, OmeDocumentKind.Bioformats2Raw, options, cancellationToken).ConfigureAwait(false);
        await using var disposal = draft.ConfigureAwait(false);
        IReadOnlyList<PlannedImage> images = [.. parts.SelectMany(part => part.Images.Select(image => image.Within(part.Path)))];
        var writer = new ImageWriter(draft.Target, ProgressSum.For(options, images.Select(image => image.Plan)));
        await writer.WriteAsync(images, cancellationToken).ConfigureAwait(false);
        await documents.WriteAsync((key, value) => draft.Target.Documents.SetAsync(key, value, cancellationToken).AsTask(), [.. parts.Select(part => part.Listed)]).ConfigureAwait(false);
        await draft.PublishAsync(cancellationToken).ConfigureAwait(false);
        return place.Text;
    }

    private static List<SeriesPart> PartsOf(string path, IReadOnlyList<SeriesImage> series, WriteOptions options)
    {
        if (series.Count == 0)
        {
            throw new ArgumentException("a collection has at least one image", nameof(series));
        }

        var parts = new List<SeriesPart>();
        var reservations = new NameReservations("series");
        foreach (var image in series)
        {
            ArgumentNullException.ThrowIfNull(image, nameof(series));
            parts.Add(SeriesPart.Of(path, image, options, isPrepared: false));
            reservations.Reserve(image.Name, "given");
        }

        return parts;
    }
}
