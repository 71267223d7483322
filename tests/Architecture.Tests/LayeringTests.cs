using System.Reflection;
using System.Runtime.CompilerServices;
using Architecture.Tests.Layering;
using Xunit;

namespace Architecture.Tests;

/// <summary>Who may use whom, by the folders of the source. Namespaces do not count: vocabulary has a folder of its own and the namespace of the root.</summary>
public sealed class LayeringTests
{
    private const string Tasks = "System.Threading.Tasks";
    private const string SampleFolder = "Architecture.Tests/Sample";

    // What metadata have nothing to do with: files, and waiting for them.
    private static readonly string[] Impure = ["System.IO", Tasks];

    private static readonly string[] Metadata = ["OmeZarr/Formats", "OmeZarr/Json", "OmeZarr/Model", "OmeZarr/Rules", "OmeZarr/V04", "OmeZarr/V05", "OmeZarr/Versions"];

    private static readonly string[] Plans = ["OmeZarr/Arrays", "OmeZarr/Json", "OmeZarr/Model", "OmeZarr/Options", "OmeZarr/Planning"];

    private static readonly Lazy<TypeGraph> Everything = new(() => new TypeGraph(Shipped.Assemblies.Select(name => new SourceFolders($"src/{name}"))));
    private static readonly Lazy<TypeGraph> Samples = new(() => new TypeGraph([new SourceFolders("tests/Architecture.Tests")]));

