using OmeZarr.V05;
using OmeZarr.Writing;
using OmeZarr.Writing.Parts;
using Zarr;

namespace OmeZarr;

/// <summary>
/// Writes a collection of images in one hierarchy (specification 0.5, section "bioformats2raw.layout"), image by image: those that are written at once, those
/// that are created to be filled later, or both. The collection appears with its first image, and at any time lists those that are complete.
/// </summary>
/// <remarks>
/// <para>Thread-safe: several images may be written at the same time. The series are listed in the order in which the calls that brought them began
/// (<see cref="WriteImageAsync(SeriesImage, CancellationToken)"/>, <see cref="AddSeries(SeriesSpec)"/>), however long each of them took; what failed can be tried again, and then comes last.</para>
/// <para>An image is built beside the collection and moved in when it is complete. If that fails, or is cancelled, the collection is as it was. Without
/// <see cref="WriteOptions.Overwrite"/> nothing that exists is touched; with it, what is at the path is replaced when the first image is complete.</para>
/// <para>With <see cref="WriteOptions.Existing"/> = <see cref="ExistingHierarchy.Append"/> images are added to the collection at the path. Its OME-XML is made anew if this library made it. Other OME-XML of schema 2016-06
/// with one Image for each series gets further ones at its end, and everything else in it is kept; without such a document, the caller must give the OME-XML of all images, old and new. A builder whose collection was replaced or deleted by somebody else throws an <see cref="IOException"/>.</para>
/// <para>Dispose the builder when no call is under way any more: incomplete chunks of prepared images are stored only then.</para>
/// </remarks>
public sealed class Bioformats2RawBuilder : IAsyncDisposable
{
    private readonly string path;
    private readonly WriteOptions options;
    private readonly CollectionDocuments documents;
    private readonly CollectionIndex index;
    private readonly PartsBuilder<SeriesPart> series;

    /// <summary>Checks the arguments; nothing is created yet.</summary>
    /// <param name="path">The folder to be made, by custom named <c>*.ome.zarr</c>. Missing folders above it are made too.</param>
    /// <param name="omeXml">
    /// The content of <c>OME/METADATA.ome.xml</c>, with one Image for each series, in the same order; stored in UTF-8 and otherwise as it is. Null to have a document written that describes
    /// sizes, types, pixel distances and channels, and grows with the series.
    /// </param>
    /// <param name="options">Chunks, compression and more; null for the defaults. What is changed in them later does not count.</param>
    /// <exception cref="ArgumentException">The OME-XML is not well-formed, has a document type, is absurdly deep, or has another root than <c>OME</c>; or an option cannot be.</exception>
    /// <exception cref="IOException">The path is the root of a file system, or its links lead in a circle.</exception>
    public Bioformats2RawBuilder(string path, string? omeXml = null, WriteOptions? options = null)
    {
        LocalPath.Require(path);
        (this.path, this.options) = (path, options is null ? WriteOptions.Default : options with { });
        documents = new CollectionDocuments(omeXml, this.options.ExtraAttributes);
        var root = Destination.Resolve(path);
        index = new CollectionIndex(root, documents, this.options);
        series = new PartsBuilder<SeriesPart>(new GrowingHierarchy<SeriesPart>(root, this.options, index, index.Appends), this.options, index);
    }

    /// <summary>The absolute path of the collection; if a symbolic link was given, where it leads.</summary>
    public string RootPath => series.Root;

    /// <summary>How often the list of series was read from the disk.</summary>
    internal int ListReads => index.Reads;

    /// <summary>Writes an image of one resolution.</summary>
    /// <param name="name">Name of its group in the collection, for example <c>0</c>; not <c>OME</c>, where the collection is described.</param>
    /// <param name="image">Its metadata, with one dataset.</param>
    /// <param name="pixels">The elements; asked for chunk by chunk, from several threads.</param>
    /// <param name="cancellationToken">Stops the writing; the collection is then as it was before.</param>
    /// <inheritdoc cref="WriteImageAsync(SeriesImage, CancellationToken)"/>
    public Task<Bioformats2RawBuilder> WriteImageAsync(string name, Image image, IArraySource pixels, CancellationToken cancellationToken = default) =>
        WriteImageAsync(new SeriesImage(name, image, pixels), cancellationToken);

    /// <summary>Writes an image with the levels that the caller has.</summary>
    /// <param name="name">Name of its group in the collection, for example <c>0</c>; not <c>OME</c>, where the collection is described.</param>
    /// <param name="image">Its metadata, with one multiscale.</param>
    /// <param name="levels">One source for each dataset of the metadata, highest resolution first.</param>
    /// <param name="cancellationToken">Stops the writing; the collection is then as it was before.</param>
    /// <inheritdoc cref="WriteImageAsync(SeriesImage, CancellationToken)"/>
    public Task<Bioformats2RawBuilder> WriteImageAsync(string name, Image image, IReadOnlyList<IArraySource> levels, CancellationToken cancellationToken = default) =>
        WriteImageAsync(new SeriesImage(name, image, levels), cancellationToken);

