using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace OmeZarr.Tiff.Jpeg;

/// <summary>The bits of one scan, without stuffed bytes (ITU-T T.81, F.2.2.5). Zeros follow its last byte; whoever uses them finds out by <see cref="RequireNoOverrun"/>.</summary>
internal ref struct EntropyReader(ReadOnlySpan<byte> data, int start)
{
    private readonly ReadOnlySpan<byte> data = data;
    private ulong bits; // The next bits, from the highest down.
    private int count;
    private int padding;

    /// <summary>The first byte that is not in the buffer of bits: at the end of the scan the marker after it.</summary>
    public int Position { get; private set; } = start;

    /// <summary>The next bits, from the highest down, and how many there are. Whoever takes them puts back what is left.</summary>
    public (ulong Bits, int Count) Buffer
    {
        readonly get => (bits, count);
        set => (bits, count) = value;
    }

    /// <summary>Decodes one symbol.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Symbol(HuffmanTable table)
    {
        if (count < 32)
        {
            Fill();
        }

        var found = table.Find(bits);
        Skip(found >> 8);
        return found & 0xFF;
    }

    /// <summary>Reads a number of <paramref name="length"/> bits, at most 16, as it is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Bits(int length)
    {
        if (length == 0)
        {
            return 0;
        }

        if (count < length)
        {
            Fill();
        }

        var value = (int)(bits >> (64 - length));
        Skip(length);
        return value;
    }

    /// <summary>Reads a signed number whose magnitude has <paramref name="length"/> bits (F.2.2.1, EXTEND).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Signed(int length)
    {
        var value = Bits(length);
        return value < (1 << length) >> 1 ? value - (1 << length) + 1 : value;
    }

    public readonly void RequireNoOverrun()
    {
        if (count < padding)
        {
            throw new InvalidDataException("its JPEG data ends too early");
        }
    }

    /// <summary>Ends a scan or an interval of it: all its bytes must be used up.</summary>
    public void Finish()
    {
        RequireNoOverrun();
        Fill();
        if (count - padding >= 8)
        {
            throw new InvalidDataException("its JPEG data has bytes that belong to no block");
        }

        (bits, count, padding) = (0, 0, 0);
    }

    /// <summary>Passes a restart marker, which must be next.</summary>
    public void Restart(int number)
    {
        Finish();
        while (Position + 1 < data.Length && data[Position] == 0xFF && data[Position + 1] == 0xFF)
        {
            Position++;
        }

        if (Position + 1 >= data.Length || data[Position] != 0xFF || data[Position + 1] != 0xD0 + (number & 7))
        {
            throw new InvalidDataException("a restart marker of its JPEG data is missing");
        }

        Position += 2;
    }

    private void Skip(int length)
    {
        bits <<= length;
        count -= length;
    }

    /// <summary>Fills the buffer up to 32 bits or more.</summary>
    public void Fill()
    {
        if (count <= 32 && Position <= data.Length - 4 && BinaryPrimitives.ReadUInt32BigEndian(data[Position..]) is var four && !HasFF(four))
        {
            bits |= (ulong)four << (32 - count);
            count += 32;
            Position += 4;
            return;
        }

        while (count <= 56)
        {
            bits |= (ulong)NextByte() << (56 - count);
            count += 8;
        }
    }

    // A byte of 0xFF is a byte of 0 in the complement.
    private static bool HasFF(uint four) => ((~four - 0x01010101) & four & 0x80808080) != 0;

    private byte NextByte()
    {
        if (Position >= data.Length || (data[Position] == 0xFF && (Position + 1 >= data.Length || data[Position + 1] != 0)))
        {
            padding += 8;
            return 0;
        }

        var value = data[Position];
        Position += value == 0xFF ? 2 : 1;
        return value;
    }
}
