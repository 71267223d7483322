using OmeZarr;
using OmeZarr.V05;

namespace Guides;

internal static class Metadata
{
    private const string Old = """
        {"multiscales": [{"version": "0.4", "name": "cells",
          "axes": [{"name": "y", "type": "space", "unit": "micrometer"}, {"name": "x", "type": "space", "unit": "micrometer"}],
          "datasets": [{"path": "0", "coordinateTransformations": [{"type": "scale", "scale": [0.65, 0.65]}]}]}],
         "creator": "scope 3"}
        """;

    internal static async Task RunAsync()
    {
        await JudgeAsync();
        await ContentAsync("levels.ome.zarr");
        Models();
        Lenient();
        Convert();
        Rewrite();
    }

    private static async Task JudgeAsync()
    {
        var document = await OmeDocument.LoadAsync("levels.ome.zarr");
        Console.WriteLine($"{document.Kind} of OME-Zarr {document.Version}");
        foreach (var finding in document.Validate(strict: true))
        {
            Console.WriteLine($"{finding.Severity} {finding.RuleId} {finding.Location}: {finding.Message}");
        }
    }

    private static async Task ContentAsync(string path)
    {
        var document = await OmeDocument.LoadAsync(path);
        var text = document.Content switch
        {
            Image image => $"an image of {image.Multiscales[0].Datasets.Count} levels",
            Plate plate => $"a plate of {plate.Definition.Wells.Count} wells",
            OmeZarr.V04.Image => "an image of 0.4",
            null => "broken: Validate() says why",
            var other => other.GetType().Name,
        };
        Console.WriteLine(text);
    }

    private static void Models()
    {
        var multiscale = Multiscale.FromDimensions([Dimension.Channel(), Dimension.Y(0.65, "micrometer"), Dimension.X(0.65, "micrometer")], "cells", levels: 2);
        var renamed = multiscale with { Name = "nuclei" };
        Console.WriteLine($"{renamed.PixelSize(1)[2]} {renamed.Units[2]} at level 1, channels along axis {renamed.ChannelAxisIndex}");
        Console.WriteLine(new Image { Multiscales = [renamed] }.ToJsonText(indented: true));
    }

    private static void Lenient()
    {
        try
        {
            OmeDocument.Parse("""{"ome": {"version": "0.5", "series": ["0",]}}""");
        }
        catch (OmeZarrException error)
        {
            Console.WriteLine(error.Message); // json-invalid  line 1, column 43 ...
        }
    }

    private static void Convert()
    {
        var old = OmeDocument.Parse(Old);
        if (old.TryGet(out OmeZarr.V04.Image? image))
        {
            var converted = image.ToV05();
            Console.WriteLine($"{converted.Value.ToJsonText()}, {converted.Losses.Count} things lost");
        }
    }

    private static void Rewrite()
    {
        var document = OmeDocument.Parse("""{"zarr_format": 3, "node_type": "group", "attributes": {"lab": 42, "ome": {"series": ["0"], "version": "0.5"}}}""");
        Console.WriteLine(document.ToJsonText()); // {"zarr_format":3,"node_type":"group","attributes":{"lab":42,"ome":{"version":"0.5","series":["0"]}}}
    }

    internal static async Task ChangeAsync()
    {
        var changes = new ImageChanges { Scale = new Dictionary<string, double> { ["y"] = 0.5, ["x"] = 0.5 }, SpaceUnit = "micrometer", ChannelNames = ["DAPI", "GFP"] };
        foreach (var document in await OmeMetadataEditor.SetAsync("labelled.ome.zarr", changes, dryRun: true))
        {
            Console.WriteLine($"{document.NodePath}/{document.Document}: {string.Join("; ", document.Difference)}");
        }
    }
}
