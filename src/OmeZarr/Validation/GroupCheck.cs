using OmeZarr.Planning;
using OmeZarr.Rules;
using OmeZarr.Rules.Hierarchy;
using OmeZarr.V05;

namespace OmeZarr.Validating;

/// <summary>Checks a group against the nodes below it, and names these for the walk.</summary>
internal sealed class GroupCheck(Walk walk, NodeVisit visit, NodeLog log, GroupContent content, ChildNodes children)
{
    /// <exception cref="IOException">The store cannot be read.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        ReportUnlisted();
        switch (content.Metadata)
        {
            case Image image:
                await CheckImageAsync(image, cancellationToken).ConfigureAwait(false);
                break;
            case Plate plate:
                AddWells(plate);
                break;
            case Well well:
                CheckWell(well.Definition);
                break;
            case LabelsGroup group:
                Add(group.Labels, NodeRole.Label, (path, i) => $"the group labels lists it ({content.At}labels[{i}])");
                break;
            case Bioformats2RawRoot:
                await CheckCollectionAsync(cancellationToken).ConfigureAwait(false);
                return;
        }

        if (visit.Role == NodeRole.SeriesList)
        {
            var described = await new OmeXmlCheck(walk, visit, log).ReadAsync(children, cancellationToken).ConfigureAwait(false);
            children.Push();
            await visit.Collection!.PushAsync(walk, content.Metadata is Series { Paths: { Count: > 0 } paths } ? paths : null, described, cancellationToken).ConfigureAwait(false);
            return;
        }

        children.Push();
    }

    /// <summary>Reports a group that nothing names.</summary>
    private void ReportUnlisted()
    {
        var kind = content.Document?.Kind;
        if (visit.Role != NodeRole.Unlisted || (visit.In == Container.Plain && !NeedsContainer(kind)))
        {
            return;
        }

        var isImage = kind is OmeDocumentKind.Image or OmeDocumentKind.LabelImage;
        var isEmpty = children.Names?.Any(name => !NodeNames.Documents.Contains(name)) == false;
        var rule = visit.In switch
        {
            Container.Plain when kind == OmeDocumentKind.Well => PlateNodeRules.WellUnlisted,
            Container.Plate when kind is null => isEmpty ? PlateNodeRules.RowEmpty : null,
            Container.Row when kind == OmeDocumentKind.Well => PlateNodeRules.WellUnlisted,
            Container.Well when isImage => PlateNodeRules.FieldUnlisted,
            Container.Labels when isImage => LabelNodeRules.Unlisted,
            Container.Labels when kind is null && !isEmpty => null, // Perhaps a group on the way to a label image.
            Container.Collection when isImage => CollectionRules.Unlisted,
            _ => NodeRules.Unlisted,
        };
        if (rule is not null)
        {
            log.Report(rule, rule == PlateNodeRules.RowEmpty ? "the plate lists no well in this row, and there is none" : "the metadata of the group that holds it do not name it");
        }

        var name = visit.Path[(visit.Path.LastIndexOf('/') + 1)..];
        if ((NodeName.Problem(name) ?? NodeName.Risk(name)) is { } risk)
        {
            log.Report(NodeRules.NameRisky, $"\"{name}\": {risk}");
        }
    }

    /// <summary>Whether a group of a kind belongs into another one with metadata. The root may be a row, which has none.</summary>
    private bool NeedsContainer(OmeDocumentKind? kind) =>
        kind is OmeDocumentKind.LabelsGroup or OmeDocumentKind.Series || (kind == OmeDocumentKind.Well && visit.Path.Contains('/', StringComparison.Ordinal));

    private async Task CheckImageAsync(Image image, CancellationToken cancellationToken)
    {
        var facts = await new ImageCheck(walk, visit, log, content, children.Template).RunAsync(image, cancellationToken).ConfigureAwait(false);
        foreach (var path in image.Multiscales.SelectMany(multiscale => multiscale.Datasets).Select(dataset => dataset.Path).Where(path => NodeName.Problem(path) is null))
        {
            children.Add(new ListedNode(path, NodeRole.Level, "a dataset of the image names it"));
        }

        if (children.Names?.Contains(NodeNames.LabelsGroup) != false)
        {
            children.Add(new ListedNode(NodeNames.LabelsGroup, NodeRole.Labels, "it is the group of the label images") { Image = facts });
        }
    }

    private void AddWells(Plate plate)
    {
        var hasSeries = plate.Bioformats2RawLayout is not null || children.Names?.Contains(NodeNames.SeriesGroup) == true;
        var facts = new PlateFacts(plate.Definition, content.At, visit.Path) { HasSeries = hasSeries };
        children.Template = children.Template with { Plate = facts };
        Add(plate.Definition.Wells.Select(well => well.Path), NodeRole.Well, (path, i) => $"the plate lists it ({content.At}plate.wells[{i}].path)");
        if (hasSeries)
        {
            children.Claim(NodeNames.SeriesGroup);
            walk.Push(children.Template with { Path = visit.Below(NodeNames.SeriesGroup), Role = NodeRole.SeriesList, Collection = new CollectionFacts(visit, children, log, content.At, facts) });
        }

        walk.AtEnd(() => facts.Report(new NodeLog(walk.Findings, visit.Path, FindingStage.End) { Is04 = log.Is04 }));
    }

    private void CheckWell(WellDef well)
    {
        Add(well.Images.Select(image => image.Path), NodeRole.Field, (path, i) => $"the well lists it ({content.At}well.images[{i}].path)");
        if (visit.Plate is not { } plate)
        {
            return;
        }

        plate.Note(visit.Path, well);
        foreach (var (i, image) in well.Images.Index())
        {
            var at = $"{content.At}well.images[{i}].acquisition";
            if (image.Acquisition is null && plate.HasSeveralAcquisitions && !image.ExtraMembers.Contains("acquisition"))
            {
                log.Report(PlateNodeRules.AcquisitionMissing, at, "is missing; the plate has several acquisitions");
            }
            else if (image.Acquisition is { } id && plate.HasAcquisitions && !plate.HasAcquisition(id))
            {
                log.Report(PlateNodeRules.AcquisitionUnknown, at, $"is {id}, which is the id of no acquisition of the plate");
            }
        }
    }

    private async Task CheckCollectionAsync(CancellationToken cancellationToken)
    {
        children.Claim(NodeNames.SeriesGroup);
        var facts = new CollectionFacts(visit, children, log, content.At, null);
        if (children.Names?.Contains(NodeNames.SeriesGroup) == false)
        {
            log.Report(CollectionRules.XmlMissing, "there is no group OME, which holds it");
            await facts.PushAsync(walk, null, null, cancellationToken).ConfigureAwait(false);
            return;
        }

        walk.Push(children.Template with { Path = visit.Below(NodeNames.SeriesGroup), Role = NodeRole.SeriesList, Collection = facts, ListedBy = "it is the group of the list of images" });
    }

    /// <summary>Names nodes that the metadata list. Paths that no node can have break a rule of the document.</summary>
    private void Add(IEnumerable<string> paths, NodeRole role, Func<string, int, string> listedBy)
    {
        foreach (var (i, path) in paths.Index())
        {
            if (NodeName.Problem(path) is null)
            {
                children.Add(new ListedNode(path, role, listedBy(path, i)));
            }
        }
    }
}
