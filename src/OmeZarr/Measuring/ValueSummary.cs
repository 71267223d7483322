namespace OmeZarr.Measuring;

/// <summary>The extremes of finite values, and their percentiles that windows show. All are 0 if there is no finite value.</summary>
internal readonly record struct ValueSummary(double Min, double Low, double High, double Max)
{
    /// <summary>The summary of sorted values.</summary>
    internal static ValueSummary OfSorted(ReadOnlySpan<double> sorted) => sorted.IsEmpty
        ? default
        : new ValueSummary(sorted[0], sorted[(int)LowRank(sorted.Length)], sorted[(int)HighRank(sorted.Length)], sorted[^1]);

    /// <summary>The position of the lower percentile among sorted values.</summary>
    internal static long LowRank(long count) => (long)Math.Floor(DisplayWindow.Low * (count - 1));

    /// <summary>The position of the upper percentile among sorted values.</summary>
    internal static long HighRank(long count) => (long)Math.Ceiling(DisplayWindow.High * (count - 1));
}