    private static readonly LayerRule[] Rules =
    [
        new("Zarr/Model", [], []),
        new("Zarr/Memory", ["Zarr/Model"], [Tasks]),
        new("Zarr/Sources", ["Zarr/Memory", "Zarr/Model"], []),
        new("Zarr/Stores", ["Zarr/Memory", "Zarr/Model"], []),
        new("Zarr/Metadata", ["Zarr/Model"], [Tasks]),
        new("Zarr/Nodes", ["Zarr/Metadata", "Zarr/Model", "Zarr/Stores"], []),
        new("Zarr/Codecs", ["Blosc", "Zarr/Memory", "Zarr/Metadata", "Zarr/Model"], [Tasks]),
        new("Zarr/Arrays", ["Zarr/Codecs", "Zarr/Memory", "Zarr/Metadata", "Zarr/Model", "Zarr/Nodes", "Zarr/Sources", "Zarr/Stores"], ["System.Text.Json"]),
        new("Zarr/Checking", ["Zarr/Arrays", "Zarr/Codecs", "Zarr/Memory", "Zarr/Metadata", "Zarr/Model", "Zarr/Nodes", "Zarr/Stores"], ["System.Text.Json"]),
        new("Zarr/Arrays/Blocks", ["Zarr/Arrays/Chunks", "Zarr/Codecs", "Zarr/Memory", "Zarr/Model", "Zarr/Stores"], ["System.Text.Json"]),
        new("Zarr.S3/Model", [], [Tasks]),
        new("Zarr.S3/Requests", ["Zarr.S3/Memory", "Zarr.S3/Model", "Zarr"], []),
        new("Zarr.S3/Uploads", ["Zarr.S3/Memory", "Zarr.S3/Model", "Zarr.S3/Requests", "Zarr"], []),
        new("Zarr.Azure/Blobs", ["Zarr"], []),
        new("Zarr.Azure/Accounts", ["Zarr.Azure/Blobs", "Zarr"], [Tasks]),
        new("OmeZarr/Model", [], Impure),
        new("OmeZarr/Json", ["OmeZarr/Model"], Impure),
        new("OmeZarr/V05", ["OmeZarr/Json", "OmeZarr/Model"], Impure),
        new("OmeZarr/V04", ["OmeZarr/Json", "OmeZarr/Model", "OmeZarr/V05"], Impure),
        new("OmeZarr/Rules", ["OmeZarr/Json", "OmeZarr/Model", "OmeZarr/V04", "OmeZarr/V05"], Impure),
        new("OmeZarr/Formats", ["OmeZarr/Json", "OmeZarr/Model", "OmeZarr/V04", "OmeZarr/V05"], Impure),
        new("OmeZarr/Versions", ["OmeZarr/Json", "OmeZarr/Model", "OmeZarr/V04", "OmeZarr/V05"], Impure),
        new("OmeZarr/Documents", [.. Metadata, "Zarr"], []),
        new("OmeZarr/Arrays", ["OmeZarr/Model", "Blosc", "Zarr"], []),
        new("OmeZarr/Options", ["OmeZarr/Arrays", "OmeZarr/Json", "OmeZarr/Model", "OmeZarr/V05", "Zarr"], [Tasks]),
        new("OmeZarr/OmeXml", ["OmeZarr/Arrays", "OmeZarr/Json", "OmeZarr/Model", "OmeZarr/V05", "Zarr/Model"], [Tasks]),
        new("OmeZarr/Pyramids", ["OmeZarr/Arrays", "OmeZarr/Json", "OmeZarr/Model", "OmeZarr/Options", "OmeZarr/V05", "Zarr/Model"], Impure),
        new("OmeZarr/Pyramids/Kernels", ["OmeZarr/Model", "Zarr/Model"], Impure),
        new("OmeZarr/Planning", [.. Metadata, "OmeZarr/Arrays", "OmeZarr/Options", "OmeZarr/Pyramids", "Zarr/Metadata", "Zarr/Model"], [Tasks]),
        new("OmeZarr/Writing", [.. Plans, "Blosc", "OmeZarr/Measuring", "OmeZarr/Pyramids", "OmeZarr/OmeXml", "OmeZarr/Rules", "OmeZarr/V05", "Zarr"], []),
        new("OmeZarr/Writing/Filling", ["OmeZarr/Arrays", "Zarr"], []),
        new("OmeZarr/Writing/Pyramids", ["OmeZarr/Arrays", "OmeZarr/Model", "OmeZarr/Pyramids", "OmeZarr/Writing/Filling", "Blosc", "Zarr"], []),
        new("OmeZarr/Writing/Places", [.. Plans, "Zarr"], []),
        new("OmeZarr/Writing/Publication", [.. Plans, "OmeZarr/Writing/Places", "Zarr"], []),
        new("OmeZarr/Acquiring", [.. Plans, "Blosc", "OmeZarr/Pyramids", "OmeZarr/V05", "OmeZarr/Writing", "Zarr"], []),
        new("OmeZarr/Acquiring/Model", ["OmeZarr/Arrays", "OmeZarr/Json", "OmeZarr/Model", "OmeZarr/Options", "OmeZarr/V05", "Zarr"], [Tasks]),
        new("OmeZarr/Acquiring/Layout", [.. Plans, "OmeZarr/Acquiring/Model", "OmeZarr/Pyramids", "OmeZarr/V05", "Zarr/Model"], [Tasks]),
        new("OmeZarr/Acquiring/Frames", ["OmeZarr/Acquiring/Layout", "OmeZarr/Model", "Zarr"], []),
        new("OmeZarr/Acquiring/Storing", [.. Plans, "Blosc", "OmeZarr/Acquiring/Frames", "OmeZarr/Acquiring/Layout", "OmeZarr/Acquiring/Model", "OmeZarr/Pyramids", "OmeZarr/Writing", "Zarr"], []),
        new("OmeZarr/Reading", ["OmeZarr/Documents", "OmeZarr/Json", "OmeZarr/Model", "OmeZarr/Rules", "OmeZarr/V05", "OmeZarr/Versions", "Zarr"], []),
        new("OmeZarr/Trees", ["OmeZarr/Documents", "OmeZarr/Json", "OmeZarr/Model", "OmeZarr/Planning", "OmeZarr/Reading", "OmeZarr/Rules", "OmeZarr/V05", "Zarr"], []),
        new("OmeZarr/Fixing", [.. Metadata, "OmeZarr/Documents", "OmeZarr/Planning", "OmeZarr/Validation", "OmeZarr/Writing/Places", "Zarr"], []),
        new("OmeZarr/Editing", [.. Metadata, "OmeZarr/Documents", "OmeZarr/Fixing", "OmeZarr/OmeXml", "OmeZarr/Planning", "OmeZarr/Writing/Places", "Zarr"], []),
        new("OmeZarr/Copying", ["OmeZarr/Arrays", "OmeZarr/Model", "OmeZarr/Options", "OmeZarr/Planning", "OmeZarr/Trees", "OmeZarr/Writing/Places", "OmeZarr/Writing/Publication", "Zarr"], []),
        new("OmeZarr/Validation", [.. Metadata, "OmeZarr/Documents", "OmeZarr/Planning", "OmeZarr/Reading", "OmeZarr/Writing/Places", "Zarr"], []),
        new("OmeZarr/Measuring", ["OmeZarr/Json", "OmeZarr/Model", "OmeZarr/V05", "Zarr"], []),
        new("OmeZarr/Rendering", ["OmeZarr/Json", "OmeZarr/Measuring", "OmeZarr/Model", "OmeZarr/V05", "Zarr"], []),
        new("OmeZarr/Rendering/Planes", ["OmeZarr/Json", "OmeZarr/Measuring", "OmeZarr/Model", "OmeZarr/V05", "Zarr"], []),
        new("OmeZarr/Rendering/Png", ["OmeZarr/Model"], [Tasks]),
        new("OmeZarr/Files", ["Zarr"], [Tasks]),
        new("OmeZarr.Tiff/Pages", ["OmeZarr.Tiff/Model", "OmeZarr/Files", "Zarr"], [Tasks]),
        new("OmeZarr.Tiff/Decompression", [], [Tasks]),
        new("OmeZarr.Tiff/Jpeg", [], [Tasks]),
        new("OmeZarr.Tiff/Samples", ["Zarr"], []),
        new("OmeZarr.Tiff/Blocks", ["OmeZarr.Tiff/Decompression", "OmeZarr.Tiff/Jpeg", "OmeZarr.Tiff/Model", "OmeZarr.Tiff/Pages", "OmeZarr.Tiff/Samples", "OmeZarr/Files", "Blosc", "Zarr"], [Tasks]),
        new("OmeZarr.Tiff/Writing", ["OmeZarr.Tiff/Model", "OmeZarr.Tiff/Pages", "OmeZarr", "Blosc", "Zarr"], []),
        new("OmeZarr.Tiff/Axes", ["OmeZarr.Tiff/Model", "OmeZarr.Tiff/Pages", "OmeZarr.Tiff/Blocks", "OmeZarr/Files", "Zarr"], [Tasks]),
        new("OmeZarr.Tiff/Parsing", ["OmeZarr.Tiff/Pages"], [Tasks]),
        new("OmeZarr.Tiff/Images", ["OmeZarr.Tiff/Model", "OmeZarr.Tiff/Pages", "OmeZarr.Tiff/Axes", "OmeZarr.Tiff/Samples", "OmeZarr/Files", "Zarr"], [Tasks]),
        new("OmeZarr.Tiff/Vendors", ["OmeZarr.Tiff/Model", "OmeZarr.Tiff/Pages", "OmeZarr.Tiff/Parsing", "OmeZarr.Tiff/Axes", "OmeZarr.Tiff/Images", "OmeZarr/Files", "Zarr"], [Tasks]),
        new("OmeZarr.Hdf5/Files", ["OmeZarr/Files", "Zarr"], []),
        new("OmeZarr.Hdf5/Dialects", ["OmeZarr.Hdf5/Files", "OmeZarr/Files", "Zarr"], []),
        new("OmeZarr.ImageFormats/Files", ["OmeZarr/Files", "Zarr"], []),
        new("OmeZarr.ImageFormats/Jpeg", ["OmeZarr.ImageFormats/Files", "OmeZarr/Files", "Zarr"], []),
        new("OmeZarr.ImageFormats/Png", ["OmeZarr.ImageFormats/Files", "OmeZarr/Files", "Zarr"], []),
        new("OmeZarr.Tiff/OmeXml", ["OmeZarr.Tiff/Model", "OmeZarr/Files"], [Tasks]),
        new("OmeZarr.Tiff/OmeTiff", ["OmeZarr.Tiff/Axes", "OmeZarr.Tiff/Model", "OmeZarr.Tiff/OmeXml", "OmeZarr.Tiff/Pages", "OmeZarr/Files", "OmeZarr/OmeXml", "Zarr"], []),
        new("OmeZarr.Viewer/Messages", ["Zarr", "OmeZarr/Model"], []),
        new("OmeZarr.Viewer/Stores", ["OmeZarr.Viewer/Messages", "OmeZarr", "Zarr"], []),
        new("OmeZarr.Viewer/Api", ["OmeZarr.Viewer/Messages", "OmeZarr.Viewer/Stores", "OmeZarr", "Zarr"], []),
        new("OmeZarr.Cli/Text", [], [Tasks]),
        new("OmeZarr.Cli/Inputs", ["OmeZarr.Cli/Text", "OmeZarr/Files", "OmeZarr/Model", "OmeZarr/V05", "OmeZarr.Hdf5", "OmeZarr.ImageFormats", "OmeZarr.Tiff", "OmeZarr.Tiff.WebP", "Zarr", "Zarr.Azure", "Zarr.S3"], []),
        new("OmeZarr.Cli/Plates", ["OmeZarr.Cli/Plates/Instruments", "OmeZarr.Cli/Plates/Naming", "OmeZarr.Cli/Text", "OmeZarr.Cli/Inputs", "OmeZarr/Files", "OmeZarr/Planning", "Zarr"], []),
        new("OmeZarr.Cli/Plates/Instruments", ["OmeZarr.Cli/Plates/Naming", "OmeZarr.Cli/Text", "OmeZarr/Files"], [Tasks]),
        new("OmeZarr.Cli/Plates/Naming", ["OmeZarr.Cli/Text", "OmeZarr.Cli/Inputs", "OmeZarr/Files", "OmeZarr/Planning", "Zarr"], [Tasks]),
        new("OmeZarr.Cli/Reporting", ["OmeZarr.Cli/Text", "OmeZarr.Cli/Inputs", "OmeZarr", "Zarr"], []),
        new("OmeZarr.Cli/Pictures", ["OmeZarr.Cli/Text", "OmeZarr", "Zarr"], []),
        new("OmeZarr.Cli/Viewing", ["OmeZarr.Cli/Text", "OmeZarr.Viewer", "Zarr"], []),
        new("OmeZarr.Cli/Validating", ["OmeZarr.Cli/Text", "OmeZarr.Cli/Inputs", "OmeZarr.Cli/Reporting", "OmeZarr", "Zarr"], []),
        new("OmeZarr.Cli/Exporting", ["OmeZarr.Cli/Text", "OmeZarr.Cli/Inputs", "OmeZarr.Tiff", "OmeZarr", "Zarr"], []),
        new("OmeZarr.Cli/Stores", ["OmeZarr.Cli/Text", "OmeZarr.Cli/Inputs", "OmeZarr.Cli/Plates/Naming", "OmeZarr", "Zarr"], []),
        new("OmeZarr.Cli/Images", ["OmeZarr.Cli/Text", "OmeZarr.Cli/Inputs", "OmeZarr.Cli/Stores", "OmeZarr.Cli/Plates", "OmeZarr.Tiff", "OmeZarr", "Zarr"], []),
    ];

