using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Blosc.Zstd.Entropy;

namespace Blosc.Zstd.Encoding;

/// <summary>
/// Estimates how much matches would save in addition to a Huffman code, by a search in a small sample of windows. It finds short near matches, and long matches at any offset.
/// </summary>
internal sealed class MatchGainEstimator
{
    private const int Window = 640;
    private const int Nearby = 1536;
    private const int Every = 32 * 1024;
    private const int LongMatch = sizeof(ulong);
    private const int Stride = 16;
    private const int UnseenPrice = 8 * BitCost.Bit;
    private const int NearBits = 11;
    private const int FarBits = 12;
    private const ulong Multiplier = 0xCF1BBCDCB7A56463;

    // The cost of a match beside the extra bits of its offset: the codes of offset, match length and literal length.
    private const int MatchCost = 7 * BitCost.Bit;
    private const int RepeatOffsetCost = 4 * BitCost.Bit;

    /// <summary>The bytes that a found far match stands for: every 16th position is indexed, and one match in 16 begins at such a position.</summary>
    public const int BytesPerFarMatch = Stride * Stride;

    // The last position of each hash. 0 if there is none: position 0 is then an ordinary candidate.
    private readonly ushort[] near = new ushort[1 << NearBits];
    private readonly int[] far = new int[1 << FarBits];
    private readonly int[] counts = new int[ByteHistogram.Size];
    private readonly int[] prices = new int[ByteHistogram.Size];

    /// <summary>The cost of the sampled bytes as literals, in units of <see cref="BitCost"/>.</summary>
    public long Literals { get; private set; }

    /// <summary>The part of that cost that matches would save.</summary>
    public long Saved { get; private set; }

    /// <summary>The number of sampled bytes.</summary>
    public int Length { get; private set; }

    /// <summary>The number of far matches that save bytes. Few positions are indexed, so most matches are not seen: each one found stands for up to <see cref="BytesPerFarMatch"/> bytes.</summary>
    public int FarMatches { get; private set; }

    /// <summary>Estimates the gain on a plane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Estimate(ReadOnlySpan<byte> plane)
    {
        far.AsSpan().Clear();
        (Literals, Saved, Length, FarMatches) = (0, 0, 0, 0);
        for (var from = 0; from < plane.Length; from += Every)
        {
            var to = Math.Min(from + Every, plane.Length);
            var start = from + PlaceOfWindow(from, to - from);
            var end = Math.Min(start + Window, plane.Length - LongMatch);
            EstimateWindow(plane, start, end);
            RememberFar(plane, from, to);
        }
    }

    // Irregular distances, so that periodic content cannot hide between the windows.
    private static int PlaceOfWindow(int from, int length)
    {
        var room = Math.Max(0, length - Window);
        return (int)(((ulong)Hash((ulong)from + 1, 32) * (ulong)room) >> 32);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Hash(ulong bytes, int bits) => (uint)((bytes * Multiplier) >> (64 - bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Read(ref byte plane, int at) => Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref plane, at));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RememberFar(ReadOnlySpan<byte> plane, int from, int to)
    {
        ref var first = ref MemoryMarshal.GetReference(plane);
        ref var places = ref MemoryMarshal.GetArrayDataReference(far);
        var last = Math.Min(to, plane.Length - LongMatch);
        for (var at = (from + Stride - 1) / Stride * Stride; at < last; at += Stride)
        {
            var bytes = Read(ref first, at);
            ref var place = ref Unsafe.Add(ref places, Hash(bytes, FarBits));
            if (Read(ref first, place) == bytes && place < at && !IsRun(bytes) && IsWorthCopying(bytes, at - place))
            {
                FarMatches++;
            }

            place = at;
        }
    }

    // A run of one byte is a near match.
    private static bool IsRun(ulong bytes) => bytes == BitOperations.RotateLeft(bytes, 8);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool IsWorthCopying(ulong bytes, int offset)
    {
        var price = 0;
        for (var left = bytes; left != 0; left >>= 8)
        {
            price += prices[(byte)left];
        }

        return price > CostOf(offset);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void EstimateWindow(ReadOnlySpan<byte> plane, int start, int end)
    {
        if (end <= start)
        {
            return;
        }

        var origin = Math.Max(0, start - Nearby);
        ByteHistogram.Count(plane[origin..end], counts);
        BitCost.Prices(counts, end - origin, prices);
        prices.AsSpan().Replace(0, UnseenPrice);
        near.AsSpan().Clear();
        ref var first = ref MemoryMarshal.GetReference(plane);
        ref var places = ref MemoryMarshal.GetArrayDataReference(near);
        for (var at = origin; at < start; at++)
        {
            Unsafe.Add(ref places, Hash((uint)Read(ref first, at), NearBits)) = (ushort)(at - origin);
        }

        Length += end - start;
        Search(plane[..end], start, origin);
        foreach (var value in plane[start..end])
        {
            Literals += prices[value];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Search(ReadOnlySpan<byte> plane, int start, int origin)
    {
        ref var first = ref MemoryMarshal.GetReference(plane);
        ref var places = ref MemoryMarshal.GetArrayDataReference(near);
        ref var farPlaces = ref MemoryMarshal.GetArrayDataReference(far);
        var offset = 0;
        for (var at = start; at < plane.Length;)
        {
            var bytes = Read(ref first, at);
            ref var place = ref Unsafe.Add(ref places, Hash((uint)bytes, NearBits));
            var nearby = place + origin;
            var farAway = Unsafe.Add(ref farPlaces, Hash(bytes, FarBits));
            place = (ushort)(at - origin);
            var best = default(Match);
            if (offset > 0 && (uint)Read(ref first, at - offset) == (uint)bytes)
            {
                best = Better(plane, at, at - offset, RepeatOffsetCost, best);
            }

            if ((uint)Read(ref first, nearby) == (uint)bytes && nearby < at)
            {
                best = Better(plane, at, nearby, CostOf(at - nearby), best);
            }

            if (Read(ref first, farAway) == bytes && farAway < at)
            {
                best = Better(plane, at, farAway, CostOf(at - farAway), best);
            }

            Saved += best.Saved;
            offset = best.Length > 0 ? best.Offset : offset;
            at += Math.Max(1, best.Length);
        }
    }

    private static int CostOf(int offset) => MatchCost + (BitOperations.Log2((uint)offset) * BitCost.Bit);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private Match Better(ReadOnlySpan<byte> plane, int at, int candidate, int cost, Match best)
    {
        var length = plane[at..].CommonPrefixLength(plane[candidate..]);
        var saved = -cost;
        foreach (var value in plane.Slice(at, length))
        {
            saved += prices[value];
        }

        return saved > best.Saved ? new Match(length, saved, at - candidate) : best;
    }

    private readonly record struct Match(int Length, int Saved, int Offset);
}
