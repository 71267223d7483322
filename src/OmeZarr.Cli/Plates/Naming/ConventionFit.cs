namespace OmeZarr.Cli.Plates.Naming;

/// <summary>How well a convention fits names of files.</summary>
/// <param name="Convention">The convention.</param>
/// <param name="Files">The files whose names follow it.</param>
/// <param name="Left">Number of files that neither follow it nor are thumbnails or the like in it.</param>
internal sealed record ConventionFit(PlateConvention Convention, IReadOnlyList<PlateFile> Files, int Left)
{
    internal static ConventionFit Of(PlateConvention convention, IReadOnlyList<PlateName> names)
    {
        var planes = names.Where(name => !convention.IsNoPlane(name)).ToList();
        var files = planes.Select(name => convention.Pattern.TryRead(name).File).OfType<PlateFile>().ToList();
        return new ConventionFit(convention, files, planes.Count - files.Count);
    }

    /// <summary>Whether this convention fits as well, but understands the names differently.</summary>
    internal bool IsRivalOf(ConventionFit best) =>
        Convention.IsGeneric == best.Convention.IsGeneric && Left == best.Left && Files.Count == best.Files.Count && !Files.SequenceEqual(best.Files);
}
