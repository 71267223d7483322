namespace Zarr;

/// <summary>Ready-made array sources: memory in several forms, and functions that compute regions.</summary>
public static partial class ArraySource
{
}
