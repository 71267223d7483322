using System.Numerics;

namespace Blosc.Zstd.Entropy;

/// <summary>
/// Finite State Entropy (RFC 8878, section 4.1): normalizes the counts of symbols to the size of a table, describes them and builds the encoding table. An encoder serves one alphabet and any number of
/// blocks.
/// </summary>
internal sealed class FseEncoder
{
    /// <summary>The smallest table that can be described, as a power of two (<c>Accuracy_Log</c>).</summary>
    public const int MinTableLog = 5;

    private const int LessThanOne = -1;

    private readonly int symbols;
    private readonly int maxTableLog;
    private readonly int[] normalized;
    private readonly ushort[] states;
    private readonly FseSymbolTransform[] transforms;
    private int tableLog;

    /// <summary>Creates an encoder of symbols below <paramref name="symbols"/>, with at most 2^<paramref name="maxTableLog"/> states.</summary>
    public FseEncoder(int symbols, int maxTableLog)
    {
        (this.symbols, this.maxTableLog) = (symbols, maxTableLog);
        normalized = new int[symbols];
        states = new ushort[1 << maxTableLog];
        transforms = new FseSymbolTransform[symbols];
    }

    /// <summary>Number of states.</summary>
    public int TableLength => 1 << tableLog;

    /// <summary>The number of states of each symbol; -1 stands for a probability below one state.</summary>
    public ReadOnlySpan<int> NormalizedCounts => normalized;

    /// <summary>Uses given normalized counts, where -1 stands for a probability below one state.</summary>
    public void Use(ReadOnlySpan<sbyte> given, int log)
    {
        normalized.AsSpan().Clear();
        for (var symbol = 0; symbol < given.Length; symbol++)
        {
            normalized[symbol] = given[symbol];
        }

        tableLog = log;
        Build();
    }

    /// <summary>Uses a table of one state: all symbols are the same and take no bits (<c>RLE_Mode</c>).</summary>
    public void UseSingle()
    {
        tableLog = 0;
        states[0] = 0;
        transforms.AsSpan().Clear();
    }

    /// <summary>Normalizes counts to the size of the table. At least two symbols occur.</summary>
    /// <param name="counts">One number for each symbol.</param>
    /// <param name="total">The sum of them.</param>
    public void Normalize(ReadOnlySpan<int> counts, int total)
    {
        var different = 0;
        foreach (var count in counts)
        {
            different += count > 0 ? 1 : 0;
        }

        tableLog = Math.Clamp(BitOperations.Log2((uint)total) - 1, Math.Max(MinTableLog, BitOperations.Log2((uint)different) + 1), maxTableLog);
        var size = 1 << tableLog;
        var (left, largest) = (size, 0);
        for (var symbol = 0; symbol < symbols; symbol++)
        {
            var count = counts[symbol];
            normalized[symbol] = count == 0 ? 0 : Math.Max(1, (int)((((long)count * size) + (total / 2)) / total));
            left -= normalized[symbol];
            largest = counts[symbol] > counts[largest] ? symbol : largest;
        }

        DistributeRemainder(left, largest);
    }

    /// <summary>The cost of symbols with these normalized counts, in units of <see cref="BitCost"/>; <see cref="long.MaxValue"/> if a symbol that occurs has no state.</summary>
    public long CostOf(ReadOnlySpan<int> counts)
    {
        var sum = 0L;
        for (var symbol = 0; symbol < symbols; symbol++)
        {
            if (counts[symbol] > 0)
            {
                if (normalized[symbol] == 0)
                {
                    return long.MaxValue;
                }

                sum += counts[symbol] * (long)((tableLog * BitCost.Bit) - BitCost.Log2(Math.Abs(normalized[symbol])));
            }
        }

        return sum;
    }

    /// <summary>Writes the description of the normalized counts (RFC 8878, section 4.1.1).</summary>
    /// <returns>Bytes written, or 0 if they do not fit.</returns>
    public int WriteNCount(Span<byte> destination)
    {
        var bits = new BitWriter(destination);
        WriteNCount(normalized, tableLog, ref bits);
        return bits.Finish();
    }

