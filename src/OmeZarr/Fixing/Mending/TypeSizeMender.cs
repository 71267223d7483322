using System.Text.Json.Nodes;
using OmeZarr.Fixing.Documents;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Fixing.Mending;

/// <summary>Sets the typesize of Blosc to the size of an element.</summary>
internal sealed class TypeSizeMender : Mender
{
    internal override async Task<string?> MendAsync(NodeEdit edit, StoreFinding finding, CancellationToken cancellationToken)
    {
        if (!edit.IsV3)
        {
            return "metadata of Zarr v2 do not say the typesize";
        }

        var size = (await ZarrArray.OpenAsync(edit.Store, new StorePrefix(edit.Path), null, cancellationToken).ConfigureAwait(false)).DataType.Size;
        var wrong = BloscIn(edit.Root["codecs"]).Where(configuration => configuration["typesize"] is JsonValue value && !(value.TryGetValue<int>(out var stated) && stated == size)).ToList();
        foreach (var configuration in wrong)
        {
            configuration["typesize"] = size;
        }

        return wrong.Count > 0 ? null : $"the metadata say {size}, the size of an element; the chunks were written otherwise";
    }

    /// <summary>The configurations of Blosc in a list of codecs, also in those of shards.</summary>
    private static IEnumerable<JsonObject> BloscIn(JsonNode? codecs) =>
        from codec in (codecs as JsonArray ?? []).OfType<JsonObject>()
        let configuration = codec["configuration"] as JsonObject
        where configuration is not null
        from found in (string?)codec["name"] switch
        {
            "blosc" => [configuration],
            "sharding_indexed" => BloscIn(configuration["codecs"]),
            _ => Enumerable.Empty<JsonObject>(),
        }
        select found;
}
