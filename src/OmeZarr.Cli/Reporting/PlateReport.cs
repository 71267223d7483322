using System.Text.Json.Nodes;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Cli.Reporting;

/// <summary>The size of a plate and the number of its wells and fields.</summary>
/// <param name="Rows">Names of the rows.</param>
/// <param name="Columns">Names of the columns.</param>
/// <param name="Wells">Number of listed wells.</param>
/// <param name="UnreadableWells">Number of wells without readable metadata.</param>
/// <param name="Fields">Number of fields of view in all readable wells.</param>
/// <param name="FewestFields">The smallest number of fields of a well.</param>
/// <param name="MostFields">The largest number of fields of a well.</param>
/// <param name="Acquisitions">Names of the acquisitions, or their numbers.</param>
/// <param name="FirstField">Path of the first field of the first well with fields; null if there is none.</param>
internal sealed record PlateReport(
    IReadOnlyList<string> Rows,
    IReadOnlyList<string> Columns,
    int Wells,
    int UnreadableWells,
    int Fields,
    int FewestFields,
    int MostFields,
    IReadOnlyList<string> Acquisitions,
    string? FirstField)
{
    /// <param name="store">The plate.</param>
    /// <param name="plate">The member <c>plate</c> of its metadata.</param>
    /// <param name="wells">Paths of its wells.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    internal static async Task<PlateReport> CreateAsync(IStore store, JsonObject plate, IReadOnlyList<string> wells, CancellationToken cancellationToken)
    {
        var fields = new List<(string Well, IReadOnlyList<string> Fields)>();
        foreach (var well in wells)
        {
            if (await FieldsAsync(store, well, cancellationToken).ConfigureAwait(false) is { } found)
            {
                fields.Add((well, found));
            }
        }

        var counts = fields.Select(well => well.Fields.Count).DefaultIfEmpty().ToList();
        var first = fields.Where(well => well.Fields.Count > 0).Select(well => $"{well.Well}/{well.Fields[0]}").FirstOrDefault();
        return new PlateReport(
            Names(plate["rows"], "name"), Names(plate["columns"], "name"), wells.Count, wells.Count - fields.Count, counts.Sum(), counts.Min(), counts.Max(), Names(plate["acquisitions"], "name", "id"), first);
    }

    internal JsonObject ToJson() => new()
    {
        ["rows"] = new JsonArray([.. Rows.Select(name => JsonValue.Create(name))]),
        ["columns"] = new JsonArray([.. Columns.Select(name => JsonValue.Create(name))]),
        ["wells"] = Wells,
        ["unreadableWells"] = UnreadableWells,
        ["fields"] = Fields,
        ["acquisitions"] = new JsonArray([.. Acquisitions.Select(name => JsonValue.Create(name))]),
    };

    /// <summary>One line.</summary>
    public override string ToString()
    {
        var parts = new List<string> { $"{Count(Rows.Count, "row")} x {Count(Columns.Count, "column")}", Count(Wells, "well"), FieldsText };
        parts.AddRange(UnreadableWells > 0 ? [$"{Count(UnreadableWells, "well")} cannot be read"] : []);
        return string.Join(" · ", parts);
    }

    private string FieldsText => Count(Fields, "field") + (Wells == 1 || MostFields == 0 ? string.Empty : FewestFields == MostFields ? $", {MostFields} in each well" : $", {FewestFields} to {MostFields} in a well");

    private static async Task<IReadOnlyList<string>?> FieldsAsync(IStore store, string well, CancellationToken cancellationToken)
    {
        try
        {
            var group = await ZarrGroup.OpenAsync(store, new StorePrefix(well), null, cancellationToken).ConfigureAwait(false);
            return (GroupMetadata.Of(group)?["well"] as JsonObject)?["images"] is JsonArray images ? Names(images, "path") : null;
        }
        catch (Exception error) when (error is ZarrException or ArgumentException)
        {
            return null; // counted: a well that is missing should not hide the plate
        }
    }

    /// <summary>The first existing one of several members, for each object of a list.</summary>
    private static IReadOnlyList<string> Names(JsonNode? list, params string[] members) =>
        [.. (list as JsonArray ?? []).OfType<JsonObject>().Select(item => members.Select(member => item[member]?.ToString()).FirstOrDefault(text => text is not null)).OfType<string>()];

    private static string Count(int number, string what) => $"{number} {what}{(number == 1 ? string.Empty : "s")}";
}
