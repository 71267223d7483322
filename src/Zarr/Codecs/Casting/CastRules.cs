namespace Zarr.Codecs.Casting;

/// <summary>What becomes of values that the other data type does not have.</summary>
/// <param name="Rounding">How values between two neighbouring values are rounded.</param>
/// <param name="OutOfRange">What becomes of values beyond the smallest and largest.</param>
internal readonly record struct CastRules(MidpointRounding Rounding, OutOfRange OutOfRange);

/// <summary>What becomes of values beyond the smallest and largest of a data type.</summary>
internal enum OutOfRange
{
    /// <summary>They are an error.</summary>
    Refused,

    /// <summary><c>clamp</c>: the smallest or largest integer, or infinity.</summary>
    Clamped,

    /// <summary><c>wrap</c>: the low bits of the integer.</summary>
    Wrapped,
}
