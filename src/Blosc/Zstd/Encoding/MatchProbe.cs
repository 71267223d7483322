using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Blosc.Zstd.Entropy;

namespace Blosc.Zstd.Encoding;

/// <summary>
/// Estimates how much a search for repeats would save on top of a Huffman code: does the search, but only for a small part of the bytes. Repeats of a few bytes are
/// looked for nearby, long ones everywhere before.
/// </summary>
internal sealed class MatchProbe
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

    // What a match costs beside the bits of its distance: the codes of its distance, its length, and the literals before it.
    private const int MatchCost = 7 * BitCost.Bit;
    private const int RepeatCost = 4 * BitCost.Bit;

    /// <summary>Places are remembered at every 16th byte, and only one repeat in 16 begins at such a place and came from one.</summary>
    public const int BytesPerFarRepeat = Stride * Stride;

    // Where something was last seen; the beginning where it was not, which then is no worse a place to compare with.
    private readonly ushort[] near = new ushort[1 << NearBits];
    private readonly int[] far = new int[1 << FarBits];
    private readonly int[] counts = new int[ByteHistogram.Size];
    private readonly int[] prices = new int[ByteHistogram.Size];

    /// <summary>Bits (as <see cref="BitCost"/>) that the probed bytes take as literals.</summary>
    public long Literals { get; private set; }

    /// <summary>Bits that matches would save of them.</summary>
    public long Saved { get; private set; }

    /// <summary>How many bytes were probed.</summary>
    public int Length { get; private set; }

    /// <summary>How many of the places remembered everywhere hold a repeat that is worth while. As only some places are remembered, most repeats are not seen: each stands for
    /// up to <see cref="BytesPerFarRepeat"/> bytes.</summary>
    public int FarRepeats { get; private set; }

    /// <summary>Probes a plane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Probe(ReadOnlySpan<byte> plane)
    {
        far.AsSpan().Clear();
        (Literals, Saved, Length, FarRepeats) = (0, 0, 0, 0);
        for (var from = 0; from < plane.Length; from += Every)
        {
            var to = Math.Min(from + Every, plane.Length);
            var start = from + PlaceOfWindow(from, to - from);
            var end = Math.Min(start + Window, plane.Length - LongMatch);
            ProbeWindow(plane, start, end);
            RememberFar(plane, from, to);
        }
    }

    // Somewhere else each time, so that nothing periodic hides between the windows.
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
                FarRepeats++;
            }

            place = at;
        }
    }

    // The same byte again and again repeats what is nearest.
    private static bool IsRun(ulong bytes) => bytes == BitOperations.RotateLeft(bytes, 8);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool IsWorthCopying(ulong bytes, int distance)
    {
        var price = 0;
        for (var left = bytes; left != 0; left >>= 8)
        {
            price += prices[(byte)left];
        }

        return price > CostOf(distance);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ProbeWindow(ReadOnlySpan<byte> plane, int start, int end)
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
        var distance = 0;
        for (var at = start; at < plane.Length;)
        {
            var bytes = Read(ref first, at);
            ref var place = ref Unsafe.Add(ref places, Hash((uint)bytes, NearBits));
            var nearby = place + origin;
            var farAway = Unsafe.Add(ref farPlaces, Hash(bytes, FarBits));
            place = (ushort)(at - origin);
            var best = default(Match);
            if (distance > 0 && (uint)Read(ref first, at - distance) == (uint)bytes)
            {
                best = Better(plane, at, at - distance, RepeatCost, best);
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
            distance = best.Length > 0 ? best.Distance : distance;
            at += Math.Max(1, best.Length);
        }
    }

    private static int CostOf(int distance) => MatchCost + (BitOperations.Log2((uint)distance) * BitCost.Bit);

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

    private readonly record struct Match(int Length, int Saved, int Distance);
}
