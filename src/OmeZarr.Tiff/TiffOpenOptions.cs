namespace OmeZarr.Tiff;

/// <summary>How a TIFF file is to be understood and read.</summary>
public sealed record TiffOpenOptions
{
    /// <summary>
    /// One letter of <c>t c z y x</c> for each axis of the file, slowest first, in the order in which the file stores them: the axes of the
    /// pages, then the samples of a pixel if there are several, then rows and columns. For example <c>tyx</c> for a time-lapse of
    /// gray pages, <c>zcyx</c> for a stack of RGB pages. Null to follow what the file says.
    /// </summary>
    /// <remarks>Page axes of length 1 may be left out. A description in the file that disagrees with its pages is ignored when this is given.</remarks>
    public string? Axes { get; init; }

    /// <summary>
    /// How many bytes of decoded strips and tiles are kept for the next region that needs them; 64 MiB unless told. Compressed data only:
    /// uncompressed data is read where it lies and left to the cache of the operating system.
    /// </summary>
    public long CacheBytes { get; init; } = 64L << 20;
}
