using System.Text.Json.Nodes;
using OmeZarr.Cli.Images;
using OmeZarr.Cli.Inputs;
using OmeZarr.Cli.Stores;
using OmeZarr.V05;

namespace OmeZarr.Cli.Outputs;

/// <summary>One image, of one file or several stacked, with its labels.</summary>
internal sealed class ImageOutput : IOutput
{
    private readonly ConvertRequest request;
    private readonly IReadOnlyList<Label> labels;
    private ImageConversion image;

    private ImageOutput(ConvertRequest request, ImageConversion image, IReadOnlyList<Label> labels) => (this.request, this.image, this.labels) = (request, image, labels);

    /// <summary>How many smaller levels all files of a stack have, if they are read and lie at the same places; otherwise null.</summary>
    internal int? StackLevels { get; private set; }

    public string Description => image.Input.Description + (labels.Count > 0 ? $" with labels {string.Join(", ", labels.Select(label => label.Name))}" : string.Empty);

    public long BytesIn => image.Input.ByteCount + labels.Sum(label => label.Levels[0].Shape.ElementCount * label.Levels[0].DataType.Size);

    public JsonObject SummaryJson
    {
        get
        {
            var json = image.ToJson();
            json["labels"] = JsonOutput.List(labels.Select(label => label.Name));
            return json;
        }
    }

    public IReadOnlyList<InputFinding> Findings => image.Input.Findings;

    /// <summary>Stacks the files, or takes the only one.</summary>
    /// <exception cref="UsageException">The files or the options do not fit each other.</exception>
    /// <exception cref="IOException">A file is missing, damaged, or of no known kind.</exception>
    internal static async Task<ImageOutput> OpenAsync(ConvertRequest request, OpenFiles files, CancellationToken cancellationToken)
    {
        async Task<InputImage> OneAsync(string path) => (await StoreInput.OpenAsync(path, request.FileAxes, files, cancellationToken).ConfigureAwait(false)).Only();
        var images = new List<InputImage>();
        foreach (var path in request.Inputs)
        {
            if (images.Count > 0 && request.OpensStackLate)
            {
                images.Add(UnopenedPixels.ImageOf(path, images[0], () => OneAsync(path)));
                continue;
            }

            var image = await OneAsync(path).ConfigureAwait(false);
            images.Add(request.OpensStackLate ? image.WithLevels(request.StackLevels ?? 0) : image);
        }

        var input = OpenInput(request, images);
        var output = await OfAsync(request, input, files, cancellationToken).ConfigureAwait(false);
        output.StackLevels = request.ReadsLevels && images.TrueForAll(image => image.LevelPlaces.SequenceEqual(images[0].LevelPlaces)) ? input.Levels.Count : null;
        return output;
    }

    /// <summary>The output of one image.</summary>
    /// <exception cref="UsageException">The image or the options do not fit each other.</exception>
    /// <exception cref="IOException">A file of a label is missing, damaged, or of no known kind.</exception>
    internal static async Task<ImageOutput> OfAsync(ConvertRequest request, InputImage whole, OpenFiles files, CancellationToken cancellationToken)
    {
        var input = whole.AtLevel(request.Level);
        ImageMetadata.RequireKnownAxes(request, [input]);
        var image = ImageConversion.Create(request, input, request.Name ?? FileName.OfLocation(request.Output));
        var labels = new List<InputLabel>();
        foreach (var label in request.Labels)
        {
            var mask = await InputMask.OpenAsync(label, input, request, files, cancellationToken).ConfigureAwait(false);
            labels.Add(new InputLabel(label.Name, mask.Pixels, mask.LabelValues ?? new ImageLabel()));
        }

        var own = image.Input.Labels.Where(label => !labels.Exists(given => string.Equals(given.Name, label.Name, StringComparison.OrdinalIgnoreCase)));
        return new ImageOutput(request, image, [.. labels.Concat(own).Select(label => LabelConversion.Of(request, image, label))]);
    }

    public async Task WriteAsync(WriteOptions options, CancellationToken cancellationToken)
    {
        var (metadata, levels, measured) = image.Measured();
        var completed = options with { CompleteMetadata = planned => planned with { Omero = measured() } };
        await OmeWriter.WriteImageAsync(request.Output, metadata, levels, completed, labels, cancellationToken).ConfigureAwait(false);
    }

    public async Task CompleteAsync(CancellationToken cancellationToken) => image = await image.StoredAsync(request.Output, cancellationToken).ConfigureAwait(false);

    private static InputImage OpenInput(ConvertRequest request, List<InputImage> images)
    {
        if (request.StackAxis is not { } axis)
        {
            return images is [var image]
                ? image
                : throw new UsageException(
                    $"there are {images.Count} input files; say along which axis to stack them: --stack c, z or t; or keep each an image with --series, or make a plate with --plate");
        }

        return images[0].Axes.Contains(axis, StringComparison.Ordinal)
            ? throw new UsageException($"--stack {axis}: {images[0].Path} has an axis {axis} already ({images[0].AxisList}); stack along another")
            : StackFindings.Add(InputImage.Stack(images, axis), request, images, axis);
    }
}
