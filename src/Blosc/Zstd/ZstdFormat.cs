namespace Blosc.Zstd;

/// <summary>Numbers of the frame format (RFC 8878, section 3.1.1).</summary>
internal static class ZstdFormat
{
    /// <summary>The first four bytes of a frame, little endian (<c>Magic_Number</c>).</summary>
    public const uint Magic = 0xFD2FB528;

    /// <summary>The longest content of a block (<c>Block_Maximum_Size</c>).</summary>
    public const int MaxBlockLength = 128 * 1024;
}
