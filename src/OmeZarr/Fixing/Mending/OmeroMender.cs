using System.Text.Json;
using System.Text.Json.Nodes;
using OmeZarr.Fixing.Documents;
using OmeZarr.Planning;
using OmeZarr.V05;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Fixing.Mending;

/// <summary>Gives channels the colour and the window that writers of this library give them, where they have none.</summary>
internal sealed class OmeroMender : Mender
{
    internal override async Task<string?> MendAsync(NodeEdit edit, StoreFinding finding, CancellationToken cancellationToken)
    {
        if (JsonLocation.IndexIn(finding.Location, "channels") is not { } index || (edit.Ome?["omero"] as JsonObject)?["channels"] is not JsonArray channels
            || index >= channels.Count || channels[index] is not JsonObject channel)
        {
            return "only channels of omero are mended; only the owner of the data knows what belongs here";
        }

        return finding.Location.Split('.')[^1] switch
        {
            "color" => MendColor(channel, index, channels.Count),
            "window" => await MendWindowAsync(edit, channel, ["start", "min", "end", "max"], cancellationToken).ConfigureAwait(false),
            "start" or "min" or "end" or "max" => await MendWindowAsync(edit, channel, [finding.Location.Split('.')[^1]], cancellationToken).ConfigureAwait(false),
            var member => $"nobody but the owner of the data knows what {member} is",
        };
    }

    private static string? MendColor(JsonObject channel, int index, int count)
    {
        if (!channel.TryGetPropertyValue("color", out var found) || found is null)
        {
            channel["color"] = Omero.ColorOf(index, count);
            return null;
        }

        var color = found.GetValueKind() == JsonValueKind.String ? new OmeroChannel { Color = found.GetValue<string>() }.Color : null;
        if (color is not { Length: 6 } || !color.All(char.IsAsciiHexDigit))
        {
            return $"{found.ToJsonString()} does not say which colour is meant";
        }

        channel["color"] = color;
        return null;
    }

    /// <summary>A missing number is that of the range of the data type.</summary>
    private static async Task<string?> MendWindowAsync(NodeEdit edit, JsonObject channel, string[] members, CancellationToken cancellationToken)
    {
        if (channel["window"] is not null and not JsonObject)
        {
            return "window is no object";
        }

        if (await DataTypeAsync(edit, cancellationToken).ConfigureAwait(false) is not { } type)
        {
            return "the first level cannot be opened, so that the range of the data type is not known";
        }

        var range = OmeroPlan.WindowOf(type);
        var window = channel["window"] as JsonObject ?? [];
        channel["window"] ??= window;
        foreach (var member in members.Where(member => window[member] is null))
        {
            var number = member is "start" or "min" ? range.Min : range.Max;
            window[member] = JsonNode.Parse(Json.JsonText.Float(number));
        }

        return null;
    }

    private static async Task<DataType?> DataTypeAsync(NodeEdit edit, CancellationToken cancellationToken)
    {
        if (JsonLocation.Find(edit.Ome, "multiscales[0].datasets[0].path") is not JsonValue value || !value.TryGetValue<string>(out var path) || Rules.NodeName.Problem(path) is not null)
        {
            return null;
        }

        try
        {
            return (await ZarrArray.OpenAsync(edit.Store, new StorePrefix(edit.Path) / path, null, cancellationToken).ConfigureAwait(false)).DataType;
        }
        catch (ZarrException)
        {
            return null; // The rules about levels report it.
        }
    }
}
