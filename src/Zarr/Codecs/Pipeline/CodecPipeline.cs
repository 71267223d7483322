using Zarr.Metadata;

namespace Zarr.Codecs;

/// <summary>
/// The codecs of an array, bound to its chunks. The pipeline encodes a chunk to stored bytes and decodes it (Zarr v3 core, section "Codecs"). Thread-safe.
/// Codecs that change no byte are left out, so that an uncompressed chunk is never copied.
/// </summary>
internal sealed class CodecPipeline
{
    private readonly IBoundCodec[] steps;
    private readonly int[] decodedLimits;
    private readonly string lastCodec;

    private CodecPipeline(CodecInput chunk, IBoundCodec[] steps, int[] decodedLimits, string lastCodec, int maxEncodedLength)
    {
        ChunkShape = chunk.Shape;
        (ChunkLength, this.steps, this.decodedLimits, this.lastCodec) = (chunk.MaxLength, steps, decodedLimits, lastCodec);
        (MaxEncodedLength, EncodedLimit) = (maxEncodedLength, ForeignLimit(maxEncodedLength));

        DecodingLength = IsIdentity ? ChunkLength : (2L * ChunkLength) + decodedLimits.Skip(1).Sum(limit => (long)limit);
    }

    /// <summary>Bytes of a decoded chunk.</summary>
    internal int ChunkLength { get; }

    /// <summary>The most bytes of an encoded chunk.</summary>
    internal int MaxEncodedLength { get; }

    /// <summary>Whether every encoded chunk has exactly <see cref="MaxEncodedLength"/> bytes.</summary>
    internal bool HasFixedLength { get; private init; }

    /// <summary>Shape of a chunk.</summary>
    internal Shape ChunkShape { get; }

    /// <summary>The codec, if only one changes the bytes; otherwise null.</summary>
    internal IBoundCodec? OnlyStep => steps is [var step] ? step : null;

    /// <summary>The most bytes of a stored chunk by any writer. A longer value is damaged and need not be read.</summary>
    internal int EncodedLimit { get; }

    /// <summary>Bytes needed to decode a chunk: its elements, as many stored bytes, and the buffers between codecs.</summary>
    internal long DecodingLength { get; }

    /// <summary>Decodes boxes of chunks with less work than whole chunks; null if the codecs need whole chunks anyway.</summary>
    internal BoxPipeline? Boxes { get; private init; }

    /// <summary>Whether the stored bytes of a chunk are its elements.</summary>
    internal bool IsIdentity => steps.Length == 0;

    /// <summary>The input of an array's first codec: a chunk.</summary>
    /// <exception cref="UnsupportedFeatureException">A chunk has more than <paramref name="maxChunkLength"/> bytes.</exception>
    internal static CodecInput InputOf(ArrayMetadata metadata, int maxChunkLength) =>
        new(metadata.ChunkShape, metadata.DataType, RequireLength(metadata.ChunkShape, metadata.DataType, maxChunkLength)) { FillValue = metadata.FillValue };

    /// <summary>Binds codecs to chunks of this shape and type.</summary>
    /// <exception cref="InvalidMetadataException">The order of the codecs is wrong, or a codec does not fit its input.</exception>
    /// <exception cref="UnsupportedFeatureException">A chunk has more than <paramref name="maxChunkLength"/> bytes.</exception>
    internal static CodecPipeline Bind(IReadOnlyList<ICodec> codecs, Shape chunkShape, DataType dataType, int maxChunkLength) =>
        Bind(codecs, new CodecInput(chunkShape, dataType, RequireLength(chunkShape, dataType, maxChunkLength)));

    /// <summary>Binds codecs to chunks.</summary>
    /// <exception cref="InvalidMetadataException">The order of the codecs is wrong, or a codec does not fit its input.</exception>
    internal static CodecPipeline Bind(IReadOnlyList<ICodec> codecs, CodecInput chunk)
    {
        RequireOrder(codecs);
        var steps = new List<IBoundCodec>();
        var limits = new List<int>();
        var input = chunk;
        var hasOneLength = true;
        var boxes = new BoxPipelineBuilder(chunk);
        foreach (var codec in codecs)
        {
            var step = codec.Bind(input);
            boxes.Add(step);
            if (!step.IsIdentity)
            {
                steps.Add(step);
                limits.Add(hasOneLength ? input.MaxLength : ForeignLimit(input.MaxLength));
            }

            hasOneLength &= codec.Kind == CodecKind.ArrayToArray || step.HasFixedLength;
            input = step.Output;
        }

        return new CodecPipeline(chunk, [.. steps], [.. limits], codecs[^1].Name, input.MaxLength) { HasFixedLength = hasOneLength, Boxes = boxes.Build() };
    }

