using System.Globalization;

namespace OmeZarr.ImageFormats.Files;

/// <summary>Numbers that files store with 32 bits and documents with decimal digits.</summary>
internal static class ShortestDecimal
{
    /// <summary>Converts a float to the decimal number with the fewest digits that rounds to it: 0.6f becomes 0.6, where a cast gives 0.60000002384.</summary>
    internal static double Of(float value) => float.IsFinite(value) ? double.Parse(value.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : value;
}
