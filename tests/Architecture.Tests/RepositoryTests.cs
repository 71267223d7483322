using System.Text.RegularExpressions;
using TestKit;
using Xunit;

namespace Architecture.Tests;

/// <summary>Habits that only the text of the source can show.</summary>
public sealed partial class RepositoryTests
{
    private const int MostLines = 400;

    private static readonly (Regex Pattern, string Advice)[] Forbidden =
    [
        (Region(), "#region: make a smaller file instead"),
        (ToDo(), "an open task: put it into an issue"),
        (VagueException(), "throw an exception that says what the caller can do"),
        (DefaultForgiven(), "default! hides a null"),
        (Blocking(), "blocks a thread on a task: await it"),
    ];

    [Fact]
    public void No_source_file_is_longer_than_400_lines() => RequireNone(
        from file in SourceFiles()
        let lines = File.ReadLines(file).Count()
        where lines > MostLines
        select $"{Shown(file)}: {lines} lines");

    [Fact]
    public void No_source_file_holds_what_we_do_not_write() => RequireNone(
        from file in SourceFiles()
        from line in File.ReadLines(file).Index()
        from rule in Forbidden
        where rule.Pattern.IsMatch(line.Item)
        select $"{Shown(file)}:{line.Index + 1}: {rule.Advice}");

    [Fact]
    public void Pointers_are_in_the_one_file_that_needs_them() => Assert.Equal(
        ["src/Zarr/Memory/StreamingCopy.cs"], SourceFiles().Where(file => Pointers().IsMatch(File.ReadAllText(file))).Select(Shown));

    [Theory]
    [InlineData("#region Fields")]
    [InlineData("    // TODO later")]
    [InlineData("throw new Exception(\"no\");")]
    [InlineData("string s = default!;")]
    [InlineData("var x = task.Result;")]
    [InlineData("ReadAsync().Result.Length")]
    [InlineData("task.GetAwaiter().GetResult();")]
    [InlineData("Task.WaitAll(a, b);")]
    public void The_rules_find_what_they_forbid(string line) => Assert.Contains(Forbidden, rule => rule.Pattern.IsMatch(line));

    [Theory]
    [InlineData("throw new ArgumentException(\"no\");")]
    [InlineData("public sealed record ParseResults(int Result);")]
    [InlineData("options ?? default")]
    [InlineData("var all = parse.Results;")]
    [InlineData("await gate.WaitAsync(token);")]
    public void The_rules_leave_other_code_alone(string line) => Assert.DoesNotContain(Forbidden, rule => rule.Pattern.IsMatch(line));

    private static IEnumerable<string> SourceFiles() =>
        Directory.EnumerateFiles(Path.Join(SharedData.RepositoryRoot, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !Shown(file).Split('/').Any(part => part is "bin" or "obj"));

    private static string Shown(string file) =>
        Path.GetRelativePath(SharedData.RepositoryRoot, file).Replace(Path.DirectorySeparatorChar, '/');

    private static void RequireNone(IEnumerable<string> complaints)
    {
        var all = complaints.Order(StringComparer.Ordinal).ToArray();
        Assert.True(all.Length == 0, string.Join('\n', all));
    }

    [GeneratedRegex(@"^\s*#region\b")]
    private static partial Regex Region();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK)\b")]
    private static partial Regex ToDo();

    [GeneratedRegex(@"\bnew (System\.)?Exception\(")]
    private static partial Regex VagueException();

    [GeneratedRegex(@"\bdefault(\([^)]*\))?!")]
    private static partial Regex DefaultForgiven();

    [GeneratedRegex(@"\.Result\b(?!\()|\.GetAwaiter\(\)\.GetResult\(|\bTask\.Wait(All|Any)\(|\.AsTask\(\)\.Wait\(")]
    private static partial Regex Blocking();

    [GeneratedRegex(@"\bunsafe\b(?!-)")]
    private static partial Regex Pointers();
}
