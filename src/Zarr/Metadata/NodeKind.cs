namespace Zarr.Metadata;

/// <summary>The kind of a node, as its document says.</summary>
internal enum NodeKind
{
    /// <summary>An array: it has elements, and no nodes below it.</summary>
    Array,

    /// <summary>A group: it may have nodes below it.</summary>
    Group,
}
