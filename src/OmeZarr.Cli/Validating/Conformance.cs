using System.Text.Json.Nodes;
using OmeZarr.Cli.Inputs;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Cli.Validating;

/// <summary>The verdict for the conformance runner of OME: one line of JSON, whatever the path holds. The runner counts everything else as an error of the program.</summary>
internal static class Conformance
{
    /// <summary>Judges a file of attributes or a hierarchy.</summary>
    /// <param name="path">The file, folder or address.</param>
    /// <param name="connection">How an address is reached.</param>
    /// <param name="strict">Whether recommended members that are missing make it invalid, as the strict schemas do.</param>
    /// <param name="cancellationToken">Stops the validation.</param>
    internal static async Task<string> JudgeAsync(string path, StoreConnection connection, bool strict, CancellationToken cancellationToken)
    {
        try
        {
            var findings = File.Exists(path)
                ? OmeDocument.Parse(await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false)).Validate(strict)
                : [.. (await OmeStoreValidator.ValidateAsync(Locations.Parse(path, connection), new() { Strict = strict }, null, cancellationToken).ConfigureAwait(false)).Findings.Select(finding => finding.Finding with { Location = $"/{finding.NodePath} {finding.Location}".TrimEnd() })];
            var broken = findings.Where(finding => finding.Severity == Severity.Error || (strict && ValidationRule.Find(finding.RuleId) is { OnlyStrict: true })).ToList();
            return Line(broken.Count == 0, broken.Count == 0 ? string.Empty : $"{broken[0].RuleId}: {broken[0].Location}: {broken[0].Message}{(broken.Count > 1 ? $" (and {broken.Count - 1} more)" : string.Empty)}");
        }
        catch (Exception error) when (error is ZarrException or OmeZarrException or IOException or UnauthorizedAccessException or UsageException)
        {
            return Line(false, error.Message);
        }
    }

    private static string Line(bool isValid, string message) => JsonOutput.Text(new JsonObject { ["valid"] = isValid, ["message"] = message.ReplaceLineEndings(" ") });
}
