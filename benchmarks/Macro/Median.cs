namespace Macro;

/// <summary>The median of figures.</summary>
internal static class Median
{
    /// <summary>The middle one of at least one figure, or the mean of the two in the middle.</summary>
    internal static double Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[sorted.Length / 2] + sorted[(sorted.Length - 1) / 2]) / 2;
    }
}
