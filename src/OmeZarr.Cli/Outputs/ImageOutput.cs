using System.Text.Json.Nodes;
using OmeZarr.Cli.Images;
using OmeZarr.Cli.Inputs;
using OmeZarr.V05;

namespace OmeZarr.Cli.Outputs;

/// <summary>One image, of one file or several stacked, with its labels.</summary>
internal sealed class ImageOutput : IOutput
{
    private readonly ConvertRequest request;
    private readonly IReadOnlyList<Label> labels;
    private ImageConversion image;

    private ImageOutput(ConvertRequest request, ImageConversion image, IReadOnlyList<Label> labels) => (this.request, this.image, this.labels) = (request, image, labels);

    public string Description => image.Input.Description + (labels.Count > 0 ? $" with labels {string.Join(", ", request.Labels.Select(label => label.Name))}" : string.Empty);

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
    internal static ImageOutput Open(ConvertRequest request, OpenFiles files) =>
        Of(request, OpenInput(request, [.. request.Inputs.Select(path => InputImage.Open(path, request.FileAxes, files))]), files);

    /// <summary>The output of one image.</summary>
    /// <exception cref="UsageException">The image or the options do not fit each other.</exception>
    /// <exception cref="IOException">A file of a label is missing, damaged, or of no known kind.</exception>
    internal static ImageOutput Of(ConvertRequest request, InputImage whole, OpenFiles files)
    {
        var input = whole.AtLevel(request.Level);
        ImageMetadata.RequireKnownAxes(request, [input]);
        var image = ImageConversion.Create(request, input, request.Name ?? FileName.OfFolder(request.Output));
        return new ImageOutput(request, image, [.. request.Labels.Select(label => LabelOf(request, label, image, files))]);
    }

    public async Task WriteAsync(WriteOptions options, CancellationToken cancellationToken)
    {
        var (metadata, levels, measured) = image.Measured();
        var completed = options with { CompleteMetadata = planned => planned with { Omero = measured() } };
        await OmeWriter.WriteImageAsync(request.Output, metadata, levels, completed, labels, cancellationToken).ConfigureAwait(false);
        image = await image.StoredAsync(request.Output, cancellationToken).ConfigureAwait(false);
    }

    private static InputImage OpenInput(ConvertRequest request, IReadOnlyList<InputImage> images)
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

    private static Label LabelOf(ConvertRequest request, LabelRequest label, ImageConversion image, OpenFiles files)
    {
        var mask = InputMask.Open(label, image.Input, request, files);
        var (chunks, shards) = StorageLayout.OfLabels(request, image);
        var axes = image.Metadata.Multiscales[0].Axes.Index().Where(axis => axis.Index != image.Input.ChannelAxis).Select(axis => axis.Index);
        var sizes = image.Metadata.Multiscales[0].PixelSize(0);
        var dimensions = axes.Select((axis, i) => new Dimension(mask.Axes[i].ToString(), sizes[axis], image.Metadata.Multiscales[0].Axes[axis].Unit));
        var metadata = new LabelImage(Image.FromDimensions([.. dimensions], label.Name), new ImageLabel());
        return new Label(label.Name, metadata, mask.Pixels) { Chunks = chunks, Shards = shards };
    }
}
