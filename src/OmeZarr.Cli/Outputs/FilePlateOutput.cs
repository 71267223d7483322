using System.Text.Json.Nodes;
using OmeZarr.Cli.Images;
using OmeZarr.Cli.Inputs;
using OmeZarr.Cli.Plates.Naming;
using OmeZarr.Files;
using OmeZarr.Planning;
using OmeZarr.V05;
using Zarr;

namespace OmeZarr.Cli.Outputs;

/// <summary>A multi-well plate that one file describes.</summary>
internal sealed class FilePlateOutput : IOutput
{
    private readonly ConvertRequest request;
    private readonly FilePlate plate;
    private readonly IReadOnlyList<(FileWell Well, ImageConversion Image)> fields;

    private FilePlateOutput(ConvertRequest request, FilePlate plate, IReadOnlyList<(FileWell Well, ImageConversion Image)> fields) => (this.request, this.plate, this.fields) = (request, plate, fields);

    public string Description => ExistingParts.Describe(request, Conversions, $"{Counted.Of(Wells.Count, "well")}, {Counted.Of(fields.Count, "field")}", [], "field");

    public long BytesIn => fields.Sum(one => one.Image.Input.ByteCount);

    public IReadOnlyList<InputFinding> Findings { get; private init; } = [];

    public JsonObject SummaryJson
    {
        get
        {
            var json = new JsonObject { ["wells"] = JsonOutput.List(Wells), ["fields"] = fields.Count };
            foreach (var (name, value) in ExistingParts.CommonShape(Conversions) is null ? [] : fields[0].Image.ToJson())
            {
                json[name] = value?.DeepClone();
            }

            return json;
        }
    }

    private IReadOnlyList<ImageConversion> Conversions => [.. fields.Select(one => one.Image)];

    private IReadOnlyList<string> Wells => [.. fields.Select(one => PathOf(one.Well)).Distinct()];

    /// <exception cref="UsageException">The options do not fit the file.</exception>
    internal static FilePlateOutput Open(ConvertRequest request, InputFile file)
    {
        var inputs = file.Images.Where(image => image.Well is not null).Select(image => image.AtLevel(request.Level)).ToList();
        ImageMetadata.RequireKnownAxes(request, inputs);
        request = StorageLayout.Fitted(request, inputs);
        var outside = file.Images.Where(image => image.Well is null && image.Kind == FileImageKind.Image)
            .Select(image => new InputFinding(file.Path, FileFindingKind.LeftOut, $"the image {image.Name ?? image.Description} is left out, because it is in no well of the plate; --series keeps all images in a collection"));
        IReadOnlyList<(FileWell Well, ImageConversion Image)> fields = [.. inputs.Select(input => (input.Well!, ImageConversion.Create(request, input, input.Name ?? input.Well!.Field)))];
        return new FilePlateOutput(request, file.Plate!, fields)
        {
            Findings = [.. fields.SelectMany(field => field.Image.Input.Findings), .. outside],
        };
    }

    public async Task WriteAsync(WriteOptions options, CancellationToken cancellationToken)
    {
        var windows = await PlateWindows.MeasureAsync(Conversions, null, cancellationToken).ConfigureAwait(false);
        await WriteAsync(options, windows.Complete, cancellationToken).ConfigureAwait(false);
    }

    public Task WritePixelsAsync(WriteOptions options, CancellationToken cancellationToken) => WriteAsync(options, image => image.Metadata, cancellationToken);

    private async Task WriteAsync(WriteOptions options, Func<ImageConversion, Image> complete, CancellationToken cancellationToken)
    {
        var wells = fields.GroupBy(one => PathOf(one.Well)).Select(well =>
            new WellFields(well.First().Well.Row, well.First().Well.Column, [.. well.Select(one => FieldOf(one.Well, one.Image, complete))]));
        var completing = options with { Chunks = request.Chunks, Shards = request.Shards };
        await OmeWriter.WritePlateAsync(request.Output, [.. wells], PlateOptions, completing, cancellationToken).ConfigureAwait(false);
    }

    private PlateOptions PlateOptions => new()
    {
        Name = request.Name ?? plate.Name ?? FileName.OfLocation(request.Output),
        Rows = [.. Names(plate.Rows, WellName.Letters, fields.Select(one => one.Well.Row)).Select(row => new Row(row))],
        Columns = [.. Names(plate.Columns, number => $"{number}", fields.Select(one => one.Well.Column)).Select(column => new Column(column))],
    };

    /// <summary>The names of all rows or columns where the file says their number, and otherwise of those with images.</summary>
    private static IEnumerable<string> Names(int? count, Func<int, string> name, IEnumerable<string> used)
    {
        var known = Enumerable.Range(1, count ?? 0).Select(name).ToList();
        return used.All(known.Contains) ? known : used.Distinct().Order(NaturalOrder.Instance);
    }

    private Field FieldOf(FileWell well, ImageConversion image, Func<ImageConversion, Image> complete) =>
        new(well.Field, complete(image), [image.Input.Pixels, .. image.SmallerLevels]) { Labels = LabelConversion.Of(request, image) };

    private static string PathOf(FileWell well) => $"{well.Row}/{well.Column}";
}
