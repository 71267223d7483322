using OmeZarr.Planning;
using OmeZarr.V05;
using OmeZarr.Writing;
using OmeZarr.Writing.Parts;
using OmeZarr.Writing.Places;
using Zarr;
using Zarr.Stores;

namespace OmeZarr;

/// <summary>
/// Adds label images to the group <c>labels</c> of an image, in any order and from any number of tasks: with their pixels
/// (<see cref="WriteLabelAsync(Label, CancellationToken)"/>), or without (<see cref="AddLabel(Label)"/>, <see cref="PrepareAsync"/>) to be filled later. Both can be mixed. Thread-safe.
/// </summary>
/// <remarks>
/// <para>The first label creates the group; an existing group is kept. A label is built beside the group, moved in when it is complete, and then listed. A label that fails or is cancelled leaves nothing.
/// The image itself does not change, and need not exist.</para>
/// <para>Several builders, also in different processes on one machine, may add labels to the same group at the same time, because the list changes under a lock. (On Windows, and on file systems
/// without <c>flock</c>, only one process may.) <see cref="WriteOptions.ExtraAttributes"/> and <see cref="WriteOptions.CompleteMetadata"/> are for images and ignored.</para>
/// </remarks>
public sealed class LabelsBuilder : IAsyncDisposable
{
    private readonly WriteOptions options;
    private readonly HierarchyPlace place;
    private readonly LabelsPlace? folder;
    private LabelsPlace? image;
    private readonly PartsBuilder<LabelPart> labels;

    /// <summary>Nothing is created yet.</summary>
    /// <param name="location">The group <c>labels</c> of the image, for example <c>cells.ome.zarr/labels</c>.</param>
    /// <param name="options">Chunks, compression and more; null for the defaults. With <see cref="WriteOptions.Overwrite"/>, labels of the same name are replaced, each when the new one is complete; others stay.</param>
    /// <exception cref="ArgumentException">The path does not end in <c>labels</c>.</exception>
    public LabelsBuilder(StoreLocation location, WriteOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(location);
        if (Path.GetFileName(Path.TrimEndingDirectorySeparator(location.Folder ?? location.Open().Path.Value)) != NodeNames.LabelsGroup)
        {
            throw new ArgumentException($"the label images of an image are in its group \"{NodeNames.LabelsGroup}\"; give {location.Below(NodeNames.LabelsGroup)}", nameof(location));
        }

        this.options = options is null ? WriteOptions.Default : options with { };
        place = HierarchyPlace.Of(location, this.options);
        folder = place.Folder is { } path ? LabelsPlace.InFolder(path) : null;
        var (hierarchy, index) = GrowingHierarchy<LabelPart>.At(place, this.options, documents => new LabelsIndex(folder ?? new LabelsPlace(documents, null), this.options.Overwrite), isKept: true);
        labels = new PartsBuilder<LabelPart>(place, hierarchy, this.options, index);
    }

    /// <summary>The absolute path of the group; symbolic links are resolved.</summary>
    public string RootPath => labels.Root;

    /// <summary>Writes a label image of one resolution and lists it.</summary>
    /// <param name="name">Name of its group, for example <c>cells</c>.</param>
    /// <param name="image">Its metadata. Without a source in it, <c>../../</c> is written if an image is there, two groups above.</param>
    /// <param name="pixels">The numbers of the objects, 0 for background; integers, read chunk by chunk, from several threads.</param>
    /// <param name="cancellationToken">Stops the writing; the group is then as it was before.</param>
    /// <inheritdoc cref="WriteLabelAsync(Label, CancellationToken)"/>
    public Task WriteLabelAsync(string name, LabelImage image, IArraySource pixels, CancellationToken cancellationToken = default) =>
        WriteLabelAsync(new Label(name, image, pixels), cancellationToken);

    /// <summary>Writes a label image with the levels that the caller has, and lists it.</summary>
    /// <param name="name">Name of its group, for example <c>cells</c>.</param>
    /// <param name="image">Its metadata. Without a source in it, <c>../../</c> is written if an image is there, two groups above.</param>
    /// <param name="levels">One source of integers for each dataset of the metadata, as many as the described image has levels.</param>
    /// <param name="cancellationToken">Stops the writing; the group is then as it was before.</param>
    /// <inheritdoc cref="WriteLabelAsync(Label, CancellationToken)"/>
    public Task WriteLabelAsync(string name, LabelImage image, IReadOnlyList<IArraySource> levels, CancellationToken cancellationToken = default) =>
        WriteLabelAsync(new Label(name, image, levels), cancellationToken);

