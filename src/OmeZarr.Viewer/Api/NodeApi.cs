using System.Reflection;
using System.Text.Json.Nodes;
using OmeZarr.V05;
using OmeZarr.Viewer.Stores;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Viewer.Api;

/// <summary><c>api/root</c> and <c>api/node</c>: what nodes are, and what is below them.</summary>
internal static class NodeApi
{
    private const int MostChildren = 10_000;

    internal static async Task<JsonObject> RootAsync(ViewedStore store, string? program, CancellationToken cancellationToken) => new()
    {
        ["name"] = store.Name,
        ["location"] = store.Location,
        ["program"] = program ?? typeof(NodeApi).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion,
        ["node"] = await NodeAsync(store, string.Empty, cancellationToken).ConfigureAwait(false),
    };

    internal static async Task<JsonObject> NodeAsync(ViewedStore store, string path, CancellationToken cancellationToken)
    {
        var node = await store.NodeAsync(path, cancellationToken).ConfigureAwait(false);
        return new JsonObject
        {
            ["path"] = path,
            ["name"] = NameOf(store, path, node),
            ["kind"] = KindOf(node),
            ["version"] = node.Version,
            ["parent"] = await ParentAsync(store, path, cancellationToken).ConfigureAwait(false),
            ["children"] = await ChildrenAsync(node, path, cancellationToken).ConfigureAwait(false),
            ["plate"] = node is OmePlate plate ? Plate(plate, path) : null,
            ["findings"] = Json.Findings(node.Findings),
        };
    }

    internal static string KindOf(OmeNode node) => node switch
    {
        OmeImage image => image.Metadata is LabelImage ? "label" : "image",
        OmePlate => "plate",
        OmeWell => "well",
        OmeCollection => "collection",
        _ => node.Document?.Kind == OmeDocumentKind.LabelsGroup ? "labels" : "group",
    };

    /// <summary>The name of the image or plate, or else the last part of the path.</summary>
    internal static string NameOf(ViewedStore store, string path, OmeNode node)
    {
        var given = node switch
        {
            OmeImage image => image.Multiscale.Name,
            OmePlate plate => plate.Name,
            _ => null,
        };
        return given is { Length: > 0 } and not "/" ? given : path.Length == 0 ? store.Name : path[(path.LastIndexOf('/') + 1)..];
    }

    private static async Task<JsonObject?> ParentAsync(ViewedStore store, string path, CancellationToken cancellationToken)
    {
        while (path.Length > 0)
        {
            path = path[..Math.Max(0, path.LastIndexOf('/'))];
            try
            {
                var node = await store.NodeAsync(path, cancellationToken).ConfigureAwait(false);
                if (path.Length == 0 || node is not OmeGroup)
                {
                    return new JsonObject { ["path"] = path, ["kind"] = KindOf(node) };
                }
            }
            catch (Exception error) when (error is ZarrException or OmeZarrException)
            {
                // What cannot be opened is no parent to go to.
            }
        }

        return null;
    }

    private static async Task<JsonArray> ChildrenAsync(OmeNode node, string path, CancellationToken cancellationToken) => node switch
    {
        OmeWell well => Json.List(well.Fields.Take(MostChildren).Select(field =>
        {
            var child = Child(path, field.Path, "image");
            child["acquisition"] = field.Acquisition;
            return (JsonNode?)child;
        })),
        OmeCollection collection => Json.List(collection.Paths.Take(MostChildren).Select(image => (JsonNode?)Child(path, image, "image"))),
        OmeGroup { Document.Kind: OmeDocumentKind.LabelsGroup } labels => Json.List(labels.Paths.Take(MostChildren).Select(label => (JsonNode?)Child(path, label, "label"))),
        OmeGroup group => await GroupsAsync(group, path, cancellationToken).ConfigureAwait(false),
        _ => [],
    };

    private static async Task<JsonArray> GroupsAsync(OmeGroup group, string path, CancellationToken cancellationToken)
    {
        var children = new JsonArray();
        if (group.Group.Store is not IListableStore store)
        {
            return children;
        }

        foreach (var name in await store.ListChildrenAsync(group.Group.Path, cancellationToken).ConfigureAwait(false))
        {
            if (!name.StartsWith('.') && children.Count < MostChildren && await IsGroupAsync(store, group.Group.Path, name, cancellationToken).ConfigureAwait(false))
            {
                children.Add((JsonNode)Child(path, name, null));
            }
        }

        return children;
    }

    /// <summary>Whether there is a group. A group with a damaged document counts: opening it shows the error.</summary>
    private static async Task<bool> IsGroupAsync(IStore store, StorePrefix parent, string name, CancellationToken cancellationToken)
    {
        try
        {
            await ZarrGroup.OpenAsync(store, parent / name, cancellationToken: cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (NodeNotFoundException)
        {
            return false;
        }
        catch (ZarrException)
        {
            return true;
        }
    }

    private static JsonObject Child(string path, string relative, string? kind) =>
        new() { ["path"] = Join(path, relative), ["name"] = relative, ["kind"] = kind };

    private static string Join(string path, string relative) => path.Length == 0 ? relative : $"{path}/{relative}";

    private static JsonObject Plate(OmePlate plate, string path) => new()
    {
        ["rows"] = Json.List(plate.Rows.Select(row => row.Name)),
        ["columns"] = Json.List(plate.Columns.Select(column => column.Name)),
        ["wells"] = Json.List(plate.Wells.Select(well => (JsonNode?)new JsonObject { ["path"] = Join(path, well.Path), ["row"] = well.RowIndex, ["column"] = well.ColumnIndex })),
        ["fieldCount"] = plate.Metadata.Definition.FieldCount,
        ["acquisitions"] = Json.List((plate.Metadata.Definition.Acquisitions ?? []).Select(run => (JsonNode?)new JsonObject { ["id"] = run.Id, ["name"] = run.Name })),
    };
}
