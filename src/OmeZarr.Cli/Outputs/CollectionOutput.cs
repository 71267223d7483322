using System.Globalization;
using System.Text.Json.Nodes;
using OmeZarr.Cli.Images;
using OmeZarr.Cli.Inputs;
using OmeZarr.OmeXml;
using OmeZarr.V05;
using Zarr;

namespace OmeZarr.Cli.Outputs;

/// <summary>Several images in the layout of bioformats2raw, named after their files, or as their file names them.</summary>
internal sealed class CollectionOutput : IOutput
{
    private readonly ConvertRequest request;
    private readonly List<ImageConversion> images;
    private readonly List<string> series = [];

    private CollectionOutput(ConvertRequest request, IReadOnlyList<ImageConversion> images) => (this.request, this.images) = (request, [.. images]);

    public string Description => ExistingParts.Describe(request, images, Counted.Of(images.Count, "image"), Skipped, "image");

    public long BytesIn => images.Sum(image => image.Input.ByteCount);

    public IReadOnlyList<string> Written => request.Append ? series : [string.Empty];

    public JsonObject SummaryJson
    {
        get
        {
            var json = new JsonObject { ["images"] = JsonOutput.List(images.Zip(series, JsonOf)) };
            ExistingParts.AddTo(json, request, Skipped);
            return json;
        }
    }

    public IReadOnlyList<InputFinding> Findings => [.. images.SelectMany(image => image.Input.Findings)];

    /// <summary>The path of the replaced image for each image; null for a new image.</summary>
    private IReadOnlyList<string?> Replaced { get; init; } = [];

    /// <summary>The OME-XML of the input file about the written images; null for none, or if they are of several files.</summary>
    private string? OmeXml { get; init; }

    /// <summary>Existing images that were skipped.</summary>
    private IReadOnlyList<string> Skipped { get; init; } = [];

    /// <exception cref="UsageException">The options do not fit the images.</exception>
    internal static async Task<CollectionOutput> OpenAsync(ConvertRequest request, IReadOnlyList<NamedImage> images, CancellationToken cancellationToken)
    {
        var there = AppendedImages.Choose(request, await ContentsAsync(request, cancellationToken).ConfigureAwait(false), images);
        IReadOnlyList<NamedImage> written = [.. there.New.Concat(there.Replacing).Select(image => image with { Input = image.Input.AtLevel(request.Level) })];
        if (written.Count > 0)
        {
            IReadOnlyList<InputImage> inputs = [.. written.Select(image => image.Input)];
            ImageMetadata.RequireKnownAxes(request, inputs);
            request = StorageLayout.Fitted(request, inputs);
        }

        return new CollectionOutput(request, [.. written.Select(image => ImageConversion.Create(request, image.Input, image.Name))])
        {
            OmeXml = request is { Append: false, OmeXml: true } ? OmeXmlOf([.. written.Select(image => image.Input)]) : null,
            Replaced = [.. written.Select(image => image.Series)],
            Skipped = there.Skipped,
        };
    }

    public async Task WriteAsync(WriteOptions options, CancellationToken cancellationToken)
    {
        // Files of equal names in different folders have equal metadata, so references are compared: those of the provisional display windows, because the writer adds levels to the rest.
        var measured = new Dictionary<Omero, Func<Omero?>>(ReferenceEqualityComparer.Instance);
        Image Complete(Image planned) => planned.Omero is { } provisional && measured.TryGetValue(provisional, out var omero) ? planned with { Omero = omero() } : planned;
        var completing = options with { CompleteMetadata = Complete, Chunks = request.Chunks, Shards = request.Shards };
        var sources = images.Select(image => Measure(image, measured)).ToList();
        series.Clear();
        var countOfNew = Replaced.Count(replaced => replaced is null);
        if (countOfNew > 0)
        {
            await WriteNewAsync(sources[..countOfNew], request.Append ? completing with { Overwrite = false } : completing, cancellationToken).ConfigureAwait(false);
        }

        if (countOfNew < images.Count)
        {
            series.AddRange(Replaced.OfType<string>());
            await WriteAsync([.. sources[countOfNew..].Zip(Replaced.OfType<string>(), (image, name) => new SeriesImage(name, image.Metadata, image.Levels) { Labels = image.Labels })], completing, cancellationToken).ConfigureAwait(false);
        }

    }

    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        for (var i = 0; i < images.Count; i++)
        {
            images[i] = await images[i].StoredAsync(request.Output.Below(series[i]), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Numbers new images. If another writer takes a number meanwhile, the image gets a new one.</summary>
    private async Task WriteNewAsync(List<(Image Metadata, IReadOnlyList<IArraySource> Levels, IReadOnlyList<Label> Labels)> sources, WriteOptions options, CancellationToken cancellationToken)
    {
        while (true)
        {
            var first = (await ContentsAsync(request, cancellationToken).ConfigureAwait(false)).NextNumber;
            var numbered = sources.Select((image, i) => new SeriesImage((first + i).ToString(CultureInfo.InvariantCulture), image.Metadata, image.Levels) { Labels = image.Labels }).ToList();
            try
            {
                await WriteAsync(numbered, options, cancellationToken).ConfigureAwait(false);
                series.AddRange(numbered.Select(image => image.Name));
                return;
            }
            catch (DestinationExistsException error) when (request.Append && numbered.FindIndex(image => image.Name == Path.GetFileName(error.Destination)) is >= 0 and var written)
            {
                if ((await ContentsAsync(request, cancellationToken).ConfigureAwait(false)).NextNumber <= first + written)
                {
                    throw; // a folder that the collection does not list exists
                }

                series.AddRange(numbered.Take(written).Select(image => image.Name));
                sources = sources[written..];
            }
        }
    }

    private Task<string> WriteAsync(IReadOnlyList<SeriesImage> numbered, WriteOptions options, CancellationToken cancellationToken) =>
        OmeWriter.WriteBioformats2RawAsync(request.Output, numbered, OmeXml, options, cancellationToken);

    private static string? OmeXmlOf(IReadOnlyList<InputImage> images) => images is [{ OmeXml: { } document } first, ..] && images.All(image => image.Path == first.Path)
        ? OmeXmlSubset.Of(document, [.. images.Select(image => image.Number)])
        : null;

    private static async Task<CollectionContents> ContentsAsync(ConvertRequest request, CancellationToken cancellationToken) => request.Append && await Locations.IsThereAsync(request.Output, cancellationToken).ConfigureAwait(false)
        ? await CollectionContents.ReadAsync(request.Output, cancellationToken).ConfigureAwait(false)
        : CollectionContents.None;

    private (Image Metadata, IReadOnlyList<IArraySource> Levels, IReadOnlyList<Label> Labels) Measure(ImageConversion image, Dictionary<Omero, Func<Omero?>> measured)
    {
        var (metadata, levels, omero) = image.Measured();
        if (metadata.Omero is { } provisional)
        {
            measured.Add(provisional, omero);
        }

        return (metadata, levels, LabelConversion.Of(request, image));
    }

    private static JsonObject JsonOf(ImageConversion image, string path)
    {
        var json = image.ToJson();
        json.Insert(0, "series", path);
        json.Insert(0, "name", image.Metadata.Multiscales[0].Name);
        return json;
    }
}
