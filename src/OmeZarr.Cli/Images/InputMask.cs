using OmeZarr.Cli.Inputs;
using OmeZarr.Cli.Stores;
using Zarr;

namespace OmeZarr.Cli.Images;

/// <summary>The files of a label image, checked against the described image.</summary>
internal static class InputMask
{
    /// <exception cref="UsageException">The files are not a label image of this image.</exception>
    /// <exception cref="IOException">A file is missing or is not an image that can be read.</exception>
    internal static async Task<InputImage> OpenAsync(LabelRequest label, InputImage image, ConvertRequest request, OpenFiles files, CancellationToken cancellationToken)
    {
        var mask = await OpenFilesOfAsync(label, image, request, files, cancellationToken).ConfigureAwait(false);
        RequireIntegers(label, mask);
        var expected = AxesOf(image);
        if (mask.Axes != expected)
        {
            throw new UsageException($"--label {label.Name}: {mask.Path} has the axes {mask.AxisList}, the image {image.AxisList}; {Advice(mask, expected)}");
        }

        Shape shape = [.. image.Pixels.Shape.Index().Where(length => length.Index != image.ChannelAxis).Select(length => length.Item)];
        return mask.Pixels.Shape == shape
            ? mask
            : throw new UsageException($"--label {label.Name}: {mask.Path} is {mask.Description}, the image {image.Description}; labels are as large as their image");
    }

    private static string AxesOf(InputImage image) => image.Axes.Replace("c", string.Empty, StringComparison.Ordinal);

    private static async Task<InputImage> OpenFilesOfAsync(LabelRequest label, InputImage image, ConvertRequest request, OpenFiles files, CancellationToken cancellationToken)
    {
        var expected = AxesOf(image);
        var axis = request.StackAxis is 'c' ? null : request.StackAxis;
        if (label.Files.Count == 1 && axis is null)
        {
            return await OpenFileAsync(label.Files[0], expected, files, cancellationToken).ConfigureAwait(false);
        }

        if (axis is not { } letter)
        {
            throw new UsageException($"--label {label.Name}: there are {label.Files.Count} files; give one, or as many as the image has with --stack z or t");
        }

        var inFile = await OpenFileAsync(label.Files[0], expected, files, cancellationToken).ConfigureAwait(false);
        if (label.Files.Count == 1 && inFile.Axes == expected)
        {
            return inFile;
        }

        var masks = new List<InputImage>();
        foreach (var path in label.Files)
        {
            masks.Add(masks.Count > 0 && request.OnlyImages is not null ? UnopenedPixels.ImageOf(path, masks[0], () => OneAsync(path)) : (await OneAsync(path).ConfigureAwait(false)).WithLevels(0));
        }

        return InputImage.Stack(masks, letter);

        Task<InputImage> OneAsync(string path) => OpenFileAsync(path, expected.Replace(letter.ToString(), string.Empty, StringComparison.Ordinal), files, cancellationToken);
    }

    /// <summary>Takes the axes of the image, because programs that write masks seldom name the axis of the pages.</summary>
    private static async Task<InputImage> OpenFileAsync(string path, string expected, OpenFiles files, CancellationToken cancellationToken)
    {
        if (Locations.IsStore(path))
        {
            return (await StoreInput.OpenAsync(path, null, files, cancellationToken).ConfigureAwait(false)).Only();
        }

        var mask = InputImage.Open(path, null, files);
        var isNamedOtherwise = mask.Axes.Length == 3 && expected.Length == 3 && mask.Axes != expected && !mask.Axes.Contains('c', StringComparison.Ordinal);
        return isNamedOtherwise ? InputImage.Open(path, expected, files) : mask;
    }

    private static void RequireIntegers(LabelRequest label, InputImage mask)
    {
        if (!mask.Pixels.DataType.IsInteger)
        {
            throw new UsageException(
                $"--label {label.Name}: {mask.Path} is {mask.Pixels.DataType}; labels are numbers of objects, so save it with integers of 8, 16 or 32 bits "
                + "(ImageJ: Image > Type > 16-bit without scaling; Python: mask.astype(\"uint32\"))");
        }
    }

    private static string Advice(InputImage mask, string expected) => mask.ChannelAxis is null
        ? $"labels have those of their image, without channels: {string.Join(", ", expected.ToCharArray())}"
        : "labels are one number for each pixel, without channels or colours";
}
