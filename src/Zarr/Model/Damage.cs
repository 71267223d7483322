namespace Zarr;

/// <summary>What is wrong with bytes that a codec cannot decode.</summary>
internal enum Damage
{
    /// <summary>They are not what the codec writes.</summary>
    Bytes,

    /// <summary>They are too few or too many, or decode to too few or too many.</summary>
    Length,

    /// <summary>They do not match their checksum.</summary>
    Checksum,

    /// <summary>Other bytes follow the encoded ones.</summary>
    TrailingBytes,
}
