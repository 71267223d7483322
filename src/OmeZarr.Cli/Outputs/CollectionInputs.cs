using OmeZarr.Cli.Images;
using OmeZarr.Cli.Inputs;
using OmeZarr.Cli.Stores;
using OmeZarr.Files;

namespace OmeZarr.Cli.Outputs;

/// <summary>The images of input files that become a collection, with their names.</summary>
internal static class CollectionInputs
{
    /// <summary>All images of all files but thumbnails.</summary>
    /// <exception cref="IOException">A file is missing, damaged, or of no known kind.</exception>
    internal static async Task<IReadOnlyList<NamedImage>> OfFilesAsync(ConvertRequest request, OpenFiles files, CancellationToken cancellationToken)
    {
        var images = new List<NamedImage>();
        foreach (var path in request.Inputs)
        {
            var file = await StoreInput.OpenAsync(path, request.FileAxes, files, cancellationToken).ConfigureAwait(false);
            images.AddRange(Named(file, file.Images.All(image => image.Kind == FileImageKind.Thumbnail) ? file.Images : [.. file.Images.Where(image => image.Kind != FileImageKind.Thumbnail)], request.Inputs.Count > 1));
        }

        return images;
    }

    /// <summary>The images of the specimen in one file. That the label and the overview of a slide are left out is a finding.</summary>
    internal static IReadOnlyList<NamedImage> OfFile(InputFile file) =>
        [.. Named(file, file.MainImages, false).Select((image, i) => i > 0 ? image : image with { Input = image.Input with { Findings = [.. image.Input.Findings, .. file.LeftOut([.. file.MainImages])] } })];

    /// <summary>The images of the specimen in a file that is added to a collection.</summary>
    /// <exception cref="UsageException">The file describes a plate.</exception>
    internal static IReadOnlyList<NamedImage> ToAppend(InputFile file) => (file.Plate, file.MainImages.Count) switch
    {
        (null, 0) => [.. Named(file, [file.Images[0]], false)],
        (null, _) => OfFile(file),
        _ => throw new UsageException($"--append: {file.Path} describes a plate, and only wells from single files are added to plates (--plate); --series adds its images to a collection"),
    };

    /// <summary>A single image has the name of its file. Several have their names in the file, and numbers where these are missing or not unique.</summary>
    private static IEnumerable<NamedImage> Named(InputFile file, IReadOnlyList<InputImage> images, bool withFileName)
    {
        var prefix = FileName.OfFile(file.Path);
        if (images is [var single])
        {
            return [new NamedImage(prefix, single)];
        }

        var counts = images.CountBy(image => image.Name ?? string.Empty).ToDictionary();
        return images.Select((image, i) =>
        {
            var name = image.Name is { Length: > 0 } own && counts[own] == 1 ? own : $"{image.Name ?? "image"} {i}";
            return new NamedImage(withFileName ? $"{prefix} - {name}" : name, image);
        });
    }
}
