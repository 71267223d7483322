namespace OmeZarr;

/// <summary>
/// How a pixel of a level is computed from the box of pixels that it covers in the next finer level. Boxes at the far edges hold the pixels that exist there.
/// </summary>
/// <remarks>
/// The method decides where the pixels lie, because coordinates belong to the centre of a pixel: with a factor <c>f</c> the first pixel of a level lies <c>(f - 1) / 2</c> pixels of the finer level further in;
/// with <see cref="Stride"/> it lies where the first pixel of the finer level lies.
/// </remarks>
public enum Downsampling
{
    /// <summary>
    /// The mean of the box. Integers: exact, rounded to the nearest integer, halves to the even one. Floating point: summed in double precision, and NaN if one pixel is NaN. Not for bool.
    /// </summary>
    Mean,

    /// <summary>The first pixel of the box: every second (third, …) pixel is kept.</summary>
    Stride,

    /// <summary>The most frequent value of the box, for labels and masks: no value is invented. Of equally frequent values the smaller one; NaN only if it is more frequent than each number. Not for complex numbers.</summary>
    Mode,

    /// <summary>The smallest value of the box; NaN if one pixel is NaN. Not for complex numbers.</summary>
    Min,

    /// <summary>The largest value of the box; NaN if one pixel is NaN. Not for complex numbers.</summary>
    Max,

    /// <summary>The middle value of the box, or the mean of both middle values by the rule of <see cref="Mean"/>; NaN if one pixel is NaN. Not for bool and complex numbers.</summary>
    Median,
}
