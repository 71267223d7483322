using System.Globalization;

namespace Soak;

/// <summary>What to run, for how long or how often, and the seed of the first case.</summary>
internal sealed record SoakOptions(string Command, TimeSpan Time, int Count, int Seed)
{
    private static readonly string[] Timed = ["codecs", "decoders", "partial", "arrays", "faults", "writers", "pyramids"];
    private static readonly string[] Counted = ["kills", "plan-kills", "readers", "neighbours", "s3-wells", "s3-kills", "acquisition-kills"];

    /// <summary>The options, or null if they make no sense.</summary>
    internal static SoakOptions? TryParse(string[] args) => args switch
    {
        [var command, var unit, var amount] => Of(command, unit, amount, Random.Shared.Next(1_000_000).ToString(CultureInfo.InvariantCulture)),
        [var command, var unit, var amount, "--seed", var seed] => Of(command, unit, amount, seed),
        _ => null,
    };

    private static SoakOptions? Of(string command, string unit, string amount, string seed)
    {
        var (time, count) = (0.0, 0);
        var makesSense = unit switch
        {
            "--minutes" => Timed.Contains(command) && double.TryParse(amount, NumberStyles.Float, CultureInfo.InvariantCulture, out time) && time is >= 0 and < 100_000,
            "--count" => Counted.Contains(command) && int.TryParse(amount, NumberStyles.None, CultureInfo.InvariantCulture, out count) && count > 0,
            _ => false,
        };
        return makesSense && int.TryParse(seed, NumberStyles.None, CultureInfo.InvariantCulture, out var first) ? new SoakOptions(command, TimeSpan.FromMinutes(time), count, first) : null;
    }
}
