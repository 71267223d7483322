namespace Blosc.Zstd.Decoding;

/// <summary>
/// Decodes the Huffman-coded literals of zstd blocks, two blocks of four streams at a time: eight streams keep the processor busier than four. A block waits for a second one. When the shorter
/// one ends, the rest of the longer one waits for the next. Source and destination are the same for all blocks until <see cref="Finish(ReadOnlySpan{byte}, Span{byte})"/>.
/// </summary>
internal sealed class BlockPairing
{
    private const int FourStreams = 4;

    private readonly HuffmanStream[] streams = new HuffmanStream[2 * FourStreams];
    private readonly HuffmanTable?[] tables = new HuffmanTable?[2];
    private readonly int[] frames = new int[2];

    /// <summary>Room for the four streams of the next block.</summary>
    public Span<HuffmanStream> NextStreams => StreamsOf(FreeSlot);

    private int FreeSlot => tables[0] is null ? 0 : 1;

    /// <summary>Whether the waiting block needs this table, so that it must not be overwritten.</summary>
    public bool Needs(HuffmanTable table) => tables[0] == table || tables[1] == table;

    /// <summary>Adds the block in <see cref="NextStreams"/>. If another block waits, it decodes both until one of them is done.</summary>
    /// <returns>False if the block that is done, this one or the one that waited, is damaged.</returns>
    public bool Add(ReadOnlySpan<byte> source, Span<byte> destination, HuffmanTable table, int frame)
    {
        var slot = FreeSlot;
        (tables[slot], frames[slot]) = (table, frame);
        if (tables is not [{ } first, { } second])
        {
            return true;
        }

        HuffmanKernels.DecodeSymbolsOfTwo(source, destination, first, second, streams);
        // The first three streams of a block have the same number of symbols, and the fourth has no more.
        return Finish(source, destination, StreamsOf(0)[0].Rest < StreamsOf(1)[0].Rest ? 0 : 1);
    }

    /// <summary>Decodes the waiting block, if any.</summary>
    /// <returns>Whether the block was intact.</returns>
    public bool Finish(ReadOnlySpan<byte> source, Span<byte> destination) =>
        tables is [null, null] || Finish(source, destination, tables[0] is null ? 1 : 0);

    /// <summary>Drops the waiting block if it belongs to this frame.</summary>
    public void Drop(int frame)
    {
        for (var slot = 0; slot < tables.Length; slot++)
        {
            tables[slot] = frames[slot] == frame ? null : tables[slot];
        }
    }

    private bool Finish(ReadOnlySpan<byte> source, Span<byte> destination, int slot)
    {
        var table = tables[slot]!;
        var four = StreamsOf(slot);
        tables[slot] = null;
        HuffmanKernels.DecodeSymbols(source, destination, table, four);
        var isIntact = true;
        foreach (ref readonly var stream in four)
        {
            isIntact &= HuffmanKernels.TryFinish(source, destination, table, stream);
        }

        return isIntact;
    }

    private Span<HuffmanStream> StreamsOf(int slot) => streams.AsSpan(slot * FourStreams, FourStreams);
}
