using System.Runtime.CompilerServices;

namespace Blosc.Zstd.Entropy;

/// <summary>The FSE transform of a symbol, as in fse.h of zstd.</summary>
/// <param name="DeltaNbBits">A state plus this number has the number of bits to write in its upper 16 bits (<c>deltaNbBits</c>).</param>
/// <param name="DeltaFindState">The shifted state plus this number is the index of the next state (<c>deltaFindState</c>).</param>
internal readonly record struct FseSymbolTransform(uint DeltaNbBits, int DeltaFindState);

/// <summary>The encoding table of an <see cref="FseEncoder"/>.</summary>
internal readonly ref struct FseEncodingTable(ReadOnlySpan<FseSymbolTransform> transforms, ReadOnlySpan<ushort> states, int tableLog)
{
    private readonly ReadOnlySpan<FseSymbolTransform> transforms = transforms;
    private readonly ReadOnlySpan<ushort> states = states;

    /// <summary>Gives the initial state, which encodes the last symbol.</summary>
    public uint Begin(int symbol)
    {
        var transform = transforms[symbol];
        var width = (transform.DeltaNbBits + (1 << 15)) >> 16;
        var value = (width << 16) - transform.DeltaNbBits;
        return states[(int)(value >> (int)width) + transform.DeltaFindState];
    }

    /// <summary>Encodes a symbol: writes the low bits of the state and returns the next state.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Encode(uint state, int symbol, ref WideBitWriter bits)
    {
        var transform = transforms[symbol];
        var width = (int)((state + transform.DeltaNbBits) >> 16);
        bits.Add(state, width);
        return states[(int)(state >> width) + transform.DeltaFindState];
    }

    /// <summary>Writes the final state.</summary>
    public void End(uint state, ref WideBitWriter bits) => bits.Add(state, tableLog);
}
