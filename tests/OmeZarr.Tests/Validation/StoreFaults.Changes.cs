using System.Text.Json.Nodes;

namespace OmeZarr.Tests.Validation;

/// <summary>Changes that several faults need.</summary>
internal static partial class StoreFaults
{
    /// <summary>Takes the metadata of a group away.</summary>
    private static void Clear(GoodStore store, string path)
    {
        store.DeleteDocuments(path);
        store.AddGroup(path, null);
    }

    private static void Strip(GoodStore store)
    {
        store.Files.Clear();
        store.AddGroup(string.Empty, null);
        store.AddArray("0", [4, 4], "uint8", ["y", "x"]);
    }

    /// <summary>Replaces a node by that of the other version.</summary>
    private static void Graft(GoodStore store, string path)
    {
        store.Delete(path);
        var other = GoodStore.Create($"plate {(store.Version == "0.5" ? "0.4" : "0.5")}");
        foreach (var (key, content) in other.Files.Where(file => file.Key.StartsWith($"{path}/", StringComparison.Ordinal)))
        {
            store.Files[key] = content;
        }
    }

    private static Action<GoodStore> AsV2(string path) => store =>
    {
        store.Delete(path);
        store.Put($"{path}/.zarray", """{"zarr_format":2,"shape":[2,3,8,7],"chunks":[2,3,8,7],"dtype":"<u2","compressor":null,"fill_value":0,"order":"C","filters":null}""");
    };

    private static void Unwrap(JsonObject document)
    {
        var ome = document["attributes"]!["ome"]!.DeepClone();
        document["attributes"] = ome;
    }

    private static void Wrap(JsonObject attributes)
    {
        var ome = attributes.DeepClone();
        attributes.Clear();
        ome["version"] = "0.5";
        ome["multiscales"]![0]!.AsObject().Remove("version");
        attributes["ome"] = ome;
    }

    /// <summary>Copies the metadata of all nodes into the root, as zarr-python does, and changes the copy.</summary>
    private static Action<GoodStore> Consolidate(Action<JsonObject> change) => store =>
    {
        var copies = new JsonObject();
        foreach (var (key, content) in store.Files.Where(file => file.Key != "zarr.json"))
        {
            copies[store.ZarrFormat == 3 ? key[..^"/zarr.json".Length] : key] = JsonNode.Parse(content);
        }

        change(copies);
        if (store.ZarrFormat == 2)
        {
            store.Put(".zmetadata", new JsonObject { ["zarr_consolidated_format"] = 1, ["metadata"] = copies }.ToJsonString());
        }
        else
        {
            store.EditFile("zarr.json", root => root["consolidated_metadata"] = new JsonObject { ["kind"] = "inline", ["must_understand"] = false, ["metadata"] = copies });
        }
    };

    private static void Swap(JsonArray list, string member)
    {
        var (first, second) = (list[0]![member]!.DeepClone(), list[1]![member]!.DeepClone());
        list[0]![member] = second;
        list[1]![member] = first;
    }

    private static void Twice(JsonArray list)
    {
        var copy = list[0]!.DeepClone();
        copy["name"] = "again";
        list.Add(copy);
    }

    private static void RenameAxis(GoodStore store, string image, string from, string to)
    {
        store.Edit(image, m => m["multiscales"]![0]!["axes"]!.AsArray().First(axis => axis!["name"]!.GetValue<string>() == from)!["name"] = to);
        foreach (var level in new[] { "0", "1" })
        {
            store.EditArray($"{image}/{level}", a => a["dimension_names"] = JsonNode.Parse(a["dimension_names"]!.ToJsonString().Replace($"\"{from}\"", $"\"{to}\"", StringComparison.Ordinal)));
        }
    }

    private static void Resize(GoodStore store, string image, params long[][] shapes)
    {
        foreach (var (level, shape) in shapes.Index())
        {
            store.EditArray($"{image}/{level}", a => a["shape"] = new JsonArray([.. shape.Select(length => JsonValue.Create(length))]));
        }
    }

    private static void Source(GoodStore store, string path) => store.Edit("labels/cells", m => m["image-label"]!["source"]!["image"] = path);

    private static void Xml(GoodStore store, string from, string to) =>
        store.Put("OME/METADATA.ome.xml", System.Text.Encoding.UTF8.GetString(store.Files["OME/METADATA.ome.xml"]).Replace(from, to, StringComparison.Ordinal));
}
