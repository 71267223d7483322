namespace OmeZarr.Cli.Commands;

/// <summary>The option <c>--series [N]</c>. The parser would take the path after a bare option for its value, so the option is completed before the line is parsed.</summary>
internal static class SeriesArgument
{
    internal const string Option = "--series";

    /// <summary>The value that stands for all images.</summary>
    internal const string All = "all";

    /// <summary>The arguments with <c>--series=N</c> or <c>--series=all</c> in place of <c>--series</c>. A number is that of an image unless a file has this name.</summary>
    internal static string[] Complete(string[] args)
    {
        var result = new List<string>(args.Length);
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] != Option)
            {
                result.Add(args[i]);
            }
            else if (i + 1 < args.Length && args[i + 1].Length > 0 && args[i + 1].All(char.IsAsciiDigit) && !Path.Exists(args[i + 1]))
            {
                result.Add($"{Option}={args[++i]}");
            }
            else
            {
                result.Add($"{Option}={All}");
            }
        }

        return [.. result];
    }
}
