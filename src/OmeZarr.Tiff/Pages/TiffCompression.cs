namespace OmeZarr.Tiff.Pages;

/// <summary>The supported values of the tag Compression.</summary>
internal enum TiffCompression
{
    None = 1,
    Lzw = 5,
    Jpeg = 7,
    Deflate = 8,
    PackBits = 32773,
    OldDeflate = 32946,
}
