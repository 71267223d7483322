using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Blosc.Lz4;

/// <summary>
/// Encodes a part of the content of a block as sequences (literals, then a match), up to its last match. The caller encodes the rest.
/// </summary>
/// <remarks>
/// <para>Each sequence starts where the previous one ends, so most of the time is the latency of that chain of loads. <see cref="RunBoth"/> therefore encodes two parts alternately, which takes hardly
/// longer than one.</para>
/// <para>Results that may not be needed are computed without a branch, because a mispredicted branch costs more.</para>
/// <para>Bounds: a search stops <see cref="SearchMargin"/> bytes before the end of the content, more than unchecked reads reach; and
/// <see cref="SequenceRoom"/> bytes of the output stay free, more than unchecked writes reach.</para>
/// <para>The methods are optimised before their first call, because a program that writes one image ends before tiered compilation would optimise them.</para>
/// </remarks>
internal ref struct Lz4StreamEncoder
{
    /// <summary>The number of entries of the hash table.</summary>
    public const int PlaceCount = 1 << HashBits;

    private const int HashBits = 12;
    private const int MinMatch = 4;
    private const int SearchMargin = 44;
    private const int SequenceRoom = 8;
    private const int LiteralsStep = 2 * 32;
    private const int BackStep = sizeof(ulong);

    // Number of misses after which the step grows by one.
    private const int SkipShift = 6;
    private const int ProbesAStep = 16;

    private readonly ref byte source;
    private readonly ref ushort places;
    private readonly Span<byte> output;
    private readonly nint end;
    private readonly nint length;
    private readonly nint lastSearch;
    private readonly nint room;
    private readonly nint firstMisses;

    // The pending match, whose token and literals are already written, if the distance is not 0; otherwise the end of the last match.
    private nint at;
    private nint distance;
    private nint token;
    private nint written;
    private nint misses;
    private bool isDone;

    /// <summary>Begins a part.</summary>
    /// <param name="source">The content of the block up to the end of the part.</param>
    /// <param name="start">The start of the part.</param>
    /// <param name="end">The end of the last possible match.</param>
    /// <param name="output">Room for the sequences.</param>
    /// <param name="places">Zeros, <see cref="PlaceCount"/> of them.</param>
    /// <param name="acceleration">The initial step of the search.</param>
    public Lz4StreamEncoder(ReadOnlySpan<byte> source, int start, int end, Span<byte> output, Span<ushort> places, int acceleration)
    {
        this.source = ref MemoryMarshal.GetReference(source);
        this.output = output;
        this.places = ref MemoryMarshal.GetReference(places[..PlaceCount]);
        (this.end, length, at) = (end, source.Length, start);
        (lastSearch, room) = (source.Length - SearchMargin, output.Length - SequenceRoom);
        misses = firstMisses = (nint)acceleration << SkipShift;
    }

    /// <summary>Continues with the final step of another part.</summary>
    public void JumpAs(in Lz4StreamEncoder other) => misses = other.misses;

    /// <summary>The end of the last match.</summary>
    public readonly int Anchor => (int)at;

    /// <summary>The sequences.</summary>
    public readonly Span<byte> Written => output[..(int)written];

    /// <summary>Whether the search ended because the output is full.</summary>
    public bool IsFull { get; private set; }

    /// <summary>Finds the next match, unless one is pending, and writes the literals before it.</summary>
    /// <returns>False at the end, or if the output is full.</returns>
    public bool FindMatch() => distance != 0 || (!isDone && Search());

    /// <summary>Writes matches as long as they follow each other directly.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(ref Lz4StreamEncoder lane)
    {
        ref var s = ref lane.source;
        ref var d = ref MemoryMarshal.GetReference(lane.output);
        var (at, distance, token, written) = (lane.at, lane.distance, lane.token, lane.written);
        while (Step(ref lane, ref s, ref d, ref at, ref distance, ref token, ref written))
        {
        }

        (lane.at, lane.distance, lane.token, lane.written) = (at, distance, token, written);
    }

    /// <summary>As <see cref="Run"/>, for two parts, until one of them has no adjacent match.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void RunBoth(ref Lz4StreamEncoder left, ref Lz4StreamEncoder right)
    {
        ref var s = ref left.source;
        ref var d = ref MemoryMarshal.GetReference(left.output);
        ref var d2 = ref MemoryMarshal.GetReference(right.output);
        var (at, distance, token, written) = (left.at, left.distance, left.token, left.written);
        var (at2, distance2, token2, written2) = (right.at, right.distance, right.token, right.written);
        while (Step(ref left, ref s, ref d, ref at, ref distance, ref token, ref written)
            & Step(ref right, ref s, ref d2, ref at2, ref distance2, ref token2, ref written2))
        {
        }

        (left.at, left.distance, left.token, left.written) = (at, distance, token, written);
        (right.at, right.distance, right.token, right.written) = (at2, distance2, token2, written2);
    }

    // Writes a match, and looks for another one directly after it; without one, the distance becomes 0.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Step(ref Lz4StreamEncoder lane, ref byte s, ref byte d, ref nint at, ref nint distance, ref nint token, ref nint written)
    {
        ref var next = ref Unsafe.Add(ref d, written);
        Unsafe.WriteUnaligned(ref next, BitConverter.IsLittleEndian ? (ushort)distance : BinaryPrimitives.ReverseEndianness((ushort)distance));
        at += MinMatch;
        var different = ~Vector256.Equals(Read32(ref s, at), Read32(ref s, at - distance)).ExtractMostSignificantBits();
        nint length = BitOperations.TrailingZeroCount(different);
        if (different == 0)
        {
            length = CountLong(ref s, at, distance, lane.end);
            written = lane.WriteLong(written + sizeof(ushort), length);
        }
        else
        {
            // Written without a branch, which could not be predicted; it may be overwritten.
            Unsafe.Add(ref next, sizeof(ushort)) = (byte)(length - Lz4Block.LongNibble);
            written += sizeof(ushort) + (length >= Lz4Block.LongNibble ? 1 : 0);
        }

        Unsafe.Add(ref d, token) |= (byte)Nibble(length);
        at += length;
        distance = 0;
        if (at > lane.lastSearch || written > lane.room)
        {
            return lane.End(written);
        }

        Unsafe.Add(ref lane.places, Hash(Read8(ref s, at - 2))) = (ushort)(at - 2);
        var bytes = Read8(ref s, at);
        var far = lane.Remember(at, bytes);
        if (!IsMatch(ref s, at, far, bytes))
        {
            return false;
        }

        Unsafe.Add(ref d, written) = 0;
        token = written++;
        distance = far;
        return true;
    }

    private bool End(nint end)
    {
        (isDone, IsFull) = (true, end > room);
        return false;
    }

    // If there is no room, it sets the length as if the output were full.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly nint WriteLong(nint start, nint length) => start + (length / byte.MaxValue) + 1 > output.Length
        ? output.Length
        : Lz4Block.WriteLength(output, (int)start, (int)length);

    // As few calls as possible: if matches are rare, most of the time is spent here.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Search()
    {
        ref var s = ref source;
        var missed = misses;
        nint step = 1;
        var place = at + 1;
        for (var limit = Math.Min(lastSearch, place); place <= lastSearch; limit = Math.Min(lastSearch, place + (ProbesAStep * step)))
        {
            for (; place <= limit; place += step)
            {
                var bytes = Read8(ref s, place);
                var far = Remember(place, bytes);
                if (IsMatch(ref s, place, far, bytes))
                {
                    misses = firstMisses;
                    return WriteLiterals(place - CountBack(ref s, place, far, at), far);
                }
            }

            step = missed >> SkipShift;
            missed += ProbesAStep;
        }

        misses = missed;
        isDone = true;
        return false;
    }

    // Writes the token and the literals of a sequence whose match is the next.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool WriteLiterals(nint end, nint far)
    {
        var count = end - at;
        if (written + 2 + count + (count >> 7) > room)
        {
            return End(room + 1);
        }

        ref var next = ref Unsafe.Add(ref MemoryMarshal.GetReference(output), written);
        next = (byte)(Nibble(count) << 4);
        token = written++;
        if (count >= Lz4Block.LongNibble + byte.MaxValue)
        {
            written = Lz4Block.WriteLength(output, (int)written, (int)count);
        }
        else
        {
            Unsafe.Add(ref next, 1) = (byte)(count - Lz4Block.LongNibble);
            written += count >= Lz4Block.LongNibble ? 1 : 0;
        }

        ref var to = ref Unsafe.Add(ref MemoryMarshal.GetReference(output), written);
        if (end + LiteralsStep <= length && written + count + LiteralsStep <= output.Length)
        {
            Copy(ref Unsafe.Add(ref source, at), ref to, count);
        }
        else
        {
            Unsafe.CopyBlockUnaligned(ref to, ref Unsafe.Add(ref source, at), (uint)count);
        }

        written += count;
        (at, distance) = (end, far);
        return true;
    }

    // Copies a multiple of the step, because most literals fit one.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy(ref byte from, ref byte to, nint count)
    {
        nint done = 0;
        do
        {
            Read32(ref from, done).StoreUnsafe(ref to, (nuint)done);
            Read32(ref from, done + 32).StoreUnsafe(ref to, (nuint)done + 32);
            done += LiteralsStep;
        }
        while (done < count);
    }

    // Distance of a candidate for a match.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly nint Remember(nint at, ulong bytes)
    {
        ref var slot = ref Unsafe.Add(ref places, Hash(bytes));
        nint far = (ushort)(at - slot);
        slot = (ushort)at;
        return far;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsMatch(ref byte s, nint at, nint distance, ulong bytes) =>
        (nuint)(distance - 1) < (nuint)at && (uint)bytes == (uint)Read8(ref s, at - distance);

    // Of the first five bytes.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint Hash(ulong bytes) => (nint)((bytes << 24) * 889523592379UL >> (64 - HashBits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint CountBack(ref byte s, nint at, nint distance, nint anchor)
    {
        if (at - distance < BackStep)
        {
            return 0;
        }

        var different = Read8(ref s, at - BackStep) ^ Read8(ref s, at - distance - BackStep);
        var count = Least((nint)BitOperations.LeadingZeroCount(different) >> 3, at - anchor);
        return count < BackStep ? count : CountFarBack(ref s, at, distance, anchor);
    }

    // The nearest eight bytes are known to be equal.
    private static nint CountFarBack(ref byte s, nint start, nint distance, nint anchor)
    {
        var at = start - BackStep;
        while (at > anchor && at > distance && Unsafe.Add(ref s, at - 1) == Unsafe.Add(ref s, at - distance - 1))
        {
            at--;
        }

        return start - at;
    }

    // The first 32 bytes are known to be equal.
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
    private static nint Nibble(nint length) => Least(length, Lz4Block.LongNibble);

    // Without a branch.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint Least(nint a, nint b) => b + ((a - b) & ((a - b) >> 63));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Read8(ref byte s, nint at)
    {
        var bytes = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref s, at));
        return BitConverter.IsLittleEndian ? bytes : BinaryPrimitives.ReverseEndianness(bytes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Read32(ref byte s, nint at) => Vector256.LoadUnsafe(ref s, (nuint)at);
}
