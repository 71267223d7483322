using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Blosc.Zstd.Sequences;

/// <summary>Compares bytes with those some distance before, 64 at once.</summary>
internal static class EqualBytes
{
    /// <summary>Bytes of which a word tells.</summary>
    public const int WordBits = 64;

    /// <summary>Words that are written after those of the content; they have no bits.</summary>
    public const int WordsAfter = 2;

    /// <summary>Makes words of one bit for each byte: whether it is the same as the one so far before.</summary>
    /// <param name="content">The content. What is before it is different.</param>
    /// <param name="distance">How far before, at least 1.</param>
    /// <param name="words">Room for a word for each 64 bytes that were begun and one for the next, and <see cref="WordsAfter"/>.</param>
    /// <param name="step">From one word to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Compare(ReadOnlySpan<byte> content, int distance, Span<ulong> words, int step)
    {
        ref var first = ref MemoryMarshal.GetReference(content);
        var whole = content.Length / WordBits;
        var edge = Math.Min((distance + WordBits - 1) / WordBits, whole);
        for (var word = 0; word < edge; word++)
        {
            words[word * step] = CompareEdge(content, word * WordBits, distance);
        }

        for (var word = edge; word < whole; word++)
        {
            words[word * step] = CompareWord(ref Unsafe.Add(ref first, word * WordBits), distance);
        }

        words[whole * step] = CompareEdge(content, whole * WordBits, distance);
        for (var after = 1; after <= WordsAfter; after++)
        {
            words[(whole + after) * step] = 0;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong CompareWord(ref byte at, int distance)
    {
        ref var before = ref Unsafe.Subtract(ref at, distance);
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
    private static ulong CompareEdge(ReadOnlySpan<byte> content, int at, int distance)
    {
        var bits = 0UL;
        for (var i = Math.Max(at, distance); i < Math.Min(at + WordBits, content.Length); i++)
        {
            bits |= content[i] == content[i - distance] ? 1UL << (i - at) : 0;
        }

        return bits;
    }
}
