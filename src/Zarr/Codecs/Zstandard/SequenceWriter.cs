namespace Zarr.Codecs.Zstandard;

/// <summary>Writes the sequences section of a compressed block (RFC 8878, 3.1.1.3.2). For one block at a time.</summary>
internal sealed class SequenceWriter
{
    private const int LiteralsLog = 9;
    private const int LengthLog = 9;
    private const int OffsetLog = 8;
    private const int PredefinedLog = 6;
    private const int PredefinedOffsetLog = 5;

    private readonly Alphabet literals = new(SequenceCodes.LiteralsCodes, LiteralsLog, SequenceCodes.LiteralsShares, PredefinedLog);
    private readonly Alphabet lengths = new(SequenceCodes.LengthCodes, LengthLog, SequenceCodes.LengthShares, PredefinedLog);
    private readonly Alphabet offsets = new(SequenceCodes.OffsetCodes, OffsetLog, SequenceCodes.OffsetShares, PredefinedOffsetLog);

    private enum Mode
    {
        Predefined,
        Single,
        Described,
    }

    /// <summary>The most bytes that so many sequences take, including room to write whole words.</summary>
    public static int MaxLength(int count) => 512 + (10 * count);

    /// <summary>Writes the section.</summary>
    /// <param name="sequences">The sequences in order.</param>
    /// <param name="destination">At least <see cref="MaxLength"/> bytes.</param>
    /// <returns>Bytes written.</returns>
    public int Write(ReadOnlySpan<Sequence> sequences, Span<byte> destination)
    {
        var at = WriteCount(sequences.Length, destination);
        if (sequences.IsEmpty)
        {
            return at;
        }

        Count(sequences);
        var modes = at++;
        var (literalsMode, offsetsMode, lengthsMode) = (literals.Choose(sequences.Length), offsets.Choose(sequences.Length), lengths.Choose(sequences.Length));
        at += literals.WriteTable(destination[at..]);
        at += offsets.WriteTable(destination[at..]);
        at += lengths.WriteTable(destination[at..]);
        destination[modes] = (byte)(((int)literalsMode << 6) | ((int)offsetsMode << 4) | ((int)lengthsMode << 2));
        return at + WriteBits(sequences, destination[at..]);
    }

    private static int WriteCount(int count, Span<byte> destination)
    {
        const int TwoBytesFrom = 128;
        const int ThreeBytesFrom = 0x7F00;
        if (count < TwoBytesFrom)
        {
            destination[0] = (byte)count;
            return 1;
        }

        if (count < ThreeBytesFrom)
        {
            (destination[0], destination[1]) = ((byte)((count >> 8) + TwoBytesFrom), (byte)count);
            return 2;
        }

        (destination[0], destination[1], destination[2]) = (byte.MaxValue, (byte)(count - ThreeBytesFrom), (byte)((count - ThreeBytesFrom) >> 8));
        return 3;
    }

    private void Count(ReadOnlySpan<Sequence> sequences)
    {
        literals.Clear();
        lengths.Clear();
        offsets.Clear();
        foreach (var sequence in sequences)
        {
            literals.Counts[SequenceCodes.OfLiterals(sequence.Literals)]++;
            lengths.Counts[SequenceCodes.OfLength(sequence.Length)]++;
            offsets.Counts[SequenceCodes.OfOffset(sequence.OffsetValue)]++;
        }
    }

    // From the last sequence to the first, as readers go backwards.
    private int WriteBits(ReadOnlySpan<Sequence> sequences, Span<byte> destination)
    {
        var bits = new WideBitWriter(destination);
        var (literalsTable, offsetsTable, lengthsTable) = (literals.Table, offsets.Table, lengths.Table);
        var last = sequences[^1];
        var lengthState = lengthsTable.Begin(SequenceCodes.OfLength(last.Length));
        var offsetState = offsetsTable.Begin(SequenceCodes.OfOffset(last.OffsetValue));
        var literalsState = literalsTable.Begin(SequenceCodes.OfLiterals(last.Literals));
        AddExtra(last, ref bits);
        for (var i = sequences.Length - 2; i >= 0; i--)
        {
            var sequence = sequences[i];
            offsetState = offsetsTable.Encode(offsetState, SequenceCodes.OfOffset(sequence.OffsetValue), ref bits);
            lengthState = lengthsTable.Encode(lengthState, SequenceCodes.OfLength(sequence.Length), ref bits);
            literalsState = literalsTable.Encode(literalsState, SequenceCodes.OfLiterals(sequence.Literals), ref bits);
            bits.Flush();
            AddExtra(sequence, ref bits);
        }

        lengthsTable.End(lengthState, ref bits);
        offsetsTable.End(offsetState, ref bits);
        literalsTable.End(literalsState, ref bits);
        bits.Flush();
        return bits.Close();
    }

    private static void AddExtra(Sequence sequence, ref WideBitWriter bits)
    {
        bits.Add((uint)sequence.Literals, SequenceCodes.ExtraOfLiterals(SequenceCodes.OfLiterals(sequence.Literals)));
        bits.Add((uint)(sequence.Length - SequenceCodes.LeastLength), SequenceCodes.ExtraOfLength(SequenceCodes.OfLength(sequence.Length)));
        bits.Add((uint)sequence.OffsetValue, SequenceCodes.OfOffset(sequence.OffsetValue));
        bits.Flush();
    }

    private sealed class Alphabet
    {
        private readonly FseEncoder predefined;
        private readonly FseEncoder own;
        private readonly byte[] description = new byte[128];
        private int descriptionLength;

        public Alphabet(int codes, int maxLog, ReadOnlySpan<sbyte> shares, int log)
        {
            Counts = new int[codes];
            (predefined, own) = (new FseEncoder(codes, log), new FseEncoder(codes, maxLog));
            predefined.Use(shares, log);
            Table = predefined;
        }

        public int[] Counts { get; }

        public FseEncoder Table { get; private set; }

        public void Clear() => Counts.AsSpan().Clear();

        public Mode Choose(int total)
        {
            Table = own;
            if (Array.FindIndex(Counts, count => count > 0) is var first && Counts[first] == total)
            {
                own.UseSingle();
                description[0] = (byte)first;
                descriptionLength = 1;
                return Mode.Single;
            }

            own.Share(Counts, total);
            descriptionLength = own.WriteShares(description);
            if (predefined.CostOf(Counts) is var cost && cost <= own.CostOf(Counts) + (descriptionLength * 8 * BitCost.Bit))
            {
                Table = predefined;
                descriptionLength = 0;
                return Mode.Predefined;
            }

            own.Build();
            return Mode.Described;
        }

        public int WriteTable(Span<byte> destination)
        {
            description.AsSpan(0, descriptionLength).CopyTo(destination);
            return descriptionLength;
        }
    }
}
