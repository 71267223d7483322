using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Architecture.Tests.Packages;
using TestKit;
using Xunit;

namespace Architecture.Tests;

/// <summary>What users get. <c>build/pack</c> makes the packages; <c>.ci/run</c> names their folder in <c>OMEZARR_PACKAGES</c>.</summary>
public sealed partial class PackageTests
{
    private static readonly string[] Common = ["README.md", "icon.png", "LICENSE"];

    public static TheoryData<string> Libraries => [.. Shipped.Libraries];

    [Fact]
    public void There_is_a_package_of_each_library_and_of_the_tool() =>
        Assert.Subset(Package.All().Select(package => package.Id).ToHashSet(), new HashSet<string>([.. Shipped.Packages, "OmeZarr.Cli"]));

    [Fact]
    public void Every_package_says_what_it_is() => Assert.All(Package.All(), package =>
    {
        Assert.Equal("BSD-3-Clause", package.Tell("license"));
        Assert.Equal(["README.md", "icon.png"], [package.Tell("readme"), package.Tell("icon")]);
        Assert.All(["authors", "copyright", "tags", "description"], name => Assert.NotEmpty(package.Tell(name)));
        Assert.NotEqual("Package Description", package.Tell("description"));
        Assert.Equal("\x89PNG", Encoding.Latin1.GetString(package.Files["icon.png"], 0, 4));
        Assert.Contains("Redistribution", package.Text("LICENSE"), StringComparison.Ordinal);
    });

    [Fact]
    public void Every_package_has_a_readme_of_its_own_whose_links_lead_somewhere()
    {
        var libraries = Package.All().Where(package => Shipped.Packages.Contains(package.Id)).ToArray();
        Assert.Equal(libraries.Length, libraries.Select(package => package.Text("README.md")).Distinct().Count());
        Assert.All(Package.All(), package =>
        {
            Assert.StartsWith("# ", package.Text("README.md"), StringComparison.Ordinal);
            Assert.NotEqual(File.ReadAllText(Path.Join(SharedData.RepositoryRoot, "README.md")), package.Text("README.md"));
            Assert.All(
                Link().Matches(package.Text("README.md")).Select(match => match.Groups[1].Value),
                link => Assert.True(link.StartsWith("https://", StringComparison.Ordinal) || package.Files.ContainsKey(link), $"{package.Id}: {link}"));
        });
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void A_library_is_one_assembly_its_documentation_and_nothing_else(string library) => Assert.Equal(
        [.. Common, $"lib/net10.0/{library}.dll", $"lib/net10.0/{library}.xml"],
        Package.Of(Shipped.PackageOf(library)).Files.Keys.OrderBy(file => file.StartsWith("lib/", StringComparison.Ordinal)).ThenBy(file => Array.IndexOf(Common, file)).ThenBy(file => file, StringComparer.Ordinal));

    [Fact]
    public void The_native_tool_is_one_file()
    {
        var native = Package.All().Where(package => package.Id.StartsWith("OmeZarr.Cli.", StringComparison.Ordinal) && package.Id != "OmeZarr.Cli.any").ToArray();
        Assert.SkipWhen(native.Length == 0, "no native tool was packed");
        Assert.All(native, package => Assert.Equal(
            ["DotnetToolSettings.xml", "LICENSE", "README.md", "THIRD-PARTY-NOTICES.txt", "icon.png", "omezarr"],
            package.Files.Keys.Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void A_tool_names_all_that_it_is_built_on() => Assert.All(Package.All().Where(package => !Shipped.Packages.Contains(package.Id)), package =>
    {
        string[] own = [.. Shipped.Assemblies];
        var foreign = package.Files.Keys.Where(file => file.EndsWith(".dll", StringComparison.Ordinal)).Select(file => Path.GetFileNameWithoutExtension(file)!).Except(own);
        Assert.All(foreign, name => Assert.Contains(name.Split(".Ansi")[0], package.Text("THIRD-PARTY-NOTICES.txt"), StringComparison.Ordinal));
    });

    [Fact]
    public void A_tool_holds_neither_symbols_nor_documentation() => Assert.All(
        Package.All().SelectMany(package => package.Files.Keys),
        file => Assert.True(Path.GetExtension(file) is not (".dbg" or ".pdb") && (Path.GetExtension(file) != ".xml" || file.StartsWith("lib/", StringComparison.Ordinal) || file.EndsWith("/DotnetToolSettings.xml", StringComparison.Ordinal)), file));

    [Fact]
    public void No_file_tells_where_it_was_built()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string[] places = [SharedData.RepositoryRoot + "/", home + "/.nuget", Path.GetTempPath()];
        Assert.All(Package.All(), package => Assert.All(package.Files, file =>
        {
            foreach (var place in places)
            {
                Assert.False(file.Value.AsSpan().IndexOf(Encoding.UTF8.GetBytes(place)) >= 0, $"{package.Id}: {file.Key} holds {place}");
                Assert.False(file.Value.AsSpan().IndexOf(Encoding.Unicode.GetBytes(place)) >= 0, $"{package.Id}: {file.Key} holds {place}");
            }
        }));
    }

    [Fact]
    public void The_repository_is_a_commit_without_a_path() => Assert.All(Package.All(), package =>
        Assert.DoesNotContain(package.Repository.Attributes(), attribute => attribute.Value.Contains('/', StringComparison.Ordinal) && !attribute.Value.StartsWith("https://", StringComparison.Ordinal)));

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Symbols_and_sources_are_inside_the_assembly(string library)
    {
        var documents = EmbeddedSymbols.Documents(Package.Of(Shipped.PackageOf(library)).Files[$"lib/net10.0/{library}.dll"]);
        Assert.Contains(documents, document => document.Path.EndsWith(".cs", StringComparison.Ordinal));
        Assert.All(documents, document => Assert.True(document is { HasSource: true } && document.Path.StartsWith("/_", StringComparison.Ordinal), document.Path));
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void The_documentation_is_of_all_that_users_see_and_of_nothing_else(string library)
    {
        var documented = XDocument.Parse(Package.Of(Shipped.PackageOf(library)).Text($"lib/net10.0/{library}.xml")).Descendants("member").Select(member => (string)member.Attribute("name")!).ToArray();
        var visible = DocumentedNames.Visible(Shipped.Load(library));
        Assert.All(documented.Select(DocumentedNames.WithoutParameters).CountBy(name => name), one => Assert.InRange(one.Value, 1, visible.GetValueOrDefault(one.Key)));
        Assert.Empty(DocumentedNames.MustHave(Shipped.Load(library)).Except(documented.Select(DocumentedNames.WithoutParameters)));
    }

    [GeneratedRegex(@"\]\(([^)#]+)[^)]*\)")]
    private static partial Regex Link();
}
