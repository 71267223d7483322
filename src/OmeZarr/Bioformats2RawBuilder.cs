using OmeZarr.V05;
using OmeZarr.Writing.Parts;
using OmeZarr.Writing.Places;
using OmeZarr.Writing.Publication;
using Zarr;
using Zarr.Stores;

namespace OmeZarr;

/// <summary>
/// Writes a collection of images (OME-Zarr 0.5, section "bioformats2raw.layout") image by image: with their pixels (<see cref="WriteImageAsync(SeriesImage, CancellationToken)"/>),
/// or without (<see cref="AddSeries(SeriesImage)"/>, <see cref="PrepareAsync"/>) to be filled later. Both can be mixed. Thread-safe.
/// </summary>
/// <remarks>
/// <para>An image is built beside the collection, moved in when it is complete, and then listed. An image that fails or is cancelled leaves nothing and can be tried again. The collection appears together
/// with its first image; with <see cref="WriteOptions.Overwrite"/> it then replaces an existing hierarchy. Series are listed in the order in which their calls began.</para>
/// <para>With <see cref="ExistingHierarchy.Append"/> images are added to an existing collection. OME-XML of this library is written anew; a collection without OME-XML stays without it. OME-XML of other programs (schema 2016-06, one Image for each series)
/// gets further images at its end, and everything else in it is kept; for any other document, the caller must give the OME-XML of all images. A builder throws an <see cref="IOException"/> if
/// another program has replaced or deleted its collection.</para>
/// <para>An archive (<c>slides.ozx</c>) appears when the builder is disposed, with all images that are complete then. Until then the collection is in a folder beside it. An archive that exists gets no further images.</para>
/// </remarks>
public sealed class Bioformats2RawBuilder : IAsyncDisposable
{
    private readonly string path;
    private readonly WriteOptions options;
    private readonly CollectionIndex index;
    private readonly PartsBuilder<SeriesPart> series;

    /// <summary>Checks the arguments; nothing is created yet.</summary>
    /// <param name="location">The folder to create, by custom named <c>*.ome.zarr</c>; missing folders above it are created, too. Or an address, or a path in a store.</param>
    /// <param name="omeXml">
    /// The content of <c>OME/METADATA.ome.xml</c>, with one Image for each series, in the same order; stored in UTF-8 and otherwise unchanged. Null to write a document that describes
    /// sizes, types, pixel distances and channels, and grows with the series, or none (<see cref="WriteOptions.OmeXml"/>).
    /// </param>
    /// <param name="options">Chunks, compression and more; null for the defaults.</param>
    /// <exception cref="ArgumentException">The OME-XML is not well-formed, has a document type, is nested too deep, or has another root than <c>OME</c>; or the extra attributes cannot be written.</exception>
    /// <exception cref="IOException">The path is the root of a file system, or its links form a circle.</exception>
    public Bioformats2RawBuilder(StoreLocation location, string? omeXml = null, WriteOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(location);
        (path, this.options) = (location.ToString(), options is null ? WriteOptions.Default : options with { });
        var documents = new CollectionDocuments(omeXml, this.options);
        var place = HierarchyPlace.OfGrowing(location, this.options);
        (var hierarchy, index) = GrowingHierarchy<SeriesPart>.At(
            place,
            this.options,
            present => new CollectionIndex(present, documents, this.options, name => OpenAsync(place.At(name))),
            this.options.Existing == ExistingHierarchy.Append);
        series = new PartsBuilder<SeriesPart>(place, hierarchy, this.options, index, ArchiveStaging.Of(place, this.options, StoreCopy.PackAsync));
    }

    /// <summary>The absolute path of the collection; symbolic links are resolved.</summary>
    public string RootPath => series.Root;

    /// <summary>Number of times the list of series was read from disk.</summary>
    internal int ListReads => index.Reads;

    /// <summary>Writes an image of one resolution.</summary>
    /// <param name="name">Name of its group in the collection, for example <c>0</c>; not <c>OME</c>, where the collection is described.</param>
    /// <param name="image">Its metadata, with one dataset.</param>
    /// <param name="pixels">The elements; read chunk by chunk, from several threads.</param>
    /// <param name="cancellationToken">Stops the writing; the collection is then as it was before.</param>
    /// <inheritdoc cref="WriteImageAsync(SeriesImage, CancellationToken)"/>
    public Task WriteImageAsync(string name, Image image, IArraySource pixels, CancellationToken cancellationToken = default) =>
        WriteImageAsync(new SeriesImage(name, image, pixels), cancellationToken);

