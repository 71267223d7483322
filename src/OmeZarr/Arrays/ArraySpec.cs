using Zarr;

namespace OmeZarr;

/// <summary>Shape and data type of an array whose elements are written later.</summary>
/// <param name="Shape">Lengths, in the order of the image's axes.</param>
/// <param name="DataType">Type of the elements.</param>
public sealed record ArraySpec(Shape Shape, DataType DataType)
{
    /// <summary>Shape and data type of a source.</summary>
    public static ArraySpec Of(IArraySource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new ArraySpec(source.Shape, source.DataType);
    }
}
