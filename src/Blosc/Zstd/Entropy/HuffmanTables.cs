using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Blosc.Zstd.Entropy;

/// <summary>The codes of all bytes as three tables of bytes: lengths, low bytes, high bytes. Input of <see cref="HuffmanVectors"/>.</summary>
internal readonly ref struct HuffmanTables
{
    private const int Tables = 3;
    private const int WordBits = 64;

    private readonly Span<byte> tables;

    /// <summary>Splits codes into the tables.</summary>
    /// <param name="codes">The codes that <see cref="HuffmanStreams.AssignCodes"/> made.</param>
    /// <param name="buffer">Room for <see cref="Length"/> bytes.</param>
    public HuffmanTables(ReadOnlySpan<ulong> codes, Span<byte> buffer)
    {
        tables = buffer[..Length];
        ref var code = ref MemoryMarshal.GetReference(codes[..ByteHistogram.Size]);
        ref var table = ref MemoryMarshal.GetReference(tables);
        var whole = Vector512.Create((ulong)WordBits);
        for (nuint value = 0; value < ByteHistogram.Size; value += (nuint)Vector512<ulong>.Count)
        {
            var entries = Vector512.LoadUnsafe(ref code, value);
            var lengths = entries & Vector512.Create((ulong)byte.MaxValue);
            var numbers = Avx512F.ShiftRightLogicalVariable(entries, whole - lengths);
            Store(lengths, ref Unsafe.Add(ref table, value));
            Store(numbers, ref Unsafe.Add(ref table, value + ByteHistogram.Size));
            Store(numbers >> 8, ref Unsafe.Add(ref table, value + (2 * ByteHistogram.Size)));
        }
    }

    /// <summary>Bytes that the tables take.</summary>
    public static int Length => Tables * ByteHistogram.Size;

    /// <summary>The lengths.</summary>
    public ReadOnlySpan<byte> Lengths => tables[..ByteHistogram.Size];

    /// <summary>The lower bytes.</summary>
    public ReadOnlySpan<byte> Lows => tables.Slice(ByteHistogram.Size, ByteHistogram.Size);

    /// <summary>The upper bytes.</summary>
    public ReadOnlySpan<byte> Highs => tables.Slice(2 * ByteHistogram.Size, ByteHistogram.Size);

    // The lowest byte of each number.
    private static void Store(Vector512<ulong> numbers, ref byte table) => Unsafe.WriteUnaligned(ref table, Avx512F.ConvertToVector128Byte(numbers).AsUInt64().ToScalar());
}
