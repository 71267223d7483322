using OmeZarr;
using OmeZarr.V05;
using Zarr;
using Zarr.Stores;

namespace Guides.FromYaozarrs;

/// <summary>Checking documents, and opening hierarchies.</summary>
internal static class Checking
{
    internal static async Task RunAsync()
    {
        var image = Image.FromDimensions([Dimension.Y(), Dimension.X()]);
        await OmeWriter.WriteImageAsync("seed-open.ome.zarr", image, new ushort[8, 8].AsSource(), new WriteOptions { Overwrite = true });
        Documents(image);
        await FilesAsync();
        await StoresAsync();
        Names();
        await OpenAsync();
        await WellAsync(image);
    }

    private static void Documents(Image image)
    {
        var text = image.ToJsonText();
        var document = OmeDocument.Parse(text);
        Expect.Same(0, document.Validate().Count);
        Expect.Same(true, document.TryGet<Image>(out var parsed));
        Expect.Same(image, parsed);
        Expect.Same(0, image.Validate().Count);
        Expect.Same(0, OmeDocument.Parse(image.ToJson()).Validate().Count);
        Expect.Error<OmeZarrException>(() => OmeDocument.Parse("{"));
        Expect.Error<OmeZarrException>(() => OmeDocument.Parse("{}"));

        var wrong = image with { Multiscales = [] };
        var findings = wrong.Validate().Where(finding => finding.Severity == Severity.Error).ToList();
        Expect.Same("multiscales-empty", findings[0].RuleId);
        Expect.Same("ome.multiscales", findings[0].Location);
        var unit = Image.FromDimensions([Dimension.Y(1, "um"), Dimension.X()]).Validate();
        Expect.Same(Severity.Warning, unit[0].Severity);
    }

    private static async Task FilesAsync()
    {
        Expect.Same("0.5", (await OmeDocument.LoadAsync("seed-open.ome.zarr")).Version);
        Expect.Same("0.5", (await OmeDocument.LoadAsync("seed-open.ome.zarr/zarr.json")).Version);
        await Expect.ErrorAsync<NodeNotFoundException>(() => OmeDocument.LoadAsync("nothing-here.ome.zarr"));
    }

    private static async Task StoresAsync()
    {
        var report = await OmeStoreValidator.ValidateAsync("seed-open.ome.zarr");
        Expect.Same(true, report.IsValid);
        Expect.Same(0, report.Findings.Count(finding => finding.RuleId == "dataset-missing"));
        var kind = ValidationRule.Find("dataset-missing")!;
        Expect.Same(Severity.Error, kind.Severity);
    }

    private static void Names()
    {
        var well = new Well { Definition = new WellDef { Images = [new FieldOfView("fov_0")] } };
        var finding = well.Validate()[0];
        Expect.Same("well-image-path-alphanumeric", finding.RuleId);
        var level = new Dataset("level 0", new ScaleTransformation(1, 1));
        var image = new Image { Multiscales = [new Multiscale { Axes = [new SpaceAxis("y"), new SpaceAxis("x")], Datasets = [level] }] };
        Expect.Same("dataset-path-risky", image.Validate()[0].RuleId);
        var quiet = image.Validate().Where(one => !one.RuleId.EndsWith("-risky", StringComparison.Ordinal));
        Expect.Same(false, quiet.Any());
    }

    private static async Task OpenAsync()
    {
        var node = await OmeStore.OpenAsync("seed-open.ome.zarr");
        Expect.Same("0.5", node.Version);
        Expect.Same(OmeDocumentKind.Image, node.Document!.Kind);
        Expect.Same(true, node.Group.Attributes.ContainsKey("ome"));
        Expect.Same(3, node.Group.ZarrFormat);
        Expect.Same("", node.Group.Path.Value);
        Expect.Same(true, node.Group.Store.ToString()!.EndsWith("seed-open.ome.zarr", StringComparison.Ordinal));

        var tree = await OmeTree.ReadAsync("seed-open.ome.zarr");
        Expect.Same(OmeDocumentKind.Image, tree.Kind!.Value);

        IStore store = new FileSystemStore("seed-open.ome.zarr");
        var elsewhere = await OmeStore.OpenAsync(store, StorePrefix.Root);
        Expect.Same("0.5", elsewhere.Version);

        var level = await node.Group.OpenArrayAsync("0");
        Expect.Same(2, level.Shape.Rank);
        Expect.Same(DataType.UInt16, level.DataType);
        ushort[] pixels = await level.ReadAsync<ushort>();
        Expect.Same(64, pixels.Length);
        Expect.Same(null, await ZarrGroup.FindKindAsync(store, new StorePrefix("missing")));
        await Expect.ErrorAsync<NodeNotFoundException>(() => OmeStore.OpenAsync("nothing-here.ome.zarr"));
        await Expect.ErrorAsync<ZarrException>(() => OmeStore.OpenAsync("seed-open.ome.zarr/0"));
        Web();
    }

    /// <summary>An address is understood without a request; tests have no network.</summary>
    private static void Web()
    {
        var opening = () => OmeStore.OpenAsync("https://example.org/cells.ome.zarr");
        Expect.Same(typeof(Task<OmeNode>), opening.Method.ReturnType);
        Expect.Same(true, StoreLocation.Parse("https://example.org/cells.ome.zarr").Open().Store is HttpStore);
    }

    private static async Task WellAsync(Image image)
    {
        var field = new Field("0", image, new ushort[8, 8].AsSource());
        await OmeWriter.WritePlateAsync("seed-plate.ome.zarr", [new WellFields("A", "1", field)], options: new WriteOptions { Overwrite = true });
        var plate = await OmeStore.OpenAsync("seed-plate.ome.zarr");
        var inside = await plate.OpenNodeAsync("A/1/0");
        Expect.Same(OmeDocumentKind.Image, inside.Document!.Kind);
    }
}
