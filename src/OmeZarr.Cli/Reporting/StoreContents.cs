using OmeZarr.Planning;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Cli.Reporting;

/// <summary>The content of a group beside its levels: wells of a plate, fields of a well, labels, images, or nodes.</summary>
/// <param name="Kind">The kind of content.</param>
/// <param name="Names">The names or paths, relative to the group.</param>
/// <param name="Problem">The reason why the list cannot be read; null if it can.</param>
internal sealed record StoreContents(string Kind, IReadOnlyList<string> Names, string? Problem = null)
{
    /// <summary>Number of names or images in reports for people.</summary>
    internal const int MaxNamesInText = 8;

    internal static StoreContents None { get; } = new("nodes", []);

    /// <summary>What is wrong with the list; the names are then those of the nodes that are there.</summary>
    internal IReadOnlyList<Finding> Findings { get; private init; } = [];

    private static string[] Documents { get; } = ["zarr.json", ".zgroup", ".zarray"];

    internal static async Task<StoreContents> CreateAsync(string? folder, OmeNode node, CancellationToken cancellationToken) => node switch
    {
        OmeImage image => await LabelsAsync(image, cancellationToken).ConfigureAwait(false),
        OmePlate plate => new StoreContents("wells", [.. plate.Wells.Select(well => well.Path)]),
        OmeWell well => new StoreContents("fields", [.. well.Fields.Select(field => field.Path)]),
        OmeCollection { Paths.Count: > 0 } collection => new StoreContents("images", collection.Paths),
        OmeGroup { Document.Kind: OmeDocumentKind.LabelsGroup } labels => new StoreContents("labels", labels.Paths),
        OmeGroup { Document.Kind: OmeDocumentKind.Series } series => new StoreContents("images", series.Paths),
        _ => folder is not null ? new StoreContents("nodes", NodesIn(folder)) : await NodesAsync(node.Group, cancellationToken).ConfigureAwait(false),
    };

    /// <summary>The first names, for one line.</summary>
    public override string ToString() => Problem is null ? Counted.List(Names, MaxNamesInText, " · ", "and # more") : $"cannot be read: {Problem}";

    private static async Task<StoreContents> LabelsAsync(OmeImage image, CancellationToken cancellationToken)
    {
        const string Labels = "labels";
        try
        {
            var findings = (await image.OpenNodeAsync(Labels, cancellationToken).ConfigureAwait(false)).Findings;
            return new StoreContents(Labels, await image.ListLabelsAsync(cancellationToken).ConfigureAwait(false))
            {
                Findings = [.. findings.Select(finding => finding with { Location = $"{Labels} {finding.Location}" })],
            };
        }
        catch (NodeNotFoundException)
        {
            return new StoreContents(Labels, []);
        }
        catch (Exception error) when (error is ZarrException or OmeZarrException)
        {
            return new StoreContents(Labels, [], error.Message.Split('\n')[0]);
        }
    }

    private static async Task<StoreContents> NodesAsync(ZarrGroup group, CancellationToken cancellationToken)
    {
        if (group.Store is not IListableStore)
        {
            return new StoreContents("nodes", [], "the store cannot be listed");
        }

        var names = new List<string>();
        await foreach (var child in group.ListChildrenAsync(cancellationToken).ConfigureAwait(false))
        {
            names.Add(child.Name);
        }

        return new StoreContents("nodes", [.. names.Order(NaturalOrder.Instance)]);
    }

    /// <summary>Lists nodes by their files, so that a damaged document hides nothing.</summary>
    private static string[] NodesIn(string folder) => !Directory.Exists(folder)
        ? []
        : [.. Directory.EnumerateDirectories(folder).Where(child => Documents.Any(name => File.Exists(Path.Join(child, name)))).Select(child => Path.GetFileName(child)).Order(NaturalOrder.Instance)];
}
