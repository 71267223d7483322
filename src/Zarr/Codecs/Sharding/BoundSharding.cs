namespace Zarr.Codecs.Sharding;

/// <summary>
/// The sharding codec for one array: whole shards to bytes and back. For reading parts of shards it says where things are and decodes what is handed to it;
/// it fetches nothing itself.
/// </summary>
internal sealed class BoundSharding(ShardGrid grid, CodecPipeline inner, ShardIndexFormat index, CodecInput input, CodecInput output) : IBoundCodec
{
    private readonly FillPattern fill = new(input.FillValue);

    // How many shards are being encoded.
    private int encoders;

    /// <summary>How inner chunks divide a shard.</summary>
    internal ShardGrid Grid => grid;

    /// <summary>The codecs of an inner chunk.</summary>
    internal CodecPipeline Inner => inner;

    /// <summary>How the index is stored.</summary>
    internal ShardIndexFormat Index => index;

    /// <inheritdoc/>
    public string Name => ShardingCodec.CodecName;

    /// <inheritdoc/>
    public bool IsIdentity => false;

    /// <inheritdoc/>
    public CodecInput Output => output;

    /// <summary>How many threads may encode one shard: those that are encoded at the same time share the threads, so several for one are for the last shards, or for the only one.</summary>
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
            throw new CorruptDataException(Name, $"a shard of {grid.Shard} {input.DataType} takes {input.MaxLength:N0} bytes, the chunk has room for {destination.Length:N0}");
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

    /// <summary>Begins to encode a shard, from elements that need not be in one buffer.</summary>
    internal ShardEncoder BeginEncoding() => new(this, fill);

    /// <summary>Says that the encoding of a shard begins.</summary>
    internal void Enter() => Interlocked.Increment(ref encoders);

    /// <summary>Says that it has ended, well or not.</summary>
    internal void Leave() => Interlocked.Decrement(ref encoders);

    /// <summary>The error of an inner chunk, as one of the shard.</summary>
    internal CorruptDataException DamagedInner(int number, CorruptDataException damage) =>
        new(Name, $"inner chunk {number}: {damage.Message}", damage);

    /// <summary>Throws unless an inner chunk ends within the bytes that there are.</summary>
    internal void RequireInside(int number, ShardEntry entry, long length)
    {
        if (entry.End > length)
        {
            throw new CorruptDataException(Name, $"inner chunk {number} ends {entry.End - length:N0} bytes beyond the end of the shard");
        }
    }

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
