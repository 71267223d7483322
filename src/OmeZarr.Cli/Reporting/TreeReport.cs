using System.Text.Json.Nodes;
using OmeZarr.Cli.Inputs;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Cli.Reporting;

/// <summary>The nodes of a store, one in a line.</summary>
/// <param name="Path">The store, as the user wrote it.</param>
/// <param name="Root">The first node.</param>
internal sealed record TreeReport(string Path, OmeTreeNode Root)
{
    private const string Gap = "   ";

    /// <exception cref="UsageException">The store does not exist or cannot be read.</exception>
    internal static async Task<TreeReport> CreateAsync(StoreLocation location, Func<StoreLocation, Task<OmeTreeNode>> read)
    {
        Locations.RequireThere(location);
        try
        {
            return new TreeReport(location.ToString(), await read(location).ConfigureAwait(false));
        }
        catch (NodeNotFoundException)
        {
            throw new UsageException($"{location}: not a Zarr store; there is no zarr.json, .zgroup or .zarray in it");
        }
    }

    internal string ToJson()
    {
        var json = ToJson(Root);
        json.Insert(0, "store", Path);
        return JsonOutput.Text(json);
    }

    /// <summary>The tree for people.</summary>
    public override string ToString()
    {
        var lines = new List<string> { Line(Path, Root, null) };
        AddChildren(lines, Root, string.Empty);
        return string.Join('\n', lines.Select(line => line.ReplaceLineEndings(" "))); // a name must not begin a line of its own
    }

    private static void AddChildren(List<string> lines, OmeTreeNode parent, string indent)
    {
        foreach (var (index, child) in parent.Children.Index())
        {
            var isLast = index == parent.Children.Count - 1 && parent.MoreChildren == 0;
            lines.Add($"{indent}{(isLast ? "└── " : "├── ")}{Line(child.Name, child, parent.Version)}");
            AddChildren(lines, child, indent + (isLast ? "    " : "│   "));
        }

        if (parent.MoreChildren > 0 && parent.Children.Count > 0)
        {
            lines.Add($"{indent}└── … {parent.MoreChildren:N0} more {Counted.Noun(parent.MoreChildren, ChildOf(parent))}");
        }
    }

    private static string Line(string name, OmeTreeNode node, string? versionAbove)
    {
        var title = $"{Kind(node, versionAbove)}{(node.Title is { } given && given != name ? $" \"{given}\"" : string.Empty)}";
        return string.Join(Gap, new[] { name, title, Details(node), node.Problem is { } problem ? $"!! {problem}" : string.Empty }.Where(part => part.Length > 0));
    }

    private static string Kind(OmeTreeNode node, string? versionAbove) => (node.Kind, node.NodeKind) switch
    {
        (null, null) => string.Empty,
        (null, NodeKind.Array) => "array",
        (null, _) => "group",
        ({ } kind, _) => (node.Version == versionAbove ? string.Empty : $"OME-Zarr {node.Version} ") + KindName.Of(kind),
    };

    private static string Details(OmeTreeNode node) => node.Kind switch
    {
        OmeDocumentKind.Plate => $"{Counted.Of(node.Rows, "row")} x {Counted.Of(node.Columns, "column")}, {CountOf(node)}",
        OmeDocumentKind.Well or OmeDocumentKind.LabelsGroup => CountOf(node),
        _ when node.Shape is { } shape => $"{shape} {node.DataType}{(node.Axes.Count > 0 ? $" ({string.Join(", ", node.Axes)})" : string.Empty)}{(node.Levels > 1 ? $", {Counted.Of(node.Levels, "level")}" : string.Empty)}",
        _ => string.Empty,
    };

    private static string CountOf(OmeTreeNode node)
    {
        var count = node.Children.Count + node.MoreChildren;
        return $"{count:N0} {Counted.Noun(count, ChildOf(node))}";
    }

    private static string ChildOf(OmeTreeNode node) => node.Kind switch
    {
        OmeDocumentKind.Plate => "well",
        OmeDocumentKind.Well => "field",
        OmeDocumentKind.LabelsGroup => "label",
        OmeDocumentKind.Bioformats2Raw => "image",
        OmeDocumentKind.Image or OmeDocumentKind.LabelImage => "array",
        _ => "node",
    };

    private JsonObject ToJson(OmeTreeNode node)
    {
        var json = new JsonObject
        {
            ["path"] = node.Path[Root.Path.Length..].TrimStart('/'), // as in a folder: relative to what the user named
            ["name"] = ReferenceEquals(node, Root) ? string.Empty : node.Name,
            ["node"] = node.NodeKind switch { NodeKind.Array => "array", NodeKind.Group => "group", _ => null },
            ["type"] = node.Kind is { } kind ? KindName.Of(kind) : null,
            ["version"] = node.Version,
            ["title"] = node.Title,
            ["axes"] = JsonOutput.List(node.Axes),
            ["shape"] = node.Shape is { } shape ? JsonOutput.List(shape) : null,
            ["dataType"] = node.DataType?.Name,
            ["levels"] = node.Levels,
            ["problem"] = node.Problem,
            ["children"] = JsonOutput.List(node.Children.Select(ToJson)),
            ["moreChildren"] = node.MoreChildren,
        };
        return json;
    }
}
