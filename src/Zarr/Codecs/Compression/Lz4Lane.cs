using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Zarr.Codecs.Compression;

/// <summary>
/// Turns one stretch of a block's content into sequences (literals, then a match), as far as its last match. What follows that is for the caller.
/// </summary>
/// <remarks>
/// <para>Where a sequence begins is known only when the one before has ended, and most of the time goes by waiting for that chain of loads. So <see cref="RunBoth"/>
/// works on two stretches in turn, which takes a processor hardly longer than one.</para>
/// <para>Bounds: a search stops <see cref="SearchMargin"/> bytes before the end of the stretch, which is more than is read from there on without a check; and
/// <see cref="SequenceRoom"/> bytes of the output are kept free, which is more than is written without a check.</para>
/// <para>Optimised at once, not when they have run for a while: a program that writes one image would be done by then.</para>
/// </remarks>
internal ref struct Lz4Lane
{
    /// <summary>How many places are remembered.</summary>
    public const int PlaceCount = 1 << HashBits;

    private const int HashBits = 12;
    private const int MinMatch = 4;
    private const int SearchMargin = 44;
    private const int SequenceRoom = 8;

    // After so many misses the step grows by one.
    private const int SkipShift = 6;

    private readonly ReadOnlySpan<byte> source;
    private readonly Span<byte> output;
    private readonly ref ushort places;
    private readonly nint end;
    private readonly nint lastSearch;
    private readonly nint room;
    private readonly int firstMisses;

    // The next match, if the distance is not 0.
    private nint at;
    private nint distance;
    private nint written;
    private int misses;
    private bool isDone;

    /// <summary>Begins a stretch.</summary>
    /// <param name="source">The content of the block up to the end of the stretch.</param>
    /// <param name="start">Where the stretch begins.</param>
    /// <param name="end">Where its last match must have ended.</param>
    /// <param name="output">Room for the sequences.</param>
    /// <param name="places">Zeros, <see cref="PlaceCount"/> of them.</param>
    /// <param name="acceleration">How far the search jumps at first.</param>
    public Lz4Lane(ReadOnlySpan<byte> source, int start, int end, Span<byte> output, Span<ushort> places, int acceleration)
    {
        this.source = source;
        this.output = output;
        this.places = ref MemoryMarshal.GetReference(places[..PlaceCount]);
        (this.end, at, FirstMatch) = (end, start, -1);
        (lastSearch, room) = (source.Length - SearchMargin, output.Length - SequenceRoom);
        misses = firstMisses = acceleration << SkipShift;
    }

    /// <summary>Where the first match begins; negative if there is none.</summary>
    public int FirstMatch { get; private set; }

    /// <summary>The end of the last match.</summary>
    public readonly int Anchor => (int)at;

    /// <summary>The sequences.</summary>
    public readonly Span<byte> Written => output[..(int)written];

    /// <summary>Whether the sequences did not fit.</summary>
    public readonly bool IsFull => FirstMatch >= 0 && written > room;

    /// <summary>Lets the search jump as far as that in another stretch did in the end.</summary>
    public void JumpAs(in Lz4Lane other) => misses = other.misses;

    /// <summary>Writes sequences until a match follows directly after one; it is then to be written next.</summary>
    /// <returns>False at the end, or if there is no more room.</returns>
    public bool FindRun()
    {
        while (distance == 0 && !isDone)
        {
            isDone = !TryWriteSequence();
        }

        return distance != 0 && !IsFull;
    }

    /// <summary>Writes matches as long as one follows directly after the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(ref Lz4Lane lane)
    {
        ref var s = ref MemoryMarshal.GetReference(lane.source);
        ref var d = ref MemoryMarshal.GetReference(lane.output);
        var (at, distance, written) = (lane.at, lane.distance, lane.written);
        while (Step(in lane, ref s, ref d, ref at, ref distance, ref written))
        {
        }

        (lane.at, lane.distance, lane.written) = (at, distance, written);
    }

    /// <summary>As <see cref="Run"/> for two stretches, until one of them has no such match.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void RunBoth(ref Lz4Lane left, ref Lz4Lane right)
    {
        ref var s = ref MemoryMarshal.GetReference(left.source);
        ref var leftOutput = ref MemoryMarshal.GetReference(left.output);
        ref var rightOutput = ref MemoryMarshal.GetReference(right.output);
        var (at, distance, written) = (left.at, left.distance, left.written);
        var (at2, distance2, written2) = (right.at, right.distance, right.written);
        while (Step(in left, ref s, ref leftOutput, ref at, ref distance, ref written)
            & Step(in right, ref s, ref rightOutput, ref at2, ref distance2, ref written2))
        {
        }

        (left.at, left.distance, left.written) = (at, distance, written);
        (right.at, right.distance, right.written) = (at2, distance2, written2);
    }

    // Writes a match with its token, and looks whether there is one right behind it; distance is 0 if not.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Step(in Lz4Lane lane, ref byte s, ref byte d, ref nint at, ref nint distance, ref nint written)
    {
        ref var token = ref Unsafe.Add(ref d, written);
        Unsafe.WriteUnaligned(ref Unsafe.Add(ref token, 1), (ushort)distance);
        written += 1 + sizeof(ushort);
        at += MinMatch;
        var different = ~Vector256.Equals(Read32(ref s, at), Read32(ref s, at - distance)).ExtractMostSignificantBits();
        nint length = BitOperations.TrailingZeroCount(different);
        if (different == 0)
        {
            length = CountLong(ref s, at, distance, lane.end);
            written = lane.WriteLength(written, length);
        }
        else
        {
            // Written in any case, because whether it counts cannot be foretold.
            Unsafe.Add(ref token, 3) = (byte)(length - Lz4Block.LongNibble);
            written += length >= Lz4Block.LongNibble ? 1 : 0;
        }

        at += length;
        token = (byte)Math.Min(length, Lz4Block.LongNibble);
        distance = 0;
        if (at > lane.lastSearch)
        {
            return false;
        }

        Unsafe.Add(ref lane.places, Hash(Read8(ref s, at - 2))) = (ushort)(at - 2);
        var bytes = Read8(ref s, at);
        ref var place = ref Unsafe.Add(ref lane.places, Hash(bytes));
        nint far = (ushort)(at - place);
        place = (ushort)at;
        if (!IsMatch(ref s, at, far, bytes))
        {
            return false;
        }

        distance = far;
        return written <= lane.room;
    }

    private bool TryWriteSequence()
    {
        var (anchor, token) = (at, written);
        if (!Search(anchor))
        {
            return false;
        }

        FirstMatch = FirstMatch < 0 ? (int)at : FirstMatch;
        var literals = source[(int)anchor..(int)at];
        if (written + Lz4Block.LiteralsLength(literals.Length) > room)
        {
            (at, written) = (anchor, output.Length);
            return false;
        }

        // The match is written as if its token were where the last literal is, then the token is put where it belongs.
        written = Lz4Block.WriteLiterals(output, (int)written, literals) - 1;
        ref var last = ref output[(int)written];
        var kept = last;
        Step(in this, ref MemoryMarshal.GetReference(source), ref MemoryMarshal.GetReference(output), ref at, ref distance, ref written);
        var length = last;
        last = kept;
        output[(int)token] |= length;
        return true;
    }

    // Sets the match, if there is one.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Search(nint anchor)
    {
        ref var s = ref MemoryMarshal.GetReference(source);
        ref var table = ref places;
        var missed = misses;
        for (nint place = anchor + 1, step = 1; place <= lastSearch; place += step, step = missed++ >> SkipShift)
        {
            var bytes = Read8(ref s, place);
            ref var slot = ref Unsafe.Add(ref table, Hash(bytes));
            nint far = (ushort)(place - slot);
            slot = (ushort)place;
            if (IsMatch(ref s, place, far, bytes))
            {
                (at, distance, misses) = (place - CountBack(ref s, place, far, anchor), far, firstMisses);
                return true;
            }
        }

        misses = missed;
        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsMatch(ref byte s, nint at, nint distance, ulong bytes) =>
        (nuint)(distance - 1) < (nuint)at && (uint)bytes == Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref s, at - distance));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Read8(ref byte s, nint at) => Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref s, at));

    // Of the first five bytes.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint Hash(ulong bytes) => (nint)((bytes << 24) * 889523592379UL >> (64 - HashBits));

    private static nint CountBack(ref byte s, nint at, nint distance, nint anchor)
    {
        var start = at;
        while (at > anchor && at > distance && Unsafe.Add(ref s, at - 1) == Unsafe.Add(ref s, at - distance - 1))
        {
            at--;
        }

        return start - at;
    }

    // The first 32 are the same already.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static nint CountLong(ref byte s, nint start, nint distance, nint end)
    {
        var at = start + Vector256<byte>.Count;
        for (; at <= end - Vector256<byte>.Count; at += Vector256<byte>.Count)
        {
            var different = ~Vector256.Equals(Read32(ref s, at), Read32(ref s, at - distance)).ExtractMostSignificantBits();
            if (different != 0)
            {
                return at - start + BitOperations.TrailingZeroCount(different);
            }
        }

        while (at < end && Unsafe.Add(ref s, at) == Unsafe.Add(ref s, at - distance))
        {
            at++;
        }

        return at - start;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Read32(ref byte s, nint at) => Vector256.LoadUnsafe(ref s, (nuint)at);

    // Without room for it, leaves as much written as if the output were full.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly nint WriteLength(nint written, nint length) => written + (length / byte.MaxValue) + 1 > output.Length
        ? output.Length
        : Lz4Block.WriteLength(output, (int)written, (int)length);
}
