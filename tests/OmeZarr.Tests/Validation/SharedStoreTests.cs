using TestKit;
using Xunit;

namespace OmeZarr.Tests.Validation;

/// <summary>Stores that other programs wrote get the verdict that is known of them, and no false alarm.</summary>
public sealed class SharedStoreTests
{
    [Theory]
    [InlineData("cases/stores/04_missing_level.zarr", "dataset-missing /1")]
    [InlineData("cases/stores/04_no_ct.zarr", "member-missing /")]
    [InlineData("cases/stores/05_bad_level1.zarr", "dimension-names-missing /0", "zarr-unsupported /1")]
    [InlineData("cases/stores/05_unwrapped.zarr", "ome-zarr-format /", "dimension-names-missing /0")]
    [InlineData("cases/stores/bf_noOME.zarr", "ome-xml-missing /")]
    [InlineData("cases/stores/bf_noseries.zarr", "ome-xml-invalid /OME")]
    [InlineData("cases/stores/n5_fill_string_image04.zarr")]
    [InlineData("cases/stores/omero_window_without_min_max_04.zarr", "member-missing /")]
    [InlineData("cases/stores/omero_window_without_min_max_05.zarr", "member-missing /")]
    [InlineData("cases/stores/plate_noindex.zarr", "member-missing /")]
    [InlineData("cases/stores/v01.zarr", "version /", "member-missing /")]
    [InlineData("cases/stores/v02.zarr", "version /", "member-missing /", "levels-extent /")]
    [InlineData("cases/stores/v03.zarr", "version /", "member-type /", "member-missing /")]
    [InlineData("zarr-v3-samples/neuroglancer/simple_0.4")]
    [InlineData("zarr-v3-samples/neuroglancer/simple_0.5")]
    [InlineData("zarr-v3-samples/zarr-java/ome/v0.4_hcs", "group-missing /A", "chunk-separator /A/1/0/0")]
    [InlineData("zarr-v3-samples/zarr-java/ome/v0.5_hcs", "group-missing /A", "dimension-names-missing /A/1/0/0")]
    [InlineData(
        "zarr-v3-samples/zarr-java/ome/v0.5",
        "omero-window-missing /",
        "dimension-names-missing /0",
        "dimension-names-missing /1",
        "labels-kind /labels",
        "dimension-names-missing /labels/nuclei/0")]
    [InlineData(
        "zarr-v3-samples/zarr-java/ome/v0.4",
        "omero-window-missing /",
        "chunk-separator /0",
        "chunk-separator /1",
        "label-image-label /labels/nuclei",
        "label-levels /labels/nuclei",
        "chunk-separator /labels/nuclei/0")]
    public async Task A_store_gets_the_verdict_of_its_description(string store, params string[] expected)
    {
        var report = await OmeStoreValidator.ValidateAsync(SharedData.PathOrSkip(store), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(expected, report.Findings.Select(finding => $"{finding.RuleId} /{finding.NodePath}").Distinct());
    }

    /// <summary>Strings and other types are extensions, which this library does not open.</summary>
    [Fact]
    public async Task Arrays_of_other_programs_break_no_rule_of_Zarr()
    {
        foreach (var folder in new[] { "cases/stores", "zarr-v3-samples" })
        {
            foreach (var node in Nodes(SharedData.PathOrSkip(folder)).Where(node => !node.Contains("ome", StringComparison.Ordinal)))
            {
                var report = await OmeStoreValidator.ValidateAsync(node, cancellationToken: TestContext.Current.CancellationToken);
                Assert.DoesNotContain(report.Findings, finding => finding.RuleId is "zarr-metadata" or "consolidated-stale" or "group-missing");
            }
        }
    }

    private static IEnumerable<string> Nodes(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Where(file => Path.GetFileName(file) is "zarr.json" or ".zarray" or ".zgroup")
        .Select(file => Path.GetDirectoryName(file)!).Distinct();
}
