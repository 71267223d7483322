using System.Numerics;
using System.Runtime.CompilerServices;

namespace Blosc.Zstd.Sequences;

/// <summary>The codes of the numbers in sequences (RFC 8878, section 3.1.1.3.2.1.1): a code stands for a range, and extra bits select the number.</summary>
internal static class SequenceCodes
{
    /// <summary>The number of literal length codes.</summary>
    public const int LiteralLengthCodes = 36;

    /// <summary>The number of match length codes.</summary>
    public const int MatchLengthCodes = 53;

    /// <summary>The number of offset codes in use.</summary>
    public const int OffsetCodes = 29;

    /// <summary>The shortest match.</summary>
    public const int MinMatch = 3;

    private const int LargeLiteralsFrom = 64;
    private const int LargeLiteralsShift = 19;
    private const int LargeLengthsFrom = 128;
    private const int LargeLengthsShift = 36;

    private static ReadOnlySpan<byte> SmallLiteralLengths =>
    [
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
        16, 16, 17, 17, 18, 18, 19, 19, 20, 20, 20, 20, 21, 21, 21, 21,
        22, 22, 22, 22, 22, 22, 22, 22, 23, 23, 23, 23, 23, 23, 23, 23,
        24, 24, 24, 24, 24, 24, 24, 24, 24, 24, 24, 24, 24, 24, 24, 24,
    ];

    private static ReadOnlySpan<byte> SmallMatchLengths =>
    [
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
        16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
        32, 32, 33, 33, 34, 34, 35, 35, 36, 36, 36, 36, 37, 37, 37, 37,
        38, 38, 38, 38, 38, 38, 38, 38, 39, 39, 39, 39, 39, 39, 39, 39,
        40, 40, 40, 40, 40, 40, 40, 40, 40, 40, 40, 40, 40, 40, 40, 40,
        41, 41, 41, 41, 41, 41, 41, 41, 41, 41, 41, 41, 41, 41, 41, 41,
        42, 42, 42, 42, 42, 42, 42, 42, 42, 42, 42, 42, 42, 42, 42, 42,
        42, 42, 42, 42, 42, 42, 42, 42, 42, 42, 42, 42, 42, 42, 42, 42,
    ];

    private static ReadOnlySpan<byte> LiteralLengthExtraBits => [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16];

    private static ReadOnlySpan<byte> MatchLengthExtraBits =>
    [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16,
    ];

    /// <summary>The default distribution of literal length codes (RFC 8878, section 3.1.1.3.2.2.1), for a table of 2^6 states.</summary>
    public static ReadOnlySpan<sbyte> DefaultLiteralLengthCounts => [4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1, -1, -1, -1, -1];

    /// <summary>As <see cref="DefaultLiteralLengthCounts"/>, for match length codes, for a table of 2^6 states.</summary>
    public static ReadOnlySpan<sbyte> DefaultMatchLengthCounts =>
    [
        1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
        -1, -1, -1, -1, -1, -1, -1,
    ];

    /// <summary>As <see cref="DefaultLiteralLengthCounts"/>, of offset codes, for a table of 2^5 states.</summary>
    public static ReadOnlySpan<sbyte> DefaultOffsetCounts => [1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1];

    /// <summary>The code of a literal length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int OfLiteralLength(int count) => count < LargeLiteralsFrom ? SmallLiteralLengths[count] : BitOperations.Log2((uint)count) + LargeLiteralsShift;

    /// <summary>The code of a match length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int OfMatchLength(int length)
    {
        var more = length - MinMatch;
        return more < LargeLengthsFrom ? SmallMatchLengths[more] : BitOperations.Log2((uint)more) + LargeLengthsShift;
    }

    /// <summary>The code of an offset value. It is also the number of extra bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int OfOffset(int value) => BitOperations.Log2((uint)value);

    /// <summary>The number of extra bits of a literal length code. They are the lowest bits of the length, because ranges begin at multiples of their size.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ExtraBitsOfLiteralLength(int code) => LiteralLengthExtraBits[code];

    /// <summary>As <see cref="ExtraBitsOfLiteralLength"/>, of match length codes: the lowest bits of the length less <see cref="MinMatch"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ExtraBitsOfMatchLength(int code) => MatchLengthExtraBits[code];
}
