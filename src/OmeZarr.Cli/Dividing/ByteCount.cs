using System.Globalization;

namespace OmeZarr.Cli.Dividing;

/// <summary>Sizes that users give: <c>8GiB</c>, <c>500MB</c>, or bytes.</summary>
internal static class ByteCount
{
    private static readonly (string Unit, long Bytes)[] Units =
    [
        ("kb", 1000), ("mb", 1000_000), ("gb", 1000_000_000), ("tb", 1000_000_000_000),
        ("kib", 1L << 10), ("mib", 1L << 20), ("gib", 1L << 30), ("tib", 1L << 40), ("b", 1),
    ];

    /// <exception cref="UsageException">It is no size.</exception>
    internal static long Parse(string option, string text)
    {
        var lower = text.Trim().ToLowerInvariant();
        var (unit, factor) = Units.Where(one => lower.EndsWith(one.Unit, StringComparison.Ordinal)).OrderByDescending(one => one.Unit.Length).Append((Unit: string.Empty, Bytes: 1)).First();
        return decimal.TryParse(lower[..^unit.Length], NumberStyles.AllowDecimalPoint | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number) && number * factor is >= 1 and < long.MaxValue
            ? (long)(number * factor)
            : throw new UsageException($"{option} {Quote.IfNeeded(text)}: expected a size, such as 8GiB or 500MB");
    }
}
