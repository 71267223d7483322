using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Blosc.Zstd.Entropy;

/// <summary>Encodes bytes with a Huffman code as four streams (RFC 8878, 4.2.2), each written from its last byte to its first.</summary>
/// <remarks>Streams are written one after the other, in place. Four codes are joined before they are added, which shortens the chain of dependent operations.</remarks>
internal static class HuffmanStreams
{
    /// <summary>The fewest bytes that are cut into four streams.</summary>
    public const int MinLength = 64;

    /// <summary>Length of the table of stream lengths.</summary>
    public const int JumpTableLength = 6;

    private const int WordBits = 64;
    private const int Batch = 4;
    private const int Quarters = 4;
    private const int Quarter = ByteHistogram.Size / Quarters;
    private const int Kinds = HuffmanLengths.Max + 1;
    private const int MostAtOnce = 16 * HuffmanVectors.Width;

    /// <summary>The codes of all bytes: the code in the highest bits, the number of its bits in the lowest eight.</summary>
    /// <remarks>Each quarter of the bytes has its own counters, so that the quarters do not depend on each other.</remarks>
    /// <param name="lengths">Bits of each byte.</param>
    /// <param name="codes">One entry for each byte, overwritten.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AssignCodes(ReadOnlySpan<byte> lengths, Span<ulong> codes)
    {
        Span<uint> next = stackalloc uint[Quarters * Kinds];
        next.Clear();
        for (var value = 0; value < Quarter; value++)
        {
            for (var quarter = 0; quarter < Quarters; quarter++)
            {
                next[(quarter * Kinds) + lengths[(quarter * Quarter) + value]]++;
            }
        }

        Number(next);
        for (var value = 0; value < Quarter; value++)
        {
            for (var quarter = 0; quarter < Quarters; quarter++)
            {
                var at = (quarter * Quarter) + value;
                var bits = lengths[at];
                var code = (ulong)next[(quarter * Kinds) + bits]++;
                codes[at] = bits == 0 ? 0 : (code << (WordBits - bits)) | bits;
            }
        }
    }

    // Turns the numbers of codes into first codes. The longest ones have the lowest numbers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Number(Span<uint> next)
    {
        var first = 0u;
        for (var bits = HuffmanLengths.Max; bits > 0; bits--)
        {
            for (var quarter = 0; quarter < Quarters; quarter++)
            {
                ref var place = ref next[(quarter * Kinds) + bits];
                (place, first) = (first, first + place);
            }

            first >>= 1;
        }
    }

    /// <summary>The longest streams for this number of bytes, including room to write whole words.</summary>
    public static int MaxLength(int length) => (length * HuffmanLengths.Max / 8) + (4 * 2) + sizeof(ulong);

    /// <summary>Writes the table of lengths and the four streams.</summary>
    /// <param name="source">At least <see cref="MinLength"/> bytes, at most <see cref="ZstdFormat.MaxBlockLength"/>.</param>
    /// <param name="codes">The codes of all bytes in the source, as <see cref="AssignCodes"/> makes them.</param>
    /// <param name="destination">At least <see cref="JumpTableLength"/> and <see cref="MaxLength"/> bytes.</param>
    /// <returns>The bytes written.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Encode(ReadOnlySpan<byte> source, ReadOnlySpan<ulong> codes, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(destination.Length, JumpTableLength + MaxLength(source.Length));
        var each = (source.Length + 3) / 4;
        var tables = HuffmanVectors.IsSupported ? new HuffmanTables(codes, stackalloc byte[HuffmanTables.Length]) : default;
        Span<ulong> entries = stackalloc ulong[HuffmanVectors.IsSupported ? MostAtOnce / Batch : 0];
        var at = JumpTableLength;
        for (var stream = 0; stream < 3; stream++)
        {
            var length = EncodeStream(source.Slice(stream * each, each), codes, tables, entries, destination[at..]);
            BinaryPrimitives.WriteUInt16LittleEndian(destination[(2 * stream)..], (ushort)length);
            at += length;
        }

        return at + EncodeStream(source[(3 * each)..], codes, tables, entries, destination[at..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int EncodeStream(ReadOnlySpan<byte> source, ReadOnlySpan<ulong> codes, in HuffmanTables tables, Span<ulong> entries, Span<byte> destination)
    {
        var writer = new CodeWriter(ref MemoryMarshal.GetReference(destination));
        var left = source.Length;
        for (; left % Batch != 0; left--)
        {
            writer.Add(codes[source[left - 1]]);
            writer.Flush();
        }

        var inVectors = HuffmanVectors.IsSupported ? left / HuffmanVectors.Width * HuffmanVectors.Width : 0;
        AddBatches(source[inVectors..left], codes, ref writer);
        for (; inVectors > 0; inVectors -= Math.Min(inVectors, MostAtOnce))
        {
            var piece = source[Math.Max(0, inVectors - MostAtOnce)..inVectors];
            HuffmanVectors.Find(piece, tables, entries);
            AddEntries(entries[..(piece.Length / Batch)], ref writer);
        }

        return writer.Close(destination);
    }

    // Here and below, the state is copied to locals, which the compiler keeps in registers if the method has few other variables.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void AddEntries(ReadOnlySpan<ulong> entries, ref CodeWriter writer)
    {
        var stream = writer;
        ref var entry = ref MemoryMarshal.GetReference(entries);
        for (nint at = 0; at < entries.Length; at += 4)
        {
            stream.Add(Unsafe.Add(ref entry, at));
            stream.Flush();
            stream.Add(Unsafe.Add(ref entry, at + 1));
            stream.Flush();
            stream.Add(Unsafe.Add(ref entry, at + 2));
            stream.Flush();
            stream.Add(Unsafe.Add(ref entry, at + 3));
            stream.Flush();
        }

        writer = stream;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void AddBatches(ReadOnlySpan<byte> source, ReadOnlySpan<ulong> codes, ref CodeWriter writer)
    {
        var stream = writer;
        ref var first = ref MemoryMarshal.GetReference(source);
        ref var code = ref MemoryMarshal.GetReference(codes);
        for (var at = (nint)source.Length - Batch; at >= 0; at -= Batch)
        {
            stream.AddFour(ref Unsafe.Add(ref first, at), ref code);
        }

        writer = stream;
    }
}
