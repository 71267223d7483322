using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Blosc.Zstd.Decoding;

/// <summary>
/// Decodes several Huffman streams at a time: each symbol waits some seven cycles for the previous one of its stream, and in the meantime the other streams proceed. A round checks no bounds: it reads at most
/// <see cref="BytesPerRound"/> bytes from each stream, and the number of rounds is limited so that every stream has room for them.
/// </summary>
/// <remarks>Each loop is a method of its own, because the JIT compiler runs out of registers if a loop shares a method with the locals of its caller.</remarks>
internal static class HuffmanKernels
{
    // Five codes and the seven bits that a refill may leave are at most 62 of 64 bits.
    private const int LookupsPerRound = 5;
    private const int BytesPerRound = 7;
    private const int IndexShift = 64 - HuffmanTree.MaxBits;

    /// <summary>Decodes four streams with one symbol per look-up, as long as each has room for another round.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void DecodeSymbols(ReadOnlySpan<byte> source, Span<byte> destination, HuffmanTable table, Span<HuffmanStream> four)
    {
        while (Rounds(four, source, destination, LookupsPerRound) is > 0 and var rounds)
        {
            RunFour(ref Start(source), ref Start(destination), ref Start(table.Symbols), four, rounds);
        }
    }

    /// <summary>As <see cref="DecodeSymbols"/>, for two times four streams of two trees.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void DecodeSymbolsOfTwo(
        ReadOnlySpan<byte> source, Span<byte> destination, HuffmanTable first, HuffmanTable second, Span<HuffmanStream> eight)
    {
        while (Rounds(eight, source, destination, LookupsPerRound) is > 0 and var rounds)
        {
            RunEight(ref Start(source), ref Start(destination), ref Start(first.Symbols), ref Start(second.Symbols), eight, rounds);
        }
    }

    /// <summary>
    /// Decodes four streams with several symbols per look-up, as long as each has room for another round. A stream that ended is replaced by a second copy of another one, which costs nothing
    /// and writes the same bytes to the same place.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void DecodeGroups(ReadOnlySpan<byte> source, Span<byte> destination, HuffmanTable table, Span<HuffmanStream> four)
    {
        Span<HuffmanStream> slots = stackalloc HuffmanStream[4];
        Span<int> rounds = stackalloc int[4];
        RequireWithin(four, source, destination);
        ref var groups = ref Start(table.Groups);

        // The last look-up of a round always writes eight bytes.
        var mostWritten = (table.MostInGroup * (LookupsPerRound - 1)) + sizeof(ulong);
        while (true)
        {
            var (fewest, least, some) = (int.MaxValue, int.MaxValue, -1);
            for (var i = 0; i < rounds.Length; i++)
            {
                var count = Rounds(four[i], mostWritten);
                rounds[i] = count;
                least = Math.Min(least, count);
                (fewest, some) = count > 0 ? (Math.Min(fewest, count), i) : (fewest, some);
            }

            if (some < 0)
            {
                return;
            }

            if (least > 0)
            {
                RunFour(ref Start(source), ref Start(destination), ref groups, four, fewest, IndexShift);
                continue;
            }

            for (var i = 0; i < rounds.Length; i++)
            {
                slots[i] = four[rounds[i] > 0 ? i : some];
            }

            RunFour(ref Start(source), ref Start(destination), ref groups, slots, fewest, IndexShift);
            for (var i = 0; i < rounds.Length; i++)
            {
                if (rounds[i] > 0)
                {
                    four[i] = slots[i];
                }
            }
        }
    }

    /// <summary>Decodes the rest of a stream, by groups and finally symbol by symbol.</summary>
    /// <returns>Whether it ends with the last symbol.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryFinishGroups(ReadOnlySpan<byte> source, Span<byte> destination, HuffmanTable table, in HuffmanStream stream)
    {
        var groups = table.Groups;
        var lengths = table.Lengths;
        var (bits, at) = (stream.Bits, stream.At);
        var rest = destination[stream.Written..stream.End];
        while (!rest.IsEmpty)
        {
            for (var lookup = 0; lookup < LookupsPerRound && !rest.IsEmpty; lookup++)
            {
                var entry = groups[(int)(bits >> IndexShift)];
                if (BinaryPrimitives.TryWriteUInt64LittleEndian(rest, entry))
                {
                    bits <<= (int)(entry >> (8 * HuffmanTable.LengthPlace));
                    rest = rest[(int)(entry >> (8 * HuffmanTable.CountPlace))..];
                }
                else
                {
                    rest[0] = (byte)entry;
                    bits <<= lengths[(byte)entry];
                    rest = rest[1..];
                }
            }

            if (!TryRefill(source, stream.Start, ref bits, ref at))
            {
                return false;
            }
        }

        return IsAtEnd(stream.Start, bits, at);
    }

    /// <summary>Decodes the rest of a stream, symbol by symbol.</summary>
    /// <returns>Whether it ends with the last symbol.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryFinish(ReadOnlySpan<byte> source, Span<byte> destination, HuffmanTable table, in HuffmanStream stream)
    {
        var symbols = table.Symbols;
        var (bits, at) = (stream.Bits, stream.At);
        var rest = destination[stream.Written..stream.End];
        for (var i = 0; i < rest.Length;)
        {
            var end = Math.Min(i + LookupsPerRound, rest.Length);
            for (; i < end; i++)
            {
                var entry = symbols[(int)(bits >> IndexShift)];
                rest[i] = (byte)(entry >> 8);
                bits <<= entry;
            }

            if (!TryRefill(source, stream.Start, ref bits, ref at))
            {
                return false;
            }
        }

        return IsAtEnd(stream.Start, bits, at);
    }

    private static bool TryRefill(ReadOnlySpan<byte> source, int start, ref ulong bits, ref int at)
    {
        var taken = BitOperations.TrailingZeroCount(bits);
        at -= taken >> 3;
        if (at < start - sizeof(ulong))
        {
            return false;
        }

        bits = (BinaryPrimitives.ReadUInt64LittleEndian(source[at..]) | 1) << (taken & 7);
        return true;
    }

    private static bool IsAtEnd(int start, ulong bits, int at) => (8 * (at - start)) + 64 == BitOperations.TrailingZeroCount(bits);

    private static ref T Start<T>(ReadOnlySpan<T> span) => ref MemoryMarshal.GetReference(span);

    private static ref byte Start(Span<byte> span) => ref MemoryMarshal.GetReference(span);

    // The rounds that are safe in every stream; throws if a stream is not within its memory.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Rounds(ReadOnlySpan<HuffmanStream> streams, ReadOnlySpan<byte> source, Span<byte> destination, int bytesWritten)
    {
        RequireWithin(streams, source, destination);
        var rounds = int.MaxValue;
        foreach (ref readonly var stream in streams)
        {
            rounds = Math.Min(rounds, Rounds(stream, bytesWritten));
        }

        return rounds;
    }

    private static int Rounds(in HuffmanStream stream, int bytesWritten) => Math.Min((stream.At - stream.Start) / BytesPerRound, (stream.End - stream.Written) / bytesWritten);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RequireWithin(ReadOnlySpan<HuffmanStream> streams, ReadOnlySpan<byte> source, Span<byte> destination)
    {
        foreach (ref readonly var stream in streams)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(stream.Start);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(stream.At, source.Length - sizeof(ulong));
            ArgumentOutOfRangeException.ThrowIfNegative(stream.Written);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(stream.End, destination.Length);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void RunFour(
        ref byte source, ref byte destination, ref ushort table, Span<HuffmanStream> s, int rounds)
    {
        ulong a = s[0].Bits, b = s[1].Bits, c = s[2].Bits, d = s[3].Bits;
        nint atA = s[0].At, atB = s[1].At, atC = s[2].At, atD = s[3].At;
        ref var toA = ref Unsafe.Add(ref destination, s[0].Written);
        ref var toB = ref Unsafe.Add(ref destination, s[1].Written);
        ref var toC = ref Unsafe.Add(ref destination, s[2].Written);
        ref var toD = ref Unsafe.Add(ref destination, s[3].Written);
        var end = (nint)rounds * LookupsPerRound;
        for (nint done = 0; done < end;)
        {
            for (var lookup = 0; lookup < LookupsPerRound; lookup++, done++)
            {
                Unsafe.Add(ref toA, done) = Symbol(ref table, ref a);
                Unsafe.Add(ref toB, done) = Symbol(ref table, ref b);
                Unsafe.Add(ref toC, done) = Symbol(ref table, ref c);
                Unsafe.Add(ref toD, done) = Symbol(ref table, ref d);
            }

            Refill(ref source, ref a, ref atA);
            Refill(ref source, ref b, ref atB);
            Refill(ref source, ref c, ref atC);
            Refill(ref source, ref d, ref atD);
        }

        Save(ref s[0], a, atA, (int)end);
        Save(ref s[1], b, atB, (int)end);
        Save(ref s[2], c, atC, (int)end);
        Save(ref s[3], d, atD, (int)end);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void RunEight(
        ref byte source, ref byte destination, ref ushort table, ref ushort otherTable, Span<HuffmanStream> s, int rounds)
    {
        ulong a = s[0].Bits, b = s[1].Bits, c = s[2].Bits, d = s[3].Bits;
        ulong e = s[4].Bits, f = s[5].Bits, g = s[6].Bits, h = s[7].Bits;
        nint atA = s[0].At, atB = s[1].At, atC = s[2].At, atD = s[3].At;
        nint atE = s[4].At, atF = s[5].At, atG = s[6].At, atH = s[7].At;
        ref var toA = ref Unsafe.Add(ref destination, s[0].Written);
        ref var toB = ref Unsafe.Add(ref destination, s[1].Written);
        ref var toC = ref Unsafe.Add(ref destination, s[2].Written);
        ref var toD = ref Unsafe.Add(ref destination, s[3].Written);
        ref var toE = ref Unsafe.Add(ref destination, s[4].Written);
        ref var toF = ref Unsafe.Add(ref destination, s[5].Written);
        ref var toG = ref Unsafe.Add(ref destination, s[6].Written);
        ref var toH = ref Unsafe.Add(ref destination, s[7].Written);
        var end = (nint)rounds * LookupsPerRound;
        for (nint done = 0; done < end;)
        {
            for (var lookup = 0; lookup < LookupsPerRound; lookup++, done++)
            {
                Unsafe.Add(ref toA, done) = Symbol(ref table, ref a);
                Unsafe.Add(ref toB, done) = Symbol(ref table, ref b);
                Unsafe.Add(ref toC, done) = Symbol(ref table, ref c);
                Unsafe.Add(ref toD, done) = Symbol(ref table, ref d);
                Unsafe.Add(ref toE, done) = Symbol(ref otherTable, ref e);
                Unsafe.Add(ref toF, done) = Symbol(ref otherTable, ref f);
                Unsafe.Add(ref toG, done) = Symbol(ref otherTable, ref g);
                Unsafe.Add(ref toH, done) = Symbol(ref otherTable, ref h);
            }

            Refill(ref source, ref a, ref atA);
            Refill(ref source, ref b, ref atB);
            Refill(ref source, ref c, ref atC);
            Refill(ref source, ref d, ref atD);
            Refill(ref source, ref e, ref atE);
            Refill(ref source, ref f, ref atF);
            Refill(ref source, ref g, ref atG);
            Refill(ref source, ref h, ref atH);
        }

        Save(ref s[0], a, atA, (int)end);
        Save(ref s[1], b, atB, (int)end);
        Save(ref s[2], c, atC, (int)end);
        Save(ref s[3], d, atD, (int)end);
        Save(ref s[4], e, atE, (int)end);
        Save(ref s[5], f, atF, (int)end);
        Save(ref s[6], g, atG, (int)end);
        Save(ref s[7], h, atH, (int)end);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void RunFour(
        ref byte source, ref byte destination, ref ulong table, Span<HuffmanStream> s, int rounds, int shift)
    {
        ulong a = s[0].Bits, b = s[1].Bits, c = s[2].Bits, d = s[3].Bits;
        nint atA = s[0].At, atB = s[1].At, atC = s[2].At, atD = s[3].At;
        nint toA = s[0].Written, toB = s[1].Written, toC = s[2].Written, toD = s[3].Written;
        for (; rounds > 0; rounds--)
        {
            // Unrolled, once for each look-up of a round: a loop was slower.
            FourGroups(ref table, shift, ref destination, ref a, ref b, ref c, ref d, ref toA, ref toB, ref toC, ref toD);
            FourGroups(ref table, shift, ref destination, ref a, ref b, ref c, ref d, ref toA, ref toB, ref toC, ref toD);
            FourGroups(ref table, shift, ref destination, ref a, ref b, ref c, ref d, ref toA, ref toB, ref toC, ref toD);
            FourGroups(ref table, shift, ref destination, ref a, ref b, ref c, ref d, ref toA, ref toB, ref toC, ref toD);
            FourGroups(ref table, shift, ref destination, ref a, ref b, ref c, ref d, ref toA, ref toB, ref toC, ref toD);
            Refill(ref source, ref a, ref atA);
            Refill(ref source, ref b, ref atB);
            Refill(ref source, ref c, ref atC);
            Refill(ref source, ref d, ref atD);
        }

        Save(ref s[0], a, atA, (int)toA - s[0].Written);
        Save(ref s[1], b, atB, (int)toB - s[1].Written);
        Save(ref s[2], c, atC, (int)toC - s[2].Written);
        Save(ref s[3], d, atD, (int)toD - s[3].Written);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FourGroups(
        ref ulong table,
        int shift,
        ref byte destination,
        ref ulong a,
        ref ulong b,
        ref ulong c,
        ref ulong d,
        ref nint toA,
        ref nint toB,
        ref nint toC,
        ref nint toD)
    {
        Group(ref table, shift, ref a, ref destination, ref toA);
        Group(ref table, shift, ref b, ref destination, ref toB);
        Group(ref table, shift, ref c, ref destination, ref toC);
        Group(ref table, shift, ref d, ref destination, ref toD);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte Symbol(ref ushort table, ref ulong bits)
    {
        ref var entry = ref Unsafe.As<ushort, byte>(ref Unsafe.Add(ref table, (nint)(bits >> IndexShift)));
        bits <<= entry;
        return Unsafe.Add(ref entry, 1);
    }

    // Always writes eight bytes; later symbols overwrite the excess. It takes three loads and two shifts, because processors have more units for loads than for shifts. A shift
    // by a variable (BMI2) does not overwrite its source and saves a copy.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Group(ref ulong table, int shift, ref ulong bits, ref byte destination, ref nint to)
    {
        var index = (nint)(bits >> shift);
        bits <<= Unsafe.Add(ref Unsafe.As<ulong, byte>(ref Unsafe.Add(ref table, index)), HuffmanTable.LengthPlace);
        Unsafe.WriteUnaligned(ref Unsafe.Add(ref destination, to), Unsafe.Add(ref table, index));
        to += Unsafe.Add(ref Unsafe.As<ulong, byte>(ref Unsafe.Add(ref table, index)), HuffmanTable.CountPlace);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Refill(ref byte source, ref ulong bits, ref nint at)
    {
        var taken = (uint)BitOperations.TrailingZeroCount(bits);
        at -= (nint)(taken >> 3);
        bits = (Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref source, at)) | 1) << (int)(taken & 7);
    }

    private static void Save(ref HuffmanStream stream, ulong bits, nint at, int written)
    {
        stream.Bits = bits;
        stream.At = (int)at;
        stream.Written += written;
    }
}
