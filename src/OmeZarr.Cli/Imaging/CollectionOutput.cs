using System.Globalization;
using System.Text.Json.Nodes;
using OmeZarr.Cli.Inputs;
using OmeZarr.V05;

namespace OmeZarr.Cli.Imaging;

/// <summary>Several images in the layout of bioformats2raw, named after their files.</summary>
internal sealed class CollectionOutput : IOutput
{
    private readonly ConvertRequest request;
    private readonly IReadOnlyList<PlannedImage> images;

    private CollectionOutput(ConvertRequest request, IReadOnlyList<PlannedImage> images) => (this.request, this.images) = (request, images);

    public string Description => $"{images.Count} {(images.Count == 1 ? "image" : "images")}{Common}";

    public long BytesIn => images.Sum(image => image.Input.ByteCount);

    public JsonObject Facts => new() { ["images"] = new JsonArray([.. images.Select(FactsOf)]) };

    private string Common => images.Select(image => image.Input.Description).Distinct().ToList() is [var same] ? $" of {same}" : string.Empty;

    /// <exception cref="UsageException">The options do not fit the files.</exception>
    /// <exception cref="IOException">A file is missing or is not a TIFF that can be read.</exception>
    internal static CollectionOutput Open(ConvertRequest request, OpenFiles files)
    {
        var inputs = request.Inputs.Select(path => InputImage.Open(path, request.FileAxes, files)).ToList();
        ImageMetadata.RequireKnownAxes(request, inputs);
        return new CollectionOutput(request, [.. inputs.Select(input => PlannedImage.Create(request, input, FileName.OfFile(input.Path)))]);
    }

    public Task WriteAsync(WriteOptions options, CancellationToken cancellationToken)
    {
        // Files of equal names in different folders have equal metadata, so it is told apart by identity.
        var measured = new Dictionary<Image, Func<Image>>(ReferenceEqualityComparer.Instance);
        var series = images.Select((image, i) => new SeriesImage(i.ToString(CultureInfo.InvariantCulture), image.Metadata, PixelsOf(image, measured))).ToList();
        Image Complete(Image planned) => measured.TryGetValue(planned, out var complete) ? complete() : planned;
        return OmeWriter.WriteBioformats2RawAsync(request.Output, series, null, options with { CompleteMetadata = Complete }, cancellationToken);
    }

    private static Zarr.IArraySource PixelsOf(PlannedImage image, Dictionary<Image, Func<Image>> measured)
    {
        if (image.Measured() is not { } pixels)
        {
            return image.Input.Pixels;
        }

        measured.Add(image.Metadata, () => image.Complete(pixels.Ranges));
        return pixels;
    }

    private static JsonNode FactsOf(PlannedImage image)
    {
        var facts = ConvertSummary.FactsOf(image);
        facts.Insert(0, "name", image.Metadata.Multiscales[0].Name);
        return facts;
    }
}
