namespace OmeZarr.Tiff;

/// <summary>How the tiles of an exported file are compressed. All are lossless.</summary>
public enum OmeTiffCompression
{
    /// <summary>Deflate (zlib), which every reader of TIFF knows. Integers are stored as differences of neighbours.</summary>
    Deflate,

    /// <summary>Not at all.</summary>
    None,

    /// <summary>Zstandard: smaller and faster than Deflate. Bio-Formats, GDAL, LibTIFF and tifffile read it in recent versions.</summary>
    Zstd,

    /// <summary>LZW, for readers that know nothing newer. Larger than Deflate.</summary>
    Lzw,
}
