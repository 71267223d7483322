using OmeZarr.Rules.Hierarchy;
using Zarr;

namespace OmeZarr.Validating;

/// <summary>Reports a node that is not there, and looks at what is there instead.</summary>
internal sealed class MissingNode(Walk walk, NodeVisit visit, NodeLog log)
{
    private const int NamesInMessage = 3;

    /// <exception cref="NodeNotFoundException">The node is the root.</exception>
    public async Task ReportAsync(CancellationToken cancellationToken)
    {
        if (visit.Role == NodeRole.Root)
        {
            throw new NodeNotFoundException(visit.Path, "there is no Zarr node at the root of the validation: no zarr.json, no .zgroup and no .zarray");
        }

        var names = await walk.Source.ListAsync(visit.Path, cancellationToken).ConfigureAwait(false);
        switch (visit.Role)
        {
            case NodeRole.Unlisted:
                var isFile = await walk.Source.IsFileAsync(visit.Path, cancellationToken).ConfigureAwait(false);
                log.Report(NodeRules.ForeignFile, isFile ? "a file that is no part of the hierarchy" : $"a folder that is no Zarr node{Holding(names)}");
                break;
            case NodeRole.Row or NodeRole.Between or NodeRole.LabelFolder:
                ReportGroup(names);
                break;
            case NodeRole.Labels:
                if (names is { Count: > 0 })
                {
                    log.Report(NodeRules.GroupMissing, $"the folder labels has no document{Holding(names)}");
                }

                break;
            case NodeRole.SeriesList:
                await visit.Collection!.PushAsync(walk, null, null, cancellationToken).ConfigureAwait(false);
                break;
            default:
                log.Report(RoleRules.Of(visit.Role).Missing, $"{(names is { Count: > 0 } ? $"the document is missing{Holding(names)}" : "there is nothing")}; {visit.ListedBy}");
                break;
        }
    }

    private void ReportGroup(IReadOnlyList<string>? names)
    {
        if (names is not { Count: 0 })
        {
            log.Report(NodeRules.GroupMissing, $"the folder has no document of a group{Holding(names)}");
            var children = new ChildNodes(walk, visit, log, names) { Template = visit with { Inside = [] }, Container = visit.Role == NodeRole.Row ? Container.Row : visit.In };
            children.Add(visit.Inside);
            children.Push();
        }
        else if (visit.Role == NodeRole.Row)
        {
            log.Report(PlateNodeRules.RowMissing, $"there is nothing; the plate lists {Counted.Of(visit.Inside.Count, "well")} in this row: {Listing.Of([.. visit.Inside.Select(well => well.Path)], NamesInMessage)}");
        }
        else
        {
            // The check of the image reports its levels.
            foreach (var node in visit.Inside.Where(node => node.Role != NodeRole.Level))
            {
                log.ReportBelow(visit.Below(node.Path), RoleRules.Of(node.Role).Missing, string.Empty, $"there is nothing; {node.ListedBy}");
            }
        }
    }

    private static string Holding(IReadOnlyList<string>? names) => names is { Count: > 0 } ? $"; it holds {Listing.Of(names, NamesInMessage)}" : string.Empty;
}
