namespace Zarr.Codecs;

/// <summary>
/// The first codecs of a pipeline, through which a box of a chunk can be decoded from a part of the content: filters that turn each element into one element, transposes, and at last
/// perhaps a codec that divides the content into blocks. The codecs after these need the whole chunk.
/// </summary>
internal sealed class BoxPipeline
{
    private readonly IBoxCodec[] filters;
    private readonly DataType elements;
    private long decodedLength;

    internal BoxPipeline(CodecInput chunk, IReadOnlyList<IBoxCodec> filters, IBlockCodec? blocks, bool isLast)
    {
        (this.filters, Blocks, FetchesParts) = ([.. filters], blocks, isLast);
        Content = filters.Count > 0 ? filters[^1].Output : chunk;
        HasFilters = filters.Any(filter => !filter.IsIdentity);
        StepCount = filters.Count(filter => !filter.IsIdentity) + (blocks is null ? 0 : 1);
        elements = chunk.DataType;
    }

    /// <summary>The content that consists of blocks: its shape, data type and length.</summary>
    internal CodecInput Content { get; }

    /// <summary>The codec that divides the content into blocks; null if the content is stored as it is, or encoded whole.</summary>
    internal IBlockCodec? Blocks { get; }

    /// <summary>Whether the stored content differs from the elements of the chunk.</summary>
    internal bool HasFilters { get; }

    /// <summary>Whether there are no other codecs, so that parts of a stored chunk can be decoded.</summary>
    internal bool FetchesParts { get; }

    /// <summary>Number of these codecs that change bytes.</summary>
    internal int StepCount { get; }

    /// <summary>Bytes of content that was decoded block by block, so far.</summary>
    internal long DecodedLength => Volatile.Read(ref decodedLength);

    /// <summary>The box of the content that holds the elements of a box of the chunk.</summary>
    internal Region StoredBox(Region box) => filters.Aggregate(box, (stored, filter) => filter.StoredBox(stored));

    /// <summary>The table of a chunk whose content is divided into blocks.</summary>
    /// <param name="head">At least the head of the chunk.</param>
    /// <param name="length">Bytes of the encoded chunk; null if they are unknown.</param>
    /// <param name="limit">The most bytes of an encoded chunk.</param>
    /// <returns>The table; null if it is not that of such a chunk. Decoding the whole chunk says why.</returns>
    internal IBlockTable? TableOrNull(ReadOnlySpan<byte> head, long? length, int limit)
    {
        IBlockTable? table;
        try
        {
            table = Blocks?.ReadTable(head);
        }
        catch (CorruptDataException)
        {
            return null;
        }

        return table?.ContentLength == Content.MaxLength && table.EncodedLength <= limit && (length ?? table.EncodedLength) == table.EncodedLength ? table : null;
    }

    /// <summary>Bytes of the head of a chunk; null if the bytes are no head.</summary>
    internal long? HeadLengthOrNull(ReadOnlySpan<byte> head)
    {
        try
        {
            return Blocks is null ? 0 : head.Length >= Blocks.LeastHead ? Blocks.HeadLength(head) : null;
        }
        catch (CorruptDataException)
        {
            return null;
        }
    }

    /// <summary>Decodes consecutive blocks.</summary>
    /// <inheritdoc cref="IBlockTable.Decode"/>
    internal void Decode(IBlockTable table, BlockRun run, ReadOnlySpan<byte> part, int offset, Span<byte> content)
    {
        table.Decode(run.First, run.Count, part, offset, content);
        Interlocked.Add(ref decodedLength, Blocks is null ? 0 : content.Length);
    }

    /// <summary>Undoes the filters for the elements of a box.</summary>
    /// <param name="stored">The elements of the stored box in C order. The method disposes them.</param>
    /// <param name="box">The box of the chunk.</param>
    /// <returns>The elements of the box in C order. The caller disposes them.</returns>
    /// <exception cref="CorruptDataException">A stored element stands for no element.</exception>
    internal PooledMemory Undo(PooledMemory stored, Region box)
    {
        var shapes = new Shape[filters.Length];
        for (var i = 0; i < filters.Length; i++)
        {
            shapes[i] = box.Shape;
            box = filters[i].StoredBox(box);
        }

        var count = (int)box.Shape.ElementCount;
        var current = stored;
        for (var i = filters.Length - 1; i >= 0; i--)
        {
            if (!filters[i].IsIdentity)
            {
                var type = i == 0 ? elements : filters[i - 1].Output.DataType;
                current = Undo(filters[i], current, shapes[i], count * type.Size);
            }
        }

        return current;
    }

    private static PooledMemory Undo(IBoxCodec filter, PooledMemory stored, Shape box, int length)
    {
        var decoded = PooledMemory.Rent(length);
        try
        {
            filter.DecodeBox(stored.Memory.Span, box, decoded.Memory.Span);
            return decoded;
        }
        catch
        {
            decoded.Dispose();
            throw;
        }
        finally
        {
            stored.Dispose();
        }
    }
}

/// <summary>Collects the codecs of a <see cref="BoxPipeline"/> while the codecs of a pipeline are bound.</summary>
internal sealed class BoxPipelineBuilder(CodecInput chunk)
{
    private readonly List<IBoxCodec> filters = [];
    private IBlockCodec? blocks;
    private bool isComplete;
    private bool isLast = true;

    /// <summary>Adds the next codec of the pipeline.</summary>
    internal void Add(IBoundCodec codec)
    {
        if (isComplete)
        {
            isLast &= codec.IsIdentity;
        }
        else if (codec is IBoxCodec { DecodesBoxes: true } filter)
        {
            filters.Add(filter);
        }
        else if (!codec.IsIdentity)
        {
            (blocks, isComplete) = (codec as IBlockCodec, true);
            isLast = blocks is not null;
        }
    }

    /// <summary>The collected codecs; null if they save nothing.</summary>
    internal BoxPipeline? Build()
    {
        var pipeline = new BoxPipeline(chunk, filters, blocks, isLast);
        return blocks is not null || isLast || pipeline.HasFilters ? pipeline : null;
    }
}
