namespace OmeZarr.Rendering.Planes;

/// <summary>A picture of one channel while its pixels are read.</summary>
internal abstract class ReducedPlane
{
    /// <summary>Adds a part of a row of the plane that is read.</summary>
    /// <param name="y">The row.</param>
    /// <param name="x">The first column of the part.</param>
    /// <param name="values">The values from this column on.</param>
    internal abstract void Add(long y, long x, ReadOnlySpan<double> values);

    /// <summary>Ends adding. The values, row by row; NaN where no value is finite.</summary>
    internal abstract double[] Finish();
}
