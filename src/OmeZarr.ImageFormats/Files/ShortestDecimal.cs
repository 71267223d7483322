using System.Globalization;

namespace OmeZarr.ImageFormats.Files;

/// <summary>Numbers that files store with 32 bits and documents with decimal digits.</summary>
internal static class ShortestDecimal
{
    /// <summary>The shortest decimal number of which <paramref name="value"/> is the nearest float: 0.6 of 0.6f, where a conversion gives 0.60000002384.</summary>
    internal static double Of(float value) => float.IsFinite(value) ? double.Parse(value.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : value;
}
