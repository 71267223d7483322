using Zarr;

namespace OmeZarr;

/// <summary>The arrays of an image, highest resolution first.</summary>
/// <param name="Specs">Their shapes and data types.</param>
/// <param name="Pixels">Their pixels; null if they are written later.</param>
internal readonly record struct ImageArrays(IReadOnlyList<ArraySpec> Specs, IReadOnlyList<IArraySource>? Pixels)
{
    /// <exception cref="ArgumentNullException">A source is null.</exception>
    internal static ImageArrays Of(IReadOnlyList<IArraySource> pixels) => new([.. pixels.Select(ArraySpec.Of)], pixels);
}
