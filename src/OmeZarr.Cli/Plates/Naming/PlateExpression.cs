using System.Diagnostics;
using System.Text.RegularExpressions;

namespace OmeZarr.Cli.Plates.Naming;

/// <summary>A regular expression for file names, or for relative paths.</summary>
internal sealed class PlateExpression
{
    /// <summary>The time limit of a match; backtracking can take exponential time.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>The time limit of a match of an expression of this program. None comes near it, unless the machine stands still.</summary>
    private static readonly TimeSpan KnownPatience = TimeSpan.FromSeconds(30);

    /// <summary>The time limit of all matches, which bounds ten thousand names that are each a little slow.</summary>
    private static readonly TimeSpan AllPatience = TimeSpan.FromSeconds(30);

    private readonly string option;
    private readonly Regex regex;
    private readonly bool matchesPath;
    private readonly bool isKnown;
    private TimeSpan elapsed;

    private PlateExpression(string option, Regex regex, bool matchesPath, bool isKnown) =>
        (this.option, this.regex, this.matchesPath, this.isKnown) = (option, regex, matchesPath, isKnown);

    /// <summary>Names of the groups without numbers.</summary>
    internal IEnumerable<string> Groups => regex.GetGroupNames().Where(group => !char.IsAsciiDigit(group[0]));

    /// <summary>An expression of this program, for relative paths in either case. Thread-safe.</summary>
    internal static PlateExpression Known(string text) =>
        new("--plate", new Regex(text, RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, KnownPatience), true, true);

    /// <summary>An expression of the user. One with a slash is for relative paths, any other for names of files.</summary>
    /// <exception cref="UsageException">The text is not a regular expression.</exception>
    internal static PlateExpression OfUser(string option, string text)
    {
        try
        {
            return new PlateExpression(option, new Regex(text, RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Patience), text.Contains('/', StringComparison.Ordinal), false);
        }
        catch (ArgumentException error)
        {
            throw new UsageException($"{option} {Quote.IfNeeded(text)}: not a regular expression: {error.Message}");
        }
    }

    /// <exception cref="UsageException">The match takes too long.</exception>
    internal Match Find(PlateName name)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            var match = regex.Match(matchesPath ? name.Relative : name.FileName);
            RequireFastEnough(name, start);
            return match;
        }
        catch (RegexMatchTimeoutException)
        {
            throw TooSlow(name);
        }
    }

    private void RequireFastEnough(PlateName name, long start)
    {
        if (!isKnown && (elapsed += Stopwatch.GetElapsedTime(start)) > AllPatience)
        {
            throw TooSlow(name);
        }
    }

    private UsageException TooSlow(PlateName name) => new($"{option}: the pattern takes too long for {name.FileName}; repetitions inside repetitions, such as (a+)+, do that");
}
