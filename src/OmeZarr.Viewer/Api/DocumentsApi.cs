using System.Text;
using System.Text.Json.Nodes;
using OmeZarr.Viewer.Stores;
using Zarr.Stores;

namespace OmeZarr.Viewer.Api;

/// <summary><c>api/metadata</c> and <c>api/findings</c>: the documents as they are, and what is wrong with them.</summary>
internal static class DocumentsApi
{
    private const int MostFindings = 200;
    private const int MostBytes = 4 << 20;

    private static readonly string[] Names = ["zarr.json", ".zattrs", ".zgroup", ".zarray"];

    internal static async Task<JsonObject> MetadataAsync(ViewedStore store, string path, CancellationToken cancellationToken)
    {
        var node = await store.NodeAsync(path, cancellationToken).ConfigureAwait(false);
        var documents = new JsonArray();
        string[] places = [string.Empty, .. node is OmeImage image ? image.Levels.Select(level => level.Path) : []];
        foreach (var place in places)
        {
            foreach (var name in Names)
            {
                var relative = place.Length == 0 ? name : $"{place}/{name}";
                if (await ReadAsync(store, node.Group.Path.Key(relative), cancellationToken).ConfigureAwait(false) is { } text)
                {
                    documents.Add((JsonNode)new JsonObject { ["name"] = relative, ["text"] = text });
                }
            }
        }

        return new JsonObject { ["documents"] = documents };
    }

    internal static async Task<JsonObject> FindingsAsync(ViewedStore store, string path, CancellationToken cancellationToken)
    {
        var options = new ValidationOptions { MaxFindings = MostFindings, MaxDegreeOfParallelism = Environment.ProcessorCount };
        var report = await OmeStoreValidator.ValidateAsync(store.Values, store.PathOf(path), options, cancellationToken: cancellationToken).ConfigureAwait(false);
        return new JsonObject
        {
            ["valid"] = report.IsValid,
            ["errors"] = report.ErrorCount,
            ["warnings"] = report.WarningCount,
            ["advice"] = report.AdviceCount,
            ["nodes"] = report.NodesChecked,
            ["findings"] = Json.List(report.Findings.Select(finding => (JsonNode?)new JsonObject
            {
                ["path"] = finding.NodePath,
                ["severity"] = Json.Word(finding.Severity),
                ["rule"] = finding.RuleId,
                ["location"] = finding.Location,
                ["message"] = finding.Message,
                ["remedy"] = finding.Rule?.Remedy,
            })),
        };
    }

    private static async Task<string?> ReadAsync(ViewedStore store, StoreKey key, CancellationToken cancellationToken)
    {
        using var bytes = await store.Values.GetRangeAsync(key, ByteRange.FromOffset(0, MostBytes + 1), cancellationToken).ConfigureAwait(false);
        return bytes is null ? null
            : bytes.Memory.Length <= MostBytes ? Encoding.UTF8.GetString(bytes.Memory.Span)
            : $"{Encoding.UTF8.GetString(bytes.Memory.Span[..MostBytes])}\n… (the document is longer than {MostBytes >> 20} MiB)";
    }
}
