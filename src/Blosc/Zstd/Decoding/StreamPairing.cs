namespace Blosc.Zstd.Decoding;

/// <summary>Decodes blocks of four streams in pairs: a block waits for a second block, and the rest of the longer one waits again.</summary>
internal sealed class StreamPairing
{
    private const int FourStreams = 4;

    private readonly HuffmanStream[] streams = new HuffmanStream[2 * FourStreams];
    private readonly HuffmanTable?[] tables = new HuffmanTable?[2];
    private readonly int[] frames = new int[2];

    /// <summary>Room for the four streams of the next block.</summary>
    public Span<HuffmanStream> Next => Four(Free);

    private int Free => tables[0] is null ? 0 : 1;

    /// <summary>Whether the waiting block needs this table.</summary>
    public bool Needs(HuffmanTable table) => tables[0] == table || tables[1] == table;

    /// <summary>Adds the block in <see cref="Next"/>. If another block waits, it decodes both until one of them is done.</summary>
    /// <returns>Whether the decoded part was intact; true if nothing was decoded.</returns>
    public bool Add(ReadOnlySpan<byte> source, Span<byte> destination, HuffmanTable table, int frame)
    {
        var half = Free;
        (tables[half], frames[half]) = (table, frame);
        if (tables is not [{ } first, { } second])
        {
            return true;
        }

        HuffmanKernels.DecodeSymbolsOfTwo(source, destination, first, second, streams);
        return Finish(source, destination, Four(0)[0].Rest < Four(1)[0].Rest ? 0 : 1);
    }

    /// <summary>Decodes the waiting block, if any.</summary>
    /// <returns>Whether the block was intact.</returns>
    public bool Finish(ReadOnlySpan<byte> source, Span<byte> destination) =>
        tables is [null, null] || Finish(source, destination, tables[0] is null ? 1 : 0);

    /// <summary>Drops the waiting block if it belongs to this frame.</summary>
    public void Drop(int frame)
    {
        for (var half = 0; half < tables.Length; half++)
        {
            tables[half] = frames[half] == frame ? null : tables[half];
        }
    }

    private bool Finish(ReadOnlySpan<byte> source, Span<byte> destination, int half)
    {
        var table = tables[half]!;
        var four = Four(half);
        tables[half] = null;
        HuffmanKernels.DecodeSymbols(source, destination, table, four);
        var isIntact = true;
        foreach (ref readonly var stream in four)
        {
            isIntact &= HuffmanKernels.TryFinish(source, destination, table, stream);
        }

        return isIntact;
    }

    private Span<HuffmanStream> Four(int half) => streams.AsSpan(half * FourStreams, FourStreams);
}
