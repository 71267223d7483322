namespace OmeZarr;

/// <summary>
/// How the smaller levels of a pyramid are made, which decides where their pixels lie: coordinates belong to the centre of a
/// pixel, and the centre of an averaged pixel is not the centre of any pixel above it.
/// </summary>
public enum Downsampling
{
    /// <summary>Every second (third, …) pixel is kept: all levels begin at the same place.</summary>
    Striding,

    /// <summary>
    /// Pixels are averaged: the first pixel of a level that is <c>f</c> times coarser lies <c>(f - 1) / 2</c> pixels of level 0 further
    /// in.
    /// </summary>
    Averaging,
}
