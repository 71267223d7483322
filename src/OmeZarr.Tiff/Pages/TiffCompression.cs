namespace OmeZarr.Tiff.Pages;

/// <summary>The supported values of the tag Compression.</summary>
internal enum TiffCompression
{
    None = 1,
    CcittRle = 2,
    CcittGroup3 = 3,
    CcittGroup4 = 4,
    Lzw = 5,
    OldJpeg = 6,
    Jpeg = 7,
    Deflate = 8,
    Next = 32766,
    CcittRleWords = 32771,
    PackBits = 32773,
    ThunderScan = 32809,
    OldDeflate = 32946,
    Lzma = 34925,
    Zstandard = 50000,
}
