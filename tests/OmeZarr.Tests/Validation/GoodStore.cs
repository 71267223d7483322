using System.Text;
using System.Text.Json.Nodes;
using TestKit;
using Zarr.Stores;

namespace OmeZarr.Tests.Validation;

/// <summary>A small store without any fault, of one kind and version, whose files tests change before they validate it.</summary>
internal sealed class GoodStore
{
    private const string Documents = "zarr.json .zarray .zgroup .zattrs";

    private GoodStore(string kind, string version) => (Kind, Version, ZarrFormat) = (kind, version, version == "0.5" ? 3 : 2);

    /// <summary>The kinds of stores.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["image", "plate", "collection"];

    /// <summary>image, plate or collection.</summary>
    public string Kind { get; }

    /// <summary>0.5 or 0.4.</summary>
    public string Version { get; }

    public int ZarrFormat { get; }

    /// <summary>The files by their keys.</summary>
    public SortedDictionary<string, byte[]> Files { get; } = new(StringComparer.Ordinal);

    /// <summary>A store without files.</summary>
    public static GoodStore Empty(string version) => new("empty", version);

    /// <summary>Makes a store of a kind and version, such as <c>plate 0.5</c>.</summary>
    public static GoodStore Create(string name)
    {
        var store = name.Split(' ') is [var kind, var version] ? new GoodStore(kind, version) : throw new ArgumentException(name);
        switch (store.Kind)
        {
            case "image":
                store.AddImage(string.Empty, withLabels: true);
                break;
            case "plate":
                store.AddPlate();
                break;
            case "collection":
                store.AddCollection();
                break;
        }

        return store;
    }

    /// <summary>The list of fields of a well.</summary>
    public static JsonObject Well(params string[] fields) => Parse($$$"""{"well":{"images":[{{{string.Join(',', fields.Select(field => $$"""{"path":"{{field}}"}"""))}}}]} }""");

    public async Task<MemoryStore> ToStoreAsync()
    {
        var store = new MemoryStore();
        foreach (var (key, content) in Files)
        {
            await store.WriteAsync(key, content);
        }

        return store;
    }

    /// <summary>Changes the OME-Zarr metadata of a group.</summary>
    public void Edit(string path, Action<JsonObject> change) => EditFile(Key(path, ZarrFormat == 3 ? "zarr.json" : ".zattrs"), json => change(ZarrFormat == 3 ? json["attributes"]!["ome"]!.AsObject() : json));

    /// <summary>Changes the document of an array.</summary>
    public void EditArray(string path, Action<JsonObject> change) => EditFile(Key(path, ZarrFormat == 3 ? "zarr.json" : ".zarray"), change);

    public void EditFile(string key, Action<JsonObject> change)
    {
        var json = JsonNode.Parse(Files[key])!.AsObject();
        change(json);
        Put(key, json.ToJsonString());
    }

    public void Put(string key, string text) => Files[key] = Encoding.UTF8.GetBytes(text);

    /// <summary>Deletes the documents of a node, and leaves what is below it.</summary>
    public void DeleteDocuments(string path)
    {
        foreach (var name in Documents.Split(' '))
        {
            Files.Remove(Key(path, name));
        }
    }

    /// <summary>Deletes a node with everything below it.</summary>
    public void Delete(string path)
    {
        foreach (var key in Files.Keys.Where(key => key.StartsWith($"{path}/", StringComparison.Ordinal)).ToList())
        {
            Files.Remove(key);
        }
    }

    /// <summary>Replaces a node by an array.</summary>
    public void ReplaceByArray(string path)
    {
        Delete(path);
        AddArray(path, [4, 4], "uint8", ["y", "x"]);
    }

    /// <summary>Replaces an array by a group.</summary>
    public void ReplaceByGroup(string path)
    {
        Delete(path);
        AddGroup(path, null);
    }

    public void Copy(string from, string to)
    {
        foreach (var (key, content) in Files.Where(file => file.Key.StartsWith($"{from}/", StringComparison.Ordinal)).ToList())
        {
            Files[to + key[from.Length..]] = content;
        }
    }

    public void AddGroup(string path, JsonObject? metadata)
    {
        if (ZarrFormat == 2)
        {
            Put(Key(path, ".zgroup"), """{"zarr_format":2}""");
            if (metadata is not null)
            {
                Put(Key(path, ".zattrs"), metadata.ToJsonString());
            }

            return;
        }

        metadata?.Insert(0, "version", "0.5");
        var attributes = metadata is null ? new JsonObject() : new JsonObject { ["ome"] = metadata };
        Put(Key(path, "zarr.json"), new JsonObject { ["zarr_format"] = 3, ["node_type"] = "group", ["attributes"] = attributes }.ToJsonString());
    }

