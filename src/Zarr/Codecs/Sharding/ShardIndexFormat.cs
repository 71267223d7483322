namespace Zarr.Codecs.Sharding;

/// <summary>The stored format of a shard index: codecs, length and location.</summary>
internal sealed class ShardIndexFormat
{
    private readonly CodecPipeline codecs;
    private readonly int count;

    /// <exception cref="InvalidMetadataException">A codec does not have a fixed output length, or does not fit.</exception>
    internal ShardIndexFormat(ShardGrid grid, IReadOnlyList<ICodec> codecs, bool atEnd)
    {
        (count, AtEnd) = (grid.Count, atEnd);
        this.codecs = CodecPipeline.Bind(codecs, new CodecInput([.. grid.Counts, 2], DataType.UInt64, count * ShardIndex.EntryLength));
        if (!this.codecs.HasFixedLength)
        {
            throw new InvalidMetadataException(
                $"codec {BoundSharding.CodecName}: index_codecs must give a fixed number of bytes, as bytes and crc32c do; {string.Join(" + ", codecs.Select(codec => codec.Name))} do not");
        }
    }

    /// <summary>Whether the index follows the inner chunks instead of preceding them.</summary>
    internal bool AtEnd { get; }

    /// <summary>Bytes of the stored index.</summary>
    internal int Length => codecs.MaxEncodedLength;

    /// <summary>The stored index of a whole shard.</summary>
    /// <exception cref="CorruptDataException">The shard is shorter than its index.</exception>
    internal ReadOnlySpan<byte> Locate(ReadOnlySpan<byte> shard)
    {
        RequireLength(shard.Length);
        return AtEnd ? shard[^Length..] : shard[..Length];
    }

    /// <summary>Decodes a stored index.</summary>
    /// <exception cref="CorruptDataException">The index is truncated or damaged.</exception>
    internal ShardIndex Decode(ReadOnlySpan<byte> stored)
    {
        RequireLength(stored.Length);
        var index = new ShardIndex(count);
        try
        {
            codecs.Decode(stored, index.Bytes.Span);
        }
        catch (CorruptDataException damage)
        {
            throw new CorruptDataException(BoundSharding.CodecName, $"index: {damage.Message}", damage) { Damage = damage.Damage };
        }

        return index;
    }

    /// <summary>Encodes an index.</summary>
    /// <returns>Number of encoded bytes.</returns>
    internal int Encode(ShardIndex index, Span<byte> destination) => codecs.Encode(index.Bytes.Span, destination);

    private void RequireLength(int found)
    {
        if (found < Length)
        {
            throw new CorruptDataException(BoundSharding.CodecName, $"the shard has {found:N0} bytes, its index alone takes {Length:N0}") { Damage = Damage.Length };
        }
    }
}
