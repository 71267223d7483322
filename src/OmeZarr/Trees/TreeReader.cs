using OmeZarr.Planning;
using OmeZarr.Reading;
using OmeZarr.Rules;
using OmeZarr.V05;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Trees;

/// <summary>Reads nodes one after the other, each with those below it.</summary>
internal sealed class TreeReader(IStore store, TreeOptions options, CancellationToken cancellationToken)
{
    private const string Labels = "labels";
    private const string Ome = "OME";

    // A folder may hold any number of files that are no nodes. After so many the others are only counted.
    private const int MostOthers = 100;

    private static readonly string[] Documents = [".zgroup", ".zarray", ".zattrs", ".zmetadata"];

    /// <summary>Reads an array or a group; null if there is neither.</summary>
    internal async Task<OmeTreeNode?> ReadAnyAsync(StorePrefix path, string name, int depth)
    {
        var node = new OmeTreeNode(path.Value, name);
        try
        {
            return await ZarrGroup.FindKindAsync(store, path, null, cancellationToken).ConfigureAwait(false) switch
            {
                NodeKind.Array => WithArray(node with { NodeKind = NodeKind.Array }, await ZarrArray.OpenAsync(store, path, null, cancellationToken).ConfigureAwait(false)),
                NodeKind.Group => await OpenAsync(node, path, depth).ConfigureAwait(false),
                _ => null,
            };
        }
        catch (ZarrException error)
        {
            return node with { Problem = Words(error) };
        }
    }

    /// <summary>Reads a group that a list names.</summary>
    private async Task<OmeTreeNode> ReadListedAsync(StorePrefix parent, string name, int depth, params OmeDocumentKind[] kinds)
    {
        var node = new OmeTreeNode(parent.IsRoot ? name : $"{parent}/{name}", name);
        try
        {
            node = await OpenAsync(node, Below(parent, name), depth).ConfigureAwait(false);
        }
        catch (Exception error) when (error is ZarrException or ArgumentException)
        {
            return node with { Problem = Words(error) };
        }

        return node.Problem is null && (node.Kind is not { } kind || !kinds.Contains(kind)) ? node with { Problem = $"is listed as {WordOf(kinds[0])}, but is none" } : node;
    }

    private async Task<OmeTreeNode> OpenAsync(OmeTreeNode node, StorePrefix path, int depth)
    {
        var group = await ZarrGroup.OpenAsync(store, path, null, cancellationToken).ConfigureAwait(false);
        node = node with { NodeKind = NodeKind.Group };
        try
        {
            var opened = OpenedNode.Of(group);
            node = node with { Kind = opened.Document?.Kind, Version = opened.Document?.StatedVersion };
            node = await DescribeAsync(node, opened, path, depth).ConfigureAwait(false);
            return node.Problem is null && node.Kind is not null && opened.Findings.FirstOrDefault(finding => finding.Severity == Severity.Error) is { } finding ? node with { Problem = Words(finding) } : node;
        }
        catch (OmeZarrException error)
        {
            // The lists cannot be read, so the store is listed: damaged metadata hide nothing.
            return await ListAsync(node with { Problem = Words(error) }, path, depth).ConfigureAwait(false);
        }
    }

    private Task<OmeTreeNode> DescribeAsync(OmeTreeNode node, OpenedNode opened, StorePrefix path, int depth)
    {
        switch (node.Kind)
        {
            case OmeDocumentKind.Image or OmeDocumentKind.LabelImage:
                return ImageAsync(node, opened, path, depth);
            case OmeDocumentKind.Plate:
                var plate = opened.Require<Plate>(OmeDocumentKind.Plate).Definition;
                return WithListedAsync(node with { Title = plate.Name, Rows = plate.Rows.Count, Columns = plate.Columns.Count }, [.. plate.Wells.Select(well => well.Path)], path, depth, OmeDocumentKind.Well);
            case OmeDocumentKind.Well:
                return WithListedAsync(node, [.. opened.Require<Well>(OmeDocumentKind.Well).Definition.Images.Select(image => image.Path)], path, depth, OmeDocumentKind.Image);
            case OmeDocumentKind.LabelsGroup:
                return WithListedAsync(node, opened.Require<LabelsGroup>(OmeDocumentKind.LabelsGroup).Labels, path, depth, OmeDocumentKind.LabelImage, OmeDocumentKind.Image);
            case OmeDocumentKind.Series:
                return Task.FromResult(node); // it lists its siblings
            case OmeDocumentKind.Bioformats2Raw:
                return CollectionAsync(node, path, depth);
            default:
                return ListAsync(node, path, depth);
        }
    }

