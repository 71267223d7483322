namespace Zarr.Arrays;

/// <summary>A source whose elements are in memory: they are there without waiting, and to copy them does not fail half way.</summary>
internal interface IMemorySource : IArraySource
{
    /// <summary>Copies the elements of a region.</summary>
    /// <param name="region">A region inside the source.</param>
    /// <param name="destination">Memory that holds every place of the layout.</param>
    /// <param name="to">Where they go, in elements.</param>
    void CopyTo(Region region, Span<byte> destination, Layout to);
}
