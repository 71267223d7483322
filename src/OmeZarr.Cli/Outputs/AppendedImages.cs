using OmeZarr.Cli.Images;
using OmeZarr.Cli.Inputs;

namespace OmeZarr.Cli.Outputs;

/// <summary>An image of the input files and its name in the collection.</summary>
/// <param name="Name">The name.</param>
/// <param name="Input">The image.</param>
/// <param name="Series">The path of the existing image that it replaces; null for a new image.</param>
internal sealed record NamedImage(string Name, InputImage Input, string? Series = null);

/// <summary>Sorts images of input files into new, replacing and skipped images of a collection. Images are the same if their names are.</summary>
/// <param name="New">Images that the collection lacks.</param>
/// <param name="Replacing">Images that replace existing ones.</param>
/// <param name="Skipped">Existing images that are kept.</param>
internal sealed record AppendedImages(IReadOnlyList<NamedImage> New, IReadOnlyList<NamedImage> Replacing, IReadOnlyList<string> Skipped)
{
    /// <exception cref="UsageException">Images exist and no option says what to do with them, or it is ambiguous which image is replaced.</exception>
    internal static AppendedImages Choose(ConvertRequest request, CollectionContents contents, IReadOnlyList<NamedImage> images)
    {
        var found = images.Select(image => (Image: image, Series: contents.Named(image.Name))).ToList();
        var there = found.Where(image => image.Series.Count > 0).ToList();
        RequireDecided(request, there);
        return new AppendedImages(
            [.. found.Where(image => image.Series.Count == 0).Select(image => image.Image)],
            request.Overwrite ? [.. there.Select(image => image.Image with { Series = image.Series[0] })] : [],
            request.Overwrite ? [] : [.. there.SelectMany(image => image.Series).Distinct()]);
    }

    private static void RequireDecided(ConvertRequest request, List<(NamedImage Image, IReadOnlyList<string> Series)> there)
    {
        if (there.Count == 0 || request.SkipExisting)
        {
            return;
        }

        if (!request.Overwrite)
        {
            throw ExistingParts.Refused(request, $"an image {there[0].Image.Name} (series {there[0].Series[0]})", there.Count, "image", "If it is another one, rename the file. ");
        }

        if (there.Find(image => image.Series.Count > 1) is { Image: { } image } several)
        {
            throw new UsageException($"{request.Output} has several images {image.Name} (series {string.Join(", ", several.Series)}), so it is not clear which one {image.Input.Path} replaces. Nothing was changed");
        }

        if (there.GroupBy(found => found.Series[0]).FirstOrDefault(same => same.Count() > 1)?.ToList() is { } twins)
        {
            throw new UsageException($"{twins[0].Image.Input.Path} and {twins[1].Image.Input.Path} would both replace series {twins[0].Series[0]} of {request.Output}; leave one out, or rename it. Nothing was changed");
        }
    }
}
