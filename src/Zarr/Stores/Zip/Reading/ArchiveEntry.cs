namespace Zarr.Stores.Zip;

/// <summary>Why the value of an entry cannot be read.</summary>
internal enum EntryFlaw : byte
{
    /// <summary>It can be read.</summary>
    None,

    /// <summary>It is encrypted.</summary>
    Encrypted,

    /// <summary>It is compressed by a method that is not supported.</summary>
    Method,

    /// <summary>Its bytes are those of another entry, too.</summary>
    Overlap,

    /// <summary>It does not lie between the beginning of the archive and its directory.</summary>
    Outside,

    /// <summary>Its lengths contradict each other.</summary>
    Lengths,

    /// <summary>It would become absurdly longer when it is decompressed.</summary>
    Bomb,
}

/// <summary>One entry of an archive, as the central directory has it.</summary>
/// <param name="Name">Offset of its name among the names of the index.</param>
/// <param name="NameLength">Bytes of its name.</param>
/// <param name="RawNameLength">Bytes of the name as it is stored.</param>
/// <param name="Method">The method of compression.</param>
/// <param name="Flaw">Why it cannot be read.</param>
/// <param name="Crc">The checksum of the value.</param>
/// <param name="Header">Offset of its header in the file.</param>
/// <param name="Compressed">Bytes in the file.</param>
/// <param name="Length">Bytes of the value.</param>
internal readonly record struct ArchiveEntry(int Name, ushort NameLength, ushort RawNameLength, ushort Method, EntryFlaw Flaw, uint Crc, long Header, long Compressed, long Length)
{
    internal bool IsDeflated => Method == ZipFormat.Deflated;
}
