using Blosc;
using Zarr.Metadata;

namespace Zarr.Codecs;

/// <summary>What a codec turns into what (Zarr v3 core, section "Codecs"); it decides where in the chain the codec may stand.</summary>
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
/// A codec as <c>zarr.json</c> configures it: checked and typed, but not yet bound to an array. Immutable and thread-safe.
/// </summary>
public interface ICodec
{
    /// <summary>The name in <c>zarr.json</c>.</summary>
    string Name { get; }

    /// <summary>Where in the chain it may stand.</summary>
    CodecKind Kind { get; }

    /// <summary>What <c>zarr.json</c> says of it: always all members, never a short form.</summary>
    NamedConfiguration ToMetadata();

    /// <summary>Ties the codec to what it will be given.</summary>
    /// <exception cref="InvalidMetadataException">The configuration does not fit this input.</exception>
    IBoundCodec Bind(CodecInput input);
}

/// <summary>What one codec of a chain is given when it encodes.</summary>
/// <param name="Shape">Shape of the array at this point (after the array-to-bytes codec: the shape of its input).</param>
/// <param name="DataType">Data type of the elements.</param>
/// <param name="MaxLength">The most bytes of the input; for array codecs exactly the size of the chunk.</param>
public sealed record CodecInput(Shape Shape, DataType DataType, int MaxLength)
{
    /// <summary>The value of elements that were never stored, in the data type of the array; zero unless said otherwise.</summary>
    public FillValue FillValue
    {
        get => field ?? FillValue.Zero(DataType);
        init;
    }

    /// <summary>How many threads one call may use; 1 unless said otherwise.</summary>
    public int MaxDegreeOfParallelism { get; init; } = 1;

    /// <summary>How hard compressors are to work; adapted to the content unless said otherwise.</summary>
    public CompressionEffort Effort { get; init; }
}

/// <summary>
/// A codec bound to an array's chunks: two functions over bytes. Thread-safe: the codec keeps the state of compressors in pools.
/// A codec sees no store and no file.
/// </summary>
public interface IBoundCodec
{
    /// <summary>Name of the codec, for messages.</summary>
    string Name { get; }

    /// <summary>Whether encoding and decoding leave the bytes as they are, so that the pipeline may leave the codec out.</summary>
    bool IsIdentity { get; }

    /// <summary>What the next codec of the chain is given; its <see cref="CodecInput.MaxLength"/> bounds every result of <see cref="Encode"/>.</summary>
    CodecInput Output { get; }

    /// <summary>Whether an input of the most bytes always gives exactly the most bytes of <see cref="Output"/>, as shard indexes need it (Zarr v3, "Sharding codec"); no unless
    /// the codec says so. Array-to-array codecs need not say it: they keep the number of elements.</summary>
    bool HasFixedLength => false;

    /// <summary>Encodes.</summary>
    /// <param name="source">At most <see cref="CodecInput.MaxLength"/> bytes of the input that the codec was bound to.</param>
    /// <param name="destination">At least as many bytes as <see cref="Output"/> says; must not overlap the source.</param>
    /// <returns>The number of bytes written.</returns>
    int Encode(ReadOnlySpan<byte> source, Span<byte> destination);

    /// <summary>Decodes.</summary>
    /// <param name="source">Untrusted bytes.</param>
    /// <param name="destination">Room for the decoded bytes; must not overlap the source.</param>
    /// <returns>The number of bytes written. The pipeline checks that a chunk comes out whole.</returns>
    /// <exception cref="CorruptDataException">The bytes are damaged, or decode to more than the destination holds.</exception>
    int Decode(ReadOnlySpan<byte> source, Span<byte> destination);
}
