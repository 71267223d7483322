using Zarr;

namespace OmeZarr.Cli.Plates.Naming;

/// <summary>Parses the names of the files of a plate.</summary>
internal sealed class PlateNaming : IPlateSource
{
    private const string Auto = "auto";
    private const int NamesInError = 3;
    private const int Sampled = 200;
    private const int MaxPatternFile = 64 << 10;

    private readonly PlatePattern? pattern;
    private readonly PlateConvention? convention;
    private readonly PlateExpression? skipped;

    private PlateNaming(PlatePattern? pattern, PlateConvention? convention, PlateExpression? skipped) => (this.pattern, this.convention, this.skipped) = (pattern, convention, skipped);

    /// <param name="pattern">auto, the name of a known convention, a regular expression, or @ and a file of regular expressions.</param>
    /// <param name="skip">A regular expression for files to leave out; null for none.</param>
    /// <exception cref="UsageException">An expression is invalid, or the file cannot be read.</exception>
    internal static PlateNaming Parse(string pattern, string? skip)
    {
        var skipped = skip is null ? null : PlateExpression.OfUser("--skip", skip);
        if (string.Equals(pattern, Auto, StringComparison.OrdinalIgnoreCase))
        {
            return new PlateNaming(null, null, skipped);
        }

        var convention = PlateConventions.Find(pattern);
        return new PlateNaming(convention?.Pattern ?? (pattern.StartsWith('@') ? OfFile(pattern[1..]) : PlatePattern.Parse(pattern)), convention, skipped);
    }

    /// <summary>Parses the names. Without a pattern, the convention that most names follow is taken; all must follow it.</summary>
    /// <param name="names">The names.</param>
    /// <exception cref="UsageException">A name does not follow the pattern, or several conventions fit equally well and differ.</exception>
    public PlateReading Read(IReadOnlyList<PlateName> names)
    {
        var wanted = names.Where(name => skipped?.Find(name).Success != true).ToList();
        if (wanted.Count == 0)
        {
            throw new UsageException("--skip: the pattern is found in the names of all files, so nothing is left");
        }

        var (taken, reason) = pattern is null ? Choose(wanted) : (convention, null);
        var planes = wanted.Where(name => taken?.IsNoPlane(name) != true).ToList();
        var files = planes.ConvertAll((taken?.Pattern ?? pattern!).Read);
        var others = planes.Zip(files).Where(pair => pair.Second is null).Select(pair => pair.First.FileName).ToList();
        if (others.Count > 0)
        {
            throw NotFollowing((taken?.Pattern ?? pattern!).Name, others, planes.Count);
        }

        return planes.Count == 0
            ? throw new UsageException($"--plate {taken?.Name}: all files are thumbnails or the like, none is an image: {Counted.List([.. wanted.Select(name => name.FileName)], NamesInError)}")
            : new PlateReading([.. files.OfType<PlateFile>()], taken, [.. wanted.Except(planes).Select(name => name.Relative)]) { Reason = reason };
    }

    private static PlatePattern OfFile(string path)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > MaxPatternFile })
            {
                throw new UsageException($"--plate @{path}: the file is too large for patterns; it has a regular expression in each line");
            }

            var lines = File.ReadLines(path).Select(line => line.Trim()).Where(line => line.Length > 0 && !line.StartsWith('#')).ToList();
            return lines.Count > 0 ? PlatePattern.Parse($"@{path}", lines) : throw new UsageException($"--plate @{path}: the file has no pattern; it has a regular expression in each line");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--plate @{path}: the file of patterns cannot be read: {error.Message}");
        }
    }

    /// <summary>
    /// Takes the convention that leaves the fewest names over. One that many programs share is taken only if no other fits half of the names. A sample sorts out
    /// those that no name follows, which saves time with many files.
    /// </summary>
    private static (PlateConvention Convention, string Reason) Choose(List<PlateName> names)
    {
        var sample = names.Where((_, i) => i % Math.Max(1, names.Count / Sampled) == 0).ToList();
        var candidates = PlateConventions.All.Where(known => ConventionFit.Of(known, sample).Files.Count > 0).ToList();
        var fits = (candidates.Count > 0 ? candidates : PlateConventions.All).Select(known => ConventionFit.Of(known, names)).Where(fit => fit.Files.Count > 0)
            .OrderBy(fit => fit.Convention.IsGeneric || fit.Files.Count < names.Count / 2).ThenBy(fit => fit.Left).ThenByDescending(fit => fit.Files.Count).ToList();
        if (fits.Count == 0)
        {
            throw FollowingNone(names);
        }

        var best = fits[0];
        if (fits.Find(other => other.Convention != best.Convention && other.IsRivalOf(best)) is { } rival)
        {
            var (one, two) = (best.Convention.Name, rival.Convention.Name);
            throw new UsageException($"--plate auto: {Counted.Of(best.Files.Count, "file name")} follow {one} and {two}, which understand them differently; say which: --plate {one} or --plate {two}");
        }

        var others = string.Concat(fits.Skip(1).Select(other => $"; {other.Convention.Name} fits {other.Files.Count}"));
        var all = best.Files.Count + best.Left;
        var followers = best.Left > 0 ? $"{best.Files.Count} of {all} file names follow" : all == 1 ? "the file name follows" : $"all {all} file names follow";
        return (best.Convention, $"{best.Convention.Name}, which {followers}{others}");
    }

    private UsageException NotFollowing(string taken, List<string> others, int count) => others.Count < count
        ? new UsageException($"--plate{(pattern is null ? " auto" : string.Empty)}: {others.Count} of {count} file names do not follow the pattern {taken}: {Counted.List(others, NamesInError)}; name the files more exactly, or leave some out with --skip")
        : new UsageException($"--plate: no file name follows the pattern {taken}; the names are {Counted.List(others, NamesInError)}");

    private static UsageException FollowingNone(List<PlateName> names) =>
        new($"--plate auto: the names ({Counted.List([.. names.Select(name => name.FileName)], NamesInError)}) follow none of the conventions {string.Join(", ", PlateConventions.All.Select(known => known.Name))}; "
            + @"write a pattern, such as '_(?<well>[A-P]\d\d)_s(?<field>\d+)_w(?<channel>\d)'");
}