    public void AddArray(string path, long[] shape, string type, string[] names)
    {
        var lengths = string.Join(',', shape);
        if (ZarrFormat == 2)
        {
            var dtype = type switch { "uint8" => "|u1", "uint16" => "<u2", "float32" => "<f4", _ => throw new ArgumentException(type) };
            Put(Key(path, ".zarray"), $$"""{"zarr_format":2,"shape":[{{lengths}}],"chunks":[{{lengths}}],"dtype":"{{dtype}}","compressor":null,"fill_value":0,"order":"C","filters":null,"dimension_separator":"/"}""");
            return;
        }

        Put(
            Key(path, "zarr.json"),
            $$$"""
            {"zarr_format":3,"node_type":"array","shape":[{{{lengths}}}],"data_type":"{{{type}}}","chunk_grid":{"name":"regular","configuration":{"chunk_shape":[{{{lengths}}}]}},
             "chunk_key_encoding":{"name":"default","configuration":{"separator":"/"}},"fill_value":0,"codecs":[{"name":"bytes","configuration":{"endian":"little"}}],
             "dimension_names":["{{{string.Join("\",\"", names)}}}"]}
            """);
    }

    public void AddImage(string path, bool withLabels)
    {
        AddGroup(path, Metadata("c z y x", "[1,2,0.5,0.5]", "[1,2,1,1]", """ "omero":{"channels":[{"color":"FF0000","window":{"min":0,"max":9,"start":0,"end":9}},{"color":"00FF00","window":{"min":0,"max":9,"start":0,"end":9}}],"rdefs":{"defaultZ":2,"defaultT":0}}"""));
        AddArray(Key(path, "0"), [2, 3, 17, 13], "uint16", ["c", "z", "y", "x"]);
        AddArray(Key(path, "1"), [2, 3, 8, 7], "uint16", ["c", "z", "y", "x"]);
        if (withLabels)
        {
            AddGroup(Key(path, "labels"), new JsonObject { ["labels"] = new JsonArray("cells", "deep/nuclei") });
            AddGroup(Key(path, "labels/deep"), null);
            AddLabel(Key(path, "labels/cells"), "../../");
            AddLabel(Key(path, "labels/deep/nuclei"), "../../../");
        }
    }

    public void AddLabel(string path, string source)
    {
        var version = Version == "0.4" ? "\"version\":\"0.4\"," : string.Empty;
        AddGroup(path, Metadata("z y x", "[2,0.5,0.5]", "[2,1,1]", $$"""
             "image-label":{ {{version}} "colors":[{"label-value":1,"rgba":[1,2,3,4]}],"properties":[{"label-value":1,"area":5}],"source":{"image":"{{source}}"} }
            """));
        AddArray(Key(path, "0"), [3, 17, 13], "uint8", ["z", "y", "x"]);
        AddArray(Key(path, "1"), [3, 8, 7], "uint8", ["z", "y", "x"]);
    }

    private static string Key(string path, string name) => path.Length == 0 ? name : $"{path}/{name}";

    private void AddPlate()
    {
        var version = Version == "0.4" ? "\"version\":\"0.4\"," : string.Empty;
        AddGroup(string.Empty, Parse($$$"""
            {"plate":{ {{{version}}} "name":"p","field_count":2,"rows":[{"name":"A"},{"name":"B"}],"columns":[{"name":"1"},{"name":"2"}],
             "wells":[{"path":"A/1","rowIndex":0,"columnIndex":0},{"path":"A/2","rowIndex":0,"columnIndex":1},{"path":"B/1","rowIndex":1,"columnIndex":0}],
             "acquisitions":[{"id":0,"name":"first","maximumfieldcount":1},{"id":7,"name":"second","maximumfieldcount":1}]}}
            """));
        AddGroup("A", null);
        AddGroup("B", null);
        foreach (var well in new[] { "A/1", "A/2", "B/1" })
        {
            AddGroup(well, Parse($$$"""{"well":{ {{{version}}} "images":[{"path":"0","acquisition":0},{"path":"1","acquisition":7}]} }"""));
            AddImage($"{well}/0", withLabels: well == "A/1");
            AddImage($"{well}/1", withLabels: false);
        }
    }

    private void AddCollection()
    {
        AddGroup(string.Empty, Parse("""{"bioformats2raw.layout":3}"""));
        AddGroup("OME", Parse("""{"series":["0","1"]}"""));
        const string Pixels = """<Pixels DimensionOrder="XYZCT" Type="uint16" SizeX="13" SizeY="17" SizeZ="3" SizeC="2" SizeT="1"><MetadataOnly/></Pixels>""";
        Put("OME/METADATA.ome.xml", $"""<OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06"><Image ID="Image:0">{Pixels}</Image><Image ID="Image:1">{Pixels}</Image></OME>""");
        AddImage("0", withLabels: true);
        AddImage("1", withLabels: false);
    }

    private JsonObject Metadata(string axes, string first, string second, string more)
    {
        var version = Version == "0.4" ? "\"version\":\"0.4\"," : string.Empty;
        var list = string.Join(',', axes.Split(' ').Select(axis => $$"""{"name":"{{axis}}","type":"{{(axis == "c" ? "channel" : "space")}}"}"""));
        return Parse($$$"""
            {"multiscales":[{ {{{version}}} "name":"cells","axes":[{{{list}}}],"datasets":[{"path":"0","coordinateTransformations":[{"type":"scale","scale":{{{first}}}}]},{"path":"1","coordinateTransformations":[{"type":"scale","scale":{{{second}}}}]}]}],{{{more}}} }
            """);
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
