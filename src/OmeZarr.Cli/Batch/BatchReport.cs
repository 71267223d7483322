using System.Text.Json.Nodes;
using OmeZarr.Cli.Conversion;
using Zarr;

namespace OmeZarr.Cli.Batch;

/// <summary>What became of the rows of a list.</summary>
internal sealed class BatchReport
{
    private readonly List<(BatchRow Row, ConvertSummary? Summary, string? Error, string State)> rows = [];

    /// <summary>Whether a row failed.</summary>
    internal bool HasFailures => rows.Exists(row => row.Error is not null);

    /// <summary>Converts a row. Errors of the user and the environment are noted, and do not stop the others.</summary>
    internal async Task AddAsync(BatchRow row, Func<Task<ConvertSummary?>> convert, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            rows.Add((row, null, null, "not begun"));
            return;
        }

        try
        {
            rows.Add((row, await convert().ConfigureAwait(false), null, "converted"));
        }
        catch (OperationCanceledException)
        {
            rows.Add((row, null, null, "cancelled"));
        }
        catch (Exception error) when (error is UsageException or IOException or UnauthorizedAccessException or ZarrException or OmeZarrException or HttpRequestException or ArgumentException or NotSupportedException or OutOfMemoryException)
        {
            rows.Add((row, null, error.Message, "failed"));
        }
    }

    internal string ToText()
    {
        var lines = rows.Select(row => $"  line {row.Row.Line}  {row.State}  {row.Row.Output}{(row.Error is { } error ? $": {error}" : string.Empty)}{(row.Summary?.Findings.Count > 0 ? $"  ({Counted.Of(row.Summary.Findings.Count, "warning")})" : string.Empty)}");
        return string.Join(Environment.NewLine, [.. lines, $"{rows.Count(row => row.State == "converted")} of {Counted.Of(rows.Count, "row")} converted, {rows.Count(row => row.Error is not null)} failed"]);
    }

    internal string ToJson() => JsonOutput.Text(new JsonObject
    {
        ["converted"] = rows.Count(row => row.State == "converted"),
        ["failed"] = rows.Count(row => row.Error is not null),
        ["rows"] = JsonOutput.List(rows.Select(row => new JsonObject
        {
            ["line"] = row.Row.Line,
            ["inputs"] = JsonOutput.List(row.Row.Inputs),
            ["output"] = row.Row.Output,
            ["state"] = row.State,
            ["error"] = row.Error,
            ["summary"] = row.Summary is { } summary ? JsonNode.Parse(summary.ToJson()) : null,
        })),
    });
}
