using Zarr;
using Zarr.Codecs;
using Zarr.Metadata;
using Zarr.Stores;

namespace OmeZarr;

/// <summary>An array that an <see cref="IArrayBackend"/> creates or opens, with every choice resolved.</summary>
public sealed record ArrayRequest
{
    /// <summary>The absolute path of the array's folder. In a store it is a text for messages, and <see cref="Location"/> says where the array is. When an array is created, the path is free. It may be temporary: the writer moves the folder when everything is written, so no file in it should contain the path.</summary>
    public required string Path { get; init; }

    /// <summary>Where the array is: the folder <see cref="Path"/>, or a path in a store, for backends that write to stores (<see cref="IArrayBackend.WritesStores"/>).</summary>
    public StoreLocation Location { get => field ?? Path; init; } = null!;

    /// <summary>Lengths of the array.</summary>
    public required Shape Shape { get; init; }

    /// <summary>Type of the elements.</summary>
    public required DataType DataType { get; init; }

    /// <summary>Lengths of a chunk; of an inner chunk if the array is sharded.</summary>
    public required Shape Chunks { get; init; }

    /// <summary>Lengths of a shard, multiples of the chunk's; null if the array is not sharded.</summary>
    public required Shape? Shards { get; init; }

    /// <summary>The compression of chunks.</summary>
    public required Compression Compression { get; init; }

    /// <summary>Whether each chunk ends with a checksum; see <see cref="WriteOptions.Checksums"/>.</summary>
    public bool Checksums { get; init; }

    /// <summary>Names of the dimensions: those of the image's axes.</summary>
    public required ValueList<string> DimensionNames { get; init; }

    /// <summary>The largest number of chunks (shards) of this array that are written at the same time. Several arrays may be written at once.</summary>
    public required int MaxDegreeOfParallelism { get; init; }

    /// <summary>Lengths of the unit of writing: a shard, or a chunk of an array without shards. It is one value of the store, and one task writes it.</summary>
    public Shape WriteUnit => Shards ?? Chunks;

    /// <summary>Number of shards, or of chunks without shards, that cover the array.</summary>
    public long WriteUnitCount => Shape.ChunkCounts(WriteUnit).ElementCount;

    /// <summary>The metadata with which the engine of this library writes the array: little endian, fill value 0.</summary>
    public ArrayMetadata ToMetadata()
    {
        var codecs = Compression.CodecsFor(DataType, Checksums);
        return new ArrayMetadata
        {
            Shape = Shape,
            DataType = DataType,
            ChunkShape = WriteUnit,
            Codecs = [.. (Shards is null ? codecs : [Codec.Sharding(Chunks, codecs)]).Select(codec => codec.ToMetadata())],
            DimensionNames = DimensionNames,
        };
    }
}
