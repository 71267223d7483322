using Zarr;

namespace OmeZarr;

/// <summary>A node of a hierarchy, as <see cref="OmeTree"/> found it.</summary>
/// <param name="Path">Path in the store; empty for the root of the store.</param>
/// <param name="Name">Path relative to the parent, as the parent lists it: <c>B/3</c> for a well; the whole path for the first node.</param>
public sealed record OmeTreeNode(string Path, string Name)
{
    /// <summary>Whether the node is an array or a group; null if it cannot be opened.</summary>
    public NodeKind? NodeKind { get; init; }

    /// <summary>What the metadata describe; null for arrays, groups without OME-Zarr metadata, and what cannot be opened.</summary>
    public OmeDocumentKind? Kind { get; init; }

    /// <summary>The stored version of OME-Zarr, as in <see cref="OmeNode.Version"/>; null if there are no OME-Zarr metadata.</summary>
    public string? Version { get; init; }

    /// <summary>The name that the metadata give to an image or plate; null if they give none.</summary>
    public string? Title { get; init; }

    /// <summary>Names of the axes of an image; empty for other nodes.</summary>
    public IReadOnlyList<string> Axes { get; init; } = [];

    /// <summary>Shape of an array, or of the first level of an image; null for other nodes.</summary>
    public Shape? Shape { get; init; }

    /// <summary>Type of the elements of an array, or of the first level of an image; null for other nodes.</summary>
    public DataType? DataType { get; init; }

    /// <summary>The number of levels that an image lists; 0 for other nodes.</summary>
    public int Levels { get; init; }

    /// <summary>The number of rows of a plate; 0 for other nodes.</summary>
    public int Rows { get; init; }

    /// <summary>The number of columns of a plate; 0 for other nodes.</summary>
    public int Columns { get; init; }

    /// <summary>Why the node, or a part of it, cannot be opened, in one line; null if nothing was found. The text may quote the store.</summary>
    public string? Problem { get; init; }

    /// <summary>The nodes below, in the order in which the metadata list them; in natural order where no list names them.</summary>
    public IReadOnlyList<OmeTreeNode> Children { get; init; } = [];

    /// <summary>How many more nodes the metadata list, or how many more entries a group without a list has, that the limits leave out. 0 for groups without a list at the last level, which are not looked into.</summary>
    public int MoreChildren { get; init; }

    /// <summary>Whether this node or a node below it has a <see cref="Problem"/>.</summary>
    public bool HasProblem => Problem is not null || Children.Any(child => child.HasProblem);

    /// <summary>The name, and what the node is.</summary>
    public override string ToString() => $"{Name} ({Kind?.ToString() ?? NodeKind?.ToString() ?? "cannot be opened"})";
}
