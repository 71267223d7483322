namespace Zarr.Codecs;

/// <summary>Order of the bytes of a number, as the <c>endian</c> member of the <c>bytes</c> codec names it.</summary>
public enum Endian
{
    /// <summary><c>little</c>: the least significant byte first.</summary>
    Little,

    /// <summary><c>big</c>: the most significant byte first.</summary>
    Big,
}
