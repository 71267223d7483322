using System.Text;
using OmeZarr.Tests.Writing;
using OmeZarr.V05;
using TestKit;
using Xunit;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Tests;

public sealed class OmeImageTests : IDisposable
{
    private const string Axes = """[{"name":"y","type":"space"},{"name":"x","type":"space"}]""";
    private const string Scale = """[{"type":"scale","scale":[1,1]}]""";
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task An_image_is_what_was_written()
    {
        await SmallImage.WriteAsync(folder["image.zarr"]);
        var image = await OmeImage.OpenAsync(folder["image.zarr"]);
        Assert.Equal(SmallImage.Metadata.Multiscales[0], image.Multiscale);
        Assert.Equal(["c", "y", "x"], image.Axes.Select(axis => axis.Name));
        Assert.Equal(SmallImage.Shapes, image.Levels.Select(level => level.Shape));
        Assert.All(image.Levels, level => Assert.Equal(DataType.UInt16, level.DataType));
        Assert.Equal([20, 21, 26, 27], await image.Levels[0].ReadAsync<ushort>(new Region([0, 3, 1], [1, 2, 2])));
    }

    [Fact]
    public async Task The_pixel_size_counts_the_transformations_of_the_multiscale()
    {
        var multiscale = Images.Cyx with { CoordinateTransformations = [new ScaleTransformation(1, 10, 4)] };
        await OmeWriter.WriteImageAsync(folder["image.zarr"], Images.With(multiscale), SmallImage.Sources());
        var image = await OmeImage.OpenAsync(folder["image.zarr"]);
        Assert.Equal([1, 5, 2], image.Levels[0].PixelSize);
        Assert.Equal([1, 10, 4], image.Levels[1].PixelSize);
    }

    [Theory]
    [InlineData("""{}""", "document-unknown")]
    [InlineData("""{"multiscales":[{"version":"0.4"}]}""", "document-unknown")]
    [InlineData("""{"ome":null}""", "document-unknown")]
    [InlineData("""{"ome":"0.5"}""", "document-unknown")]
    [InlineData("""{"ome":{"version":"0.5"}}""", "document-unknown")]
    [InlineData("""{"ome":{"version":"0.5","plate":{}}}""", "document-kind")]
    [InlineData("""{"ome":{"version":"0.5","multiscales":[]}}""", "multiscales-empty")]
    [InlineData("""{"ome":{"version":"0.5","multiscales":[{"axes":[],"datasets":[]}]}}""", "datasets-empty")]
    public async Task A_group_that_holds_no_image_is_an_error_of_the_document(string attributes, string rule)
    {
        var error = await Assert.ThrowsAsync<OmeZarrException>(() => OpenAsync(attributes));
        Assert.Contains(error.Findings, finding => finding.RuleId == rule);
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("/etc")]
    [InlineData("a//b")]
    [InlineData("a\\\\b")]
    [InlineData("\\u0001")]
    [InlineData(".x.partial")]
    public async Task A_dataset_path_that_leads_nowhere_is_an_error_of_the_document(string path)
    {
        var error = await Assert.ThrowsAsync<OmeZarrException>(() => OpenAsync(Attributes(path)));
        var finding = Assert.Single(error.Findings);
        Assert.Equal(("dataset-path", "ome.multiscales[0].datasets[0].path"), (finding.RuleId, finding.Location));
    }

    [Fact]
    public async Task Axes_that_do_not_fit_the_array_are_replaced_by_its_dimensions()
    {
        await SmallImage.WriteAsync(folder["inner"]);
        var image = await OpenAsync(Attributes("inner/0"));
        Assert.Equal(["c", "y", "x"], image.Axes.Select(axis => axis.Name));
        Assert.Equal([1, 1, 1], image.Levels[0].PixelSize);
        Assert.Equal(["ome.multiscales[0].axes", "ome.multiscales[0].datasets[0].coordinateTransformations[0]"], image.Findings.Select(finding => finding.Location));
        Assert.Contains("there are 2 axes", image.Findings[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_missing_is_named()
    {
        var error = await Assert.ThrowsAsync<NodeNotFoundException>(() => OpenAsync(Attributes("0")));
        Assert.Equal("0", error.Path);
        await Assert.ThrowsAsync<NodeNotFoundException>(() => OmeImage.OpenAsync(folder["nowhere"]));
    }

    [Theory]
    [InlineData("""{"ome":{"version":"0.5","multiscales":[null]}}""")]
    [InlineData("""{"ome":{"version":"0.5","multiscales":{}}}""")]
    [InlineData("""{"ome":{"version":"0.5","multiscales":[{"axes":[{}],"datasets":[{"path":7}]}]}}""")]
    [InlineData("""{"ome":{"version":"0.4","multiscales":[{}]}}""")]
    public async Task Metadata_that_cannot_be_understood_is_an_error_of_the_document(string attributes) =>
        Assert.NotEmpty((await Assert.ThrowsAsync<OmeZarrException>(() => OpenAsync(attributes))).Findings);

    [Fact]
    public async Task Wrong_arguments_are_the_callers_errors()
    {
        await Assert.ThrowsAsync<ArgumentNullException>(() => OmeImage.OpenAsync(null!));
        await Assert.ThrowsAsync<ArgumentNullException>(() => OmeImage.OpenAsync(null!, StorePrefix.Root));
    }

    private static string Attributes(string path) =>
        $$$"""{"ome":{"version":"0.5","multiscales":[{"axes":{{{Axes}}},"datasets":[{"path":"{{{path}}}","coordinateTransformations":{{{Scale}}}}]}]}}""";

    private async Task<OmeImage> OpenAsync(string attributes)
    {
        var store = new FileSystemStore(folder.Path);
        await store.WriteAsync("zarr.json", Encoding.UTF8.GetBytes($$"""{"zarr_format":3,"node_type":"group","attributes":{{attributes}}}"""));
        return await OmeImage.OpenAsync(folder.Path);
    }
}
