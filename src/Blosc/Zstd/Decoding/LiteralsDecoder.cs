using System.Buffers.Binary;
using Blosc.Buffers;
using ZstdSharp;

namespace Blosc.Zstd.Decoding;

/// <summary>
/// Decodes zstd frames of literals, two blocks at a time: a block may wait until there is another. Callers add frames with <see cref="TryAdd"/> and then call <see cref="TryFinish"/>, all with the same
/// source and destination. Reusable, not thread-safe.
/// </summary>
/// <param name="decompressors">Decompresses runs of other blocks between literals.</param>
internal sealed class LiteralsDecoder(ZstdDecompressors decompressors)
{
    private const int FourStreams = 4;
    private const int JumpTableLength = 6;
    private const int MinContentOfFour = 6;

    // The middle of a frame reaches from its first to its last block that is not of literals alone (see FrameLayout). In a longer frame it is more likely to refer to content before it. Then another decoder has to decode the whole frame again.
    private const int MaxContentWithMiddle = 512 * 1024;

    // In tenths of a bit. With longer codes, a look-up seldom yields two symbols.
    private const int MaxCodeForGroups = 60;

    private readonly BlockPairing pairing = new();
    private readonly byte[] weights = new byte[HuffmanTree.SymbolCount];

    // At most one block waits, and it keeps its table. So one of two tables is always free.
    private readonly HuffmanTable[] tables = [new(), new()];
    private HuffmanTable? table;
    private int frame;
    private bool isDamaged;

    /// <summary>Decodes a frame. A part of it may stay pending until a later call.</summary>
    /// <param name="source">The source of all frames.</param>
    /// <param name="destination">The destination of all frames.</param>
    /// <param name="segment">The frame in both.</param>
    /// <returns>False if the frame is of another kind, has another length of content, or is visibly damaged; then no part of it waits. True does not mean that it is intact: damage inside four Huffman streams is reported by <see cref="TryFinish"/> only.</returns>
    public bool TryAdd(ReadOnlySpan<byte> source, Span<byte> destination, StreamSegment segment)
    {
        // The kernels load words in the byte order of the machine. Big-endian machines leave every frame to the general decoder.
        var isMine = BitConverter.IsLittleEndian && FrameLayout.TryRead(segment.In(source), out var head)
            && TryAddBlocks(source, destination, segment, head);
        if (!isMine)
        {
            pairing.Drop(frame);
        }

        frame++;
        return isMine;
    }

    /// <summary>Decodes the block that still waits.</summary>
    /// <returns>Whether all frames since the last call were intact.</returns>
    public bool TryFinish(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        isDamaged |= !pairing.Finish(source, destination);
        var isIntact = !isDamaged;
        (isDamaged, frame) = (false, 0);
        return isIntact;
    }

    // Source and destination are not sliced, because waiting blocks may lie anywhere in them.
    private bool TryAddBlocks(ReadOnlySpan<byte> source, Span<byte> destination, StreamSegment segment, FrameLayout head)
    {
        var middle = head.MiddleLength(segment.ContentIn(destination).Length);
        if (middle < 0 || (middle > 0 && (head.LiteralsLength == 0 || segment.ContentLength > MaxContentWithMiddle)))
        {
            return false;
        }

        table = null;
        var (at, to, end) = (segment.Start + head.BlocksStart, segment.To, segment.Start + segment.Length);
        while (at < end)
        {
            if (middle > 0 && at == segment.Start + head.MiddleStart)
            {
                if (!TryDecodeMiddle(source[at..(segment.Start + head.MiddleEnd)], destination.Slice(to, (int)middle)))
                {
                    return false;
                }

                (at, to) = (segment.Start + head.MiddleEnd, to + (int)middle);
            }
            else if (LiteralsBlock.TryRead(source, at, out var block) && TryAddBlock(source, block, destination, to))
            {
                (at, to) = (block.End, to + block.ContentLength);
            }
            else
            {
                return false;
            }
        }

        return true;
    }