    /// <summary>Writes an image with its labels. When the call returns, the image is in the collection and listed.</summary>
    /// <param name="image">The image.</param>
    /// <param name="cancellationToken">Stops the writing; the collection is then as it was before.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="OmeZarrException">The metadata breaks the specification; it carries every error.</exception>
    /// <exception cref="ArgumentException">
    /// The name is no name of a node, or taken (also if it differs only in case). Metadata, arrays and options do not fit each other. Or OME-XML cannot describe the image – it has no 64-bit
    /// integers, no float16, and no axes but t, c, z, y, x – and none was given.
    /// </exception>
    /// <exception cref="MisplacedDestinationException">The collection does not fit into the hierarchies above it; nothing was changed.</exception>
    /// <exception cref="IOException">The destination exists and must stay, or the disk cannot be written: the collection is as it was.</exception>
    /// <exception cref="ObjectDisposedException">The builder is disposed.</exception>
    public async Task<Bioformats2RawBuilder> WriteImageAsync(SeriesImage image, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(image);
        series.RequireOpen(this);
        var part = SeriesPart.Of(path, image, options, documents.Describes);
        await series.WriteAsync(part, $"written via {nameof(WriteImageAsync)}", cancellationToken).ConfigureAwait(false);
        return this;
    }

    /// <summary>Writes images that were checked one after the other.</summary>
    internal Task WriteAsync(IReadOnlyList<SeriesPart> parts, CancellationToken cancellationToken) => series.WriteAsync(parts, "given", cancellationToken);

    /// <summary>Notes an image that <see cref="PrepareAsync"/> is to create without pixels.</summary>
    /// <param name="name">Name of its group in the collection, for example <c>0</c>; not <c>OME</c>, where the collection is described.</param>
    /// <param name="image">Its metadata, with one multiscale.</param>
    /// <param name="levels">Shape and data type for each dataset of the metadata, highest resolution first.</param>
    /// <inheritdoc cref="AddSeries(SeriesSpec)"/>
    public Bioformats2RawBuilder AddSeries(string name, Image image, params IReadOnlyList<ArraySpec> levels) => AddSeries(new SeriesSpec(name, image, levels));

    /// <summary>Notes an image that <see cref="PrepareAsync"/> is to create without pixels, with its labels. Everything is checked, nothing is created yet.</summary>
    /// <param name="image">The image.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="OmeZarrException">The metadata breaks the specification; it carries every error.</exception>
    /// <exception cref="ArgumentException">As for <see cref="WriteImageAsync(SeriesImage, CancellationToken)"/>.</exception>
    /// <exception cref="ObjectDisposedException">The builder is disposed.</exception>
    public Bioformats2RawBuilder AddSeries(SeriesSpec image)
    {
        ArgumentNullException.ThrowIfNull(image);
        series.RequireOpen(this);
        series.Add(SeriesPart.Of(path, image, options, documents.Describes), $"added via {nameof(AddSeries)}");
        return this;
    }

    /// <summary>Creates all images that were added since the last time, to be filled in any order and by any number of tasks.</summary>
    /// <remarks>All of them appear in the collection, or none: then they can be prepared once more. What is not yet stored reads as zero.</remarks>
    /// <param name="cancellationToken">Stops the creation; the collection is then as it was before.</param>
    /// <returns>The arrays, by keys such as <c>series/dataset</c> and <c>series/labels/name/dataset</c>. Disposing them, or this builder, stores what is incomplete.</returns>
    /// <exception cref="InvalidOperationException">No series was added.</exception>
    /// <exception cref="MisplacedDestinationException">The collection does not fit into the hierarchies above it; nothing was changed.</exception>
    /// <exception cref="IOException">The destination exists and must stay, or the disk cannot be written: the collection is as it was.</exception>
    /// <exception cref="ObjectDisposedException">The builder is disposed.</exception>
    public Task<PreparedArrays> PrepareAsync(CancellationToken cancellationToken = default)
    {
        series.RequireOpen(this);
        return series.PrepareAsync(cancellationToken);
    }

    /// <summary>Stores everything that was written to prepared arrays, and refuses further calls.</summary>
    /// <exception cref="IOException">Something could not be stored; it is kept, and another call tries again.</exception>
    public ValueTask DisposeAsync() => series.DisposeAsync();

    /// <summary>Where the collection is, and how many images it has and waits for.</summary>
    public override string ToString() => $"collection {RootPath}: {series}";
}
