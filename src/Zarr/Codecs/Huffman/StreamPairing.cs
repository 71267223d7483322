namespace Zarr.Codecs.Huffman;

/// <summary>Decodes blocks of four streams two by two: one waits until there is another.</summary>
/// <param name="byPairs">Whether two symbols are looked up at once, which pays where codes are short.</param>
internal sealed class StreamPairing(bool byPairs)
{
    private const int FourStreams = 4;

    private readonly HuffmanStream[] streams = new HuffmanStream[2 * FourStreams];
    private int frame;

    /// <summary>The table of the waiting block; null if none waits.</summary>
    public HuffmanTable? WaitingTable { get; private set; }

    /// <summary>Room for the four streams of the next block.</summary>
    public Span<HuffmanStream> Next => streams.AsSpan(WaitingTable is null ? 0 : FourStreams, FourStreams);

    /// <summary>Takes the block in <see cref="Next"/>: decodes it together with the waiting one, or lets it wait.</summary>
    /// <returns>Whether both were intact; true if it waits.</returns>
    public bool Add(ReadOnlySpan<byte> source, Span<byte> destination, HuffmanTable table, int frameNumber)
    {
        if (WaitingTable is not { } other)
        {
            (WaitingTable, frame) = (table, frameNumber);
            return true;
        }

        WaitingTable = null;
        if (byPairs)
        {
            HuffmanKernels.DecodePairsOfTwo(source, destination, other, table, streams);
        }
        else
        {
            HuffmanKernels.DecodeSymbolsOfTwo(source, destination, other, table, streams);
        }

        return Finish(source, destination, other, streams.AsSpan(0, FourStreams))
            & Finish(source, destination, table, streams.AsSpan(FourStreams));
    }

    /// <summary>Decodes the block that waits, if one does.</summary>
    /// <returns>Whether it was intact.</returns>
    public bool Finish(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        var table = WaitingTable;
        WaitingTable = null;
        return table is null || Finish(source, destination, table, streams.AsSpan(0, FourStreams));
    }

    /// <summary>Forgets the block that waits, if it is of this frame.</summary>
    public void Drop(int frameNumber) => WaitingTable = frame == frameNumber ? null : WaitingTable;

    private bool Finish(ReadOnlySpan<byte> source, Span<byte> destination, HuffmanTable table, Span<HuffmanStream> four)
    {
        if (byPairs)
        {
            HuffmanKernels.DecodePairs(source, destination, table, four);
        }
        else
        {
            HuffmanKernels.DecodeSymbols(source, destination, table, four);
        }

        var isIntact = true;
        for (var i = 0; i < FourStreams; i++)
        {
            if (byPairs)
            {
                HuffmanKernels.DecodePairsOfOne(source, destination, table, four.Slice(i, 1));
            }

            isIntact &= FinishPlainly(source, destination, table, four[i]);
        }

        return isIntact;
    }

    private static bool FinishPlainly(ReadOnlySpan<byte> source, Span<byte> destination, HuffmanTable table, in HuffmanStream stream)
    {
        var bits = BackwardBits.Resume(source[stream.Start..stream.SourceEnd], stream.Left);
        return PlainHuffman.TryDecode(bits, table, destination[stream.Written..stream.End]);
    }
}
