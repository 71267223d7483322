using System.Text.Json.Nodes;
using OmeZarr.Planning;
using OmeZarr.V05;
using Zarr;

namespace OmeZarr.Writing;

/// <summary>Plans images with their label images.</summary>
internal static class PlannedImages
{
    internal const string LabelsGroup = "labels";

    /// <summary>An image with pixels, and its labels.</summary>
    /// <param name="target">The destination.</param>
    /// <param name="image">Its metadata.</param>
    /// <param name="levels">Its pixels.</param>
    /// <param name="labels">Its label images.</param>
    /// <param name="options">Options of writing; their extra attributes are ignored.</param>
    /// <param name="extraAttributes">Further attributes of its group.</param>
    internal static IReadOnlyList<PlannedImage> Of(
        ImageTarget target, Image image, IReadOnlyList<IArraySource> levels, IReadOnlyList<Label> labels, WriteOptions options, JsonObject? extraAttributes = null)
    {
        var main = Main(target, image, [.. levels.Select(ArraySpec.Of)], levels, options, extraAttributes);
        return With(main, [.. labels.Select(label => Of(target.Label(NotNull(label).Name), label, levels.Count, options))]);
    }

    /// <summary>An image without pixels, and its labels.</summary>
    /// <inheritdoc cref="Of(ImageTarget, Image, IReadOnlyList{IArraySource}, IReadOnlyList{Label}, WriteOptions, JsonObject?)"/>
    internal static IReadOnlyList<PlannedImage> Of(
        ImageTarget target, Image image, IReadOnlyList<ArraySpec> levels, IReadOnlyList<LabelSpec> labels, WriteOptions options, JsonObject? extraAttributes = null)
    {
        var main = Main(target, image, levels, null, options, extraAttributes);
        return With(main, [.. labels.Select(label => Of(target.Label(NotNull(label).Name), label, levels.Count, options))]);
    }

    /// <summary>A label image with pixels.</summary>
    /// <param name="target">The destination.</param>
    /// <param name="label">The label image.</param>
    /// <param name="imageLevels">Number of levels of the described image; null if that does not exist.</param>
    /// <param name="options">Options of writing.</param>
    internal static PlannedImage Of(ImageTarget target, Label label, int? imageLevels, WriteOptions options) =>
        Labels(target, label.Name, label.Image, [.. label.Levels.Select(ArraySpec.Of)], label.Levels, imageLevels, StorageOf(label.Chunks, label.Shards, options));

    /// <summary>A label image without pixels.</summary>
    /// <inheritdoc cref="Of(ImageTarget, Label, int?, WriteOptions)"/>
    internal static PlannedImage Of(ImageTarget target, LabelSpec label, int? imageLevels, WriteOptions options) =>
        Labels(target, label.Name, label.Image, label.Levels, null, imageLevels, StorageOf(label.Chunks, label.Shards, options));

    private static StorageOptions StorageOf(ChunkShape? chunks, ShardShape? shards, WriteOptions options) =>
        options.Storage with { Chunks = chunks ?? options.Chunks, Shards = shards ?? options.Shards };

    private static PlannedImage Main(
        ImageTarget target, Image image, IReadOnlyList<ArraySpec> specs, IReadOnlyList<IArraySource>? levels, WriteOptions options, JsonObject? extraAttributes) =>
        new(target.Path, image, target.Plan(() => ImagePlan.Create(target.Subject, image, specs, options.Storage, extraAttributes)), levels)
        {
            Complete = levels is null ? null : options.CompleteMetadata,
        };

    private static PlannedImage Labels(
        ImageTarget target, string name, LabelImage label, IReadOnlyList<ArraySpec> specs, IReadOnlyList<IArraySource>? levels, int? imageLevels, StorageOptions storage)
    {
        var image = LabelPlan.Complete(label);
        var plan = target.Plan(() =>
        {
            LabelPlan.Require(name, specs, imageLevels);
            return ImagePlan.Create(target.Subject, image, specs, storage);
        });
        return new PlannedImage(target.Path, image, plan, levels);
    }

    private static T NotNull<T>(T label)
    {
        ArgumentNullException.ThrowIfNull(label);
        return label;
    }

    private static IReadOnlyList<PlannedImage> With(PlannedImage main, IReadOnlyList<PlannedImage> labels)
    {
        string[] names = [.. labels.Select(label => label.Path[(label.Path.LastIndexOf('/') + 1)..])];
        return names.Distinct(StringComparer.OrdinalIgnoreCase).Count() == names.Length
            ? [main with { LabelNames = names }, .. labels]
            : throw new ArgumentException($"two labels have the same name, or names that differ only in case: {string.Join(", ", names)}");
    }
}
