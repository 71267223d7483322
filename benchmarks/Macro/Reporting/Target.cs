using System.Globalization;

namespace Macro.Reporting;

/// <summary>Where we want to be.</summary>
/// <param name="Least">The least ratio of speeds.</param>
/// <param name="MostBytes">The most bytes, as a share of those of c-blosc; null where sizes are not compared.</param>
internal sealed record Target(double Least, double? MostBytes = null)
{
    private const double OnePercentMore = 1.01;

    /// <summary>Twice as many workers.</summary>
    internal static Target Scaling { get; } = new(1.8);

    /// <summary>Plane by plane, against the whole array at once.</summary>
    internal static Target Planes { get; } = new(0.7);

    /// <summary>With automatic shards, against a file for each chunk.</summary>
    internal static Target Shards { get; } = new(0.75);

    internal static Target Writing(ReportInput input, string compression) => compression switch
    {
        "none" => new(0.75),
        "blosc-lz4" => new(1.2, OnePercentMore),
        _ when input.Kind == "camera" => new(4, OnePercentMore),
        _ when input.Kind == "camera8" || input.IsReal => new(3, OnePercentMore),
        _ => new(1, OnePercentMore),
    };

    internal static Target Reading(string compression) => new(compression == "none" ? 0.75 : 1.2);

    internal bool IsMet(double ratio, double bytes = 0) => ratio >= Least && bytes <= (MostBytes ?? double.MaxValue);

    public override string ToString()
    {
        var speed = string.Create(CultureInfo.InvariantCulture, $"≥ {Least}");
        return MostBytes is { } bytes ? string.Create(CultureInfo.InvariantCulture, $"{speed}, bytes ≤ {bytes}") : speed;
    }
}
