using System.Runtime.CompilerServices;

namespace OmeZarr.Tiff.Jpeg;

/// <summary>A Huffman table (ITU-T T.81, annex C and F.2.2.3): codes of up to 9 bits by one look-up, longer ones length by length.</summary>
internal sealed class HuffmanTable
{
    private const int LookupBits = 9;
    private const int MaxLength = 16;

    // Length and symbol of the code that begins these bits; 0 if it is longer.
    private readonly ushort[] lookup = new ushort[1 << LookupBits];

    // For each length the first code that is too large, in 16 bits, and what leads from a code to the index of its symbol.
    private readonly int[] limits = new int[MaxLength + 2];
    private readonly int[] offsets = new int[MaxLength + 1];
    private readonly byte[] symbols;

    private HuffmanTable(ReadOnlySpan<byte> counts, ReadOnlySpan<byte> symbols)
    {
        this.symbols = symbols.ToArray();
        var (code, index) = (0, 0);
        for (var length = 1; length <= MaxLength; length++)
        {
            offsets[length] = index - code;
            for (var i = 0; i < counts[length - 1]; i++, code++, index++)
            {
                Enter(code, length, symbols[index]);
            }

            limits[length] = code << (MaxLength - length);
            if (code > 1 << length)
            {
                throw new InvalidDataException("a Huffman table of its JPEG data is impossible");
            }

            code <<= 1;
        }

        limits[MaxLength + 1] = int.MaxValue;
    }

    /// <summary>Reads the table at the beginning of <paramref name="segment"/>: 16 counts, then the symbols.</summary>
    public static HuffmanTable Read(ReadOnlySpan<byte> segment, out int length)
    {
        var count = 0;
        for (var i = 0; i < MaxLength && i < segment.Length; i++)
        {
            count += segment[i];
        }

        length = MaxLength + count;
        return segment.Length >= length && count <= 256
            ? new HuffmanTable(segment[..MaxLength], segment[MaxLength..length])
            : throw new InvalidDataException("a Huffman table of its JPEG data is cut short");
    }

    /// <summary>Length (upper byte) and symbol of the code that the highest bits begin with.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(ulong bits) => lookup[bits >> (64 - LookupBits)] is var found and not 0 ? found : FindLong((int)(bits >> (64 - MaxLength)));

    private int FindLong(int bits)
    {
        var length = LookupBits + 1;
        while (bits >= limits[length])
        {
            length++;
        }

        return length <= MaxLength
            ? (length << 8) | symbols[(bits >> (MaxLength - length)) + offsets[length]]
            : throw new InvalidDataException("its JPEG data has an impossible code");
    }

    private void Enter(int code, int length, byte symbol)
    {
        if (length <= LookupBits && code < 1 << length)
        {
            lookup.AsSpan(code << (LookupBits - length), 1 << (LookupBits - length)).Fill((ushort)((length << 8) | symbol));
        }
    }
}