    // The middle is decoded as a frame of its own. If it refers to content or a tree before its beginning, that frame counts as damaged. The blocks after it
    // must not use an earlier tree.
    private bool TryDecodeMiddle(ReadOnlySpan<byte> blocks, Span<byte> content)
    {
        table = null;
        var buffer = SharedBuffers.Rent(FrameLayout.WrapHeaderLength + blocks.Length);
        try
        {
            return decompressors.Decompress(FrameLayout.Wrap(blocks, content.Length, buffer), content) == content.Length;
        }
        catch (ZstdException)
        {
            return false;
        }
        finally
        {
            SharedBuffers.Return(buffer);
        }
    }

    private bool TryAddBlock(ReadOnlySpan<byte> source, LiteralsBlock block, Span<byte> destination, int to)
    {
        switch (block.Kind)
        {
            case LiteralsKind.Other:
                return false;
            case LiteralsKind.Raw:
                source.Slice(block.BodyStart, block.ContentLength).CopyTo(destination[to..]);
                return true;
            case LiteralsKind.Repeated:
                destination.Slice(to, block.ContentLength).Fill(source[block.BodyStart]);
                return true;
            case LiteralsKind.Coded:
                var treeLength = ReadTree(source.Slice(block.BodyStart, block.BodyLength));
                return treeLength > 0 && TryAddStreams(source, block.WithoutTree(treeLength), destination, to);
            default:
                return TryAddStreams(source, block, destination, to);
        }
    }

    private int ReadTree(ReadOnlySpan<byte> body)
    {
        var length = HuffmanTree.Read(body, weights, out var bits);
        if (length > 0)
        {
            table = FreeTable();
            table.Build(weights, bits);
        }

        return length;
    }

    private HuffmanTable FreeTable()
    {
        var free = 0;
        while (pairing.Needs(tables[free]))
        {
            free++;
        }

        return tables[free];
    }

    private bool TryAddStreams(ReadOnlySpan<byte> source, LiteralsBlock block, Span<byte> destination, int to)
    {
        if (table is null)
        {
            return false;
        }

        if (block.StreamCount == 1)
        {
            return ReferenceHuffmanDecoder.TryDecode(source.Slice(block.BodyStart, block.BodyLength), table, destination.Slice(to, block.ContentLength));
        }

        // Ten times the eight bits of a byte: both sides are tenths of a bit.
        var hasLongCodes = 80L * block.BodyLength > (long)MaxCodeForGroups * block.ContentLength;
        Span<HuffmanStream> four = stackalloc HuffmanStream[FourStreams];
        if (!TryOpenFour(source, block, to, hasLongCodes ? pairing.NextStreams : four))
        {
            return false;
        }

        isDamaged |= !(hasLongCodes ? pairing.Add(source, destination, table, frame) : TryDecodeGroups(source, destination, table, four));
        return true;
    }

    private static bool TryDecodeGroups(ReadOnlySpan<byte> source, Span<byte> destination, HuffmanTable table, Span<HuffmanStream> four)
    {
        HuffmanKernels.DecodeGroups(source, destination, table, four);
        var isIntact = true;
        foreach (ref readonly var stream in four)
        {
            isIntact &= HuffmanKernels.TryFinishGroups(source, destination, table, stream);
        }

        return isIntact;
    }

    private static bool TryOpenFour(ReadOnlySpan<byte> source, LiteralsBlock block, int to, Span<HuffmanStream> four)
    {
        if (block.BodyLength < JumpTableLength || block.ContentLength < MinContentOfFour)
        {
            return false;
        }

        var body = source.Slice(block.BodyStart, block.BodyLength);
        var segment = (block.ContentLength + FourStreams - 1) / FourStreams;
        var (at, contentEnd) = (JumpTableLength, to + block.ContentLength);
        for (var i = 0; i < FourStreams; i++)
        {
            var isLast = i == FourStreams - 1;
            var length = isLast ? body.Length - at : BinaryPrimitives.ReadUInt16LittleEndian(body[(i * sizeof(ushort))..]);
            if (length < 1 || length > body.Length - at || body[at + length - 1] == 0)
            {
                return false;
            }

            var start = to + (i * segment);
            four[i] = HuffmanStream.Open(source, block.BodyStart + at, length, start, isLast ? contentEnd - start : segment);
            at += length;
        }

        return true;
    }
}
