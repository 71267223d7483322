namespace OmeZarr.Cli.Validating;

/// <summary>A finding of each rule, as a test has seen it. The test that makes <c>docs/rules.md</c> writes the file, too.</summary>
internal static class RuleExamples
{
    private const string Name = "rule-examples.txt";

    /// <summary>A finding of a rule; null if there is no example.</summary>
    internal static string? Of(string rule)
    {
        using var stream = typeof(RuleExamples).Assembly.GetManifestResourceStream(Name) ?? throw new InvalidOperationException($"{Name} is missing from the program");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Split('\t') is [var id, var example] && id == rule)
            {
                return example;
            }
        }

        return null;
    }
}
