namespace Zarr.Checking;

/// <summary>What a check of stored chunks can find.</summary>
public enum ChunkFindingKind
{
    /// <summary>A codec cannot decode the bytes. Readers fail at this chunk.</summary>
    Damaged,

    /// <summary>The value, or what it decodes to, is shorter or longer than a chunk: it was cut off, is empty, or belongs to another array.</summary>
    Length,

    /// <summary>The bytes do not match their checksum.</summary>
    Checksum,

    /// <summary>Other bytes follow the encoded chunk. Some readers ignore them; this library and others refuse the chunk.</summary>
    TrailingBytes,

    /// <summary>The store could not hand over the value, for example because access is denied.</summary>
    Unreadable,

    /// <summary>The chunk uses a feature that this library does not have, so that it was not judged.</summary>
    Unsupported,

    /// <summary>The index of a shard is damaged, or places an inner chunk outside the shard.</summary>
    ShardIndex,

    /// <summary>Inner chunks of a shard share bytes with each other or with the index.</summary>
    ShardOverlap,

    /// <summary>Bytes of a shard belong to no inner chunk. Readers do not mind; they take room.</summary>
    ShardDeadBytes,

    /// <summary>The header of a Blosc chunk says another size of elements than the metadata. Readers do not mind; such chunks are compressed badly.</summary>
    BloscTypeSize,

    /// <summary>Elements of an edge chunk that lie outside the array are not the fill value. They reappear when the array grows.</summary>
    Padding,

    /// <summary>The key is that of a chunk in another encoding of chunk keys (<c>0/0</c> or <c>0.0</c> or <c>c/0/0</c>) than the metadata declares.</summary>
    OtherKeyEncoding,

    /// <summary>The key is that of a chunk outside the grid of the array.</summary>
    OutsideGrid,

    /// <summary>A folder stands where a chunk is expected. Readers fail there.</summary>
    Folder,

    /// <summary>A temporary file of a writer that was killed, or is at work.</summary>
    TemporaryKey,

    /// <summary>The key is none of the array.</summary>
    ForeignKey,
}
