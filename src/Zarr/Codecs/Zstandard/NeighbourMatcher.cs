using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Zarr.Codecs.Zstandard;

/// <summary>
/// Finds where content repeats its neighbours: the element before, and those around the same place in the row above. In label images and in the high bytes of smooth ones there is
/// hardly anything else to be found, and comparing whole vectors finds it without tables and many times faster.
/// </summary>
internal sealed class NeighbourMatcher
{
    private const int WordBits = 64;

    // Words after the end are read, and hold no bits.
    private const int Words = (FrameWriter.MaxBlockLength / WordBits) + 8;
    private const int MostDistances = 4;
    private const int ScorePerByte = 4;
    private const int SameDistanceScore = 5;
    private const int LazyScore = 6;

    private readonly ulong[][] equal;
    private readonly ulong[] starts = new ulong[Words];
    private readonly int[] distances;

    /// <summary>A matcher for content that is laid out in rows.</summary>
    /// <param name="rows">How far apart neighbours are.</param>
    public NeighbourMatcher(RowLayout rows)
    {
        distances = rows.Row == 0 ? [rows.Element] : [rows.Element, rows.Row, rows.Row - rows.Element, rows.Row + rows.Element];
        equal = [.. distances.Select(_ => new ulong[Words])];
    }

    /// <summary>Adds the repeats in a block, and the literals between them.</summary>
    /// <param name="content">At most <see cref="FrameWriter.MaxBlockLength"/> bytes.</param>
    /// <param name="least">The shortest repeat that is worth it, 3 to 32.</param>
    /// <param name="found">What is added to.</param>
    public void Find(ReadOnlySpan<byte> content, int least, SequenceList found)
    {
        var words = (content.Length + WordBits - 1) / WordBits;
        starts.AsSpan().Clear();
        for (var i = 0; i < distances.Length; i++)
        {
            Compare(content, distances[i], equal[i]);
            AddStarts(equal[i], words, least);
        }

        var from = 0;
        var last = distances[0];
        for (var at = NextStart(0, words); at < content.Length; at = NextStart(from, words))
        {
            var match = Best(at, last);
            if (Best(at + 1, last) is var next && next.Score > match.Score + LazyScore)
            {
                at++;
                match = next;
            }

            found.Add(content, from, at, match.Length, match.Distance);
            (from, last) = (at + match.Length, match.Distance);
        }

        found.AddLiterals(content[from..]);
    }

    // One bit for each byte: whether it is the same as the one so far before.
    private static void Compare(ReadOnlySpan<byte> content, int distance, Span<ulong> bits)
    {
        ref var first = ref MemoryMarshal.GetReference(content);
        var whole = content.Length / WordBits;
        for (var word = 0; word < whole; word++)
        {
            var at = word * WordBits;
            bits[word] = at < distance ? CompareEdge(content, at, distance) : CompareWord(ref Unsafe.Add(ref first, at), distance);
        }

        bits[whole..].Clear();
        bits[whole] = CompareEdge(content, whole * WordBits, distance);
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

    private static ulong CompareEdge(ReadOnlySpan<byte> content, int at, int distance)
    {
        var bits = 0UL;
        for (var i = Math.Max(at, distance); i < Math.Min(at + WordBits, content.Length); i++)
        {
            bits |= content[i] == content[i - distance] ? 1UL << (i - at) : 0;
        }

        return bits;
    }

    // One bit for each place where enough bytes in a row are equal.
    private void AddStarts(ReadOnlySpan<ulong> bits, int words, int least)
    {
        for (var word = 0; word < words; word += Vector256<ulong>.Count)
        {
            var low = Vector256.Create(bits[word..]);
            var high = Vector256.Create(bits[(word + 1)..]);
            var run = low;
            for (var shift = 1; shift < least; shift++)
            {
                run &= (low >>> shift) | (high << (WordBits - shift));
            }

            (run | Vector256.Create(starts.AsSpan(word))).CopyTo(starts, word);
        }
    }

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

    private Match Best(int at, int last)
    {
        var best = 0;
        for (var i = 0; i < distances.Length; i++)
        {
            var score = (RunFrom(equal[i], at) * ScorePerByte) + (distances[i] == last ? SameDistanceScore : 0);
            best = Math.Max(best, (score * MostDistances) + i);
        }

        var distance = distances[best % MostDistances];
        var ofBest = best / MostDistances;
        return new Match((ofBest - (distance == last ? SameDistanceScore : 0)) / ScorePerByte, distance, ofBest);
    }

    // Most runs are short: then no branch depends on them.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int RunFrom(ulong[] bits, int at)
    {
        var word = at / WordBits;
        var shift = at % WordBits;
        var here = (bits[word] >> shift) | (bits[word + 1] << 1 << (WordBits - 1 - shift));
        return here == ulong.MaxValue ? LongRunFrom(bits, at + WordBits) + WordBits : BitOperations.TrailingZeroCount(~here);
    }

    private static int LongRunFrom(ulong[] bits, int at)
    {
        var word = at / WordBits;
        var shift = at % WordBits;
        var run = BitOperations.TrailingZeroCount(~(bits[word] >> shift));
        if (run < WordBits - shift)
        {
            return run;
        }

        run = WordBits - shift;
        for (word++; bits[word] == ulong.MaxValue; word++)
        {
            run += WordBits;
        }

        return run + BitOperations.TrailingZeroCount(~bits[word]);
    }

    private readonly record struct Match(int Length, int Distance, int Score);
}
