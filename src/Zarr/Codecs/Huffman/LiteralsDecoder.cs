using System.Buffers.Binary;

namespace Zarr.Codecs.Huffman;

/// <summary>
/// Decodes zstd frames without matches, two blocks at a time where it can: a block may wait for another. Give it frames with
/// <see cref="TryAdd"/>, then call <see cref="TryFinish"/>; all these calls must be given the same memory. Not thread-safe, but reusable.
/// </summary>
internal sealed class LiteralsDecoder
{
    private const int FourStreams = 4;
    private const int JumpTableLength = 6;
    private const int MinContentOfFour = 6;

    // With more bits a symbol, a look-up would seldom give two.
    private const int MaxBitsForRuns = 5;

    private readonly HuffmanStream[] streams = new HuffmanStream[2 * FourStreams];
    private readonly byte[] weights = new byte[HuffmanTree.SymbolCount];

    // The table of a waiting block must stay while another is made.
    private HuffmanTable table = new();
    private HuffmanTable spareTable = new();
    private HuffmanTable? waitingTable;
    private int waitingFrame;
    private int frame;
    private bool isDamaged;

    /// <summary>Decodes a frame; a part of it may wait.</summary>
    /// <param name="source">The memory that the frame lies in.</param>
    /// <param name="destination">The memory that its content belongs into.</param>
    /// <param name="place">Where in both.</param>
    /// <returns>False if the frame is of another kind, has another length of content, or is damaged; then no part of it waits.</returns>
    public bool TryAdd(ReadOnlySpan<byte> source, Span<byte> destination, StreamPlace place)
    {
        var available = source[..(place.Start + place.Length)];
        var isMine = BitConverter.IsLittleEndian && LiteralsFrame.TryRead(available[place.Start..], out var head)
            && head.ContentLength == place.ContentLength
            && TryAddBlocks(available, place.Start + head.BlocksStart, destination[..(place.To + place.ContentLength)], place.To);
        if (!isMine && waitingFrame == frame)
        {
            waitingTable = null;
        }

        frame++;
        return isMine;
    }

    /// <summary>Decodes what still waits.</summary>
    /// <returns>Whether all frames since the last call were intact.</returns>
    public bool TryFinish(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        if (waitingTable is not null)
        {
            FinishSymbols(source, destination, waitingTable, streams.AsSpan(0, FourStreams));
        }

        var isIntact = !isDamaged;
        (waitingTable, isDamaged, frame) = (null, false, 0);
        return isIntact;
    }

    private bool TryAddBlocks(ReadOnlySpan<byte> source, int at, Span<byte> destination, int to)
    {
        var hasTree = false;
        while (LiteralsBlock.TryRead(source, at, out var block) && TryAddBlock(source, block, destination, to, hasTree))
        {
            (at, to) = (block.End, to + block.ContentLength);
            hasTree |= block.Kind == LiteralsKind.Coded;
            if (block.IsLast)
            {
                return true;
            }
        }

        return false;
    }

    private bool TryAddBlock(ReadOnlySpan<byte> source, LiteralsBlock block, Span<byte> destination, int to, bool hasTree)
    {
        switch (block.Kind)
        {
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
                return hasTree && TryAddStreams(source, block, destination, to);
        }
    }

    private int ReadTree(ReadOnlySpan<byte> body)
    {
        var length = HuffmanTree.Read(body, weights, out var bits);
        if (length > 0)
        {
            if (ReferenceEquals(waitingTable, table))
            {
                (table, spareTable) = (spareTable, table);
            }

            table.Build(weights, bits);
        }

        return length;
    }

    private bool TryAddStreams(ReadOnlySpan<byte> source, LiteralsBlock block, Span<byte> destination, int to)
    {
        if (block.StreamCount == 1)
        {
            return PlainHuffman.TryDecode(source.Slice(block.BodyStart, block.BodyLength), table, destination.Slice(to, block.ContentLength));
        }

        var four = streams.AsSpan(waitingTable is null ? 0 : FourStreams, FourStreams);
        if (!TryOpenFour(source, block, to, four))
        {
            return false;
        }

        if (8L * block.BodyLength <= (long)MaxBitsForRuns * block.ContentLength)
        {
            FinishRuns(source, destination, four);
        }
        else if (waitingTable is null)
        {
            (waitingTable, waitingFrame) = (table, frame);
        }
        else
        {
            HuffmanKernels.DecodeSymbolsOfTwo(source, destination, waitingTable, table, streams);
            FinishSymbols(source, destination, waitingTable, streams.AsSpan(0, FourStreams));
            FinishSymbols(source, destination, table, four);
            waitingTable = null;
        }

        return true;
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

    private void FinishSymbols(ReadOnlySpan<byte> source, Span<byte> destination, HuffmanTable streamTable, Span<HuffmanStream> four)
    {
        HuffmanKernels.DecodeSymbols(source, destination, streamTable, four);
        foreach (ref readonly var stream in four)
        {
            FinishPlainly(source, destination, streamTable, stream);
        }
    }

    private void FinishRuns(ReadOnlySpan<byte> source, Span<byte> destination, Span<HuffmanStream> four)
    {
        HuffmanKernels.DecodeRuns(source, destination, table, four);
        foreach (ref var stream in four)
        {
            HuffmanKernels.DecodeRunsOfOne(source, destination, table, ref stream);
            FinishPlainly(source, destination, table, stream);
        }
    }

    private void FinishPlainly(ReadOnlySpan<byte> source, Span<byte> destination, HuffmanTable streamTable, in HuffmanStream stream)
    {
        var bits = BackwardBits.Resume(source[stream.Start..stream.SourceEnd], stream.Left);
        isDamaged |= !PlainHuffman.TryDecode(bits, streamTable, destination[stream.Written..stream.End]);
    }
}
