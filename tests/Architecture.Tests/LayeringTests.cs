using System.Reflection;
using System.Runtime.CompilerServices;
using Architecture.Tests.Layering;
using Xunit;

namespace Architecture.Tests;

/// <summary>Who may use whom. The bare name of a root namespace stands for its types that lead to nothing else than what may be used.</summary>
public sealed class LayeringTests
{
    private const string Tasks = "System.Threading.Tasks";

    private static readonly LayerRule[] Rules =
    [
        new("Zarr.Stores", ["Zarr"], []),
        new("Zarr.Metadata", ["Zarr"], [Tasks]),
        new("Zarr.Codecs", ["Blosc.*", "Zarr", "Zarr.Metadata"], [Tasks]),
        new("Zarr.Arrays", ["Zarr", "Zarr.Codecs", "Zarr.Metadata", "Zarr.Stores"], ["System.Text.Json"]),
        new("OmeZarr.Json", ["OmeZarr"], ["System.IO", Tasks]),
        new("OmeZarr.V04", ["OmeZarr", "OmeZarr.Json", "OmeZarr.V05"], ["System.IO", Tasks]),
        new("OmeZarr.V05", ["OmeZarr", "OmeZarr.Json"], ["System.IO", Tasks]),
        new("OmeZarr.Rules", ["OmeZarr", "OmeZarr.Json", "OmeZarr.V04", "OmeZarr.V05"], ["System.IO", Tasks]),
        new("OmeZarr.Formats", ["OmeZarr", "OmeZarr.Json", "OmeZarr.Rules", "OmeZarr.V04", "OmeZarr.V05"], ["System.IO", Tasks]),
        new("OmeZarr.OmeXml", ["OmeZarr", "OmeZarr.V05", "Zarr"], [Tasks]),
        new("OmeZarr.Versions", ["OmeZarr", "OmeZarr.Json", "OmeZarr.V04", "OmeZarr.V05"], ["System.IO", Tasks]),
        new("OmeZarr.Planning", ["OmeZarr", "OmeZarr.Json", "OmeZarr.Rules", "OmeZarr.V04", "OmeZarr.V05", "Zarr", "Zarr.Metadata"], [Tasks]),
    ];

    [Fact]
    public void Every_reference_goes_downwards()
    {
        var violations = LayerRule.Violations(new TypeGraph(Shipped.Assemblies.Select(Shipped.PathOf)), Rules);
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
        var graph = new FolderGraph(new TypeGraph([Shipped.PathOf(assembly)]));
        Assert.InRange(graph.Folders.Count, 2, int.MaxValue);
        Assert.Empty(graph.Cycles());
    }

    [Fact]
    public void A_cycle_of_folders_is_found()
    {
        var graph = new FolderGraph(new TypeGraph([typeof(LayeringTests).Assembly.Location]));
        Assert.Contains("Sample, Sample.Lower", graph.Cycles());
        Assert.DoesNotContain(graph.Cycles(), cycle => cycle.Contains("Sample.Upper", StringComparison.Ordinal));
    }

    [Fact]
    public void No_two_assemblies_have_names_that_differ_only_in_case() =>
        Assert.Equal(Shipped.Assemblies.Length, Shipped.Assemblies.Distinct(StringComparer.OrdinalIgnoreCase).Count());

    [Fact]
    public void Every_rule_restricts_a_namespace_that_has_types()
    {
        var graph = new TypeGraph(Shipped.Assemblies.Select(Shipped.PathOf));
        Assert.All(Rules, rule => Assert.Contains(graph.Types, type => type.IsIn(rule.Namespace)));
    }

    [Fact]
    public void The_check_sees_references_in_code_lambdas_iterators_and_through_the_root()
    {
        var sample = new TypeGraph([typeof(LayeringTests).Assembly.Location]);
        var violations = LayerRule.Violations(sample, [new("Sample.Upper", ["Sample"], [Tasks])]);
        var offenders = violations.Select(line => line.Split(' ')[0]).Distinct();
        Assert.Equal(
            ["Sample.Upper.InCode", "Sample.Upper.InIterator", "Sample.Upper.InLambda", "Sample.Upper.ThroughRoot", "Sample.Upper.WithTask"],
            offenders);
        Assert.Empty(LayerRule.Violations(sample, [new("Sample.Upper", ["Sample.*"], [])]));
        Assert.Empty(LayerRule.Violations(sample, [new("Sample.Lower", ["Sample"], [])]));
    }

    [Theory]
    [InlineData("Word", true)]
    [InlineData("Facade", false)]
    [InlineData("NearFacade", false)]
    public void A_word_refers_to_nothing_below_it(string name, bool expected)
    {
        var sample = new TypeGraph([typeof(LayeringTests).Assembly.Location]);
        Assert.Equal(expected, sample.Below(new TypeName("Sample", name)).Count == 0);
    }
}
