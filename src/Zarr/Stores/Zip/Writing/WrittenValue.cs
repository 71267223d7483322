namespace Zarr.Stores.Zip;

/// <summary>A value of an archive that is being written: in the file, or still in memory.</summary>
/// <param name="Header">Offset of its header in the file.</param>
/// <param name="Offset">Offset of its bytes in the file.</param>
/// <param name="Length">Number of its bytes.</param>
/// <param name="Crc">Their checksum.</param>
/// <param name="Bytes">The bytes while they are only in memory; null once they are in the file.</param>
internal sealed record WrittenValue(long Header, long Offset, long Length, uint Crc, byte[]? Bytes);
