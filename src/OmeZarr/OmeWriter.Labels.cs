using OmeZarr.Planning;
using OmeZarr.V05;
using Zarr;
using Zarr.Stores;

namespace OmeZarr;

/// <content>Labels.</content>
public static partial class OmeWriter
{
    /// <summary>Adds a label image to an image of one resolution. Its metadata are those of <see cref="LabelImage.For"/>.</summary>
    /// <param name="image">The image, for example <c>cells.ome.zarr</c>.</param>
    /// <param name="name">Name of the label image, for example <c>nuclei</c>.</param>
    /// <param name="mask">The numbers of the objects, 0 for background: integers, with the axes of the image except channels.</param>
    /// <param name="options">Chunks, compression and more; null for the defaults. With a <see cref="WriteOptions.Pyramid"/> the levels of the image are computed.</param>
    /// <param name="cancellationToken">Stops the writing; the labels are then as they were before.</param>
    /// <inheritdoc cref="WriteLabelAsync(StoreLocation, string, IReadOnlyList{IArraySource}, WriteOptions?, CancellationToken)"/>
    public static Task<string> WriteLabelAsync(StoreLocation image, string name, IArraySource mask, WriteOptions? options = null, CancellationToken cancellationToken = default) =>
        WriteLabelAsync(image, name, [mask], options, cancellationToken);

    /// <summary>Adds a label image to an image. Its metadata are those of <see cref="LabelImage.For"/>; a <see cref="LabelsBuilder"/> writes other metadata.</summary>
    /// <param name="image">The image, for example <c>cells.ome.zarr</c>.</param>
    /// <param name="name">Name of the label image, for example <c>nuclei</c>.</param>
    /// <param name="levels">One mask for each level of the image: integers, with the axes of the image except channels.</param>
    /// <param name="options">Chunks, compression and more; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the writing; the labels are then as they were before.</param>
    /// <returns>The absolute path of the label image; symbolic links are resolved.</returns>
    /// <exception cref="ZarrException">The image does not exist, or a document is damaged.</exception>
    /// <inheritdoc cref="LabelsBuilder.WriteLabelAsync(Label, CancellationToken)"/>
    public static async Task<string> WriteLabelAsync(
        StoreLocation image, string name, IReadOnlyList<IArraySource> levels, WriteOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(image);
        var described = await OmeImage.OpenAsync(image, new ZarrOptions { UsesConsolidatedMetadata = false }, cancellationToken).ConfigureAwait(false);
        described.RequireWhole();
        var labels = new LabelsBuilder(image.Below(NodeNames.LabelsGroup), options);
        await using (labels.ConfigureAwait(false))
        {
            var metadata = LabelImage.For(described.Metadata, name);
            await labels.WriteLabelAsync(new Label(name, levels is { Count: 1 } && options is { Pyramid.IsNone: false } ? OfLevel0(metadata) : metadata, levels), cancellationToken).ConfigureAwait(false);
            return image.Folder is null ? image.Below($"{NodeNames.LabelsGroup}/{name}").ToString() : Path.Join(labels.RootPath, name);
        }
    }

    /// <summary>The metadata without the levels that are computed.</summary>
    private static LabelImage OfLevel0(LabelImage label) => label with { Multiscales = [.. label.Multiscales.Select(multiscale => multiscale with { Datasets = [.. multiscale.Datasets.Take(1)] })] };
}
