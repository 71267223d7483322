using System.CommandLine;

namespace Macro;

/// <summary>How often something is measured: some times at least, and until the runs have taken some time together, because chance decides about a few short runs.</summary>
internal sealed record Repetition(int Times, TimeSpan AtLeast)
{
    // What costs little to time may cost much to prepare and to check.
    private const int Most = 30;

    internal static Option<double> SecondsOption(double seconds) => new("--seconds")
    {
        Description = $"Measure again until the runs have taken so long together, but no more than {Most} times.",
        DefaultValueFactory = _ => seconds,
    };

    internal static Repetition Of(int times, double seconds) => new(times, TimeSpan.FromSeconds(seconds));

    /// <summary>Whether another run is wanted after so many, which took so many seconds.</summary>
    internal bool WantsMore(int runs, double seconds) => runs < Times || (runs < Most && seconds < AtLeast.TotalSeconds);

    /// <summary>Measures as often as is wanted.</summary>
    /// <param name="run">One run; gives its seconds.</param>
    internal async Task RunAsync(Func<Task<double>> run)
    {
        var seconds = 0.0;
        for (var runs = 0; WantsMore(runs, seconds); runs++)
        {
            seconds += await run();
        }
    }
}
