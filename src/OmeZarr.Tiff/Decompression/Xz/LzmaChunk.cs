using System.Buffers.Binary;

namespace OmeZarr.Tiff.Decompression.Xz;

/// <summary>Decodes the symbols of one chunk of LZMA: literals, and copies of bytes that were decoded before.</summary>
internal ref struct LzmaChunk
{
    private const int FirstBytes = 5;
    private const int ShortestCopy = 2;
    private const int AfterCopy = 7;
    private const uint TopOfRange = 1 << 24;

    private readonly ReadOnlySpan<byte> source;
    private readonly LzmaModel model;
    private readonly Span<byte> output;
    private uint range = uint.MaxValue;
    private uint code;
    private int position = FirstBytes;

    /// <param name="source">The bytes of the chunk.</param>
    /// <param name="model">What was learned from earlier chunks.</param>
    /// <param name="output">All that was decoded since the dictionary was reset, and room for this chunk.</param>
    public LzmaChunk(ReadOnlySpan<byte> source, LzmaModel model, Span<byte> output)
    {
        this.source = source;
        this.model = model;
        this.output = output;
        code = source.Length >= FirstBytes && source[0] == 0 ? BinaryPrimitives.ReadUInt32BigEndian(source[1..]) : throw Damaged();
    }

    /// <summary>Fills the output from a position on.</summary>
    /// <param name="at">The first byte to decode.</param>
    /// <param name="isWhole">Whether the chunk ends where the output ends.</param>
    /// <exception cref="InvalidDataException">The data is damaged.</exception>
    public void Decode(int at, bool isWhole)
    {
        while (at < output.Length)
        {
            var place = at & ((1 << model.PositionBits) - 1);
            if (Bit(model.IsMatch, (model.State << LzmaModel.LongestPositionBits) + place) == 0)
            {
                output[at] = Literal(at);
                at++;
                continue;
            }

            var length = Copy(place);
            if (model.Distances[0] >= at || (isWhole && length > output.Length - at))
            {
                throw Damaged();
            }

            var end = Math.Min(output.Length, at + length);
            for (var from = at - 1 - (int)model.Distances[0]; at < end; at++, from++)
            {
                output[at] = output[from];
            }
        }

        Refill();
        if (isWhole && (code != 0 || position != source.Length))
        {
            throw Damaged();
        }
    }

    private byte Literal(int at)
    {
        var before = at > 0 ? output[at - 1] : 0;
        var context = ((at & ((1 << model.LiteralPositionBits) - 1)) << model.LiteralBits) + (before >> (8 - model.LiteralBits));
        var probabilities = model.Literals.AsSpan(LzmaModel.LiteralSize * context, LzmaModel.LiteralSize);
        var symbol = 1;
        if (model.State >= AfterCopy)
        {
            // The byte that another copy would give is probably wrong, but similar.
            var similar = model.Distances[0] < at ? output[at - 1 - (int)model.Distances[0]] : throw Damaged();
            for (var bit = 7; bit >= 0 && symbol < 0x100; bit--)
            {
                var expected = (similar >> bit) & 1;
                var found = Bit(probabilities, ((1 + expected) << 8) + symbol);
                symbol = (symbol << 1) | found;
                if (found != expected)
                {
                    break;
                }
            }
        }

        while (symbol < 0x100)
        {
            symbol = (symbol << 1) | Bit(probabilities, symbol);
        }

        model.State = model.State switch { < 4 => 0, < 10 => model.State - 3, _ => model.State - 6 };
        return (byte)symbol;
    }

    /// <summary>Reads a copy. Its distance becomes the newest.</summary>
    /// <returns>Its length.</returns>
    private int Copy(int place)
    {
        var (distances, state) = (model.Distances, model.State);
        var isAfterLiteral = state < AfterCopy;
        if (Bit(model.IsRepeat, state) == 0)
        {
            distances.AsSpan(0, 3).CopyTo(distances.AsSpan(1));
            var count = Length(model.MatchLengths, place);
            distances[0] = Distance(count);
            model.State = isAfterLiteral ? 7 : 10;
            return count;
        }

        if (Bit(model.IsNotFirst, state) == 0)
        {
            if (Bit(model.IsLong, (state << LzmaModel.LongestPositionBits) + place) == 0)
            {
                model.State = isAfterLiteral ? 9 : 11;
                return 1;
            }
        }
        else
        {
            var which = Bit(model.IsNotSecond, state) == 0 ? 1 : 2 + Bit(model.IsFourth, state);
            var distance = distances[which];
            distances.AsSpan(0, which).CopyTo(distances.AsSpan(1));
            distances[0] = distance;
        }

        var length = Length(model.RepeatLengths, place);
        model.State = isAfterLiteral ? 8 : 11;
        return length;
    }

    private int Length(LzmaLengths lengths, int place) =>
        Bit(lengths.Choices, 0) == 0 ? ShortestCopy + Tree(lengths.Short, LzmaModel.LengthSymbols * place, 3)
        : Bit(lengths.Choices, 1) == 0 ? ShortestCopy + LzmaModel.LengthSymbols + Tree(lengths.Middle, LzmaModel.LengthSymbols * place, 3)
        : ShortestCopy + (2 * LzmaModel.LengthSymbols) + Tree(lengths.Long, 0, 8);

    private uint Distance(int length)
    {
        var slot = Tree(model.Slots, Math.Min(length - ShortestCopy, LzmaModel.LengthStates - 1) << 6, 6);
        if (slot < 4)
        {
            return (uint)slot;
        }

        var bits = (slot >> 1) - 1;
        var distance = (2u | (uint)(slot & 1)) << bits;
        return slot < 14
            ? distance + Reversed(model.MiddleBits, (int)distance - slot, bits)
            : distance + (Direct(bits - 4) << 4) + Reversed(model.LowBits, 0, 4);
    }

    private int Tree(ushort[] probabilities, int first, int bits)
    {
        var symbol = 1;
        for (var i = 0; i < bits; i++)
        {
            symbol = (symbol << 1) | Bit(probabilities, first + symbol);
        }

        return symbol - (1 << bits);
    }

    private uint Reversed(ushort[] probabilities, int first, int bits)
    {
        var (symbol, value) = (1, 0u);
        for (var i = 0; i < bits; i++)
        {
            var bit = Bit(probabilities, first + symbol);
            symbol = (symbol << 1) | bit;
            value |= (uint)bit << i;
        }

        return value;
    }

    private uint Direct(int bits)
    {
        var value = 0u;
        for (var i = 0; i < bits; i++)
        {
            Refill();
            range >>= 1;
            var bit = code >= range ? 1u : 0;
            code -= range * bit;
            value = (value << 1) | bit;
        }

        return value;
    }

    private int Bit(Span<ushort> probabilities, int index)
    {
        Refill();
        ref var probability = ref probabilities[index];
        var bound = (range >> 11) * probability;
        if (code < bound)
        {
            range = bound;
            probability += (ushort)((2048 - probability) >> 5);
            return 0;
        }

        range -= bound;
        code -= bound;
        probability -= (ushort)(probability >> 5);
        return 1;
    }

    private void Refill()
    {
        if (range < TopOfRange)
        {
            range <<= 8;
            code = (code << 8) | (position < source.Length ? source[position++] : throw Damaged());
        }
    }

    private static InvalidDataException Damaged() => new("its LZMA data is damaged");
}
