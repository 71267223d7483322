using System.Numerics;
using System.Runtime.CompilerServices;

namespace Blosc.Zstd.Sequences;

/// <summary>The codes of the numbers in sequences: each stands for a range, and extra bits tell which of it (RFC 8878, 3.1.1.3.2.1.1).</summary>
internal static class SequenceCodes
{
    /// <summary>Number of codes for how many literals there are.</summary>
    public const int LiteralsCodes = 36;

    /// <summary>Number of codes for the length of a repeat.</summary>
    public const int LengthCodes = 53;

    /// <summary>Number of codes for distances.</summary>
    public const int OffsetCodes = 29;

    /// <summary>The shortest repeat.</summary>
    public const int LeastLength = 3;

    private const int LargeLiteralsFrom = 64;
    private const int LargeLiteralsShift = 19;
    private const int LargeLengthsFrom = 128;
    private const int LargeLengthsShift = 36;

    private static ReadOnlySpan<byte> SmallLiterals =>
    [
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
        16, 16, 17, 17, 18, 18, 19, 19, 20, 20, 20, 20, 21, 21, 21, 21,
        22, 22, 22, 22, 22, 22, 22, 22, 23, 23, 23, 23, 23, 23, 23, 23,
        24, 24, 24, 24, 24, 24, 24, 24, 24, 24, 24, 24, 24, 24, 24, 24,
    ];

    private static ReadOnlySpan<byte> SmallLengths =>
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

    private static ReadOnlySpan<byte> LiteralsExtra => [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16];

    private static ReadOnlySpan<byte> LengthExtra =>
    [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16,
    ];

    /// <summary>The normalized of literals codes that need no description (RFC 8878, 3.1.1.3.2.2.1), for a table of 2^6.</summary>
    public static ReadOnlySpan<sbyte> LiteralsShares => [4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1, -1, -1, -1, -1];

    /// <summary>As <see cref="LiteralsShares"/>, of length codes, for a table of 2^6.</summary>
    public static ReadOnlySpan<sbyte> LengthShares =>
    [
        1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
        -1, -1, -1, -1, -1, -1, -1,
    ];

    /// <summary>As <see cref="LiteralsShares"/>, of offset codes, for a table of 2^5.</summary>
    public static ReadOnlySpan<sbyte> OffsetShares => [1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1];

    /// <summary>The code of how many literals there are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int OfLiterals(int count) => count < LargeLiteralsFrom ? SmallLiterals[count] : BitOperations.Log2((uint)count) + LargeLiteralsShift;

    /// <summary>The code of the length of a repeat.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int OfLength(int length)
    {
        var more = length - LeastLength;
        return more < LargeLengthsFrom ? SmallLengths[more] : BitOperations.Log2((uint)more) + LargeLengthsShift;
    }

    /// <summary>The code of an offset value, which is also how many bits it has extra.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int OfOffset(int value) => BitOperations.Log2((uint)value);

    /// <summary>How many bits tell which number a literals code stands for: the lowest of the number itself, as ranges begin at multiples of their length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ExtraOfLiterals(int code) => LiteralsExtra[code];

    /// <summary>As <see cref="ExtraOfLiterals"/>, of length codes: the lowest bits of the length less <see cref="LeastLength"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ExtraOfLength(int code) => LengthExtra[code];
}
