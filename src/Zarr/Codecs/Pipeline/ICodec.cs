using Zarr.Metadata;

namespace Zarr.Codecs;

/// <summary>The kinds of codecs by input and output (Zarr v3 core, section "Codecs"). The kind decides the position in the chain.</summary>
public enum CodecKind
{
    /// <summary>An array into an array, such as transpose.</summary>
    ArrayToArray,

    /// <summary>An array into bytes, such as bytes and sharding. Each chain has exactly one.</summary>
    ArrayToBytes,

    /// <summary>Bytes into bytes: compressors and checksums.</summary>
    BytesToBytes,
}

/// <summary>
/// A codec with its validated configuration from <c>zarr.json</c>, not yet bound to an array. Immutable and thread-safe.
/// </summary>
public interface ICodec
{
    /// <summary>The name in <c>zarr.json</c>.</summary>
    string Name { get; }

    /// <summary>Kind of the codec, which decides its position in the chain.</summary>
    CodecKind Kind { get; }

    /// <summary>The codec in <c>zarr.json</c>: always with all members, never in short form.</summary>
    NamedConfiguration ToMetadata();

    /// <summary>Binds the codec to its input.</summary>
    /// <exception cref="InvalidMetadataException">The configuration does not fit this input.</exception>
    IBoundCodec Bind(CodecInput input);
}

/// <summary>The input of one codec of a chain when it encodes.</summary>
/// <param name="Shape">Shape of the array at this point (after the array-to-bytes codec: the shape of its input).</param>
/// <param name="DataType">Data type of the elements.</param>
/// <param name="MaxLength">The most bytes of the input; for array codecs exactly the size of the chunk.</param>
public sealed record CodecInput(Shape Shape, DataType DataType, int MaxLength)
{
    /// <summary>The value of elements that were never stored, in the data type of the array. Default zero.</summary>
    public FillValue FillValue
    {
        get => field ?? FillValue.Zero(DataType);
        init;
    }

    /// <summary>The most threads that one call may use. Default 1.</summary>
    public int MaxDegreeOfParallelism { get; init; } = 1;

    /// <summary>Whether compressors spend the nominal effort of c-blosc and zstd. By default the effort adapts to the content.</summary>
    public bool ReferenceEffort { get; init; }
}

/// <summary>
/// A codec bound to an array's chunks: two functions over bytes. Thread-safe: the codec keeps the state of compressors in pools.
/// A codec sees no store and no file.
/// </summary>
public interface IBoundCodec
{
    /// <summary>Name of the codec, for messages.</summary>
    string Name { get; }

    /// <summary>Whether encoding and decoding change no byte, so that the pipeline may skip the codec.</summary>
    bool IsIdentity { get; }

    /// <summary>The input of the next codec of the chain; its <see cref="CodecInput.MaxLength"/> bounds every result of <see cref="Encode"/>.</summary>
    CodecInput Output { get; }

    /// <summary>Whether an input of maximum length always gives an output of exactly the maximum length, as the codecs of shard indexes must (Zarr v3, "Sharding codec"). Default false.
    /// The value does not matter for array-to-array codecs: they keep the number of elements.</summary>
    bool HasFixedLength => false;

    /// <summary>Encodes.</summary>
    /// <param name="source">At most <see cref="CodecInput.MaxLength"/> bytes of the input that the codec was bound to.</param>
    /// <param name="destination">At least as many bytes as <see cref="Output"/> says; must not overlap the source.</param>
    /// <returns>The number of bytes written.</returns>
    int Encode(ReadOnlySpan<byte> source, Span<byte> destination);

    /// <summary>Decodes.</summary>
    /// <param name="source">Untrusted bytes.</param>
    /// <param name="destination">Room for the decoded bytes. It must not overlap the source.</param>
    /// <returns>The number of bytes written. The pipeline checks that they are a whole chunk.</returns>
    /// <exception cref="CorruptDataException">The bytes are damaged, or decode to more than the destination holds.</exception>
    int Decode(ReadOnlySpan<byte> source, Span<byte> destination);
}
