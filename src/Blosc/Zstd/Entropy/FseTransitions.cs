using System.Runtime.CompilerServices;

namespace Blosc.Zstd.Entropy;

/// <summary>How a state becomes one of a symbol.</summary>
/// <param name="Widths">What added to a state has the number of bits that are written in its upper half.</param>
/// <param name="Offset">Where the states of the symbol begin, less what is left of the least state that leads to one.</param>
internal readonly record struct FseTransition(uint Widths, int Offset);

/// <summary>The table of an <see cref="FseEncoder"/>, to encode with.</summary>
internal readonly ref struct FseTransitions(ReadOnlySpan<FseTransition> transitions, ReadOnlySpan<ushort> states, int tableLog)
{
    private readonly ReadOnlySpan<FseTransition> transitions = transitions;
    private readonly ReadOnlySpan<ushort> states = states;

    /// <summary>The state to begin with, which is the one of the last symbol.</summary>
    public uint Begin(int symbol)
    {
        var transition = transitions[symbol];
        var width = (transition.Widths + (1 << 15)) >> 16;
        var value = (width << 16) - transition.Widths;
        return states[(int)(value >> (int)width) + transition.Offset];
    }

    /// <summary>Goes to a state of a symbol, writing what leads back.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Encode(uint state, int symbol, ref WideBitWriter bits)
    {
        var transition = transitions[symbol];
        var width = (int)((state + transition.Widths) >> 16);
        bits.Add(state, width);
        return states[(int)(state >> width) + transition.Offset];
    }

    /// <summary>Writes the last state.</summary>
    public void End(uint state, ref WideBitWriter bits) => bits.Add(state, tableLog);
}