    [Fact]
    public void Every_reference_goes_downwards()
    {
        var violations = LayerRule.Violations(Everything.Value, Rules);
        Assert.True(violations.Count == 0, string.Join('\n', violations.Prepend($"{violations.Count} references break the layering:")));
    }

    [Fact]
    public void The_engine_knows_nothing_of_what_is_built_on_it()
    {
        Assert.DoesNotContain(Shipped.Load("Blosc").GetReferencedAssemblies(), name => Shipped.Assemblies.Contains(name.Name));
        Assert.DoesNotContain(Shipped.Load("Zarr").GetReferencedAssemblies(), name => name.Name != "Blosc" && Shipped.Assemblies.Contains(name.Name));
        Assert.DoesNotContain(Shipped.Load("OmeZarr").GetReferencedAssemblies(), name => name.Name is "OmeZarr.Tiff" or "OmeZarr.Cli");
    }

    [Fact]
    public void Shipped_assemblies_use_only_what_is_public_of_each_other()
    {
        var friends = Shipped.Assemblies.SelectMany(name => Shipped.Load(name).GetCustomAttributes<InternalsVisibleToAttribute>());
        string[] strangers = [.. friends.Select(friend => new AssemblyName(friend.AssemblyName).Name!).Where(name => name is not ("Micro" or "macro" or "Soak") && !name.EndsWith(".Tests", StringComparison.Ordinal))];
        Assert.Empty(strangers);
    }

