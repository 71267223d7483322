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

    private static readonly Lazy<TypeGraph> Everything = new(() => new TypeGraph(Shipped.Assemblies.Select(name => new SourceFolders($"src/{name}"))));
    private static readonly Lazy<TypeGraph> Samples = new(() => new TypeGraph([new SourceFolders("tests/Architecture.Tests")]));

    private static readonly LayerRule[] Rules =
    [
        new("Zarr/Stores", ["Zarr/Memory", "Zarr/Model", LayerRule.Words("Zarr")], []),
        new("Zarr/Metadata", ["Zarr/Memory", "Zarr/Model", LayerRule.Words("Zarr")], [Tasks]),
        new("Zarr/Codecs", ["Blosc", "Zarr/Memory", "Zarr/Model", LayerRule.Words("Zarr"), "Zarr/Metadata"], [Tasks]),
        new("Zarr/Arrays", ["Zarr/Memory", "Zarr/Model", LayerRule.Words("Zarr"), "Zarr/Codecs", "Zarr/Metadata", "Zarr/Stores"], ["System.Text.Json"]),
        new("OmeZarr/Json", [LayerRule.Words("OmeZarr")], ["System.IO", Tasks]),
        new("OmeZarr/V04", [LayerRule.Words("OmeZarr"), "OmeZarr/Json", "OmeZarr/V05"], ["System.IO", Tasks]),
        new("OmeZarr/V05", [LayerRule.Words("OmeZarr"), "OmeZarr/Json"], ["System.IO", Tasks]),
        new("OmeZarr/Rules", [LayerRule.Words("OmeZarr"), "OmeZarr/Json", "OmeZarr/V04", "OmeZarr/V05"], ["System.IO", Tasks]),
        new("OmeZarr/Formats", [LayerRule.Words("OmeZarr"), "OmeZarr/Json", "OmeZarr/Rules", "OmeZarr/V04", "OmeZarr/V05"], ["System.IO", Tasks]),
        new("OmeZarr/OmeXml", [LayerRule.Words("OmeZarr"), "OmeZarr/Arrays", "OmeZarr/V05", LayerRule.Words("Zarr"), "Zarr/Model"], [Tasks]),
        new("OmeZarr/Versions", [LayerRule.Words("OmeZarr"), "OmeZarr/V04", "OmeZarr/V05"], ["System.IO", Tasks]),
        new("OmeZarr/Arrays", [LayerRule.Words("OmeZarr"), "Blosc", "Zarr"], []),
        new("OmeZarr/Options", [LayerRule.Words("OmeZarr"), "OmeZarr/Arrays", "OmeZarr/V05", "Zarr"], [Tasks]),
        new("OmeZarr/Planning", [LayerRule.Words("OmeZarr"), "OmeZarr/Arrays", "OmeZarr/Options", "OmeZarr/Json", "OmeZarr/Rules", "OmeZarr/V04", "OmeZarr/V05", LayerRule.Words("Zarr"), "Zarr/Metadata", "Zarr/Model"], [Tasks]),
        new("OmeZarr/Writing", [LayerRule.Words("OmeZarr"), "OmeZarr/Arrays", "OmeZarr/Options", "OmeZarr/Planning", "OmeZarr/OmeXml", "OmeZarr/Json", "OmeZarr/Rules", "OmeZarr/V05", "Zarr"], []),
        new("OmeZarr/Writing/Places", [LayerRule.Words("OmeZarr"), "OmeZarr/Arrays", "OmeZarr/Options", "OmeZarr/Planning", "OmeZarr/Json", "Zarr"], []),
        new("OmeZarr/Writing/Publication", [LayerRule.Words("OmeZarr"), "OmeZarr/Arrays", "OmeZarr/Options", "OmeZarr/Planning", "OmeZarr/Writing/Places", "Zarr"], []),
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
        string[] strangers = [.. friends.Select(friend => new AssemblyName(friend.AssemblyName).Name!).Where(name => name is not ("Micro" or "Soak") && !name.EndsWith(".Tests", StringComparison.Ordinal))];
        Assert.Empty(strangers);
    }

    // Without exceptions: neither for vocabulary nor for the root.
    [Theory]
    [InlineData("Blosc")]
    public void The_folders_of_an_assembly_have_no_cycle(string assembly)
    {
        var graph = new FolderGraph(new TypeGraph([new SourceFolders($"src/{assembly}")]));
        Assert.InRange(graph.Folders.Count, 2, int.MaxValue);
        Assert.Empty(graph.Cycles());
    }

    // The root folder holds handles and words; without it, a cycle is one of the folders themselves.
    [Fact]
    public void The_folders_that_write_have_no_cycle()
    {
        var graph = new FolderGraph(new TypeGraph([new SourceFolders("src/OmeZarr")]), without: "OmeZarr");
        string[] folders = ["Arrays", "Options", "OmeXml", "Planning", "Planning/Plates", "Writing", "Writing/Places", "Writing/Publication", "Writing/Prepared", "Writing/Parts", "Writing/Parts/Labels"];
        Assert.All(folders, folder => Assert.Contains($"OmeZarr/{folder}", graph.Folders));
        Assert.DoesNotContain(graph.Cycles(), cycle => cycle.Split(", ").Any(member => member.StartsWith("OmeZarr/Writing", StringComparison.Ordinal) || folders.Contains(member["OmeZarr/".Length..])));
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
    public void The_check_sees_references_in_code_lambdas_iterators_and_through_the_root()
    {
        var words = LayerRule.Words(SampleFolder);
        var violations = LayerRule.Violations(Samples.Value, [new($"{SampleFolder}/Upper", [words], [Tasks])]);
        var offenders = violations.Select(line => line.Split(' ')[0]).Distinct();
        Assert.Equal(
            ["Sample.Upper.InCode", "Sample.Upper.InIterator", "Sample.Upper.InLambda", "Sample.Upper.ThroughRoot", "Sample.Upper.WithTask"],
            offenders);
        Assert.Empty(LayerRule.Violations(Samples.Value, [new($"{SampleFolder}/Upper", [SampleFolder], [])]));
        Assert.Empty(LayerRule.Violations(Samples.Value, [new($"{SampleFolder}/Lower", [words], [])]));
    }

    [Theory]
    [InlineData("Word", true)]
    [InlineData("Facade", false)]
    [InlineData("NearFacade", false)]
    public void A_word_refers_to_nothing_below_it(string name, bool expected) =>
        Assert.Equal(expected, Samples.Value.Below(new TypeName("Architecture.Tests", "Sample", name)).Count == 0);
}
