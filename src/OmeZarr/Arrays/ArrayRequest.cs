using Zarr;
using Zarr.Codecs;
using Zarr.Metadata;

namespace OmeZarr;

/// <summary>An array that an <see cref="IArrayBackend"/> is to create or open: everything is decided, nothing is "auto" any more.</summary>
public sealed record ArrayRequest
{
    /// <summary>
    /// The absolute path of the array's folder. Nothing is there when an array is created: replacing is the writer's business. It may be a temporary place,
    /// from which the folder is moved when everything is written; so nothing in the folder should name it.
    /// </summary>
    public required string Path { get; init; }

    /// <summary>Lengths of the array.</summary>
    public required Shape Shape { get; init; }

    /// <summary>Type of the elements.</summary>
    public required DataType DataType { get; init; }

    /// <summary>Lengths of a chunk; of an inner chunk if the array is sharded.</summary>
    public required Shape Chunks { get; init; }

    /// <summary>Lengths of a shard, multiples of the chunk's; null if the array is not sharded.</summary>
    public required Shape? Shards { get; init; }

    /// <summary>How chunks are compressed.</summary>
    public required Compression Compression { get; init; }

    /// <summary>Whether each chunk ends with a checksum; see <see cref="WriteOptions.Checksums"/>.</summary>
    public bool Checksums { get; init; }

    /// <summary>Names of the dimensions: those of the image's axes.</summary>
    public required ValueList<string> DimensionNames { get; init; }

    /// <summary>How many chunks (shards) may be worked on at the same time; of this array, several of which may be written at once.</summary>
    public required int MaxDegreeOfParallelism { get; init; }

    /// <summary>Lengths of the unit of writing: a shard, or a chunk of an array without shards. One value of the store holds it, and one task writes it.</summary>
    public Shape WriteUnit => Shards ?? Chunks;

    /// <summary>How many shards, or without shards chunks, cover the array.</summary>
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
            Codecs = [.. (Shards is null ? codecs : [new ShardingCodec(Chunks, codecs)]).Select(codec => codec.ToMetadata())],
            DimensionNames = DimensionNames,
        };
    }
}
