using System.Text.Json.Nodes;
using OmeZarr.Cli.Inputs;
using OmeZarr.Cli.Plates;
using OmeZarr.V05;

namespace OmeZarr.Cli.Imaging;

/// <summary>A multi-well plate, put together by the names of its files.</summary>
internal sealed class PlateOutput : IOutput
{
    private readonly ConvertRequest request;
    private readonly PlateFiles plate;
    private readonly IReadOnlyList<PlannedImage> fields;

    private PlateOutput(ConvertRequest request, PlateFiles plate, IReadOnlyList<PlannedImage> fields) => (this.request, this.plate, this.fields) = (request, plate, fields);

    public string Description =>
        $"{Count(plate.Wells.Count, "well")}, {Count(fields.Count, "field")}{(Shapes is [var same] ? $" of {same}" : string.Empty)}";

    public long BytesIn => fields.Sum(image => image.Input.ByteCount);

    public JsonObject Facts
    {
        get
        {
            var facts = new JsonObject
            {
                ["wells"] = new JsonArray([.. plate.Wells.Select(well => JsonValue.Create(well.Path))]),
                ["fields"] = fields.Count,
            };
            foreach (var (name, value) in Shapes.Count == 1 ? ConvertSummary.FactsOf(fields[0]) : [])
            {
                facts[name] = value?.DeepClone();
            }

            return facts;
        }
    }

    private List<string> Shapes => [.. fields.Select(image => image.Input.Description).Distinct()];

    /// <exception cref="UsageException">The names do not make a plate, or the files and options do not fit each other.</exception>
    /// <exception cref="IOException">A file is missing or is not a TIFF that can be read.</exception>
    internal static PlateOutput Open(ConvertRequest request, OpenFiles files)
    {
        var naming = request.Naming ?? throw new InvalidOperationException("a plate has a naming");
        var plate = PlateFiles.Create(naming.Read(request.Inputs));
        var inputs = plate.Fields.Select(field => FieldInput.Open(field, plate, request.FileAxes, files)).ToList();
        ImageMetadata.RequireKnownAxes(request, inputs);
        return new PlateOutput(request, plate, [.. plate.Fields.Zip(inputs, (field, input) => PlannedImage.Create(request, input, field.Name))]);
    }

    public async Task WriteAsync(WriteOptions options, CancellationToken cancellationToken)
    {
        var windows = await PlateWindows.MeasureAsync(fields, cancellationToken).ConfigureAwait(false);
        var images = plate.Fields.Zip(fields, (field, image) => (field.Well, Field: new Field(field.Field, windows.Complete(image), image.Input.Pixels))).ToLookup(pair => pair.Well, pair => pair.Field);
        var wells = plate.Wells.Select(well => new WellFields(well.Row, well.Column, [.. images[well.Path]]));
        await OmeWriter.WritePlateAsync(request.Output, [.. wells], Options, options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Rows and columns are those that there are files of: how large the plate was, their names do not say.</summary>
    private PlateOptions Options => new()
    {
        Name = request.Name ?? FileName.OfFolder(request.Output),
        Rows = [.. plate.Wells.Select(well => well.Row).Distinct().Select(row => new Row(row))],
        Columns = [.. plate.Wells.Select(well => well.Column).Distinct().Order(NaturalOrder.Instance).Select(column => new Column(column))],
    };

    private static string Count(int number, string what) => $"{number} {what}{(number == 1 ? string.Empty : "s")}";
}