    /// <summary>Encodes a chunk. The result may be the chunk's own memory; dispose it before the chunk.</summary>
    internal EncodedChunk Encode(ReadOnlyMemory<byte> chunk)
    {
        if (IsIdentity)
        {
            return new EncodedChunk(chunk, null);
        }

        var output = PooledMemory.Rent(MaxEncodedLength);
        try
        {
            output.Shorten(Encode(chunk.Span, output.Memory.Span));
            return new EncodedChunk(output.Memory, output);
        }
        catch
        {
            output.Dispose();
            throw;
        }
    }

    /// <summary>Encodes a chunk into memory of the caller.</summary>
    /// <param name="chunk">All elements of the chunk.</param>
    /// <param name="destination">At least <see cref="MaxEncodedLength"/> bytes. Bytes after the result have arbitrary content afterwards.</param>
    /// <returns>The number of bytes written.</returns>
    internal int Encode(ReadOnlySpan<byte> chunk, Span<byte> destination)
    {
        // Cut to this length, because the result of a codec must not depend on the room.
        var room = destination[..MaxEncodedLength];
        PooledMemory? owner = null;
        try
        {
            for (var i = 0; i < steps.Length - 1; i++)
            {
                var output = EncodeStep(i, owner is null ? chunk : owner.Memory.Span);
                owner?.Dispose();
                owner = output;
            }

            return EncodeLast(owner is null ? chunk : owner.Memory.Span, room);
        }
        finally
        {
            owner?.Dispose();
        }
    }

    /// <summary>Decodes stored bytes into a chunk.</summary>
    /// <exception cref="CorruptDataException">The bytes are damaged, or do not decode to exactly one chunk.</exception>
    internal void Decode(ReadOnlySpan<byte> encoded, Span<byte> chunk) => Decode(encoded, chunk, null);

    /// <summary>Decodes stored bytes into a chunk, and collects what is odd about them.</summary>
    /// <exception cref="CorruptDataException">The bytes are damaged, or do not decode to exactly one chunk.</exception>
    internal void Decode(ReadOnlySpan<byte> encoded, Span<byte> chunk, IRemarks? remarks)
    {
        PooledMemory? owner = null;
        try
        {
            owner = DecodeTo(1, encoded, remarks);
            DecodeFirst(owner is null ? encoded : owner.Memory.Span, chunk, remarks);
        }
        finally
        {
            owner?.Dispose();
        }
    }

    /// <summary>Decodes stored bytes to what <see cref="Boxes"/> takes.</summary>
    /// <returns>The decoded bytes, which the caller disposes; null if they are the stored bytes.</returns>
    /// <exception cref="CorruptDataException">The bytes are damaged.</exception>
    internal PooledMemory? DecodeToBlocks(ReadOnlySpan<byte> encoded) => DecodeTo(Boxes!.StepCount, encoded, null);

    /// <summary>Throws unless the length is that of a decoded chunk.</summary>
    /// <exception cref="CorruptDataException">The length is too short or too long.</exception>
    internal void RequireLength(int length)
    {
        if (length != ChunkLength)
        {
            throw WrongLength(lastCodec, length, ChunkLength);
        }
    }

    private static void RequireOrder(IReadOnlyList<ICodec> codecs)
    {
        if (codecs.Count(codec => codec.Kind == CodecKind.ArrayToBytes) != 1)
        {
            throw new InvalidMetadataException(
                $"codecs: exactly one must turn the array into bytes (such as bytes), found {string.Join(", ", codecs.Select(c => c.Name))}");
        }

        for (var i = 1; i < codecs.Count; i++)
        {
            if (codecs[i].Kind < codecs[i - 1].Kind)
            {
                throw new InvalidMetadataException($"codecs: {codecs[i].Name} cannot come after {codecs[i - 1].Name}");
            }
        }
    }

