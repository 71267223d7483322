using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Blosc.Zstd.Sequences;

/// <summary>Compares each byte with the byte at an offset before it, 64 bytes at once.</summary>
internal static class EqualBytes
{
    /// <summary>The number of bytes that a word describes.</summary>
    public const int WordBits = 64;

    /// <summary>The number of zero words written after those of the content.</summary>
    public const int WordsAfter = 2;

    /// <summary>Writes a bit for each byte: whether it equals the byte at the offset before it.</summary>
    /// <param name="content">The content. Bytes before its beginning count as different.</param>
    /// <param name="offset">The offset, at least 1.</param>
    /// <param name="words">Room for one word per 64 bytes (rounded up), one more, and <see cref="WordsAfter"/>.</param>
    /// <param name="step">Distance from one word to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Compare(ReadOnlySpan<byte> content, int offset, Span<ulong> words, int step)
    {
        ref var first = ref MemoryMarshal.GetReference(content);
        var whole = content.Length / WordBits;
        var edge = Math.Min((offset + WordBits - 1) / WordBits, whole);
        for (var word = 0; word < edge; word++)
        {
            words[word * step] = CompareEdge(content, word * WordBits, offset);
        }

        for (var word = edge; word < whole; word++)
        {
            words[word * step] = CompareWord(ref Unsafe.Add(ref first, word * WordBits), offset);
        }

        words[whole * step] = CompareEdge(content, whole * WordBits, offset);
        for (var after = 1; after <= WordsAfter; after++)
        {
            words[(whole + after) * step] = 0;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong CompareWord(ref byte at, int offset)
    {
        ref var before = ref Unsafe.Subtract(ref at, offset);
        if (Vector512.IsHardwareAccelerated)
        {
            return Vector512.Equals(Vector512.LoadUnsafe(ref at), Vector512.LoadUnsafe(ref before)).ExtractMostSignificantBits();
        }

        const int Half = WordBits / 2;
        var low = Vector256.Equals(Vector256.LoadUnsafe(ref at), Vector256.LoadUnsafe(ref before)).ExtractMostSignificantBits();
        var high = Vector256.Equals(Vector256.LoadUnsafe(ref at, Half), Vector256.LoadUnsafe(ref before, Half)).ExtractMostSignificantBits();
        return low | ((ulong)high << Half);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static ulong CompareEdge(ReadOnlySpan<byte> content, int at, int offset)
    {
        var bits = 0UL;
        for (var i = Math.Max(at, offset); i < Math.Min(at + WordBits, content.Length); i++)
        {
            bits |= content[i] == content[i - offset] ? 1UL << (i - at) : 0;
        }

        return bits;
    }
}
