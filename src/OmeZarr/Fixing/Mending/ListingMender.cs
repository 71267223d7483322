using System.Text.Json.Nodes;
using OmeZarr.Fixing.Documents;
using OmeZarr.Rules;
using Zarr.Stores;

namespace OmeZarr.Fixing.Mending;

/// <summary>Adds nodes that are there to the list that does not name them.</summary>
internal sealed class ListingMender(PartKind kind) : Mender
{
    internal override async Task<string?> TargetAsync(IWritableStore store, StoreFinding finding, CancellationToken cancellationToken) =>
        (await PartList.FindAsync(store, finding.NodePath, kind, cancellationToken).ConfigureAwait(false))?.Group;

    internal override Task<string?> MendAsync(NodeEdit edit, StoreFinding finding, CancellationToken cancellationToken) => Task.FromResult(Mend(edit, finding.NodePath));

    private string? Mend(NodeEdit edit, string nodePath)
    {
        var list = PartList.In(edit.Ome).First(one => one.Kind == kind).Items;
        var path = edit.Path.Length == 0 ? nodePath : nodePath[(edit.Path.Length + 1)..];
        if (list.Any(item => PartList.PathOf(item) == path))
        {
            return null; // Another writer has listed it meanwhile.
        }

        var (item, problem) = kind switch
        {
            PartKind.Well => Well((JsonObject)edit.Ome!["plate"]!, path),
            PartKind.Field => Field(list, path),
            _ => (JsonValue.Create(path), null),
        };
        if (problem is null)
        {
            list.Add(item);
        }

        return problem;
    }

    private static (JsonNode? Item, string? Problem) Well(JsonObject plate, string path)
    {
        if (path.Split('/') is not [var row, var column])
        {
            return (null, "its path is not that of a row and a column");
        }

        var (rowIndex, columnIndex) = (IndexOf(plate["rows"], row), IndexOf(plate["columns"], column));
        return rowIndex is null ? (null, $"the plate has no row {row}; add it by hand, because its place among the rows is not known")
            : columnIndex is null ? (null, $"the plate has no column {column}; add it by hand, because its place among the columns is not known")
            : (new JsonObject { ["path"] = path, ["rowIndex"] = rowIndex, ["columnIndex"] = columnIndex }, null);
    }

    private static (JsonNode? Item, string? Problem) Field(JsonArray listed, string path)
    {
        if (path.Contains('/', StringComparison.Ordinal) || NodeName.Problem(path) is not null || NodeName.RiskyCharacters(path).Any())
        {
            return (null, "its name is not one that a well may list");
        }

        JsonNode?[] acquisitions = [.. listed.Select(item => (item as JsonObject)?["acquisition"]).DistinctBy(id => id?.ToJsonString())];
        return acquisitions switch
        {
            [] or [null] => (new JsonObject { ["path"] = path }, null),
            [var only] => (new JsonObject { ["path"] = path, ["acquisition"] = only!.DeepClone() }, null),
            _ => (null, "the fields of the well are of several acquisitions, so that its own is not known"),
        };
    }

    private static int? IndexOf(JsonNode? names, string name) =>
        (names as JsonArray ?? []).Index().Where(item => item.Item is JsonObject members && members["name"] is JsonValue value && value.TryGetValue<string>(out var found) && found == name)
            .Select(item => (int?)item.Index).FirstOrDefault();
}
