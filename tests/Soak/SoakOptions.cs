using System.Globalization;

namespace Soak;

/// <summary>What to run, for how long, and the seed of the first case.</summary>
internal sealed record SoakOptions(string Command, TimeSpan Time, int Seed)
{
    private static readonly string[] Commands = ["codecs", "decoders", "arrays", "writers"];

    /// <summary>The options, or null if they make no sense.</summary>
    internal static SoakOptions? TryParse(string[] args) => args switch
    {
        [var command, "--minutes", var minutes] => Of(command, minutes, Random.Shared.Next().ToString(CultureInfo.InvariantCulture)),
        [var command, "--minutes", var minutes, "--seed", var seed] => Of(command, minutes, seed),
        _ => null,
    };

    private static SoakOptions? Of(string command, string minutes, string seed) =>
        Commands.Contains(command)
        && double.TryParse(minutes, NumberStyles.Float, CultureInfo.InvariantCulture, out var time) && time is >= 0 and < 100_000
        && int.TryParse(seed, NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            ? new SoakOptions(command, TimeSpan.FromMinutes(time), first)
            : null;
}
