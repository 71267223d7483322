namespace Zarr.Stores.Zip;

/// <summary>Numbers of the ZIP format (APPNOTE 6.3.10, section 4.3).</summary>
internal static class ZipFormat
{
    internal const uint LocalSignature = 0x04034b50;
    internal const uint CentralSignature = 0x02014b50;
    internal const uint EndSignature = 0x06054b50;
    internal const uint Zip64EndSignature = 0x06064b50;
    internal const uint Zip64LocatorSignature = 0x07064b50;

    internal const int LocalLength = 30;
    internal const int CentralLength = 46;
    internal const int EndLength = 22;
    internal const int Zip64EndLength = 56;
    internal const int Zip64LocatorLength = 20;

    /// <summary>The most bytes of a name, an extra field or a comment.</summary>
    internal const int MaxFieldLength = ushort.MaxValue;

    /// <summary>The extra field with sizes and offsets of 64 bits.</summary>
    internal const ushort Zip64Field = 0x0001;

    /// <summary>The extra field with the name in UTF-8 (Info-ZIP).</summary>
    internal const ushort UnicodePathField = 0x7075;

    /// <summary>Stands in a field of 32 bits whose value is in the extra field.</summary>
    internal const uint In64Bits = uint.MaxValue;

    internal const ushort Encrypted = 1 << 0;
    /// <summary>Lengths and checksum follow the value in a data descriptor.</summary>
    internal const ushort KnownLater = 1 << 3;

    internal const ushort StrongEncryption = 1 << 6;
    internal const ushort Utf8Names = 1 << 11;
    internal const ushort MaskedHeaders = 1 << 13;

    internal const ushort Stored = 0;
    internal const ushort Deflated = 8;
}
