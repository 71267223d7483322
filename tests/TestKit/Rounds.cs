namespace TestKit;

/// <summary>How often tests repeat that try very many cases. A build for debugging is several times slower and tries a quarter of them; a build for release tries all. <c>.ci/run</c> runs both.</summary>
public static class Rounds
{
#if DEBUG
    private const int Divisor = 4;
#else
    private const int Divisor = 1;
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
