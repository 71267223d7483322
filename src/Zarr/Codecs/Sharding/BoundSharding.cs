namespace Zarr.Codecs.Sharding;

/// <summary>
/// The sharding codec of one array: encodes and decodes whole shards. A reader of parts of shards gets the positions of inner chunks from it, and the codecs that decode them;
/// the codec itself fetches no bytes.
/// </summary>
internal sealed class BoundSharding(ShardGrid grid, CodecPipeline inner, ShardIndexFormat index, CodecInput input, CodecInput output) : IBoundCodec, IRemarkingCodec
{
    internal const string CodecName = "sharding_indexed";

    private readonly FillPattern fill = new(input.DataType, input.FillValue.Bytes);

    // Number of shards that are being encoded.
    private int encoders;

    /// <summary>The grid of inner chunks in a shard.</summary>
    internal ShardGrid Grid => grid;

    /// <summary>The codecs of an inner chunk.</summary>
    internal CodecPipeline Inner => inner;

    /// <summary>The codecs of the innermost chunks, if inner chunks are shards themselves.</summary>
    internal CodecPipeline InnermostCodecs => inner.Shards?.InnermostCodecs ?? inner;

    /// <summary>The stored format of the index.</summary>
    internal ShardIndexFormat Index => index;

    /// <inheritdoc/>
    public string Name => CodecName;

    /// <inheritdoc/>
    public bool IsIdentity => false;

    /// <inheritdoc/>
    public CodecInput Output => output;

    /// <summary>The most threads that may encode one shard. Shards that are encoded at the same time share the threads, so only the last shards, or a single one, get several threads.</summary>
    internal int ThreadsForEach => Math.Max(1, input.MaxDegreeOfParallelism / Math.Max(1, Volatile.Read(ref encoders)));

    private int ElementSize => input.DataType.Size;

    /// <inheritdoc/>
    public int Encode(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        if (source.Length != input.MaxLength)
        {
            throw new ArgumentException($"the shard takes {input.MaxLength:N0} bytes, not {source.Length:N0}", nameof(source));
        }

        var elements = new DenseShard(source, grid, ElementSize);
        using var encoder = BeginEncoding();
        var end = index.AtEnd ? 0 : index.Length;
        while (!encoder.IsDone)
        {
            end += encoder.EncodeNext(elements, destination[end..]);
        }

        var indexLength = encoder.EncodeIndex(destination[(index.AtEnd ? end : 0)..]);
        return index.AtEnd ? end + indexLength : end;
    }

    /// <inheritdoc/>
    public int Decode(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        if (destination.Length < input.MaxLength)
        {
            throw new CorruptDataException(Name, $"a shard of {grid.Shard} {input.DataType} takes {input.MaxLength:N0} bytes, the chunk has room for {destination.Length:N0}") { Damage = Damage.Length };
        }

        var entries = index.Decode(index.Locate(source));
        var shard = destination[..input.MaxLength];
        fill.Fill(shard);
        using var chunk = PooledMemory.Rent(inner.ChunkLength);
        for (var number = 0; number < grid.Count; number++)
        {
            if (entries.Find(number, inner.EncodedLimit) is { } entry)
            {
                RequireInside(number, entry, source.Length);
                DecodeInner(number, source.Slice((int)entry.Offset, entry.Length), chunk.Memory.Span);
                Scatter(chunk.Memory.Span, number, shard);
            }
        }

        return shard.Length;
    }

    /// <inheritdoc/>
    public void Remark(ReadOnlySpan<byte> encoded, IRemarks remarks)
    {
        if (encoded.Length < index.Length)
        {
            return;
        }

        try
        {
            var entries = index.Decode(index.Locate(encoded));
            var placed = new List<PlacedChunk>();
            for (var number = 0; number < grid.Count; number++)
            {
                if (entries.TryFind(number, inner.EncodedLimit, out var entry) is null && entry is { } found && found.End <= encoded.Length)
                {
                    placed.Add(new PlacedChunk(number, found));
                }
            }

            ShardRemarks.Add(placed, index, encoded.Length, isComplete: true, remarks);
        }
        catch (CorruptDataException)
        {
            // Decoding says what is wrong.
        }
    }

    /// <summary>Begins the encoding of a shard, from elements that need not be in one buffer.</summary>
    internal ShardEncoder BeginEncoding() => new(this, fill);

    /// <summary>Records that the encoding of a shard begins.</summary>
    internal void Enter() => Interlocked.Increment(ref encoders);

    /// <summary>Records that the encoding of a shard has ended or failed.</summary>
    internal void Leave() => Interlocked.Decrement(ref encoders);

    /// <summary>Converts the error of an inner chunk to an error of the shard.</summary>
    internal CorruptDataException DamagedInner(int number, CorruptDataException damage) =>
        new(Name, $"inner chunk {number}: {damage.Message}", damage) { Damage = damage.Damage };

    /// <summary>Throws unless an inner chunk ends within the bytes of the shard.</summary>
    internal void RequireInside(int number, ShardEntry entry, long length)
    {
        if (entry.End > length)
        {
            throw new CorruptDataException(Name, Beyond(number, entry, length));
        }
    }

    /// <summary>The words for an inner chunk that does not end within the shard.</summary>
    internal static string Beyond(int number, ShardEntry entry, long length) => $"inner chunk {number} ends {entry.End - length:N0} bytes beyond the end of the shard";

    private void DecodeInner(int number, ReadOnlySpan<byte> encoded, Span<byte> chunk)
    {
        try
        {
            inner.Decode(encoded, chunk);
        }
        catch (CorruptDataException damage)
        {
            throw DamagedInner(number, damage);
        }
    }

    private void Scatter(ReadOnlySpan<byte> chunk, int number, Span<byte> shard)
    {
        Span<long> from = stackalloc long[grid.Inner.Rank];
        Span<long> to = stackalloc long[grid.Inner.Rank];
        StridedCopy.CStrides(grid.Inner, from);
        StridedCopy.Copy(chunk, new Layout(0, from), shard, grid.Place(number, to), grid.Inner.AsSpan(), ElementSize);
    }
}
