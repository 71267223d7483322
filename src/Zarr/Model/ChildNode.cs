namespace Zarr;

/// <summary>An array or group directly below a group.</summary>
/// <param name="Name">Its name, which is its path relative to the group.</param>
/// <param name="IsArray">Whether it is an array; otherwise it is a group.</param>
public readonly record struct ChildNode(string Name, bool IsArray);
