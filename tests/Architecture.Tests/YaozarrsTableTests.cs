using System.Text.RegularExpressions;
using TestKit;
using Xunit;

namespace Architecture.Tests;

/// <summary>The page for users of yaozarrs names everything that its documentation names, with C# that the samples run.</summary>
public sealed partial class YaozarrsTableTests
{
    private const string Page = "docs/guide/coming-from-yaozarrs.md";

    /// <summary>Words in front of a row without C#.</summary>
    private static readonly string[] Excuses = ["not yet: ", "not needed: "];

    /// <summary>The documented surface of yaozarrs 0.3: modules v05, v04, write.v05, validation, opening, command line, environment.</summary>
    private static readonly string[] Surface =
    [
        "Acquisition", "Axis", "Bf2Raw", "ChannelAxis", "Column", "CustomAxis", "Dataset", "FieldOfView", "Image", "ImageLabel", "LabelColor", "LabelImage", "LabelProperty", "LabelSource", "LabelsGroup",
        "Multiscale", "OMEAttributes", "OMEMetadata", "OMEZarrGroupJSON", "Omero", "OmeroChannel", "OmeroRenderingDefs", "OmeroWindow", "Plate", "PlateDef", "PlateWell", "Row", "ScaleTransformation", "Series",
        "SpaceAxis", "TimeAxis", "TranslationTransformation", "Well", "WellDef", "DimSpec", "UniqueList", "v04",
        "from_dims", "n_levels", "infer_type", "infer_scale_factor", "scale_factor", "translation", "size", "unit", "ndim", "scale_transform", "translation_transform", "version", "coordinateTransformations", "metadata",
        "window", "color", "label", "family", "active", "inverted", "coefficient", "model", "defaultT", "defaultZ", "projection", "rdefs", "label_value", "rgba", "colors", "properties", "source",
        "maximumfieldcount", "description", "starttime", "endtime", "field_count", "acquisitions", "rowIndex", "columnIndex", "bioformats2raw_layout", "series",
        "model_dump_json", "model_dump", "model_validate", "model_copy",
        "validate_ome_json", "validate_ome_object", "validate_ome_uri", "validate_zarr_store", "cls", "ValidationError", "ValidationWarning", "StorageValidationError", "StorageValidationWarning", "StorageErrorType",
        "YAOZARRS_ALLOW_RISKY_NODE_NAMES", "YAOZARRS_STRICT_FOV_NAMES", "YAOZARRS_IGNORE_RISKY_FOV_NAMES",
        "open_group", "storage_options", "ome_version", "ome_metadata", "attrs", "path", "store_path", "store", "zarr_format", "node_type", "dtype", "to_zarr_python", "to_tensorstore", "prefetch_children", "validate", "tree", "get",
        "write_image", "write_plate", "write_bioformats2raw", "prepare_image", "LabelsBuilder", "PlateBuilder", "Bf2RawBuilder", "CreateArrayFunc",
        "dest", "image", "datasets", "labels", "images", "plate", "ome_xml", "extra_attributes", "writer", "overwrite", "chunks", "shards", "compression", "progress",
        "write_well", "add_well", "add_series", "write_label", "add_label", "prepare", "root_path", "repr",
        "FileExistsError", "FileNotFoundError", "ImportError", "NotImplementedError", "ValueError",
    ];

    [Fact]
    public void Every_row_has_code_that_the_samples_run_or_says_what_is_missing()
    {
        var samples = Squeezed(string.Concat(Samples().Select(File.ReadAllText)));
        var rows = Rows();
        Assert.True(rows.Count > 100, $"only {rows.Count} rows");
        foreach (var (theirs, ours) in rows)
        {
            var code = Code(ours);
            Assert.True(code.Count > 0 || Excuses.Any(excuse => ours.StartsWith(excuse, StringComparison.Ordinal)), $"no code for {theirs}: {ours}");
            Assert.All(Excuses.Any(excuse => ours.StartsWith(excuse, StringComparison.Ordinal)) ? [] : code.Where(span => !IsWord(span)), span =>
                Assert.True(samples.Contains(Squeezed(span), StringComparison.Ordinal), $"in no sample: {span} (for {theirs})"));
        }
    }

    [Fact]
    public void Everything_that_yaozarrs_documents_has_a_row()
    {
        var named = Rows().SelectMany(row => Code(row.Theirs)).SelectMany(code => Word().Matches(code).Select(match => match.Value)).ToHashSet();
        Assert.All(Surface, name => Assert.Contains(name, named));
    }

    [Fact]
    public void Every_sample_of_the_page_is_run()
    {
        var program = File.ReadAllText(Path.Join(SharedData.RepositoryRoot, "samples/guides/Program.cs"));
        Assert.All(
            Samples().Select(file => Path.GetFileNameWithoutExtension(file)).Where(name => name != "Expect"),
            name => Assert.Contains($"await Guides.FromYaozarrs.{name}.RunAsync();", program, StringComparison.Ordinal));
    }

    private static string[] Samples() => Directory.GetFiles(Path.Join(SharedData.RepositoryRoot, "samples/guides/FromYaozarrs"), "*.cs");

    private static List<(string Theirs, string Ours)> Rows() =>
    [
        .. File.ReadAllLines(Path.Join(SharedData.RepositoryRoot, Page)).Where(line => line.StartsWith("| ", StringComparison.Ordinal) && line is not ("| yaozarrs | here |" or "| --- | --- |"))
            .Select(line => line.Trim('|', ' ').Split(" | ")).Select(cells => (cells[0], cells[1])),
    ];

    private static List<string> Code(string cell) => [.. CodeSpan().Matches(cell).Select(match => match.Groups[1].Value)];

    /// <summary>A name in explanations, such as that of an interface; the compiler sees it in the code beside it.</summary>
    private static bool IsWord(string span) => Word().Match(span) is { Index: 0 } match && match.Length == span.Length;

    private static string Squeezed(string code) => WhiteSpace().Replace(code, string.Empty);

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex CodeSpan();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}
