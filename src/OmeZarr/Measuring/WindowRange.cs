namespace OmeZarr;

/// <summary>Which values a display window shows from black to full colour.</summary>
public enum WindowRange
{
    /// <summary>From the 0.5th to the 99.7th percentile, so that a few bright pixels do not leave the rest dark.</summary>
    Percentiles,

    /// <summary>From the smallest to the largest value.</summary>
    Extremes,
}