    // Without exceptions: neither for vocabulary nor for the root.
    [Theory]
    [InlineData("Blosc")]
    [InlineData("Zarr")]
    [InlineData("Zarr.S3")]
    [InlineData("Zarr.Azure")]
    [InlineData("OmeZarr")]
    [InlineData("OmeZarr.Tiff")]
    [InlineData("OmeZarr.Viewer")]
    [InlineData("OmeZarr.Cli")]
    public void The_folders_of_an_assembly_have_no_cycle(string assembly)
    {
        var graph = new FolderGraph(new TypeGraph([new SourceFolders($"src/{assembly}")]));
        Assert.InRange(graph.Folders.Count, 2, int.MaxValue);
        Assert.Empty(graph.Cycles());
    }

    [Fact]
    public void A_cycle_of_folders_is_found()
    {
        var cycles = new FolderGraph(Samples.Value).Cycles();
        Assert.Contains(cycles, cycle => cycle.Contains("Sample, Architecture.Tests/Sample/Lower", StringComparison.Ordinal));
        Assert.DoesNotContain(cycles, cycle => cycle.Contains("Sample/Upper", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_type_stands_in_one_folder() => Assert.Empty(Everything.Value.WithoutOneFolder);

    [Fact]
    public void A_type_in_two_folders_or_in_none_is_found()
    {
        var found = Samples.Value.WithoutOneFolder.Select(type => type.ToString()).ToArray();
        Assert.Contains("Sample.Scattered", found);
        Assert.Contains("Architecture.Tests.SelfRegisteredExtensions", found);
    }

    [Fact]
    public void No_two_assemblies_have_names_that_differ_only_in_case() =>
        Assert.Equal(Shipped.Assemblies.Length, Shipped.Assemblies.Distinct(StringComparer.OrdinalIgnoreCase).Count());

    [Fact]
    public void Every_folder_that_a_rule_names_has_types() => Assert.Empty(Rules.SelectMany(rule => rule.EmptyFolders(Everything.Value)));

    [Fact]
    public void A_rule_of_a_folder_that_is_not_there_is_found() => Assert.Equal(
        ["Architecture.Tests/Gone", "Sample"],
        new LayerRule("Architecture.Tests/Gone", ["Architecture.Tests/Sample", "Sample"], []).EmptyFolders(Samples.Value));

    [Fact]
    public void The_check_sees_references_in_code_lambdas_iterators_and_to_the_root()
    {
        var violations = LayerRule.Violations(Samples.Value, [new($"{SampleFolder}/Upper", [$"{SampleFolder}/Words"], [Tasks])]);
        var offenders = violations.Select(line => line.Split(' ')[0]).Distinct();
        Assert.Equal(
            ["Sample.Upper.InCode", "Sample.Upper.InIterator", "Sample.Upper.InLambda", "Sample.Upper.ThroughRoot", "Sample.Upper.WithTask"],
            offenders);
        Assert.Empty(LayerRule.Violations(Samples.Value, [new($"{SampleFolder}/Upper", [SampleFolder], [])]));
        Assert.Empty(LayerRule.Violations(Samples.Value, [new($"{SampleFolder}/Words", [], [])]));
    }
}