    private static int RequireLength(Shape chunkShape, DataType dataType, int limit)
    {
        var fits = chunkShape.TryGetElementCount(out var elements) && elements <= limit / dataType.Size;
        return fits
            ? (int)elements * dataType.Size
            : throw new UnsupportedFeatureException(
                "chunk_shape", $"a chunk of {chunkShape} {dataType} is larger than {limit:N0} bytes; ZarrOptions.MaxChunkLength sets the limit");
    }

    private static CorruptDataException WrongLength(string codec, long length, int expected) =>
        new(codec, $"the chunk has {length:N0} bytes, expected {expected:N0}") { Damage = Damage.Length };

    /// <summary>Chunks of other writers may be longer between two codecs than those of this library, within this limit.</summary>
    private static int ForeignLimit(int ours) => (int)Math.Min(Array.MaxLength, (2L * ours) + 65536);

    /// <summary>Runs one step that is not the last.</summary>
    private PooledMemory EncodeStep(int step, ReadOnlySpan<byte> source)
    {
        var output = PooledMemory.Rent(steps[step].Output.MaxLength);
        try
        {
            output.Shorten(steps[step].Encode(source, output.Memory.Span));
            return output;
        }
        catch
        {
            output.Dispose();
            throw;
        }
    }

    private int EncodeLast(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        if (!IsIdentity)
        {
            return steps[^1].Encode(source, destination);
        }

        source.CopyTo(destination);
        return source.Length;
    }

    /// <summary>Undoes the last steps, so that only the first <paramref name="count"/> are left; null if there are no others.</summary>
    private PooledMemory? DecodeTo(int count, ReadOnlySpan<byte> encoded, IRemarks? remarks)
    {
        if (encoded.Length > EncodedLimit)
        {
            throw new CorruptDataException(lastCodec, $"the stored chunk has more than {EncodedLimit:N0} bytes, for {ChunkLength:N0} bytes of elements") { Damage = Damage.Length };
        }

        PooledMemory? owner = null;
        try
        {
            for (var i = steps.Length - 1; i >= count; i--)
            {
                var output = DecodeStep(i, owner is null ? encoded : owner.Memory.Span, remarks);
                owner?.Dispose();
                owner = output;
            }

            return owner;
        }
        catch
        {
            owner?.Dispose();
            throw;
        }
    }

    /// <summary>Undoes one step that is not the first.</summary>
    private PooledMemory DecodeStep(int step, ReadOnlySpan<byte> encoded, IRemarks? remarks)
    {
        Remark(step, encoded, remarks);
        var output = PooledMemory.Rent(decodedLimits[step]);
        try
        {
            output.Shorten(steps[step].Decode(encoded, output.Memory.Span));
            return output;
        }
        catch
        {
            output.Dispose();
            throw;
        }
    }

    private void Remark(int step, ReadOnlySpan<byte> encoded, IRemarks? remarks)
    {
        if (remarks is not null && steps[step] is IRemarkingCodec codec)
        {
            codec.Remark(encoded, remarks);
        }
    }

    private void DecodeFirst(ReadOnlySpan<byte> encoded, Span<byte> chunk, IRemarks? remarks)
    {
        if (!IsIdentity)
        {
            Remark(0, encoded, remarks);
        }

        var length = steps.Length > 0 ? steps[0].Decode(encoded, chunk) : CopyRaw(encoded, chunk);
        if (length != chunk.Length)
        {
            throw WrongLength(steps.Length > 0 ? steps[0].Name : lastCodec, length, chunk.Length);
        }
    }

    private int CopyRaw(ReadOnlySpan<byte> encoded, Span<byte> chunk)
    {
        RequireLength(encoded.Length);
        encoded.CopyTo(chunk);
        return chunk.Length;
    }
}

/// <summary>An encoded chunk, and the rented buffer that holds it, if any.</summary>
internal readonly struct EncodedChunk(ReadOnlyMemory<byte> memory, PooledMemory? owner) : IDisposable
{
    internal ReadOnlyMemory<byte> Memory => memory;

    public void Dispose() => owner?.Dispose();
}
