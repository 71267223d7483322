namespace Zarr;

/// <summary>What a node of a hierarchy is.</summary>
public enum NodeKind
{
    /// <summary>An array: elements, no nodes below it.</summary>
    Array,

    /// <summary>A group: attributes, and nodes below it.</summary>
    Group,
}

/// <summary>An array or group directly below a group.</summary>
/// <param name="Name">Its name, which is its path relative to the group.</param>
/// <param name="Kind">Whether it is an array or a group.</param>
public readonly record struct ChildNode(string Name, NodeKind Kind);