    private async Task<OmeTreeNode> ImageAsync(OmeTreeNode node, OpenedNode opened, StorePrefix path, int depth)
    {
        var metadata = opened.Require<Image>(OmeDocumentKind.Image, OmeDocumentKind.LabelImage);
        if (metadata.Multiscales.FirstOrDefault(one => one.Datasets.Count > 0) is not { } multiscale)
        {
            return node with { Problem = "lists no array" };
        }

        var first = await LevelAsync(path, multiscale.Datasets[0].Path).ConfigureAwait(false);
        node = node with
        {
            Title = multiscale.Name,
            Axes = [.. multiscale.Axes.Select(axis => axis.Name)],
            Levels = multiscale.Datasets.Count,
            Shape = first.Shape,
            DataType = first.DataType,
            Problem = first.Problem is { } problem && !options.Arrays ? $"level {first.Name}: {problem}" : null,
        };
        return depth >= options.MaxDepth ? node : await WithLevelsAsync(node, [first, .. multiscale.Datasets.Skip(1).Select(dataset => new OmeTreeNode(string.Empty, dataset.Path))], path, depth).ConfigureAwait(false);
    }

    /// <summary>Adds the arrays of an image, if they are wanted, and its labels.</summary>
    private async Task<OmeTreeNode> WithLevelsAsync(OmeTreeNode node, OmeTreeNode[] levels, StorePrefix path, int depth)
    {
        var children = new List<OmeTreeNode>();
        foreach (var (index, level) in levels.Take(options.Arrays ? options.MaxPerLevel : 0).Index())
        {
            children.Add(index == 0 ? level : await LevelAsync(path, level.Name).ConfigureAwait(false));
        }

        if (node.Kind == OmeDocumentKind.Image && await FindAsync(path, Labels, depth + 1).ConfigureAwait(false) is { } labels)
        {
            children.Add(labels);
        }

        return node with { Children = children, MoreChildren = options.Arrays ? Math.Max(0, levels.Length - options.MaxPerLevel) : 0 };
    }

