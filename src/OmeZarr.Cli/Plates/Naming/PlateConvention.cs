namespace OmeZarr.Cli.Plates.Naming;

/// <summary>How the program of a microscope names its files.</summary>
/// <param name="name">Name of the convention, for <c>--plate</c>.</param>
/// <param name="expressions">Regular expressions for relative paths; the first that matches is used.</param>
internal sealed class PlateConvention(string name, params string[] expressions)
{
    internal string Name => name;

    /// <summary>Other names of the convention.</summary>
    internal IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>A regular expression for files that are no planes: thumbnails, corrections, overlays. Null if there are none.</summary>
    internal string? NoPlanes { get; init; }

    /// <summary>Whether many programs name files in this way. Other conventions are preferred.</summary>
    internal bool IsGeneric { get; init; }

    /// <summary>Whether images without a number of a slice, or with 0, are projections of the slices.</summary>
    internal bool HasProjections { get; init; }

    /// <summary>The pattern. It is compiled when it is used first, because most commands need none.</summary>
    internal PlatePattern Pattern => field ??= new PlatePattern(name, [.. expressions.Select(PlateExpression.Known)]);

    private PlateExpression? NoPlane => NoPlanes is null ? null : field ??= PlateExpression.Known(NoPlanes);

    internal bool IsCalled(string text) => string.Equals(name, text, StringComparison.OrdinalIgnoreCase) || Aliases.Contains(text, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a file is no plane.</summary>
    internal bool IsNoPlane(PlateName file) => NoPlane?.Find(file).Success == true;
}
