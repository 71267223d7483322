using System.Text;
using System.Text.Json.Nodes;
using TestKit;
using Zarr.Stores;

namespace OmeZarr.Tests.Reading;

/// <summary>An image with a label, a plate and a collection in memory, of one version of OME-Zarr; every optional member is there.</summary>
internal sealed class Hierarchy
{
    private const string Old =
        """
        {"multiscales":[
          {"version":"0.4","name":"cells","type":"gaussian","metadata":{"method":"m"},"axes":[{"name":"y","type":"space","unit":"micrometer"},{"name":"x","type":"space","unit":"micrometer"}],
           "coordinateTransformations":[{"type":"scale","scale":[1,1]},{"type":"translation","translation":[1,2]}],
           "datasets":[{"path":"0","coordinateTransformations":[{"type":"scale","scale":[0.5,0.25]},{"type":"translation","translation":[0,0]}]},{"path":"1","coordinateTransformations":[{"type":"scale","scale":[1,0.5]}]}]},
          {"version":"0.4","name":"again","axes":[{"name":"y","type":"space"},{"name":"x","type":"space"}],"datasets":[{"path":"0","coordinateTransformations":[{"type":"scale","scale":[1,1]}]}]}],
         "omero":{"id":1,"name":"n","version":"0.4","channels":[{"color":"FF0000","label":"DAPI","active":true,"inverted":false,"family":"linear","coefficient":1,"window":{"min":0,"max":9,"start":0,"end":9}}],
           "rdefs":{"model":"color","defaultT":0,"defaultZ":0,"projection":"normal"}}}
        """;

    private const string ImageLabel =
        """{"version":"0.4","colors":[{"label-value":3,"rgba":[1,2,3,4]}],"properties":[{"label-value":3,"area":5}],"source":{"image":"../../"}}""";

    private const string Plate =
        """
        {"plate":{"version":"0.4","name":"p","field_count":1,"rows":[{"name":"A"}],"columns":[{"name":"1"},{"name":"2"}],
         "wells":[{"path":"A/1","rowIndex":0,"columnIndex":0},{"path":"A/2","rowIndex":0,"columnIndex":1}],
         "acquisitions":[{"id":0,"name":"run","maximumfieldcount":1,"description":"d","starttime":1,"endtime":2}]}}
        """;

    private const string Well = """{"well":{"version":"0.4","images":[{"path":"0","acquisition":0},{"path":"1","acquisition":0}]}}""";

    private readonly string version;

    private Hierarchy(string version) => this.version = version;

    public MemoryStore Store { get; } = new();

    /// <summary>The documents by the paths of their groups.</summary>
    public Dictionary<string, JsonObject> Documents { get; } = [];

    public static async Task<Hierarchy> CreateAsync(string version)
    {
        var all = new Hierarchy(version);
        var label = JsonNode.Parse(Old)!.AsObject();
        label["image-label"] = JsonNode.Parse(ImageLabel);
        await all.AddImageAsync("image", Old);
        await all.AddAsync("image/labels", """{"labels":["cells","nuclei"]}""");
        await all.AddImageAsync("image/labels/cells", label.ToJsonString());
        await all.AddImageAsync("image/labels/nuclei", label.ToJsonString());
        await all.AddAsync("plate", Plate);
        foreach (var well in new[] { "A/1", "A/2" })
        {
            await all.AddAsync($"plate/{well}", Well);
            await all.AddImageAsync($"plate/{well}/0", Old);
            await all.AddImageAsync($"plate/{well}/1", Old);
        }

        await all.AddAsync("slide", """{"bioformats2raw.layout":3}""");
        await all.AddAsync("slide/OME", """{"series":["0","1"]}""");
        await all.AddImageAsync("slide/0", Old);
        await all.AddImageAsync("slide/1", Old);
        return all;
    }

    /// <summary>Replaces a document for a while.</summary>
    public Task WriteAsync(string path, JsonObject document) => WriteAsync(path, document.ToJsonString());

    /// <summary>Replaces a document by a text.</summary>
    public Task WriteAsync(string path, string document) => version == "0.5"
        ? TextAsync($"{path}/zarr.json", $$"""{"zarr_format":3,"node_type":"group","attributes":{{document}}}""")
        : TextAsync($"{path}/.zattrs", document);

    private async Task AddImageAsync(string path, string metadata)
    {
        await AddAsync(path, metadata);
        foreach (var level in new[] { "0", "1" })
        {
            await TextAsync($"{path}/{level}/.zarray", """{"zarr_format":2,"shape":[2,3],"chunks":[2,3],"dtype":"|u1","compressor":null,"fill_value":7,"order":"C","filters":null}""");
        }
    }

    private async Task AddAsync(string path, string metadata)
    {
        var document = InVersion(JsonNode.Parse(metadata)!.AsObject());
        Documents.Add(path, document);
        await (version == "0.5" ? Task.CompletedTask : TextAsync($"{path}/.zgroup", """{"zarr_format":2}"""));
        await WriteAsync(path, document);
    }

    private JsonObject InVersion(JsonObject document)
    {
        if (version == "0.5")
        {
            document.Insert(0, "version", version);
            foreach (var multiscale in document["multiscales"]?.AsArray() ?? [])
            {
                multiscale!.AsObject().Remove("version");
            }

            return new JsonObject { ["ome"] = document };
        }

        foreach (var multiscale in (version == "0.3" ? document["multiscales"]?.AsArray() : null) ?? [])
        {
            multiscale!["axes"] = new JsonArray("y", "x");
            multiscale.AsObject().Remove("coordinateTransformations");
        }

        return JsonNode.Parse(document.ToJsonString().Replace("\"0.4\"", $"\"{version}\"", StringComparison.Ordinal))!.AsObject();
    }

    private Task TextAsync(string key, string text) => Store.WriteAsync(key, Encoding.UTF8.GetBytes(text));
}
