namespace OmeZarr.Tiff.Writing;

/// <summary>Sizes that decide how an export works. They never change what is in the file, but for <see cref="MostOfTiff"/>.</summary>
/// <param name="Wanted">Bytes of a box of planes that is read at once, so that there is work for all processors.</param>
/// <param name="Most">The most bytes of a box, if a tile has no more. Two boxes are in memory at a time.</param>
/// <param name="MostOfTiff">A file that may become longer is a BigTIFF. The limit of TIFF is 4 GiB.</param>
internal sealed record ExportLimits(long Wanted, long Most, long MostOfTiff)
{
    internal static ExportLimits Default { get; } = new(32L << 20, 128L << 20, 4_000_000_000);
}
