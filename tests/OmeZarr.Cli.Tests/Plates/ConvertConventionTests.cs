using OmeZarr.V05;
using TestKit;
using Xunit;

namespace OmeZarr.Cli.Tests.Plates;

/// <summary>Folders as instruments write them become the right plates.</summary>
public sealed class ConvertConventionTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public static TheoryData<PlateCase> Cases => new(PlateCases.All);

    private string Output => folder["out.ome.zarr"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_folder_becomes_its_plate(PlateCase plate)
    {
        var run = await ConvertAsync(plate, "--plate", "auto");
        Assert.Equal((0, string.Concat(plate.Warnings.Select(warning => $"warning: {folder["in"]}: {warning}\n"))), (run.ExitCode, run.Error));
        Assert.Contains($"note: --plate auto took {plate.Convention}, which all ", run.Out, StringComparison.Ordinal);
        var definition = Assert.IsType<Plate>((await OmeDocument.LoadAsync(Output, cancellationToken: Cancel)).Content).Definition;
        Assert.Equal(plate.Wells.Split(' '), definition.Wells.Select(well => well.Path));
        RequireSize(plate, definition);
        await RequireFieldsAsync(plate);
        await ValidDocuments.RequireAsync(Output, OmeDocumentKind.Plate, OmeDocumentKind.Well, OmeDocumentKind.Image);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_convention_by_its_name_and_its_plan_make_the_same_plate(PlateCase plate)
    {
        var named = await ConvertAsync(plate, "--plate", plate.Convention, "--plan", "--json");
        Assert.Equal((0, string.Empty), (named.ExitCode, named.Error));
        Assert.False(Path.Exists(Output));
        await File.WriteAllTextAsync(folder["plan.json"], named.Out, Cancel);
        var run = await Run.Of("convert", folder["in"], Output, "--from-plan", folder["plan.json"]);
        Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
        await RequireFieldsAsync(plate);
    }

    [Theory]
    [InlineData("c1", "DAPI", "c2", "FITC", new[] { "DAPI", "FITC" })]
    [InlineData("c1", "DAPI", "c2", "DAPI", new[] { "channel 1", "channel 2" })]
    [InlineData("GFP", "DAPI", "RFP", "FITC", new[] { "GFP", "RFP" })]
    public async Task Channels_with_numbers_are_named_by_the_images(string first, string nameOfFirst, string second, string nameOfSecond, string[] expected)
    {
        foreach (var (channel, name) in new[] { (first, nameOfFirst), (second, nameOfSecond) })
        {
            var xml = OmeTiffFile.Document(OmeTiffFile.Image(0, "image", 2, 2, 0, channels: $"<Channel ID=\"Channel:0\" Name=\"{name}\" SamplesPerPixel=\"1\"/>"));
            new OmeTiffFile().Page(2, [1, 2, 3, 4]).Write(folder[$"in/p_B03_f1_{channel}.tif"], xml);
        }

        await Run.OutputOf("convert", folder["in"], Output, "--plate", "generic");
        var image = await OmeImage.OpenAsync(Path.Join(Output, "B/3/1"), cancellationToken: Cancel);
        Assert.Equal(expected, image.Metadata.Omero!.Channels.Select(channel => channel.Label));
    }

    private Task<Run> ConvertAsync(PlateCase plate, params string[] options)
    {
        PlateTree.Write(folder, [.. PlateTree.Expand(plate.Files), .. plate.Others]);
        foreach (var (name, text) in plate.Texts)
        {
            File.WriteAllText(folder[$"in/{name}"], text);
        }

        return Run.Of(["convert", folder["in"], Output, .. options]);
    }

    private static void RequireSize(PlateCase plate, PlateDef definition)
    {
        var wells = plate.Wells.Split(' ').Select(well => well.Split('/')).ToList();
        var expected = plate.Size ?? (wells.Select(well => well[0]).Distinct().Count(), wells.Select(well => well[1]).Distinct().Count());
        Assert.Equal(expected, (definition.Rows.Count, definition.Columns.Count));
    }

    private async Task RequireFieldsAsync(PlateCase plate)
    {
        var fields = (from well in plate.Wells.Split(' ') from field in plate.Fields.Split(' ') select $"{well}/{field}").ToList();
        var planes = new List<byte>();
        foreach (var (i, field) in fields.Index())
        {
            var image = await OmeImage.OpenAsync(Path.Join(Output, field), cancellationToken: Cancel);
            Assert.Equal(plate.Shape, $"{string.Concat(image.Axes.Select(axis => axis.Name))} {string.Join(' ', image.Levels[0].Shape)}");
            Assert.Equal(plate.Channels, string.Join('|', image.Metadata.Omero!.Channels.Select(channel => channel.Label)));
            RequireSizes(plate, image);
            RequirePlace(plate, image, i);
            planes.AddRange((await image.Levels[0].ReadAsync<byte>(Cancel)).Where((_, pixel) => pixel % 4 == 0));
        }

        Assert.Equal(Enumerable.Range(1, planes.Count).Select(value => (byte)value), planes);
        Assert.Equal(PlateTree.Expand(plate.Files).Count, planes.Count);
    }

    private static void RequireSizes(PlateCase plate, OmeImage image)
    {
        var sizes = image.Axes.Zip(image.Levels[0].PixelSize, (axis, size) => $"{axis.Name}={size.ToString(System.Globalization.CultureInfo.InvariantCulture)} {axis.Unit}").Where(size => !size.EndsWith(' '));
        Assert.Equal(plate.Sizes, string.Join(',', sizes));
    }

    private static void RequirePlace(PlateCase plate, OmeImage image, int field)
    {
        if (plate.Places.Length == 0)
        {
            Assert.Null(image.Metadata.Multiscales[0].Datasets[0].TranslationTransform);
            return;
        }

        var translation = image.Metadata.Multiscales[0].Datasets[0].TranslationTransform!.Translation;
        Assert.Equal(plate.Places[field].Y, translation[^2], 6);
        Assert.Equal(plate.Places[field].X, translation[^1], 6);
    }
}
