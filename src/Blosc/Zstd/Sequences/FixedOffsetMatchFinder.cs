using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Blosc.Zstd.Sequences;

/// <summary>
/// Finds matches at a few fixed offsets: the element before, and three neighbours in the row above. Label images and the high bytes of smooth images have hardly any other matches. Comparing
/// whole vectors needs no hash table and is many times faster.
/// </summary>
internal sealed class FixedOffsetMatchFinder
{
    private const int WordBits = EqualBytes.WordBits;
    private const ulong LastBit = 1UL << (WordBits - 1);

    // A vector of four words holds the bits of all offsets for the same 64 bytes.
    private const int OffsetCount = 4;
    private const int MinMatch = 4;
    private const int ScorePerByte = 4;
    private const int SameOffsetScore = 5;
    private const int LazyScore = 6;

    private const int Words = (ZstdFormat.MaxBlockLength / WordBits) + 1 + EqualBytes.WordsAfter;

    private readonly ulong[] equal = new ulong[Words * OffsetCount];
    private readonly ulong[] starts = new ulong[Words];
    private readonly int[] offsets;

    /// <summary>Creates a match finder for content that is laid out in rows.</summary>
    /// <param name="rows">The layout, which gives the offsets.</param>
    public FixedOffsetMatchFinder(RowLayout rows) =>
        offsets = rows.Row == 0 ? [rows.Element] : [rows.Element, rows.Row, rows.Row - rows.Element, rows.Row + rows.Element];

    /// <summary>Adds the matches of a block and the literals between them.</summary>
    /// <param name="content">At most <see cref="ZstdFormat.MaxBlockLength"/> bytes.</param>
    /// <param name="minMatch">The shortest match to take, 4 to 16 bytes.</param>
    /// <param name="found">The list to add to.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Find(ReadOnlySpan<byte> content, int minMatch, SequenceList found)
    {
        var words = (content.Length + WordBits - 1) / WordBits;
        for (var i = 0; i < offsets.Length; i++)
        {
            EqualBytes.Compare(content, offsets[i], equal.AsSpan(i), OffsetCount);
        }

        FindStarts(words, minMatch);
        var from = 0;
        var last = 0;
        for (var at = NextStart(0, words); at < content.Length; at = NextStart(from, words))
        {
            var (match, next) = BestOfTwo(at, last);
            if (next.Score > match.Score + LazyScore)
            {
                at++;
                match = next;
            }

            last = match.Index;
            found.Add(content, from, at, match.Length, offsets[last]);
            from = at + match.Length;
        }

        found.AddLiterals(content[from..]);
    }

    // Sets a bit for each position where enough consecutive bytes are equal: first two, then four, then the rest. Backwards, because each word needs the next one.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FindStarts(int words, int minMatch)
    {
        var more = Math.Min(minMatch, 2 * MinMatch) - MinMatch;
        var evenMore = minMatch - MinMatch - more;
        var (nextOne, nextTwo, nextFour, nextAll) = (Vector256<ulong>.Zero, Vector256<ulong>.Zero, Vector256<ulong>.Zero, Vector256<ulong>.Zero);
        for (var word = words - 1; word >= 0; word--)
        {
            var one = Vector256.Create(equal.AsSpan(word * OffsetCount));
            var two = one & ShiftedDown(one, nextOne, 1);
            var four = two & ShiftedDown(two, nextTwo, 2);
            var all = four & ShiftedDown(four, nextFour, more);
            var start = all & ShiftedDown(all, nextAll, evenMore);
            (nextOne, nextTwo, nextFour, nextAll) = (one, two, four, all);
            starts[word] = start[0] | start[1] | start[2] | start[3];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> ShiftedDown(Vector256<ulong> low, Vector256<ulong> high, int shift) => (low >>> shift) | (high << 1 << (WordBits - 1 - shift));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int NextStart(int from, int words)
    {
        var word = from / WordBits;
        for (var bits = starts[word] & (ulong.MaxValue << (from % WordBits)); ; bits = starts[word])
        {
            if (bits != 0)
            {
                return (word * WordBits) + BitOperations.TrailingZeroCount(bits);
            }

            if (++word >= words)
            {
                return int.MaxValue;
            }
        }
    }

    // The best match at a position, and at the next one (lazy matching). No branch depends on the lengths of short matches, which most are.
    private (Match Here, Match Next) BestOfTwo(int at, int last)
    {
        var word = at / WordBits;
        var shift = at % WordBits;
        var low = Vector256.Create(equal.AsSpan(word * OffsetCount));
        var high = Vector256.Create(equal.AsSpan((word + 1) * OffsetCount));
        var different = ~ShiftedDown(low, high, shift);
        return Vector256.EqualsAny(different, Vector256<ulong>.Zero)
            ? (Longest(at), default)
            : (Best(different, last), Best((different >>> 1) | Vector256.Create(LastBit), last));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Match Best(Vector256<ulong> different, int last)
    {
        var best = Max(Max(Score(different[0], 0, last), Score(different[1], 1, last)), Max(Score(different[2], 2, last), Score(different[3], 3, last)));
        var index = best % OffsetCount;
        return new Match((best / OffsetCount / ScorePerByte) - (index == last ? 1 : 0), index, best / OffsetCount);
    }

    // Math.Max compiles to a branch, which could not be predicted.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Max(int first, int second) => first - ((first - second) & ((first - second) >> 31));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Score(ulong different, int index, int last) =>
        (((BitOperations.TrailingZeroCount(different) * ScorePerByte) + (index == last ? SameOffsetScore : 0)) * OffsetCount) + index;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private Match Longest(int at)
    {
        var best = default(Match);
        for (var index = 0; index < offsets.Length; index++)
        {
            var length = RunFrom(at, index);
            best = length > best.Length ? new Match(length, index, length * ScorePerByte) : best;
        }

        return best;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int RunFrom(int at, int index)
    {
        var word = at / WordBits;
        var shift = at % WordBits;
        var run = BitOperations.TrailingZeroCount(~(equal[(word * OffsetCount) + index] >> shift));
        if (run < WordBits - shift)
        {
            return run;
        }

        run = WordBits - shift;
        for (word++; equal[(word * OffsetCount) + index] == ulong.MaxValue; word++)
        {
            run += WordBits;
        }

        return run + BitOperations.TrailingZeroCount(~equal[(word * OffsetCount) + index]);
    }

    private readonly record struct Match(int Length, int Index, int Score);
}