    /// <summary>Writes the description of normalized counts (RFC 8878, section 4.1.1), as FSE_writeNCount of zstd does.</summary>
    /// <param name="normalized">The number of states of each symbol; -1 stands for a probability below one state.</param>
    /// <param name="tableLog">The number of states, as a power of two.</param>
    /// <param name="bits">Receives the description.</param>
    public static void WriteNCount(scoped ReadOnlySpan<int> normalized, int tableLog, ref BitWriter bits)
    {
        bits.Write((uint)(tableLog - MinTableLog), 4);
        var (left, threshold, width) = ((1 << tableLog) + 1, 1 << tableLog, tableLog + 1);
        for (var symbol = 0; left > 1; symbol++)
        {
            var max = (2 * threshold) - 1 - left;
            var value = normalized[symbol] + 1;
            left -= Math.Abs(normalized[symbol]);
            value += value >= threshold ? max : 0;
            bits.Write((uint)value, width - (value < max ? 1 : 0));
            if (normalized[symbol] == 0)
            {
                symbol = WriteAbsent(normalized, symbol, ref bits);
            }

            while (left < threshold)
            {
                width--;
                threshold >>= 1;
            }
        }
    }

    /// <summary>Builds the encoding table of the normalized counts.</summary>
    public void Build()
    {
        var size = 1 << tableLog;
        Span<byte> spread = stackalloc byte[size];
        Span<int> next = stackalloc int[symbols];
        SpreadSymbols(spread, next);
        for (var state = 0; state < size; state++)
        {
            states[next[spread[state]]++] = (ushort)(size + state);
        }

        var total = 0;
        for (var symbol = 0; symbol < symbols; symbol++)
        {
            var count = Math.Abs(normalized[symbol]);
            var width = count <= 1 ? tableLog : tableLog - BitOperations.Log2((uint)count - 1);
            transforms[symbol] = new FseSymbolTransform(((uint)width << 16) - ((uint)count << width), total - count);
            total += count;
        }
    }

    /// <summary>The encoding table.</summary>
    public FseEncodingTable EncodingTable => new(transforms, states, tableLog);

    // The remainder of rounding goes to, or comes from, the largest counts.
    private void DistributeRemainder(int left, int largest)
    {
        if (left >= 0 || normalized[largest] + left >= normalized[largest] / 2)
        {
            normalized[largest] += left;
            return;
        }

        for (; left < 0; left++)
        {
            var most = 0;
            for (var symbol = 1; symbol < symbols; symbol++)
            {
                most = normalized[symbol] > normalized[most] ? symbol : most;
            }

            normalized[most]--;
        }
    }

    // Writes the number of absent symbols that follow an absent one; returns the last of them.
    private static int WriteAbsent(scoped ReadOnlySpan<int> normalized, int symbol, ref BitWriter bits)
    {
        var more = 0;
        while (normalized[symbol + 1 + more] == 0)
        {
            more++;
        }

        for (var rest = more; ; rest -= 3)
        {
            bits.Write((uint)Math.Min(3, rest), 2);
            if (rest < 3)
            {
                return symbol + more;
            }
        }
    }

    private void SpreadSymbols(Span<byte> spread, Span<int> first)
    {
        var size = 1 << tableLog;
        var last = size - 1;
        var total = 0;
        for (var symbol = 0; symbol < symbols; symbol++)
        {
            first[symbol] = total;
            total += Math.Abs(normalized[symbol]);
            if (normalized[symbol] == LessThanOne)
            {
                spread[last--] = (byte)symbol;
            }
        }

        var (position, step) = (0, (size >> 1) + (size >> 3) + 3);
        for (var symbol = 0; symbol < symbols; symbol++)
        {
            for (var i = 0; i < normalized[symbol]; i++)
            {
                spread[position] = (byte)symbol;
                do
                {
                    position = (position + step) & (size - 1);
                }
                while (position > last);
            }
        }
    }
}
