namespace OmeZarr.Tiff.Decompression.Xz;

/// <summary>What LZMA has learned so far: the probabilities of all bits, the last distances, and the kind of the last symbols.</summary>
internal sealed class LzmaModel
{
    public const int States = 12;
    public const int LongestPositionBits = 4;
    public const int LengthStates = 4;
    public const int LengthSymbols = 8;
    public const int LiteralSize = 0x300;

    private const ushort Even = 1 << 10;
    private const int LargestProperties = 9 * 5 * 5;

    /// <param name="properties">The byte with the numbers of bits: (pb * 5 + lp) * 9 + lc.</param>
    /// <exception cref="InvalidDataException">The numbers are impossible.</exception>
    public LzmaModel(byte properties)
    {
        (LiteralBits, LiteralPositionBits, PositionBits) = (properties % 9, properties / 9 % 5, properties / 45);
        if (properties >= LargestProperties || LiteralBits + LiteralPositionBits > 4)
        {
            throw new InvalidDataException("the properties of its LZMA data are impossible");
        }

        Literals = new ushort[LiteralSize << (LiteralBits + LiteralPositionBits)];
        Reset();
    }

    /// <summary>Bits of the byte before that choose the probabilities of a literal.</summary>
    public int LiteralBits { get; }

    /// <summary>Bits of the position that choose the probabilities of a literal.</summary>
    public int LiteralPositionBits { get; }

    /// <summary>Bits of the position that choose the probabilities of symbols.</summary>
    public int PositionBits { get; }

    /// <summary>The kinds of the last symbols: below 7 the last one was a literal.</summary>
    public int State { get; set; }

    /// <summary>The last four distances, the newest first; 0 stands for the byte before.</summary>
    public uint[] Distances { get; } = new uint[4];

    public ushort[] Literals { get; }

    public ushort[] IsMatch { get; } = new ushort[States << LongestPositionBits];

    public ushort[] IsRepeat { get; } = new ushort[States];

    public ushort[] IsNotFirst { get; } = new ushort[States];

    public ushort[] IsNotSecond { get; } = new ushort[States];

    public ushort[] IsFourth { get; } = new ushort[States];

    public ushort[] IsLong { get; } = new ushort[States << LongestPositionBits];

    public ushort[] Slots { get; } = new ushort[LengthStates << 6];

    public ushort[] MiddleBits { get; } = new ushort[115];

    public ushort[] LowBits { get; } = new ushort[16];

    public LzmaLengths MatchLengths { get; } = new();

    public LzmaLengths RepeatLengths { get; } = new();

    /// <summary>Forgets everything but the properties.</summary>
    public void Reset()
    {
        State = 0;
        Distances.AsSpan().Clear();
        foreach (var probabilities in new[] { Literals, IsMatch, IsRepeat, IsNotFirst, IsNotSecond, IsFourth, IsLong, Slots, MiddleBits, LowBits })
        {
            probabilities.AsSpan().Fill(Even);
        }

        foreach (var lengths in new[] { MatchLengths, RepeatLengths })
        {
            lengths.Choices.AsSpan().Fill(Even);
            lengths.Short.AsSpan().Fill(Even);
            lengths.Middle.AsSpan().Fill(Even);
            lengths.Long.AsSpan().Fill(Even);
        }
    }
}

/// <summary>The probabilities of the bits of lengths.</summary>
internal sealed class LzmaLengths
{
    public ushort[] Choices { get; } = new ushort[2];

    public ushort[] Short { get; } = new ushort[LzmaModel.LengthSymbols << LzmaModel.LongestPositionBits];

    public ushort[] Middle { get; } = new ushort[LzmaModel.LengthSymbols << LzmaModel.LongestPositionBits];

    public ushort[] Long { get; } = new ushort[256];
}
