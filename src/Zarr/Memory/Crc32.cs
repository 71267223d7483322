using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Zarr;

/// <summary>
/// CRC-32 as gzip and ZIP use it (RFC 1952, reflected polynomial EDB88320). The framework's gzip stream computes it too, but accepts members
/// without a trailer.
/// </summary>
internal static class Crc32
{
    private const uint Polynomial = 0xEDB88320;
    private const int Slices = 8;
    private const int Block = 16;
    private const int FourBlocks = 4 * Block;

    // Table s, entry v: the checksum of byte v followed by s zero bytes, so that eight bytes take eight independent look-ups.
    private static readonly uint[] Table = MakeTable();

    /// <summary>The checksum of some bytes.</summary>
    public static uint Checksum(ReadOnlySpan<byte> bytes) => Append(0, bytes);

    /// <summary>The checksum of bytes that come in parts.</summary>
    /// <param name="checksum">The checksum of the earlier parts; 0 if there are none.</param>
    /// <param name="bytes">The next part.</param>
    public static uint Append(uint checksum, ReadOnlySpan<byte> bytes)
    {
        var crc = ~checksum;
        if (Pclmulqdq.IsSupported && bytes.Length >= FourBlocks)
        {
            crc = ByMultiplication(crc, ref bytes);
        }

        return ~ByTable(crc, bytes);
    }

    /// <summary>The same by tables only, which works on every processor.</summary>
    internal static uint ByTable(uint crc, ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<uint> table = Table;
        while (bytes.Length >= Slices)
        {
            var low = BinaryPrimitives.ReadUInt32LittleEndian(bytes) ^ crc;
            var high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            crc = table[(7 * 256) + (byte)low] ^ table[(6 * 256) + (byte)(low >> 8)]
                ^ table[(5 * 256) + (byte)(low >> 16)] ^ table[(4 * 256) + (int)(low >> 24)]
                ^ table[(3 * 256) + (byte)high] ^ table[(2 * 256) + (byte)(high >> 8)]
                ^ table[256 + (byte)(high >> 16)] ^ table[(int)(high >> 24)];
            bytes = bytes[Slices..];
        }

        foreach (var value in bytes)
        {
            crc = table[(byte)(crc ^ value)] ^ (crc >> 8);
        }

        return crc;
    }

    /// <summary>Folds whole blocks into one block of the same remainder, by multiplication without carries (Gopal et al., "Fast CRC computation for generic polynomials using PCLMULQDQ", 2009).</summary>
    /// <param name="crc">The register before.</param>
    /// <param name="bytes">At least four blocks; afterwards less than one.</param>
    /// <returns>The register behind the folded blocks.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static uint ByMultiplication(uint crc, ref ReadOnlySpan<byte> bytes)
    {
        // Remainders of x^(512+32), x^(512-32), x^(128+32) and x^(128-32), reflected.
        var overFour = Vector128.Create(0x0154442bd4UL, 0x01c6e41596UL);
        var overOne = Vector128.Create(0x01751997d0UL, 0x00ccaa009eUL);
        var a = Load(bytes, 0) ^ Vector128.CreateScalar(crc).AsUInt64();
        var (b, c, d) = (Load(bytes, 1), Load(bytes, 2), Load(bytes, 3));
        for (bytes = bytes[FourBlocks..]; bytes.Length >= FourBlocks; bytes = bytes[FourBlocks..])
        {
            a = Fold(a, overFour) ^ Load(bytes, 0);
            b = Fold(b, overFour) ^ Load(bytes, 1);
            c = Fold(c, overFour) ^ Load(bytes, 2);
            d = Fold(d, overFour) ^ Load(bytes, 3);
        }

        a = Fold(Fold(Fold(a, overOne) ^ b, overOne) ^ c, overOne) ^ d;
        for (; bytes.Length >= Block; bytes = bytes[Block..])
        {
            a = Fold(a, overOne) ^ Load(bytes, 0);
        }

        Span<byte> folded = stackalloc byte[Block];
        a.AsByte().CopyTo(folded);
        return ByTable(0, folded);
    }

    private static Vector128<ulong> Load(ReadOnlySpan<byte> bytes, int block) => Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(bytes), (nuint)(block * Block)).AsUInt64();

    private static Vector128<ulong> Fold(Vector128<ulong> value, Vector128<ulong> factors) =>
        Pclmulqdq.CarrylessMultiply(value, factors, 0x00) ^ Pclmulqdq.CarrylessMultiply(value, factors, 0x11);

    private static uint[] MakeTable()
    {
        var table = new uint[Slices * 256];
        for (var i = 0; i < table.Length; i++)
        {
            var isFirstSlice = i < 256;
            var crc = isFirstSlice ? (uint)i : table[i - 256];
            table[i] = isFirstSlice ? EightSteps(crc) : table[(byte)crc] ^ (crc >> 8);
        }

        return table;
    }

    private static uint EightSteps(uint crc)
    {
        for (var bit = 0; bit < 8; bit++)
        {
            crc = (crc & 1) != 0 ? (crc >> 1) ^ Polynomial : crc >> 1;
        }

        return crc;
    }
}
