using Zarr.Codecs;

namespace Zarr.Arrays.Blocks;

/// <summary>Decodes a part of a chunk that is in memory: only the blocks that hold the part, if the codecs allow it and the part is not most of the chunk.</summary>
internal static class BoxDecoder
{
    /// <summary>Decodes a part of a chunk into a target.</summary>
    /// <param name="codecs">The codecs of the chunk.</param>
    /// <param name="limits">How blocks are decoded.</param>
    /// <param name="encoded">The stored chunk.</param>
    /// <param name="request">The part and its target.</param>
    /// <exception cref="CorruptDataException">The chunk is damaged where it is needed.</exception>
    internal static void Decode(CodecPipeline codecs, BlockLimits limits, ReadOnlySpan<byte> encoded, BoxRequest request)
    {
        if (!TryDecodeBlocks(codecs, limits, encoded, request))
        {
            request.Target.Decode(codecs, encoded, codecs.ChunkShape, request.Box, request.InTarget);
        }
    }

    /// <summary>Whether a part of the content is so large that decoding everything costs hardly more.</summary>
    internal static bool IsMost(long wanted, int contentLength) => 4 * wanted > 3L * contentLength;

    private static bool TryDecodeBlocks(CodecPipeline codecs, BlockLimits limits, ReadOnlySpan<byte> encoded, BoxRequest request)
    {
        if (limits.IsOff || request.Box.Shape == codecs.ChunkShape || codecs.IsIdentity || codecs.Boxes is not { } boxes)
        {
            return false;
        }

        using var chunk = new ChunkBox(codecs, boxes, request, limits.Batch);
        var expected = boxes.Blocks?.ExpectedBlockSize ?? limits.PlainBlock;
        if (IsMost(chunk.WantedLength(expected), boxes.Content.MaxLength))
        {
            return false;
        }

        using var decoded = codecs.DecodeToBlocks(encoded);
        var content = decoded is null ? encoded : decoded.Memory.Span;
        return boxes.Blocks is null ? TryTake(chunk, content) : TryDecodeBlocks(chunk, content);
    }

    private static bool TryTake(ChunkBox chunk, ReadOnlySpan<byte> content)
    {
        if (content.Length != chunk.Boxes.Content.MaxLength)
        {
            return false;
        }

        chunk.Put(content, 0);
        chunk.Finish();
        return true;
    }

    private static bool TryDecodeBlocks(ChunkBox chunk, ReadOnlySpan<byte> encoded)
    {
        if (chunk.Boxes.TableOrNull(encoded, encoded.Length, int.MaxValue) is not { } table)
        {
            return false;
        }

        var runs = chunk.Runs(table.BlockSize);
        if (IsMost(BlockRuns.ContentLength(runs, table.BlockSize, table.ContentLength), table.ContentLength))
        {
            return false;
        }

        foreach (var run in runs)
        {
            chunk.Decode(table, run, encoded, 0);
        }

        chunk.Finish();
        return true;
    }
}