    /// <summary>Writes a label image and lists it.</summary>
    /// <param name="label">The label image.</param>
    /// <param name="cancellationToken">Stops the writing; the group is then as it was before.</param>
    /// <exception cref="OmeZarrException">The metadata breaks the specification, or the group is no group of labels; it carries every error.</exception>
    /// <exception cref="ArgumentException">Metadata, arrays and options do not fit each other, or not the image; the name cannot be used, or this builder has a label of the same name already (one that it has written may be replaced with <see cref="WriteOptions.Overwrite"/>).</exception>
    /// <exception cref="ZarrException">The document of the group is damaged.</exception>
    /// <exception cref="MisplacedDestinationException">The group does not fit into the hierarchies above it; nothing was changed.</exception>
    /// <exception cref="IOException">The label exists and must stay, or the disk cannot be written: nothing was changed. Or the label is written, but the one it replaced could not be deleted: the message names it.</exception>
    /// <exception cref="ObjectDisposedException">The builder is disposed.</exception>
    public async Task WriteLabelAsync(Label label, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(label);
        labels.RequireOpen(this);
        var part = Checked(label, folder ?? await LookAsync(cancellationToken).ConfigureAwait(false), isPrepared: false);
        await labels.WriteAsync(part, $"written via {nameof(WriteLabelAsync)}", cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Adds a label image without pixels, which <see cref="PrepareAsync"/> will create.</summary>
    /// <param name="name">Name of its group, for example <c>cells</c>.</param>
    /// <param name="image">Its metadata. Without a source in it, <c>../../</c> is written if an image is there, two groups above.</param>
    /// <param name="levels">Shape and integer type for each dataset of the metadata, as many as the described image has levels.</param>
    /// <inheritdoc cref="AddLabel(Label)"/>
    public LabelsBuilder AddLabel(string name, LabelImage image, params IReadOnlyList<ArraySpec> levels) => AddLabel(new Label(name, image, levels));

    /// <summary>Adds a label image without pixels, which <see cref="PrepareAsync"/> will create.</summary>
    /// <param name="label">The label image, without pixels.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="IOException">The label exists and must stay.</exception>
    /// <inheritdoc cref="WriteLabelAsync(Label, CancellationToken)"/>
    public LabelsBuilder AddLabel(Label label)
    {
        ArgumentNullException.ThrowIfNull(label);
        labels.Add(folder is null ? Unchecked(label) : Checked(label, folder, isPrepared: true), $"added via {nameof(AddLabel)}");
        return this;
    }

    /// <summary>Creates and lists the label images that were added since the last call: all of them or, if it fails, none; then another call tries again.</summary>
    /// <param name="cancellationToken">Stops the creation; the group is then as it was before.</param>
    /// <returns>The arrays, by keys such as <c>cells/0</c>. Disposing the builder disposes them, too.</returns>
    /// <exception cref="InvalidOperationException">No labels were added.</exception>
    /// <inheritdoc cref="WriteLabelAsync(Label, CancellationToken)"/>
    public async Task<PreparedArrays> PrepareAsync(CancellationToken cancellationToken = default)
    {
        labels.RequireOpen(this);
        image = folder is null ? await LookAsync(cancellationToken).ConfigureAwait(false) : null;
        return await labels.PrepareAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Refuses further labels and disposes the prepared arrays, which stores everything that was written to them. Running calls continue.</summary>
    /// <exception cref="IOException">Something could not be stored; it is kept, and another call tries again.</exception>
    public ValueTask DisposeAsync() => labels.DisposeAsync();

    /// <summary>The path of the labels, and the number of labels that this builder has written.</summary>
    public override string ToString() => $"labels {RootPath}: {labels}";

    /// <summary>Plans and checks a label.</summary>
    private LabelPart Checked(Label label, LabelsPlace present, bool isPrepared)
    {
        labels.RequireOpen(this);
        labels.RequireFit();
        var planned = Planned(label, present.DescribedImage(), isPrepared);
        var part = new LabelPart(label.Name, isPrepared, () => planned);
        labels.RequireFree(part);
        present.RequireRoom(label.Name, options.Overwrite);
        return part;
    }

    /// <summary>Plans a label in a store, where nothing is asked before it is created.</summary>
    private LabelPart Unchecked(Label label)
    {
        labels.RequireOpen(this);
        Planned(label, null, isPrepared: true); // shows what is wrong with the label itself
        var part = new LabelPart(label.Name, isPrepared: true, () => Planned(label, image!.DescribedImage(), isPrepared: true));
        labels.RequireFree(part);
        return part;
    }

    private PlannedImage Planned(Label label, DescribedImage? described, bool isPrepared) =>
        PlannedImages.Of(new ImageTarget(Path.Join(place.Text, label.Name), string.Empty, $"label {label.Name}"), label, described, options, isPrepared);

    private Task<LabelsPlace> LookAsync(CancellationToken cancellationToken) => LabelsPlace.LoadAsync(place.Store!, !options.Pyramid.IsNone, cancellationToken);
}
