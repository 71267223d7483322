using System.Diagnostics;
using System.Text.RegularExpressions;
using TestKit;
using Xunit;

namespace Architecture.Tests;

/// <summary>The code in README and guides is the code of samples, and the samples run.</summary>
public sealed partial class DocumentationTests
{
    /// <summary>The nodes (and the OME-XML) of what the guides write; an array is marked by a dot.</summary>
    private static readonly Dictionary<string, string> Layouts = new()
    {
        ["spelled-out.ome.zarr"] = "/ 0.",
        ["levels.ome.zarr"] = "/ 0. 1. 2.",
        ["stream.ome.zarr"] = "/ 0.",
        ["labelled.ome.zarr"] = "/ 0. labels labels/cells labels/cells/0. labels/membranes labels/membranes/0. labels/nuclei labels/nuclei/0. labels/spots labels/spots/0.",
        ["plate.ome.zarr"] = "/ A A/1 A/1/0 A/1/0/0. A/1/1 A/1/1/0. A/2 A/2/0 A/2/0/0. B B/1 B/1/0 B/1/0/0. B/2 B/2/0 B/2/0/0.",
        ["screen.ome.zarr"] = "/ C C/07 C/07/0 C/07/0/0.",
        ["stream-plate.ome.zarr"] = "/ A A/1 A/1/0 A/1/0/0. A/1/1 A/1/1/0. B B/12 B/12/0 B/12/0/0.",
        ["slide.ome.zarr"] = "/ 0 0/0. 1 1/0. OME OME/METADATA.ome.xml",
        ["one-by-one.ome.zarr"] = "/ OME OME/METADATA.ome.xml detail detail/0. overview overview/0. rescan rescan/0.",
        ["later.ome.zarr"] = "/ 0 0/0. 1 1/0. OME OME/METADATA.ome.xml",
        ["raw.ome.zarr"] = "/ 0.",
    };

    public static TheoryData<string> Pages => ["README.md", .. Directory.GetFiles(Path.Join(SharedData.RepositoryRoot, "src"), "README.md", SearchOption.AllDirectories).Select(Relative).Where(path => !path.Contains("node_modules", StringComparison.Ordinal)), .. Directory.GetFiles(Path.Join(SharedData.RepositoryRoot, "docs/guide"), "*.md").Select(Relative)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_piece_of_code_on_a_page_is_part_of_a_sample(string page)
    {
        var samples = Directory.GetFiles(Path.Join(SharedData.RepositoryRoot, "samples"), "*.cs", SearchOption.AllDirectories).Select(file => Lines(File.ReadAllText(file))).ToList();
        var text = File.ReadAllText(Path.Join(SharedData.RepositoryRoot, page));
        var pieces = CodeBlock().Matches(text).Select(match => Lines(match.Groups[1].Value)).ToList();
        Assert.True(pieces.Count > 0 || text.Contains("```console", StringComparison.Ordinal), "the page shows neither code nor commands");
        Assert.All(pieces, piece => Assert.True(samples.Any(sample => sample.Contains(piece, StringComparison.Ordinal)), $"not in any sample:\n{piece}"));
    }

    [Fact]
    public void The_readme_shows_the_whole_of_its_sample()
    {
        var readme = CodeBlock().Matches(File.ReadAllText(Path.Join(SharedData.RepositoryRoot, "README.md"))).Select(match => Lines(match.Groups[1].Value));
        var sample = Lines(File.ReadAllText(Path.Join(SharedData.RepositoryRoot, "samples/write-and-read/Program.cs")));
        Assert.Equal(sample, string.Concat(readme));
    }

    [Fact]
    public async Task The_readme_sample_writes_and_reads_an_image()
    {
        using var folder = new TemporaryFolder();
        var output = await RunAsync("write-and-read.dll", folder.Path);
        Assert.Equal("2 x 512 x 512 uint16, 0.65 micrometer between pixels along x\npixel c 1, y 100, x 200 is 1000\n", output);
        Assert.True(File.Exists(folder["cells.ome.zarr/0/c/0/0/0"]));
    }

    [Fact]
    public async Task The_samples_of_the_guides_run()
    {
        using var folder = new TemporaryFolder();
        var output = await RunAsync("guides.dll", folder.Path, Path.Join(SharedData.RepositoryRoot, "samples/cells.tif"));
        Assert.EndsWith("all guides ran\n", output, StringComparison.Ordinal);
        Assert.All(Layouts, layout => Assert.Equal(layout.Value, NodesOf(folder, layout.Key)));
    }

    private static string NodesOf(TemporaryFolder folder, string hierarchy) => string.Join(
        ' ',
        folder.Files().Where(file => file.StartsWith(hierarchy + "/", StringComparison.Ordinal) && !file.Contains("/c/", StringComparison.Ordinal))
            .Select(file => NodeOf(folder, file)[hierarchy.Length..].TrimStart('/') is { Length: > 0 } node ? node : "/").Order(StringComparer.Ordinal));

    private static string NodeOf(TemporaryFolder folder, string file) => !file.EndsWith("/zarr.json", StringComparison.Ordinal)
        ? file
        : file[..^"/zarr.json".Length] + (File.ReadAllText(folder[file]).Contains("\"node_type\": \"array\"", StringComparison.Ordinal) ? "." : string.Empty);

    /// <summary>Without indentation and empty lines, which differ between a page and a method.</summary>
    private static string Lines(string code) =>
        string.Concat(code.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0).Select(line => line + "\n"));

    private static string Relative(string path) => Path.GetRelativePath(SharedData.RepositoryRoot, path).Replace('\\', '/');

    private static async Task<string> RunAsync(string assembly, string workingDirectory, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Join(AppContext.BaseDirectory, assembly), .. arguments])
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start");
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{assembly} ended with {process.ExitCode}:\n{await error}");
        return output.ReplaceLineEndings("\n");
    }

    [GeneratedRegex(@"```csharp\r?\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
