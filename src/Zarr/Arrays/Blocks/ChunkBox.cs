using Zarr.Codecs;

namespace Zarr.Arrays.Blocks;

/// <summary>A box of one chunk while it is read: receives the content of blocks in any order, and puts the elements of the box to their places.</summary>
/// <param name="codecs">The codecs of the chunk.</param>
/// <param name="boxes">The first of these codecs.</param>
/// <param name="request">The box and its target.</param>
/// <param name="batch">Bytes of consecutive blocks that are decoded at once; one block may be longer.</param>
internal sealed class ChunkBox(CodecPipeline codecs, BoxPipeline boxes, BoxRequest request, int batch) : IDisposable
{
    private readonly Region stored = boxes.StoredBox(request.Box);
    private PooledMemory? gathered;

    /// <summary>The codecs of the chunk.</summary>
    internal CodecPipeline Codecs => codecs;

    /// <summary>The first of these codecs, which decode boxes.</summary>
    internal BoxPipeline Boxes => boxes;

    public void Dispose() => gathered?.Dispose();

    /// <summary>The blocks that hold the elements of the box.</summary>
    internal List<BlockRun> Runs(int blockSize) => BlockRuns.Of(boxes.Content.Shape, stored, boxes.Content.DataType.Size, blockSize);

    /// <summary>Bytes of content in the blocks that hold the elements of the box.</summary>
    internal long WantedLength(int blockSize) => BlockRuns.ContentLength(Runs(blockSize), blockSize, boxes.Content.MaxLength);

    /// <summary>Takes consecutive bytes of the content. The elements of the box go straight to the target, unless a filter must be undone first.</summary>
    /// <param name="content">The bytes.</param>
    /// <param name="start">Offset of the first one in the content.</param>
    internal void Put(ReadOnlySpan<byte> content, long start)
    {
        if (!boxes.HasFilters)
        {
            request.Target.PutWindow(content, start, codecs.ChunkShape, request.Box, request.InTarget);
            return;
        }

        var size = boxes.Content.DataType.Size;
        gathered ??= PooledMemory.Rent((int)stored.Shape.ElementCount * size);
        Span<long> origin = stackalloc long[stored.Rank];
        WindowCopy.Copy(content, start, boxes.Content.Shape, stored, gathered.Memory.Span, stored.Shape, origin, size, nonTemporal: false);
    }

    /// <summary>Decodes consecutive blocks, and takes their content.</summary>
    /// <param name="table">The table of the chunk.</param>
    /// <param name="run">The blocks.</param>
    /// <param name="bytes">A part of the encoded chunk that holds the blocks.</param>
    /// <param name="offset">Offset of that part.</param>
    /// <param name="keep">Receives the content of each batch of blocks, and disposes it.</param>
    /// <exception cref="CorruptDataException">A block is damaged.</exception>
    internal void Decode(IBlockTable table, BlockRun run, ReadOnlySpan<byte> bytes, int offset, Action<BlockRun, PooledMemory>? keep = null)
    {
        var most = Math.Max(1, batch / table.BlockSize);
        for (var first = run.First; first < run.End; first += most)
        {
            var part = new BlockRun(first, Math.Min(most, run.End - first));
            var start = (long)first * table.BlockSize;
            var content = PooledMemory.Rent((int)(Math.Min((long)part.End * table.BlockSize, table.ContentLength) - start));
            try
            {
                boxes.Decode(table, part, bytes, offset, content.Memory.Span);
                Put(content.Memory.Span, start);
            }
            catch
            {
                content.Dispose();
                throw;
            }

            if (keep is null)
            {
                content.Dispose();
            }
            else
            {
                keep(part, content);
            }
        }
    }

    /// <summary>Fills the box in the target with the fill value.</summary>
    internal void Fill() => request.Target.Fill(request.InTarget);

    /// <summary>Completes the target once all blocks are there.</summary>
    /// <exception cref="CorruptDataException">A stored element stands for no element.</exception>
    internal void Finish()
    {
        if (gathered is not { } elements)
        {
            return;
        }

        gathered = null;
        using var decoded = boxes.Undo(elements, request.Box);
        request.Target.Put(decoded.Memory.Span, request.Box.Shape, stackalloc long[request.Box.Rank], request.InTarget);
    }
}
