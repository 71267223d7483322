namespace OmeZarr.Rendering.Planes;

/// <summary>The arithmetic of shares along one axis, in whole numbers.</summary>
internal static class Shares
{
    /// <summary>The pixel of the result to which a pixel of the plane belongs, its share in it and its share in the next one; shares are parts of a pixel of the result.</summary>
    internal static (long Target, double Share, double Remainder) Of(long index, long length, long planeLength)
    {
        var start = (Int128)index * length;
        var target = start / planeLength;
        var share = Int128.Min(length, ((target + 1) * planeLength) - start);
        return ((long)target, (double)share / planeLength, (double)(length - share) / planeLength);
    }
}
