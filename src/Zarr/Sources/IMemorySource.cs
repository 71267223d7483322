namespace Zarr;

/// <summary>A source whose elements are in memory: reads complete synchronously and cannot fail part-way.</summary>
internal interface IMemorySource : IArraySource
{
    /// <summary>Whether neighbours along a dimension lie no nearer than those along the next one, as in C order. Then a region that is copied in parts along the first dimensions costs no more than at once.</summary>
    bool IsInOrder { get; }

    /// <summary>Copies the elements of a region.</summary>
    /// <param name="region">A region inside the source.</param>
    /// <param name="destination">Memory that holds every position of the layout.</param>
    /// <param name="to">Layout of the destination, in elements.</param>
    void CopyTo(Region region, Span<byte> destination, Layout to);

    /// <summary>The elements of a region where they are, in C order without gaps; null if they are not there like that, or somebody may change them.</summary>
    /// <param name="region">A region inside the source.</param>
    ReadOnlyMemory<byte>? InPlace(Region region) => null;
}
