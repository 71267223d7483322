using OmeZarr.Rules.Hierarchy;
using OmeZarr.Writing.Places;

namespace OmeZarr.Validating;

/// <summary>The nodes below a group: those that metadata name, and those that only the listing of the group shows.</summary>
/// <param name="walk">The walk.</param>
/// <param name="visit">The group.</param>
/// <param name="log">Takes findings about the group.</param>
/// <param name="names">The names in the group; null if it was not listed.</param>
internal sealed class ChildNodes(Walk walk, NodeVisit visit, NodeLog log, IReadOnlyList<string>? names)
{
    // Longer paths are those of no file system, and would be followed part by part.
    private const int LongestPath = 4096;

    private static readonly string[] Documents = ["zarr.json", ".zgroup", ".zattrs", ".zmetadata", ".zarray"];

    private readonly Dictionary<string, Child> children = [];

    /// <summary>What all nodes below have in common.</summary>
    public required NodeVisit Template { get; set; }

    /// <summary>What the group is for nodes that nothing names.</summary>
    public Container Container { get; set; }

    /// <summary>The names in the group; null if it was not listed.</summary>
    public IReadOnlyList<string>? Names => names;

    public void Add(IEnumerable<ListedNode> listed)
    {
        foreach (var node in listed)
        {
            Add(node);
        }
    }

    public void Add(ListedNode node)
    {
        if (node.Path.Length > LongestPath)
        {
            log.Report(RoleRules.Of(node.Role).Missing, $"a path of {node.Path.Length} characters leads nowhere; {node.ListedBy}");
            return;
        }

        var slash = node.Path.IndexOf('/');
        var child = Find(slash < 0 ? node.Path : node.Path[..slash]);
        if (slash >= 0)
        {
            child.Inside.Add(node with { Path = node.Path[(slash + 1)..] });
        }
        else
        {
            child.Node ??= node; // A list that names it twice breaks another rule.
        }
    }

    /// <summary>Adds a name that belongs to the group, but is checked elsewhere or not at all.</summary>
    public void Claim(string name) => Find(name);

    /// <summary>Hands all nodes to the walk.</summary>
    public void Push()
    {
        foreach (var (name, child) in children)
        {
            if (child.Node is { Role: not NodeRole.Level } || child.Inside.Count > 0)
            {
                walk.Push(Template with
                {
                    Path = visit.Below(name),
                    Role = child.Node?.Role ?? RoleOfGroup,
                    In = Container,
                    ListedBy = child.Node?.ListedBy ?? child.Inside[0].ListedBy,
                    Described = child.Node?.Described,
                    Image = child.Node?.Image ?? Template.Image,
                    Inside = child.Inside,
                });
            }
        }

        foreach (var name in names ?? [])
        {
            if (!children.ContainsKey(name) && !Documents.Contains(name))
            {
                PushUnlisted(name);
            }
        }
    }

    private NodeRole RoleOfGroup => Container switch
    {
        Container.Plate => NodeRole.Row,
        Container.Labels => NodeRole.LabelFolder,
        _ => NodeRole.Between,
    };

    private void PushUnlisted(string name)
    {
        if (StagingName.Parse(name) is not null)
        {
            log.ReportBelow(visit.Below(name), NodeRules.Leftover, string.Empty, "the folder of a writer that did not finish");
        }
        else
        {
            walk.Push(Template with { Path = visit.Below(name), Role = NodeRole.Unlisted, In = Container });
        }
    }

    private Child Find(string name)
    {
        if (!children.TryGetValue(name, out var child))
        {
            children[name] = child = new Child();
        }

        return child;
    }

    private sealed class Child
    {
        public ListedNode? Node { get; set; }

        public List<ListedNode> Inside { get; } = [];
    }
}
