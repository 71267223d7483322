using TestKit;
using Xunit;

namespace OmeZarr.Tests.Reading;

/// <summary>Stores that other programs wrote and that did not open once, from public reports of errors.</summary>
public sealed class StoresOfOthersTests
{
    [Theory]
    [InlineData("omero_window_without_min_max_04", "0.4", 2, "omero.channels[0].window.min")]
    [InlineData("omero_window_without_min_max_05", "0.5", 2, "ome.omero.channels[0].window.min")]
    [InlineData("04_no_ct", "0.4", 1, "multiscales[0].datasets[0].coordinateTransformations")]
    [InlineData("04_missing_level", "0.4", 1, "multiscales[0].datasets[1].path")]
    [InlineData("05_bad_level1", "0.5", 1, "ome.multiscales[0].datasets[1].path")]
    [InlineData("05_unwrapped", "0.5", 1, "")]
    public async Task An_image_opens_and_says_what_is_wrong(string name, string version, int levels, string location)
    {
        var image = await OpenAsync<OmeImage>(name);
        Assert.Equal((version, levels), (image.Version, image.Levels.Count));
        Assert.Contains(image.Findings, finding => (finding.Severity, finding.Location) == (Severity.Error, location));
    }

    [Theory]
    [InlineData("v01", "0.1", 1)]
    [InlineData("v02", "0.2", 2)]
    [InlineData("v03", "0.3", 1)]
    public async Task An_image_of_an_earlier_version_opens(string name, string version, int levels)
    {
        var image = await OpenAsync<OmeImage>(name);
        Assert.Equal((version, levels), (image.Version, image.Levels.Count));
        Assert.Equal(["t", "c", "z", "y", "x"], image.Axes.Select(axis => axis.Name));
        Assert.Equal(["time", "channel", "space", "space", "space"], image.Axes.Select(axis => axis.Type));
        Assert.All(image.Levels, level => Assert.Equal([1, 1, 1, 1, 1], level.PixelSize));
        var finding = Assert.Single(image.Findings);
        Assert.Equal((Severity.Warning, "multiscales[0].version"), (finding.Severity, finding.Location));
        Assert.Contains($"OME-Zarr {version}", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plate_without_indices_opens()
    {
        var plate = await OpenAsync<OmePlate>("plate_noindex");
        var well = Assert.Single(plate.Wells);
        Assert.Equal((0, 0), (well.RowIndex, well.ColumnIndex));
        Assert.Equal(["plate.wells[0].rowIndex", "plate.wells[0].columnIndex"], plate.Findings.Select(finding => finding.Location));
        Assert.NotEmpty((await (await plate.OpenWellAsync("A", "1")).OpenFieldAsync(0)).Levels);
    }

    [Theory]
    [InlineData("bf_noOME")]
    [InlineData("bf_noseries")]
    public async Task A_collection_without_series_counts_its_images(string name)
    {
        var collection = await OpenAsync<OmeCollection>(name);
        Assert.Equal(["0", "1"], collection.Paths);
        Assert.NotEmpty((await collection.OpenImageAsync(1)).Levels);
    }

    private static async Task<T> OpenAsync<T>(string name) => Assert.IsType<T>(await OmeStore.OpenAsync(SharedData.PathOrSkip($"cases/stores/{name}.zarr")));
}
