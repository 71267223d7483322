using OmeZarr.Cli.Inputs;
using OmeZarr.V05;
using Zarr;

namespace OmeZarr.Cli.Images;

/// <summary>Creates the label images of an image.</summary>
internal static class LabelConversion
{
    /// <summary>The label images that the input has of the image.</summary>
    internal static IReadOnlyList<Label> Of(ConvertRequest request, ImageConversion image) => [.. image.Input.Labels.Select(label => Of(request, image, label))];

    /// <summary>A label image with pixel sizes, units, chunks and shards of the image.</summary>
    internal static Label Of(ConvertRequest request, ImageConversion image, InputLabel label)
    {
        var (chunks, shards) = StorageLayout.OfLabels(request, image);
        IReadOnlyList<IArraySource> levels = [label.Pixels, .. request.KeepsLevels ? label.Levels : []];
        var metadata = LabelImage.For(image.Metadata, label.Name);
        var multiscale = metadata.Multiscales[0];
        return new Label(label.Name, metadata with { ImageLabel = label.Values, Multiscales = [multiscale with { Datasets = [.. multiscale.Datasets.Take(levels.Count)] }] }, levels) { Chunks = chunks, Shards = shards };
    }
}