    /// <summary>Writes an image with the levels that the caller has.</summary>
    /// <param name="name">Name of its group in the collection, for example <c>0</c>; not <c>OME</c>, where the collection is described.</param>
    /// <param name="image">Its metadata, with one multiscale.</param>
    /// <param name="levels">One source for each dataset of the metadata, highest resolution first.</param>
    /// <param name="cancellationToken">Stops the writing; the collection is then as it was before.</param>
    /// <inheritdoc cref="WriteImageAsync(SeriesImage, CancellationToken)"/>
    public Task WriteImageAsync(string name, Image image, IReadOnlyList<IArraySource> levels, CancellationToken cancellationToken = default) =>
        WriteImageAsync(new SeriesImage(name, image, levels), cancellationToken);

    /// <summary>Writes an image with its labels. It is listed when the call returns.</summary>
    /// <param name="image">The image.</param>
    /// <param name="cancellationToken">Stops the writing; the collection is then as it was before.</param>
    /// <exception cref="OmeZarrException">The metadata breaks the specification; it carries every error.</exception>
    /// <exception cref="ArgumentException">
    /// The name cannot be that of a node, or is taken (also if it differs only in case). Metadata, arrays and options do not fit each other. Or the collection has OME-XML of another program, and
    /// OME-XML cannot describe the image.
    /// </exception>
    /// <exception cref="MisplacedDestinationException">The collection does not fit into the hierarchies above it; nothing was changed.</exception>
    /// <exception cref="IOException">The destination exists and must stay, or the disk cannot be written: the collection is as it was.</exception>
    /// <exception cref="ObjectDisposedException">The builder is disposed.</exception>
    public async Task WriteImageAsync(SeriesImage image, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(image);
        series.RequireOpen(this);
        var part = SeriesPart.Of(path, image, options, isPrepared: false);
        await series.WriteAsync(part, $"written via {nameof(WriteImageAsync)}", cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes planned images one after the other.</summary>
    internal Task WriteAsync(IReadOnlyList<SeriesPart> parts, CancellationToken cancellationToken) => series.WriteAsync(parts, "given", cancellationToken);

    /// <summary>Adds an image without pixels, which <see cref="PrepareAsync"/> will create.</summary>
    /// <param name="name">Name of its group in the collection, for example <c>0</c>; not <c>OME</c>, where the collection is described.</param>
    /// <param name="image">Its metadata, with one multiscale.</param>
    /// <param name="levels">Shape and data type for each dataset of the metadata, highest resolution first.</param>
    /// <inheritdoc cref="AddSeries(SeriesImage)"/>
    public Bioformats2RawBuilder AddSeries(string name, Image image, params IReadOnlyList<ArraySpec> levels) => AddSeries(new SeriesImage(name, image, levels));

    /// <summary>Adds an image without pixels, which <see cref="PrepareAsync"/> will create.</summary>
    /// <param name="image">The image, without pixels.</param>
    /// <returns>This builder.</returns>
    /// <inheritdoc cref="WriteImageAsync(SeriesImage, CancellationToken)"/>
    public Bioformats2RawBuilder AddSeries(SeriesImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        series.RequireOpen(this);
        series.Add(SeriesPart.Of(path, image, options, isPrepared: true), $"added via {nameof(AddSeries)}");
        return this;
    }

    /// <summary>Creates the images that were added since the last call: all of them or, if it fails, none; then another call tries again.</summary>
    /// <param name="cancellationToken">Stops the creation; the collection is then as it was before.</param>
    /// <returns>The arrays, by keys such as <c>series/dataset</c> and <c>series/labels/name/dataset</c>. Disposing the builder disposes them, too.</returns>
    /// <exception cref="InvalidOperationException">No series was added.</exception>
    /// <inheritdoc cref="WriteImageAsync(SeriesImage, CancellationToken)"/>
    public Task<PreparedArrays> PrepareAsync(CancellationToken cancellationToken = default)
    {
        series.RequireOpen(this);
        return series.PrepareAsync(cancellationToken);
    }

    /// <summary>Refuses further images and disposes the prepared arrays, which stores everything that was written to them. An archive is written now.</summary>
    /// <exception cref="IOException">Something could not be stored, or the archive could not be written; everything is kept, and another call tries again.</exception>
    public ValueTask DisposeAsync() => series.DisposeAsync();

    private static async Task<(Image Image, ArraySpec Level)> OpenAsync(StoreLocation location)
    {
        var image = await OmeImage.OpenAsync(location, new ZarrOptions { UsesConsolidatedMetadata = false }).ConfigureAwait(false);
        image.RequireWhole();
        return (image.Metadata, new ArraySpec(image.Levels[0].Shape, image.Levels[0].DataType));
    }

    /// <summary>The path of the collection, and the number of images.</summary>
    public override string ToString() => $"collection {RootPath}: {series}";
}
