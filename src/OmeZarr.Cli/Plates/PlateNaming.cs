using System.Text.RegularExpressions;
using Zarr;

namespace OmeZarr.Cli.Plates;

/// <summary>Parses the names of the files of a plate.</summary>
internal sealed class PlateNaming
{
    private const string Auto = "auto";
    private const int NamesInError = 3;

    private readonly IReadOnlyList<PlatePattern> patterns;
    private readonly Regex? skipped;

    private PlateNaming(IReadOnlyList<PlatePattern> patterns, Regex? skipped) => (this.patterns, this.skipped) = (patterns, skipped);

    /// <param name="pattern">auto, the name of a known convention, or a regular expression.</param>
    /// <param name="skip">A regular expression for files to leave out; null for none.</param>
    /// <exception cref="UsageException">An expression is invalid.</exception>
    internal static PlateNaming Parse(string pattern, string? skip) => new(
        string.Equals(pattern, Auto, StringComparison.OrdinalIgnoreCase) ? PlatePattern.Known : [PatternOf(pattern)],
        skip is null ? null : PlatePattern.Compile("--skip", skip));

    /// <summary>Parses the names. If several conventions are allowed, all files must follow the same one.</summary>
    /// <exception cref="UsageException">A file name does not follow the pattern.</exception>
    internal IReadOnlyList<PlateFile> Read(IReadOnlyList<string> paths)
    {
        var wanted = paths.Where(path => skipped is null || !PlatePattern.Find("--skip", skipped, path).Success).ToList();
        if (wanted.Count == 0)
        {
            throw new UsageException("--skip: the pattern is found in the names of all files, so nothing is left");
        }

        var best = patterns.Select(pattern => (Pattern: pattern, Files: wanted.Select(pattern.Read).ToList())).MaxBy(read => read.Files.Count(file => file is not null));
        var others = wanted.Zip(best.Files).Where(pair => pair.Second is null).Select(pair => Path.GetFileName(pair.First)).ToList();
        return others.Count == 0 ? [.. best.Files.OfType<PlateFile>()] : throw NotFollowing(best.Pattern, others, wanted.Count);
    }

    private static PlatePattern PatternOf(string text) =>
        PlatePattern.Known.FirstOrDefault(known => string.Equals(known.Name, text, StringComparison.OrdinalIgnoreCase)) ?? PlatePattern.Parse(text);

    private UsageException NotFollowing(PlatePattern pattern, List<string> others, int count)
    {
        var names = Counted.List(others, NamesInError);
        if (others.Count < count)
        {
            return new UsageException($"--plate: {others.Count} of {count} file names do not follow the pattern {pattern.Name}: {names}; name the files more exactly, or leave some out with --skip");
        }

        return new UsageException(patterns.Count == 1
            ? $"--plate: no file name follows the pattern {pattern.Name}; the names are {names}"
            : $"--plate auto: the names ({names}) follow none of the conventions {string.Join(", ", patterns.Select(known => known.Name))}; write a pattern, such as '_(?<well>[A-P]\\d\\d)_s(?<field>\\d+)_w(?<channel>\\d)'");
    }
}
