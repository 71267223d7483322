using System.Buffers.Binary;
using System.Numerics;

namespace Blosc.Zstd.Decoding;

/// <summary>Reads FSE-compressed weights of a Huffman tree, with two states in turn (RFC 8878, section 4.2.1.2).</summary>
internal static class FseWeights
{
    private const int MaxWeights = 255;
    private const int MinAccuracy = 5;
    private const int MaxAccuracy = 6;
    private const int States = 1 << MaxAccuracy;
    private const int MaxSymbols = HuffmanTree.MaxBits + 1;

    // The length of the description is one byte below 128; as many in front as two states may take too many, and one behind.
    private const int PaddedLength = sizeof(uint) + 128 + 1;

    /// <summary>Reads all weights but the last, which is not stored.</summary>
    /// <returns>Their number, or 0 if they are damaged or take more than <see cref="HuffmanTree.MaxBits"/>.</returns>
    public static int Read(ReadOnlySpan<byte> source, Span<byte> weights)
    {
        Span<short> counts = stackalloc short[MaxSymbols];
        counts.Clear();
        var length = ReadCounts(source, counts, out var accuracy);
        var stream = source[length..];
        if (length == 0 || stream.IsEmpty || stream[^1] == 0)
        {
            return 0;
        }

        Span<Cell> table = stackalloc Cell[States];
        Build(counts, accuracy, table);

        // Bits in front of the beginning are zero.
        Span<byte> padded = stackalloc byte[PaddedLength];
        padded.Clear();
        stream.CopyTo(padded[sizeof(uint)..]);
        var left = (8 * (sizeof(uint) + stream.Length)) - BackwardBitReader.PaddingOf(stream[^1]);
        return Decode(table, accuracy, padded, left, weights);
    }

    // Returns how many bytes the counts take, or 0.
    private static int ReadCounts(ReadOnlySpan<byte> source, Span<short> counts, out int accuracy)
    {
        var at = 4;
        accuracy = MinAccuracy + (Window(source, 0) & 15);
        if (accuracy > MaxAccuracy)
        {
            return 0;
        }

        var (left, symbol) = (1 << accuracy, 0);
        while (left > 0 && symbol < counts.Length)
        {
            var count = ReadCount(source, left, ref at);
            left -= Math.Abs(count);
            counts[symbol++] = (short)count;
            symbol += count == 0 ? ReadZeros(source, ref at) : 0;
        }

        var length = (at + 7) / 8;
        return left == 0 && symbol <= counts.Length && length <= source.Length ? length : 0;
    }

    // -1 stands for a probability below one state. Values that need fewer bits than the largest possible one use them.
    private static int ReadCount(ReadOnlySpan<byte> source, int left, ref int at)
    {
        var bitCount = BitOperations.Log2((uint)left + 1) + 1;
        var threshold = 1 << (bitCount - 1);
        var shortValues = (2 * threshold) - 1 - (left + 1);
        var window = Window(source, at);
        var low = window & (threshold - 1);
        if (low < shortValues)
        {
            at += bitCount - 1;
            return low - 1;
        }

        at += bitCount;
        var value = window & ((2 * threshold) - 1);
        return (value >= threshold ? value - shortValues : value) - 1;
    }

    private static int ReadZeros(ReadOnlySpan<byte> source, ref int at)
    {
        var (zeros, more) = (0, 3);
        while (more == 3 && zeros < MaxSymbols)
        {
            more = Window(source, at) & 3;
            zeros += more;
            at += 2;
        }

        return zeros;
    }

    // Sixteen bits and more from a place; zero beyond the end.
    private static int Window(ReadOnlySpan<byte> source, int at)
    {
        Span<byte> bytes = stackalloc byte[4];
        bytes.Clear();
        var rest = source[Math.Min(at / 8, source.Length)..];
        rest[..Math.Min(rest.Length, 3)].CopyTo(bytes);
        return BinaryPrimitives.ReadInt32LittleEndian(bytes) >> (at % 8);
    }

    private static void Build(ReadOnlySpan<short> counts, int accuracy, Span<Cell> table)
    {
        var size = 1 << accuracy;
        Span<int> next = stackalloc int[counts.Length];
        var high = size;
        for (var symbol = 0; symbol < counts.Length; symbol++)
        {
            next[symbol] = Math.Abs((int)counts[symbol]);
            if (counts[symbol] < 0)
            {
                table[--high].Symbol = (byte)symbol;
            }
        }

        Spread(counts, table[..size], high);
        for (var state = 0; state < size; state++)
        {
            ref var cell = ref table[state];
            var number = next[cell.Symbol]++;
            cell.Bits = (byte)(accuracy - BitOperations.Log2((uint)number));
            cell.Base = (ushort)((number << cell.Bits) - size);
        }
    }

    private static void Spread(ReadOnlySpan<short> counts, Span<Cell> table, int high)
    {
        var step = (table.Length >> 1) + (table.Length >> 3) + 3;
        var at = 0;
        for (var symbol = 0; symbol < counts.Length; symbol++)
        {
            for (var i = 0; i < counts[symbol]; i++)
            {
                table[at].Symbol = (byte)symbol;
                do
                {
                    at = (at + step) & (table.Length - 1);
                }
                while (at >= high);
            }
        }
    }

    // The position is that of the bits which are left, among those of the padded stream.
    private static int Decode(ReadOnlySpan<Cell> table, int accuracy, ReadOnlySpan<byte> padded, int position, Span<byte> weights)
    {
        const int Beginning = 8 * sizeof(uint);
        var state = Take(padded, ref position, accuracy);
        var other = Take(padded, ref position, accuracy);
        var count = 0;
        while (position >= Beginning && count < MaxWeights - 1)
        {
            var cell = table[state];
            weights[count++] = cell.Symbol;
            state = other;
            other = cell.Base + Take(padded, ref position, cell.Bits);
            if (position < Beginning)
            {
                weights[count++] = table[state].Symbol;
                return count;
            }
        }

        return 0;
    }

    private static int Take(ReadOnlySpan<byte> padded, ref int position, int bits)
    {
        position -= bits;
        return (BinaryPrimitives.ReadUInt16LittleEndian(padded[(position >> 3)..]) >> (position & 7)) & ((1 << bits) - 1);
    }

    private struct Cell
    {
        public byte Symbol;
        public byte Bits;
        public ushort Base;
    }
}
