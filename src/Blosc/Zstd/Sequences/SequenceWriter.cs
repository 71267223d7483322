using System.Runtime.CompilerServices;
using Blosc.Zstd.Entropy;

namespace Blosc.Zstd.Sequences;

/// <summary>Writes the sequences section of a compressed block (RFC 8878, 3.1.1.3.2), one block at a time.</summary>
internal sealed class SequenceWriter
{
    private const int LiteralsLog = 9;
    private const int LengthLog = 9;
    private const int OffsetLog = 8;
    private const int PredefinedLog = 6;
    private const int PredefinedOffsetLog = 5;

    private readonly Alphabet literals = new(SequenceCodes.LiteralLengthCodes, LiteralsLog, SequenceCodes.DefaultLiteralLengthCounts, PredefinedLog);
    private readonly Alphabet lengths = new(SequenceCodes.MatchLengthCodes, LengthLog, SequenceCodes.DefaultMatchLengthCounts, PredefinedLog);
    private readonly Alphabet offsets = new(SequenceCodes.OffsetCodes, OffsetLog, SequenceCodes.DefaultOffsetCounts, PredefinedOffsetLog);

    private CodedSequence[] coded = new CodedSequence[1024];

    private enum Mode
    {
        Predefined,
        Single,
        Described,
    }

    /// <summary>The longest section for this number of sequences, in bytes, including room to write whole words.</summary>
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
        return at + WriteBits(coded.AsSpan(0, sequences.Length), destination[at..]);
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

    // It also stores the codes, so that writing the bits depends only on the states.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Count(ReadOnlySpan<Sequence> sequences)
    {
        literals.Clear();
        lengths.Clear();
        offsets.Clear();
        coded = coded.Length < sequences.Length ? new CodedSequence[sequences.Length] : coded;
        var (literalsCounts, lengthCounts, offsetCounts) = (literals.Counts, lengths.Counts, offsets.Counts);
        for (var i = 0; i < sequences.Length; i++)
        {
            var sequence = CodedSequence.Of(sequences[i]);
            literalsCounts[sequence.Literals]++;
            lengthCounts[sequence.Length]++;
            offsetCounts[sequence.Offset]++;
            coded[i] = sequence;
        }
    }

    // From the last sequence to the first, because decoders read backwards.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int WriteBits(ReadOnlySpan<CodedSequence> sequences, Span<byte> destination)
    {
        var bits = new WideBitWriter(destination);
        var literalsTable = literals.Table.EncodingTable;
        var offsetsTable = offsets.Table.EncodingTable;
        var lengthsTable = lengths.Table.EncodingTable;
        var last = sequences[^1];
        var lengthState = lengthsTable.Begin(last.Length);
        var offsetState = offsetsTable.Begin(last.Offset);
        var literalsState = literalsTable.Begin(last.Literals);
        bits.Add(last.Extra, last.ExtraBits);
        bits.Flush();
        for (var i = sequences.Length - 2; i >= 0; i--)
        {
            ref readonly var sequence = ref sequences[i];
            offsetState = offsetsTable.Encode(offsetState, sequence.Offset, ref bits);
            lengthState = lengthsTable.Encode(lengthState, sequence.Length, ref bits);
            literalsState = literalsTable.Encode(literalsState, sequence.Literals, ref bits);
            bits.Flush();
            bits.Add(sequence.Extra, sequence.ExtraBits);
            bits.Flush();
        }

        lengthsTable.End(lengthState, ref bits);
        offsetsTable.End(offsetState, ref bits);
        literalsTable.End(literalsState, ref bits);
        bits.Flush();
        return bits.Close();
    }

    // The codes of a sequence, and their extra bits: those of the literal length lowest.
    private readonly record struct CodedSequence(byte Literals, byte Length, byte Offset, byte ExtraBits, ulong Extra)
    {
        public static CodedSequence Of(Sequence sequence)
        {
            var (literals, length, offset) = (SequenceCodes.OfLiteralLength(sequence.Literals), SequenceCodes.OfMatchLength(sequence.Length), SequenceCodes.OfOffset(sequence.OffsetValue));
            var (literalsBits, lengthBits) = (SequenceCodes.ExtraBitsOfLiteralLength(literals), SequenceCodes.ExtraBitsOfMatchLength(length));
            var extra = Lowest(sequence.Literals, literalsBits)
                | (Lowest(sequence.Length - SequenceCodes.MinMatch, lengthBits) << literalsBits)
                | (Lowest(sequence.OffsetValue, offset) << (literalsBits + lengthBits));
            return new CodedSequence((byte)literals, (byte)length, (byte)offset, (byte)(literalsBits + lengthBits + offset), extra);
        }

        private static ulong Lowest(int value, int bits) => (uint)value & ((1UL << bits) - 1);
    }

    private sealed class Alphabet
    {
        private readonly FseEncoder predefined;
        private readonly FseEncoder own;
        private readonly byte[] description = new byte[128];
        private int descriptionLength;

        public Alphabet(int codes, int maxLog, ReadOnlySpan<sbyte> normalized, int log)
        {
            Counts = new int[codes];
            (predefined, own) = (new FseEncoder(codes, log), new FseEncoder(codes, maxLog));
            predefined.Use(normalized, log);
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

            own.Normalize(Counts, total);
            descriptionLength = own.WriteNCount(description);
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
