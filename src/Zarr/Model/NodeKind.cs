namespace Zarr;

/// <summary>What a node of a hierarchy is.</summary>
public enum NodeKind
{
    /// <summary>An array: elements, no nodes below it.</summary>
    Array,

    /// <summary>A group: attributes, and nodes below it.</summary>
    Group,
}
