using System.Text.Json;
using System.Text.Json.Nodes;

namespace Zarr.Metadata;

/// <summary>
/// An extension point of <c>zarr.json</c> (codec, chunk grid, chunk key encoding): a name and, where needed, a configuration
/// (Zarr v3 core, section "Extension points").
/// </summary>
/// <remarks>The caller must not change the JSON object afterwards.</remarks>
public sealed class NamedConfiguration
{
    /// <summary>A name with its configuration.</summary>
    public NamedConfiguration(string name, JsonObject? configuration = null) => (Name, Configuration) = (name, configuration);

    /// <summary>The registered name, for example <c>blosc</c>.</summary>
    public string Name { get; }

    /// <summary>The configuration; null if the extension has none.</summary>
    public JsonObject? Configuration { get; }

    /// <summary>Reads the object form, or the name alone.</summary>
    /// <exception cref="InvalidMetadataException">The value is neither; the message begins with <paramref name="where"/>.</exception>
    internal static NamedConfiguration FromJson(JsonNode? json, string where)
    {
        var name = json is JsonObject named ? named["name"] : json;
        if (name?.GetValueKind() != JsonValueKind.String)
        {
            throw new InvalidMetadataException($"{where}: expected a name, or an object with a name, found {json?.GetValueKind() ?? JsonValueKind.Null}");
        }

        return (json as JsonObject)?.TryGetPropertyValue("configuration", out var configuration) != true
            ? new NamedConfiguration(name.GetValue<string>())
            : new NamedConfiguration(
                name.GetValue<string>(),
                configuration as JsonObject ?? throw new InvalidMetadataException($"{where}: the configuration is not an object"));
    }

    /// <summary>The JSON object form, <c>{"name": …, "configuration": …}</c>; a new object each time.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject { ["name"] = Name };
        if (Configuration is not null)
        {
            json["configuration"] = Configuration.DeepClone();
        }

        return json;
    }
}
