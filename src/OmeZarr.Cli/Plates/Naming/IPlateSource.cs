namespace OmeZarr.Cli.Plates.Naming;

/// <summary>Knows the places of files on a plate.</summary>
internal interface IPlateSource
{
    /// <summary>The places of files.</summary>
    /// <exception cref="UsageException">A file has no place, or a place has no file.</exception>
    PlateReading Read(IReadOnlyList<PlateName> names);
}
