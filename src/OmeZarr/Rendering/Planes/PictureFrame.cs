namespace OmeZarr.Rendering.Planes;

/// <summary>The size that a plane of an image is reduced to, and the part of the reduced plane that a picture shows.</summary>
/// <param name="PlaneWidth">Columns of the reduced plane.</param>
/// <param name="PlaneHeight">Rows of the reduced plane.</param>
/// <param name="Part">The part.</param>
internal readonly record struct PictureFrame(long PlaneWidth, long PlaneHeight, PlanePart Part)
{
    /// <summary>A picture of the whole plane.</summary>
    internal static PictureFrame Whole(int width, int height) => new(width, height, new PlanePart(0, 0, width, height));

    /// <summary>The smallest part of the same plane of another size that covers this part.</summary>
    internal PlanePart In(long width, long height)
    {
        var (left, right) = Along(Part.X, Part.Width, width, PlaneWidth);
        var (top, bottom) = Along(Part.Y, Part.Height, height, PlaneHeight);
        return new PlanePart(left, top, right - left, bottom - top);
    }

    private static (long Start, long End) Along(long start, long length, long other, long own) =>
        ((long)((Int128)start * other / own), (long)((((Int128)(start + length) * other) + own - 1) / own));
}

/// <summary>A rectangle of a plane, in pixels.</summary>
internal readonly record struct PlanePart(long X, long Y, long Width, long Height)
{
    internal long Right => X + Width;

    internal long Bottom => Y + Height;

    internal Int128 Area => (Int128)Width * Height;
}
