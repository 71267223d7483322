using System.Numerics;

namespace Blosc.Zstd.Entropy;

/// <summary>
/// Encodes symbols as transitions of a finite state machine (RFC 8878, 4.1): how often each of them occurs, brought to shares of a table, and the table made of
/// those. For one alphabet, used again for each block.
/// </summary>
internal sealed class FseEncoder
{
    /// <summary>The smallest table that can be described, as a power of two.</summary>
    public const int LeastTableLog = 5;

    private const int LeastOfAll = -1;

    private readonly int symbols;
    private readonly int maxTableLog;
    private readonly int[] shares;
    private readonly ushort[] states;
    private readonly FseTransition[] transitions;
    private int tableLog;

    /// <summary>An encoder for symbols 0 to one less than <paramref name="symbols"/>, with a table of at most 2^<paramref name="maxTableLog"/> states.</summary>
    public FseEncoder(int symbols, int maxTableLog)
    {
        (this.symbols, this.maxTableLog) = (symbols, maxTableLog);
        shares = new int[symbols];
        states = new ushort[1 << maxTableLog];
        transitions = new FseTransition[symbols];
    }

    /// <summary>Number of states.</summary>
    public int TableLength => 1 << tableLog;

    /// <summary>How many states each symbol has; -1 for less than one.</summary>
    public ReadOnlySpan<int> Shares => shares;

    /// <summary>Takes given shares, where -1 stands for less than one state.</summary>
    public void Use(ReadOnlySpan<sbyte> given, int log)
    {
        shares.AsSpan().Clear();
        for (var symbol = 0; symbol < given.Length; symbol++)
        {
            shares[symbol] = given[symbol];
        }

        tableLog = log;
        Build();
    }

    /// <summary>Takes a table of one state: all symbols are the same and take nothing.</summary>
    public void UseSingle()
    {
        tableLog = 0;
        states[0] = 0;
        transitions.AsSpan().Clear();
    }

    /// <summary>Shares the table out by how often each symbol occurs; at least two do.</summary>
    /// <param name="counts">One number for each symbol.</param>
    /// <param name="total">The sum of them.</param>
    public void Share(ReadOnlySpan<int> counts, int total)
    {
        var different = 0;
        foreach (var count in counts)
        {
            different += count > 0 ? 1 : 0;
        }

        tableLog = Math.Clamp(BitOperations.Log2((uint)total) - 1, Math.Max(LeastTableLog, BitOperations.Log2((uint)different) + 1), maxTableLog);
        var size = 1 << tableLog;
        var (left, largest) = (size, 0);
        for (var symbol = 0; symbol < symbols; symbol++)
        {
            var count = counts[symbol];
            shares[symbol] = count == 0 ? 0 : Math.Max(1, (int)((((long)count * size) + (total / 2)) / total));
            left -= shares[symbol];
            largest = counts[symbol] > counts[largest] ? symbol : largest;
        }

        Settle(left, largest);
    }

    /// <summary>What so many symbols take with these shares, as <see cref="BitCost"/>; <see cref="long.MaxValue"/> if one of them has no share.</summary>
    public long CostOf(ReadOnlySpan<int> counts)
    {
        var sum = 0L;
        for (var symbol = 0; symbol < symbols; symbol++)
        {
            if (counts[symbol] > 0)
            {
                if (shares[symbol] == 0)
                {
                    return long.MaxValue;
                }

                sum += counts[symbol] * (long)((tableLog * BitCost.Bit) - BitCost.Log2(Math.Abs(shares[symbol])));
            }
        }

        return sum;
    }

    /// <summary>Describes the shares (RFC 8878, 4.1.1).</summary>
    /// <returns>Bytes written, or 0 if they do not fit.</returns>
    public int WriteShares(Span<byte> destination)
    {
        var bits = new BitWriter(destination);
        WriteShares(shares, tableLog, ref bits);
        return bits.Finish();
    }

    /// <summary>Describes the shares of a table (RFC 8878, 4.1.1), as FSE_writeNCount of the reference implementation does it.</summary>
    /// <param name="shares">How many states each symbol has; -1 for less than one.</param>
    /// <param name="tableLog">The number of states, as a power of two.</param>
    /// <param name="bits">Where the description goes.</param>
    public static void WriteShares(scoped ReadOnlySpan<int> shares, int tableLog, ref BitWriter bits)
    {
        bits.Write((uint)(tableLog - LeastTableLog), 4);
        var (left, threshold, width) = ((1 << tableLog) + 1, 1 << tableLog, tableLog + 1);
        for (var symbol = 0; left > 1; symbol++)
        {
            var max = (2 * threshold) - 1 - left;
            var value = shares[symbol] + 1;
            left -= Math.Abs(shares[symbol]);
            value += value >= threshold ? max : 0;
            bits.Write((uint)value, width - (value < max ? 1 : 0));
            if (shares[symbol] == 0)
            {
                symbol = WriteAbsent(shares, symbol, ref bits);
            }

            while (left < threshold)
            {
                width--;
                threshold >>= 1;
            }
        }
    }

    /// <summary>Builds the table of the shares.</summary>
    public void Build()
    {
        var size = 1 << tableLog;
        Span<byte> spread = stackalloc byte[size];
        Span<int> next = stackalloc int[symbols];
        Spread(spread, next);
        for (var state = 0; state < size; state++)
        {
            states[next[spread[state]]++] = (ushort)(size + state);
        }

        var total = 0;
        for (var symbol = 0; symbol < symbols; symbol++)
        {
            var share = Math.Abs(shares[symbol]);
            var width = share <= 1 ? tableLog : tableLog - BitOperations.Log2((uint)share - 1);
            transitions[symbol] = new FseTransition(((uint)width << 16) - ((uint)share << width), total - share);
            total += share;
        }
    }

    /// <summary>How to go from one state of the table to the next.</summary>
    public FseTransitions Transitions => new(transitions, states, tableLog);

    // What rounding left over goes to, or comes from, the largest shares.
    private void Settle(int left, int largest)
    {
        if (left >= 0 || shares[largest] + left >= shares[largest] / 2)
        {
            shares[largest] += left;
            return;
        }

        for (; left < 0; left++)
        {
            var most = 0;
            for (var symbol = 1; symbol < symbols; symbol++)
            {
                most = shares[symbol] > shares[most] ? symbol : most;
            }

            shares[most]--;
        }
    }

    // How many more absent symbols follow an absent one; returns the last of them.
    private static int WriteAbsent(scoped ReadOnlySpan<int> shares, int symbol, ref BitWriter bits)
    {
        var more = 0;
        while (shares[symbol + 1 + more] == 0)
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

    private void Spread(Span<byte> spread, Span<int> first)
    {
        var size = 1 << tableLog;
        var last = size - 1;
        var total = 0;
        for (var symbol = 0; symbol < symbols; symbol++)
        {
            first[symbol] = total;
            total += Math.Abs(shares[symbol]);
            if (shares[symbol] == LeastOfAll)
            {
                spread[last--] = (byte)symbol;
            }
        }

        var (position, step) = (0, (size >> 1) + (size >> 3) + 3);
        for (var symbol = 0; symbol < symbols; symbol++)
        {
            for (var i = 0; i < shares[symbol]; i++)
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
