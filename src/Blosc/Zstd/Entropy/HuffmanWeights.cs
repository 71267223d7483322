using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Blosc.Zstd.Entropy;

/// <summary>
/// Writes the description of a Huffman code (RFC 8878, 4.2.1): the weight of each byte but the last, either four bits each or compressed
/// with FSE, whichever is shorter.
/// </summary>
internal static class HuffmanWeights
{
    /// <summary>The most bytes that a description takes.</summary>
    public const int MaxLength = 128;

    private const int MaxPlain = 128;
    private const int PlainHeader = 127;
    private const int TableLog = 6;
    private const int TableSize = 1 << TableLog;
    private const int Kinds = HuffmanLengths.Max + 1;

    /// <summary>Writes the description.</summary>
    /// <param name="lengths">The bits of each byte; at least two occur.</param>
    /// <param name="destination">Room for <see cref="MaxLength"/> bytes.</param>
    /// <returns>Bytes written, or 0 if this code cannot be described; such codes save too little anyway.</returns>
    public static int Write(ReadOnlySpan<byte> lengths, Span<byte> destination)
    {
        Span<byte> buffer = stackalloc byte[ByteHistogram.Size];
        var weights = buffer[..Weights(lengths, buffer)];
        var compressed = Compress(weights, destination[1..MaxLength]);
        var plain = (weights.Length + 1) / 2;
        if (compressed > 0 && (compressed < plain || weights.Length > MaxPlain))
        {
            destination[0] = (byte)compressed;
            return 1 + compressed;
        }

        return weights.Length <= MaxPlain ? WritePlain(weights, destination) : 0;
    }

    // The last weight is not written: it follows, because the code is complete.
    private static int Weights(ReadOnlySpan<byte> lengths, Span<byte> weights)
    {
        var heaviest = new Vector<byte>((byte)(TensorPrimitives.Max(lengths) + 1));
        var from = MemoryMarshal.Cast<byte, Vector<byte>>(lengths);
        var to = MemoryMarshal.Cast<byte, Vector<byte>>(weights);
        for (var i = 0; i < from.Length; i++)
        {
            to[i] = Vector.AndNot(heaviest - from[i], Vector.Equals(from[i], Vector<byte>.Zero));
        }

        return lengths.LastIndexOfAnyExcept((byte)0);
    }

    private static int WritePlain(ReadOnlySpan<byte> weights, Span<byte> destination)
    {
        destination[0] = (byte)(PlainHeader + weights.Length);
        for (var i = 0; i < weights.Length; i += 2)
        {
            destination[1 + (i / 2)] = (byte)((weights[i] << 4) | (i + 1 < weights.Length ? weights[i + 1] : 0));
        }

        return 1 + ((weights.Length + 1) / 2);
    }

    private static int Compress(ReadOnlySpan<byte> weights, Span<byte> destination)
    {
        Span<int> normalized = stackalloc int[Kinds];
        if (weights.Length < 2 || !TryNormalize(weights, normalized))
        {
            return 0;
        }

        var bits = new BitWriter(destination);
        FseEncoder.WriteNCount(normalized, TableLog, ref bits);
        bits.Align();
        WriteStates(weights, normalized, ref bits);
        return bits.Close();
    }

    /// <summary>Normalizes the counts of weights, each to at least 1. Impossible if all weights are equal.</summary>
    private static bool TryNormalize(ReadOnlySpan<byte> weights, Span<int> normalized)
    {
        Span<int> counts = stackalloc int[Kinds];
        for (var kind = 0; kind < Kinds; kind++)
        {
            counts[kind] = weights.Count((byte)kind);
        }

        var (left, largest) = (TableSize, 0);
        for (var kind = 0; kind < Kinds; kind++)
        {
            normalized[kind] = counts[kind] == 0 ? 0 : Math.Max(1, counts[kind] * TableSize / weights.Length);
            left -= normalized[kind];
            largest = normalized[kind] > normalized[largest] ? kind : largest;
        }

        normalized[largest] += left;
        return counts[largest] < weights.Length;
    }

    // Two states take turns, from the last weight to the first (RFC 8878, 4.2.1.2).
    private static void WriteStates(scoped ReadOnlySpan<byte> weights, scoped ReadOnlySpan<int> normalized, ref BitWriter bits)
    {
        Span<ushort> states = stackalloc ushort[TableSize];
        Span<int> first = stackalloc int[Kinds];
        BuildTable(normalized, states, first);
        Span<Transition> transitions = stackalloc Transition[Kinds];
        for (var kind = 0; kind < Kinds; kind++)
        {
            transitions[kind] = Transition.Of(normalized[kind], first[kind]);
        }

        // Any state of the symbol can be the initial one; this one needs the fewest bits next.
        var last = weights.Length - 1;
        int other = states[first[weights[last]]];
        int state = states[first[weights[last - 1]]];
        for (var i = last - 2; i >= 0; i--)
        {
            var transition = transitions[weights[i]];
            var width = transition.Width(other);
            bits.Write((uint)other & ((1u << width) - 1), width);
            (other, state) = (state, states[transition.Next(other, width)]);
        }

        bits.Write((uint)other & (TableSize - 1), TableLog);
        bits.Write((uint)state & (TableSize - 1), TableLog);
    }

    private static void BuildTable(ReadOnlySpan<int> normalized, Span<ushort> states, Span<int> first)
    {
        const int Step = (TableSize >> 1) + (TableSize >> 3) + 3;
        Span<byte> spread = stackalloc byte[TableSize];
        var (position, total) = (0, 0);
        for (var kind = 0; kind < Kinds; kind++)
        {
            first[kind] = total;
            total += normalized[kind];
            for (var i = 0; i < normalized[kind]; i++)
            {
                spread[position] = (byte)kind;
                position = (position + Step) & (TableSize - 1);
            }
        }

        Span<int> next = stackalloc int[Kinds];
        first.CopyTo(next);
        for (var state = 0; state < TableSize; state++)
        {
            states[next[spread[state]]++] = (ushort)(TableSize + state);
        }
    }

    /// <summary>The FSE transform of a weight, as <see cref="FseSymbolTransform"/>.</summary>
    private readonly record struct Transition(int Widths, int Offset)
    {
        private const int WidthShift = 16;

        public static Transition Of(int share, int first)
        {
            var widest = share <= 1 ? TableLog : TableLog - BitOperations.Log2((uint)(share - 1));
            return new Transition((widest << WidthShift) - (share << widest), first - share);
        }

        public int Width(int state) => (state + Widths) >> WidthShift;

        public int Next(int state, int width) => (state >> width) + Offset;
    }
}
