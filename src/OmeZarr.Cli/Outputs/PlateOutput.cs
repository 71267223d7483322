using System.Text.Json.Nodes;
using OmeZarr.Cli.Images;
using OmeZarr.Cli.Inputs;
using OmeZarr.Cli.Plates;
using OmeZarr.Planning;
using OmeZarr.V05;
using Zarr;

namespace OmeZarr.Cli.Outputs;

/// <summary>A multi-well plate, assembled by the names of its files.</summary>
internal sealed class PlateOutput : IOutput
{
    private readonly ConvertRequest request;
    private readonly PlateFiles plate;
    private readonly IReadOnlyList<ImageConversion> fields;

    private PlateOutput(ConvertRequest request, PlateFiles plate, IReadOnlyList<ImageConversion> fields) => (this.request, this.plate, this.fields) = (request, plate, fields);

    public string Description => ExistingParts.Describe(request, fields, $"{Counted.Of(plate.Wells.Count, "well")}, {Counted.Of(fields.Count, "field")}", Skipped, "field");

    public IReadOnlyList<string> Written => request.Append ? [.. plate.Fields.Select(PathOf)] : [string.Empty];

    public long BytesIn => fields.Sum(image => image.Input.ByteCount);

    public JsonObject SummaryJson
    {
        get
        {
            var json = new JsonObject
            {
                ["wells"] = JsonOutput.List(plate.Wells.Select(well => well.Path)),
                ["fields"] = fields.Count,
            };
            ExistingParts.AddTo(json, request, Skipped);
            foreach (var (name, value) in ExistingParts.CommonShape(fields) is null ? [] : fields[0].ToJson())
            {
                json[name] = value?.DeepClone();
            }

            return json;
        }
    }

    public IReadOnlyList<InputFinding> Findings => [.. fields.SelectMany(image => image.Input.Findings)];

    /// <summary>The existing content of the plate.</summary>
    private PlateContents Existing { get; init; } = PlateContents.None;

    /// <summary>Paths of fields that were skipped because they exist.</summary>
    private IReadOnlyList<string> Skipped { get; init; } = [];

    /// <exception cref="UsageException">The file names do not form a plate, or the files and options do not fit each other.</exception>
    /// <exception cref="IOException">A file is missing or is not a TIFF that can be read.</exception>
    internal static async Task<PlateOutput> OpenAsync(ConvertRequest request, OpenFiles files, CancellationToken cancellationToken)
    {
        var naming = request.Naming ?? throw new InvalidOperationException("a plate has a naming");
        var given = PlateFiles.Create(naming.Read(request.Inputs));
        var existing = request.Append && Directory.Exists(request.Output)
            ? await PlateContents.ReadAsync(request.Output, given, cancellationToken).ConfigureAwait(false)
            : PlateContents.None;
        IReadOnlyList<PlateFilesOfField> there = [.. given.Fields.Where(field => existing.Fields.Contains(PathOf(field)))];
        RequireNothingThere(request, there);
        var plate = request.SkipExisting && there.Count > 0 ? given.Without(field => existing.Fields.Contains(PathOf(field))) : given;
        var inputs = plate.Fields.Select(field => FieldInput.Open(field, plate, request.FileAxes, files)).ToList();
        if (inputs.Count > 0)
        {
            ImageMetadata.RequireKnownAxes(request, inputs);
        }

        return new PlateOutput(request, plate, [.. plate.Fields.Zip(inputs, (field, input) => ImageConversion.Create(request, input, field.Name))])
        {
            Existing = existing,
            Skipped = request.SkipExisting ? [.. there.Select(PathOf)] : [],
        };
    }

    public async Task WriteAsync(WriteOptions options, CancellationToken cancellationToken)
    {
        if (fields.Count == 0)
        {
            return;
        }

        var windows = await PlateWindows.MeasureAsync(fields, Existing.Example, cancellationToken).ConfigureAwait(false);
        var images = plate.Fields.Zip(fields, (field, image) => (field.Well, Field: new Field(field.Field, windows.Complete(image), [image.Input.Pixels, .. image.SmallerLevels]))).ToLookup(pair => pair.Well, pair => pair.Field);
        var wells = plate.Wells.Select(well => new WellFields(well.Row, well.Column, [.. images[well.Path]]));
        await OmeWriter.WritePlateAsync(request.Output, [.. wells], Options, options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Rows and columns are those with files, because file names do not give the size of the plate.</summary>
    private PlateOptions Options => new()
    {
        Name = request.Name ?? (request.Append && Directory.Exists(request.Output) ? null : FileName.OfFolder(request.Output)),
        Rows = [.. plate.Wells.Select(well => well.Row).Distinct().Select(row => new Row(row))],
        Columns = [.. plate.Wells.Select(well => well.Column).Distinct().Order(NaturalOrder.Instance).Select(column => new Column(column))],
    };

    private static void RequireNothingThere(ConvertRequest request, IReadOnlyList<PlateFilesOfField> there)
    {
        if (there.Count > 0 && !request.SkipExisting && !request.Overwrite)
        {
            throw ExistingParts.Refused(request, $"well {there[0].Well}, field {there[0].Field}", there.Count, "field");
        }
    }

    private static string PathOf(PlateFilesOfField field) => $"{field.Well}/{field.Field}";
}
