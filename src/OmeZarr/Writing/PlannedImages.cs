using System.Text.Json.Nodes;
using OmeZarr.Planning;
using OmeZarr.V05;

namespace OmeZarr.Writing;

/// <summary>Plans images with their label images.</summary>
internal static class PlannedImages
{
    /// <summary>An image and its labels.</summary>
    /// <param name="target">The destination.</param>
    /// <param name="image">The metadata of the image.</param>
    /// <param name="arrays">Its arrays.</param>
    /// <param name="labels">Its label images; they have pixels if the image has.</param>
    /// <param name="options">Options of writing; their extra attributes belong to the image.</param>
    internal static IReadOnlyList<PlannedImage> Of(ImageTarget target, Image image, ImageArrays arrays, IReadOnlyList<Label> labels, WriteOptions options) =>
        Of(target, image, arrays, labels, options, StorageOptions.Of(options), options.ExtraAttributes);

    /// <summary>An image of a larger hierarchy, and its labels.</summary>
    /// <param name="target">The destination.</param>
    /// <param name="content">The image.</param>
    /// <param name="labels">Its label images.</param>
    /// <param name="options">Options of writing; their extra attributes belong to the hierarchy.</param>
    /// <param name="isPrepared">Whether the pixels are written later.</param>
    internal static IReadOnlyList<PlannedImage> Of(ImageTarget target, ImageContent content, IReadOnlyList<Label> labels, WriteOptions options, bool isPrepared)
    {
        ArgumentNullException.ThrowIfNull(labels);
        RequirePixels(target, content, isPrepared);
        return Of(target, content.Image, content.Arrays, labels, options, StorageOptions.Of(options, content), content.ExtraAttributes);
    }

    /// <summary>A label image.</summary>
    /// <param name="target">The destination.</param>
    /// <param name="label">The label image.</param>
    /// <param name="described">The described image; null if that does not exist.</param>
    /// <param name="options">Options of writing; their extra attributes are ignored.</param>
    /// <param name="isPrepared">Whether the pixels are written later.</param>
    internal static PlannedImage Of(ImageTarget target, Label label, DescribedImage? described, WriteOptions options, bool isPrepared)
    {
        RequirePixels(target, label, isPrepared);
        var (specs, pixels) = label.Arrays;
        var image = described is null ? label.Image : LabelPlan.Complete(label.Image); // without an image above, a source would point at nothing
        return target.Plan(() =>
        {
            var pyramid = ImagePyramid.OfLabel(target.Subject, image, specs, options.Pyramid, described);
            LabelPlan.Require(label.Name, pyramid.Levels, described?.Levels);
            var plan = ImagePlan.Create(target.Subject, pyramid.Image, pyramid.Levels, StorageOptions.Of(options, label), label.ExtraAttributes, pyramid.Plan);
            return new PlannedImage(target.Path, pyramid.Image, plan, pixels);
        });
    }

    private static IReadOnlyList<PlannedImage> Of(
        ImageTarget target, Image image, ImageArrays arrays, IReadOnlyList<Label> labels, WriteOptions options, StorageOptions storage, JsonObject extraAttributes)
    {
        var isPrepared = arrays.Pixels is null;
        var pyramid = target.Plan(() => ImagePyramid.Of(target.Subject, image, arrays.Specs, options.Pyramid));
        var plan = target.Plan(() => ImagePlan.Create(target.Subject, pyramid.Image, pyramid.Levels, storage, extraAttributes, pyramid.Plan));
        var main = new PlannedImage(target.Path, pyramid.Image, plan, arrays.Pixels) { Complete = isPrepared ? null : Completing(image, pyramid.Image, options.CompleteMetadata) };
        var described = DescribedImage.Of(pyramid.Image, pyramid.Levels);
        return With(main, [.. labels.Select(label => Of(target.Label(NotNull(label).Name), label, described, options, isPrepared))]);
    }

    /// <summary>Callers complete the metadata that they gave, which have no computed levels.</summary>
    private static Func<Image, Image>? Completing(Image given, Image planned, Func<Image, Image>? complete)
    {
        return complete is null ? null : _ => WithLevels(complete(given));

        Image WithLevels(Image completed) => completed?.Multiscales == given.Multiscales ? completed with { Multiscales = planned.Multiscales } : completed!;
    }

    private static void RequirePixels(ImageTarget target, ImageContent content, bool isPrepared)
    {
        if (isPrepared != content.Pixels is null)
        {
            target.Plan<object>(() => throw new ArgumentException(isPrepared
                ? $"its pixels were given, but an image that is prepared gets them later; give an {nameof(ArraySpec)} for each level, or write the image at once"
                : $"its pixels are missing; give a source for each level, or prepare the image and write them later"));
        }
    }

    private static Label NotNull(Label label)
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
