using OmeZarr.Rules.Hierarchy;
using OmeZarr.V05;
using Zarr;

namespace OmeZarr.Validating;

/// <summary>Checks one node, and adds the nodes below it to the walk.</summary>
internal sealed class NodeVisitor(Walk walk, NodeVisit visit)
{
    private readonly NodeLog log = new(walk.Findings, visit.Path) { Is04 = visit.Version == V04.Image.SupportedVersion };

    /// <exception cref="NodeNotFoundException">There is no root.</exception>
    /// <exception cref="IOException">The root cannot be read.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var node = await walk.Source.ReadAsync(visit.Path, visit.ZarrFormat, NodeKind.Group, cancellationToken).ConfigureAwait(false);
            if (node is null)
            {
                await new MissingNode(walk, visit, log).ReportAsync(cancellationToken).ConfigureAwait(false);
                return;
            }

            walk.CountNode(node.Kind);
            CheckFormat(node);
            await (node.Kind == NodeKind.Array ? CheckArrayAsync(node, cancellationToken) : CheckGroupAsync(node, cancellationToken)).ConfigureAwait(false);
        }
        catch (IOException e) when (visit.Role != NodeRole.Root)
        {
            log.Report(NodeRules.Unreadable, e.Message);
        }
    }

    private void CheckFormat(StoredNode node)
    {
        if (visit.ZarrFormat is { } format && format != node.ZarrFormat)
        {
            log.Report(NodeRules.FormatMixed, $"the node is of Zarr v{node.ZarrFormat}, the group that holds it of v{format}");
        }
    }

    /// <summary>Checks an array where a group should be, or one that nothing names.</summary>
    private async Task CheckArrayAsync(StoredNode node, CancellationToken cancellationToken)
    {
        switch (visit.Role)
        {
            case NodeRole.Root:
                break;
            case NodeRole.Unlisted when visit.In is Container.Plain:
                break;
            case NodeRole.Unlisted:
                log.Report(visit.In is Container.Image ? DatasetNodeRules.Unlisted : NodeRules.Unlisted, "the metadata of the group that holds the array do not name it");
                break;
            default:
                log.Report(RoleRules.Of(visit.Role).IsArray, $"expected a group, found an array; {visit.ListedBy}");
                break;
        }

        var array = await new ArrayCheck(walk, visit.Copies, log, visit.Path).OpenAsync(node, cancellationToken).ConfigureAwait(false);
        if (array is not null && walk.Chunks.IsWanted)
        {
            await new ChunkCheck(walk, log).RunAsync(visit.Path, array, cancellationToken).ConfigureAwait(false);
        }

        if (visit.Role == NodeRole.SeriesList)
        {
            await visit.Collection!.PushAsync(walk, null, null, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task CheckGroupAsync(StoredNode node, CancellationToken cancellationToken)
    {
        var content = await GroupContent.ReadAsync(node, visit.Role == NodeRole.Root, walk.Options, walk.ZarrOptions, log, cancellationToken).ConfigureAwait(false);
        foreach (var copy in visit.Copies)
        {
            copy.Compare(visit.Path, node);
        }

        CheckVersion(content);
        CheckRole(content);
        var names = await ListAsync(cancellationToken).ConfigureAwait(false);
        var copies = await ConsolidatedAsync(node, names, cancellationToken).ConfigureAwait(false);
        if (names is not null)
        {
            CheckNames(node, names);
        }

        var children = new ChildNodes(walk, visit, log, names)
        {
            Container = ContainerOf(content),
            Template = new NodeVisit(visit.Path, NodeRole.Between)
            {
                ZarrFormat = node.ZarrFormat,
                Version = content.Document?.Version ?? visit.Version,
                Copies = copies,
                Image = visit.Image,
                Plate = visit.Plate,
            },
        };
        children.Add(visit.Inside);
        await new GroupCheck(walk, visit, log, content, children).RunAsync(cancellationToken).ConfigureAwait(false);
    }

    private Container ContainerOf(GroupContent content) => content.Metadata switch
    {
        Plate => Container.Plate,
        Well => Container.Well,
        LabelsGroup => Container.Labels,
        Image => Container.Image,
        Bioformats2RawRoot => Container.Collection,
        _ when visit.Role == NodeRole.Row || (visit.Role == NodeRole.Unlisted && visit.In == Container.Plate) => Container.Row,
        _ when visit.Role is NodeRole.Between or NodeRole.LabelFolder || (visit.Role == NodeRole.Unlisted && visit.In == Container.Labels) => visit.In,
        _ => Container.Plain,
    };

    private void CheckVersion(GroupContent content)
    {
        if (content.Document is not { } document)
        {
            return;
        }

        walk.CountOmeNode();
        if (visit.Role == NodeRole.Root)
        {
            walk.RootDocument = document;
        }
        else if (visit.Version is { } version && version != document.Version)
        {
            log.Report(NodeRules.HierarchyVersion, $"the metadata are of {document.StatedVersion}, those of the group that holds it of {version}");
        }
    }

    /// <summary>Checks that the group is what the metadata above it say.</summary>
    private void CheckRole(GroupContent content)
    {
        var (rules, kind) = (RoleRules.Of(visit.Role), content.Document?.Kind);
        if (visit.Role == NodeRole.LabelFolder && kind is not null)
        {
            log.Report(LabelNodeRules.Between, $"expected no metadata, found those of {Name(kind.Value)}");
        }
        else if (visit.Role == NodeRole.Label && content.Document is not null && content.Metadata is ImageLabel)
        {
            log.Report(LabelNodeRules.Kind, $"expected multiscales, found only image-label; {visit.ListedBy}");
        }
        else if (rules.Kind is { } rule && !(kind is { } found && rules.Kinds.Contains(found)) && !(visit.Role == NodeRole.SeriesList && kind is null))
        {
            log.Report(rule, $"expected the metadata of {Article(rules.Name)}, found {(kind is { } other ? $"those of {Name(other)}" : "none of OME-Zarr")}; {visit.ListedBy}");
        }

        if (visit.Role == NodeRole.Label && kind == OmeDocumentKind.Image)
        {
            log.Report(LabelNodeRules.ImageLabel, $"{content.At}{ImageLabel.Member}", "is recommended but missing");
        }
    }

    private async Task<IReadOnlyList<string>?> ListAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await walk.Source.ListAsync(visit.Path, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            log.Report(NodeRules.Unreadable, e.Message);
            return null;
        }
    }

    private void CheckNames(StoredNode node, IReadOnlyList<string> names)
    {
        if (node.ZarrFormat == 3 && names.Contains(".zgroup"))
        {
            log.Report(NodeRules.FormatsBoth, "found zarr.json and .zgroup");
        }

        if (new HashSet<string>(names, StringComparer.OrdinalIgnoreCase).Count == names.Count)
        {
            return;
        }

        foreach (var twins in names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).Where(twins => twins.Count() > 1))
        {
            log.Report(NodeRules.NamesCase, $"{string.Join(" and ", twins.Select(name => $"\"{name}\""))} differ only in case");
        }
    }

    /// <summary>The copies of metadata above the nodes below this one.</summary>
    private async Task<ValueList<ConsolidatedCopy>> ConsolidatedAsync(StoredNode node, IReadOnlyList<string>? names, CancellationToken cancellationToken)
    {
        ConsolidatedCopy? copy = null;
        if (node.ZarrFormat == 3)
        {
            copy = node.Document.Span.IndexOf("\"consolidated_metadata\""u8) >= 0 ? ConsolidatedCopy.Find(visit.Path, node.Document.Span) : null;
        }
        else if (names?.Contains(".zmetadata") == true)
        {
            using var document = await walk.Source.ReadFileAsync(visit.Path, ".zmetadata", walk.ZarrOptions.MaxDocumentLength, cancellationToken).ConfigureAwait(false);
            copy = document is null ? null : ConsolidatedCopy.Find(visit.Path, document.Memory.Span);
        }

        if (copy is null)
        {
            return visit.Copies;
        }

        walk.AtEnd(() => copy.Report(new NodeLog(walk.Findings, visit.Path, FindingStage.End) { Is04 = log.Is04 }, names is not null));
        return [.. visit.Copies, copy];
    }

    private static string Name(OmeDocumentKind kind) => kind switch
    {
        OmeDocumentKind.Image => "an image",
        OmeDocumentKind.LabelImage => "a label image",
        OmeDocumentKind.Plate => "a plate",
        OmeDocumentKind.Bioformats2Raw => "a collection",
        OmeDocumentKind.Well => "a well",
        OmeDocumentKind.LabelsGroup => "a list of labels",
        _ => "a list of images",
    };

    private static string Article(string name) => name[0] is 'i' ? $"an {name}" : $"a {name}";
}
