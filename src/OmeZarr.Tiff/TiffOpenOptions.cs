namespace OmeZarr.Tiff;

/// <summary>How to interpret and read a TIFF file.</summary>
public sealed record TiffOpenOptions
{
    /// <summary>
    /// One letter of <c>t c z y x</c> for each axis, slowest first, in the order of the file: the axes of the pages, then the samples of a pixel if there are several, then rows
    /// and columns. For example <c>tyx</c> for a time-lapse of gray pages, <c>zcyx</c> for a stack of RGB pages. Null to follow the file.
    /// </summary>
    /// <remarks>Page axes of length 1 may be left out. The letters override a description that disagrees with the pages.</remarks>
    public string? Axes { get; init; }

    /// <summary>
    /// The size of the cache of decoded strips and tiles, in bytes; the default is 64 MiB. Only compressed data is cached here; the operating system caches uncompressed data.
    /// </summary>
    public long CacheBytes { get; init; } = 64L << 20;
}
