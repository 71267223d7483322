using System.Text.Json.Nodes;
using OmeZarr.Cli.Images;
using OmeZarr.Cli.Inputs;
using OmeZarr.Cli.Plates;
using OmeZarr.Cli.Plates.Naming;
using OmeZarr.Files;
using OmeZarr.Planning;
using OmeZarr.V05;
using Zarr;

namespace OmeZarr.Cli.Outputs;

/// <summary>A multi-well plate, assembled by the names of its files.</summary>
internal sealed class PlateOutput : IOutput
{
    private readonly ConvertRequest request;
    private readonly PlateInput input;
    private readonly PlateFiles plate;
    private readonly IReadOnlyList<ImageConversion> fields;
    private ImageConversion? first;

    private PlateOutput(ConvertRequest request, PlateInput input, PlateFiles plate, IReadOnlyList<ImageConversion> fields) =>
        (this.request, this.input, this.plate, this.fields) = (request, input, plate, fields);

    public string Description => ExistingParts.Describe(request, fields, $"{Counted.Of(plate.Wells.Count, "well")}, {Counted.Of(fields.Count, "field")}", Skipped, "field");

    public IReadOnlyList<string> Written => request.Append ? [.. plate.Fields.Select(PathOf)] : [string.Empty];

    public long BytesIn => fields.Sum(image => image.Input.ByteCount);

    public string? Note => input.Reading.Reason is { } reason ? $"--plate auto took {reason}" : null;

    public JsonObject SummaryJson
    {
        get
        {
            var json = new JsonObject
            {
                ["wells"] = JsonOutput.List(plate.Wells.Select(well => well.Path)),
                ["fields"] = fields.Count,
            };
            if (input.Reading.Reason is { } reason)
            {
                (json["convention"], json["conventionReason"]) = (input.Reading.Convention?.Name, reason);
            }

            ExistingParts.AddTo(json, request, Skipped);
            foreach (var (name, value) in ExistingParts.CommonShape(fields) is null ? [] : (first ?? fields[0]).ToJson())
            {
                json[name] = value?.DeepClone();
            }

            return json;
        }
    }

    public IReadOnlyList<InputFinding> Findings =>
    [
        .. FindingsOfPlate.Select(finding => new InputFinding(request.InputFolders[0], finding.Kind, finding.Message)),
        .. fields.SelectMany(image => image.Input.Findings),
    ];

    private IEnumerable<FileFinding> FindingsOfPlate => [.. input.Findings, .. plate.FindMissing() is { } missing ? [missing] : Array.Empty<FileFinding>()];

    /// <summary>The existing content of the plate.</summary>
    private PlateContents Existing { get; init; } = PlateContents.None;

    /// <summary>Paths of fields that were skipped because they exist.</summary>
    private IReadOnlyList<string> Skipped { get; init; } = [];

    /// <exception cref="UsageException">The file names do not form a plate, or the files and options do not fit each other.</exception>
    /// <exception cref="IOException">A file is missing or is not a TIFF that can be read.</exception>
    internal static async Task<PlateOutput> OpenAsync(ConvertRequest request, OpenFiles files, CancellationToken cancellationToken)
    {
        var source = request.Places ?? throw new InvalidOperationException("a plate has places of files");
        var input = PlateInput.Read(source, PlateName.Of(request.Inputs, request.InputFolders), request.PlateSize);
        var existing = request.Append && await Locations.IsThereAsync(request.Output, cancellationToken).ConfigureAwait(false)
            ? await PlateContents.ReadAsync(request.Output, input.Files, cancellationToken).ConfigureAwait(false)
            : PlateContents.None;
        IReadOnlyList<PlateFilesOfField> there = [.. input.Files.Fields.Where(field => existing.Fields.Contains(PathOf(field)))];
        RequireNothingThere(request, there);
        var plate = request.SkipExisting && there.Count > 0 ? input.Files.Without(field => existing.Fields.Contains(PathOf(field))) : input.Files;
        plate = request.OnlyImages is { } only ? plate.Without(field => !only.Contains(PathOf(field))) : plate;
        var images = PlateHeaders.Open([.. plate.Fields.SelectMany(field => field.Files.Values)], request.FileAxes, files, cancellationToken);
        return new PlateOutput(request, input, plate, Conversions(request, input, plate, images))
        {
            Existing = existing,
            Skipped = request.SkipExisting ? [.. there.Select(PathOf)] : [],
        };
    }

    /// <summary>The plan: as a table, or as JSON.</summary>
    public string Plan(bool json)
    {
        var plan = new PlatePlan(input, [.. plate.Fields], fields, [.. Findings.Select(finding => finding.Message).Distinct()]);
        return json ? JsonOutput.Text(plan.ToJson()) : plan.ToText();
    }

    private static IReadOnlyList<ImageConversion> Conversions(ConvertRequest request, PlateInput input, PlateFiles plate, IReadOnlyDictionary<string, InputImage> images)
    {
        var stacks = new FieldInput(plate, images, input.Facts);
        var inputs = plate.Fields.Select(stacks.Stack).ToList();
        if (inputs.Count > 0)
        {
            ImageMetadata.RequireKnownAxes(request, inputs);
        }

        return [.. plate.Fields.Zip(inputs, (field, image) => ImageConversion.Create(request, image, field.Name))];
    }

    public async Task WriteAsync(WriteOptions options, CancellationToken cancellationToken)
    {
        if (fields.Count > 0)
        {
            var windows = await PlateWindows.MeasureAsync(fields, Existing.Example, cancellationToken).ConfigureAwait(false);
            await WriteAsync(options, windows.Complete, cancellationToken).ConfigureAwait(false);
        }
    }

    public Task WritePixelsAsync(WriteOptions options, CancellationToken cancellationToken) => WriteAsync(options, image => image.Metadata, cancellationToken);

    public async Task CompleteAsync(CancellationToken cancellationToken) =>
        first = fields.Count == 0 ? null : await fields[0].StoredAsync(request.Output.Below(PathOf(plate.Fields.First())), cancellationToken).ConfigureAwait(false);

    private async Task WriteAsync(WriteOptions options, Func<ImageConversion, Image> complete, CancellationToken cancellationToken)
    {
        var images = plate.Fields.Zip(fields, (field, image) => (field.Well, Field: new Field(field.Field, complete(image), [image.Input.Pixels, .. image.SmallerLevels]))).ToLookup(pair => pair.Well, pair => pair.Field);
        var wells = plate.Wells.Select(well => new WellFields(well.Row, well.Column, [.. images[well.Path]]));
        var isThere = request.Append && await Locations.IsThereAsync(request.Output, cancellationToken).ConfigureAwait(false);
        await OmeWriter.WritePlateAsync(request.Output, [.. wells], OptionsOf(isThere), options with { Pyramid = PyramidOf(options) }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>All fields of a plate should have levels or none, so that viewers treat them alike: without a choice, fields that are added to a plate of one level get no others.</summary>
    private Pyramid PyramidOf(WriteOptions options) => !request.PyramidIsChosen && Existing.Example is { Levels.Count: 1 } ? Pyramid.None : options.Pyramid;

    /// <summary>Rows and columns are those of the plate if its size is known, otherwise those with files.</summary>
    private PlateOptions OptionsOf(bool isThere) => new()
    {
        Name = request.Name ?? (isThere ? null : FileName.OfLocation(request.Output)),
        Rows = [.. input.RowNames(plate).Select(row => new Row(row))],
        Columns = [.. input.ColumnNames(plate).Order(NaturalOrder.Instance).Select(column => new Column(column))],
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
