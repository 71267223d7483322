namespace TestKit;

/// <summary>
/// How often tests repeat that try very many cases. A build for debugging is several times slower and tries a quarter of them, and so do the processes of <see cref="InstructionSets"/>;
/// a build for release tries all. <c>.ci/run</c> runs both.
/// </summary>
public static class Rounds
{
    private const int Quarter = 4;

#if DEBUG
    private static readonly int Divisor = Quarter;
#else
    private static readonly int Divisor = Environment.GetEnvironmentVariable(InstructionSets.Setting) is null ? 1 : Quarter;
#endif

    /// <summary>Whether all cases are tried.</summary>
    public static bool AreAll => Divisor == 1;

    /// <summary>A number of rounds: all of them, or a quarter.</summary>
    public static int Of(int all) => (all + Divisor - 1) / Divisor;

    /// <summary>All cases, or every fourth.</summary>
    public static IEnumerable<T> Of<T>(IEnumerable<T> all) => all.Where((_, index) => index % Divisor == 0);

    /// <summary>A step through cases: as it is, or four times as long.</summary>
    public static int Step(int step) => step * Divisor;
}
