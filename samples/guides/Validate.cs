using OmeZarr;

namespace Guides;

internal static class Validate
{
    internal static async Task RunAsync()
    {
        await ReportAsync();
        await ChosenAsync();
        Explain();
    }

    private static async Task ReportAsync()
    {
        var report = await OmeStoreValidator.ValidateAsync("labelled.ome.zarr");
        Console.WriteLine(report.IsValid ? "valid" : $"{report.ErrorCount} errors");
        foreach (var finding in report.Findings)
        {
            Console.WriteLine($"{finding.NodePath} {finding.Location}: {finding.Message}");
            Console.WriteLine($"  {finding.Rule?.Sentence} {finding.Rule?.Remedy}");
        }
    }

    private static async Task ChosenAsync()
    {
        var options = new ValidationOptions { SkippedRules = ["foreign-file", "node-unlisted"], MaxFindings = 100 };
        var report = await OmeStoreValidator.ValidateAsync("plate.ome.zarr", options);
        Console.WriteLine(string.Join(", ", report.CountsByRule.Select(rule => $"{rule.Key}: {rule.Value}")));
    }

    private static void Explain()
    {
        var rule = ValidationRule.Find("dimension-names")!;
        Console.WriteLine($"{rule.Id}: {rule.Sentence} ({rule.Source}; {rule.Severity} in 0.5, {rule.SeverityIn04} in 0.4)");
    }
}