    private async Task<OmeTreeNode> LevelAsync(StorePrefix image, string name)
    {
        var node = new OmeTreeNode(image.IsRoot ? name : $"{image}/{name}", name);
        try
        {
            return WithArray(node with { NodeKind = NodeKind.Array }, await ZarrArray.OpenAsync(store, Below(image, name), null, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception error) when (error is ZarrException or ArgumentException)
        {
            return node with { Problem = Words(error) };
        }
    }

    /// <summary>A collection: its group <c>OME</c>, and the images that this lists, or else those that are there.</summary>
    private async Task<OmeTreeNode> CollectionAsync(OmeTreeNode node, StorePrefix path, int depth)
    {
        if (depth >= options.MaxDepth)
        {
            return node;
        }

        try
        {
            var ome = OpenedNode.Of(await ZarrGroup.OpenAsync(store, path / Ome, null, cancellationToken).ConfigureAwait(false));
            if (ome.Document?.Kind == OmeDocumentKind.Series && ome.Require<Series>(OmeDocumentKind.Series).Paths is { Count: > 0 } paths)
            {
                return await WithListedAsync(node, paths, path, depth, OmeDocumentKind.Image).ConfigureAwait(false);
            }
        }
        catch (NodeNotFoundException)
        {
            // The list is optional.
        }
        catch (Exception error) when (error is ZarrException or OmeZarrException)
        {
            node = node with { Problem = $"the list of images, {Ome}, cannot be read: {Words(error)}" };
        }

        return store is IListableStore ? await ListAsync(node, path, depth).ConfigureAwait(false) : await CountAsync(node, path, depth).ConfigureAwait(false);
    }

    /// <summary>Adds the images 0, 1, 2… of a collection without a list, as readers of a store that cannot be listed find them. How many more there are than are read is not known.</summary>
    private async Task<OmeTreeNode> CountAsync(OmeTreeNode node, StorePrefix path, int depth)
    {
        var children = new List<OmeTreeNode>();
        while (children.Count < options.MaxPerLevel && $"{children.Count}" is var name && await ReadAnyAsync(path / name, name, depth + 1).ConfigureAwait(false) is { } child)
        {
            children.Add(child);
        }

        return node with { Children = children };
    }

    private async Task<OmeTreeNode?> FindAsync(StorePrefix parent, string name, int depth)
    {
        var node = new OmeTreeNode((parent / name).Value, name);
        try
        {
            return await OpenAsync(node, parent / name, depth).ConfigureAwait(false);
        }
        catch (NodeNotFoundException)
        {
            return null;
        }
        catch (ZarrException error)
        {
            return node with { Problem = Words(error) };
        }
    }

    private async Task<OmeTreeNode> WithListedAsync(OmeTreeNode node, ValueList<string> names, StorePrefix path, int depth, params OmeDocumentKind[] kinds)
    {
        var children = new List<OmeTreeNode>();
        foreach (var name in names.Take(depth < options.MaxDepth ? options.MaxPerLevel : 0))
        {
            children.Add(await ReadListedAsync(path, name, depth + 1, kinds).ConfigureAwait(false));
        }

        return node with { Children = children, MoreChildren = names.Count - children.Count };
    }

    /// <summary>Adds the nodes that the store lists below a group.</summary>
    private async Task<OmeTreeNode> ListAsync(OmeTreeNode node, StorePrefix path, int depth)
    {
        if (depth >= options.MaxDepth || store is not IListableStore listable)
        {
            return node;
        }

        var listed = await listable.ListChildrenAsync(path, cancellationToken).ConfigureAwait(false);
        string[] names = [.. listed.Where(name => NodeName.Problem(name) is null && !Documents.Contains(name)).Order(NaturalOrder.Instance)];
        var children = new List<OmeTreeNode>();
        var looked = 0;
        while (looked < names.Length && children.Count < options.MaxPerLevel && looked - children.Count < MostOthers)
        {
            var name = names[looked++];
            children.AddRange(await ReadAnyAsync(path / name, name, depth + 1).ConfigureAwait(false) is { } child ? [child] : []);
        }

        return node with { Children = children, MoreChildren = names.Length - looked };
    }

    private static OmeTreeNode WithArray(OmeTreeNode node, ZarrArray array) => node with { Shape = array.Shape, DataType = array.DataType };

    /// <exception cref="ArgumentException">The path cannot be that of a node below.</exception>
    private static StorePrefix Below(StorePrefix parent, string path)
    {
        if (NodeName.Problem(path) is { } problem)
        {
            throw new ArgumentException($"\"{path}\" is not the path of a node: {problem}");
        }

        return parent / path;
    }

    private static string WordOf(OmeDocumentKind kind) => kind switch
    {
        OmeDocumentKind.Well => "a well",
        OmeDocumentKind.LabelImage => "a label image",
        _ => "an image",
    };

    private static string Words(Finding finding) => FindingText.Sanitize($"{finding.Location}{(finding.Location.Length > 0 ? ": " : string.Empty)}{finding.Message}");

    private static string Words(Exception error) => error switch
    {
        NodeNotFoundException => "is missing",
        OmeZarrException { Findings: [var finding, ..] } => Words(finding),
        _ => FindingText.Sanitize(error.Message.Split('\n')[0]),
    };
}
