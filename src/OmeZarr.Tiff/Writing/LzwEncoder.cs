using System.Buffers.Binary;

namespace OmeZarr.Tiff.Writing;

/// <summary>LZW as TIFF has it (TIFF 6.0, section 13): codes of 9 to 12 bits, most significant bit first, each width from one code early on. Not thread-safe.</summary>
internal sealed class LzwEncoder
{
    private const int ClearCode = 256;
    private const int EndOfInformation = 257;
    private const int FirstCode = 258;
    private const int LeastWidth = 9;

    /// <summary>The table is cleared before this code, the last but one of 12 bits.</summary>
    private const int LastCode = 4094;

    // A power of two that keeps the hash table at most half full.
    private const int Slots = 1 << 13;

    /// <summary>Keys are a code and the byte after it, plus 1; 0 is an empty slot.</summary>
    private readonly int[] keys = new int[Slots];
    private readonly short[] codes = new short[Slots];

    private int next;
    private int width;
    private ulong bits;
    private int count;
    private int written;

    /// <summary>The most bytes that a content of this length may take: each byte a code of 12 bits, and the clear codes.</summary>
    internal static int MaxLength(int length) => checked((int)(((long)length * 3 / 2) + (length / 1024) + 16));

    /// <summary>Encodes a strip or tile.</summary>
    /// <returns>The number of bytes written.</returns>
    internal int Encode(ReadOnlySpan<byte> content, Span<byte> destination)
    {
        (bits, count, written, width) = (0, 0, 0, LeastWidth);
        Put(ClearCode, destination);
        Clear();
        if (content.Length > 0)
        {
            PutContent(content, destination);
        }

        Put(EndOfInformation, destination);
        return Flush(destination);
    }

    private void PutContent(ReadOnlySpan<byte> content, Span<byte> destination)
    {
        int prefix = content[0];
        foreach (var value in content[1..])
        {
            var key = ((prefix << 8) | value) + 1;
            var slot = Find(key);
            if (keys[slot] == key)
            {
                prefix = codes[slot];
                continue;
            }

            Put(prefix, destination);
            (keys[slot], codes[slot]) = (key, (short)next);
            Advance(destination);
            prefix = value;
        }

        Put(prefix, destination);
        Advance(destination);
    }

    /// <summary>Counts a code of the table, as decoders do.</summary>
    private void Advance(Span<byte> destination)
    {
        next++;
        if (next == LastCode)
        {
            Put(ClearCode, destination);
            Clear();
        }
        else if (next == 1 << width)
        {
            width++;
        }
    }

    private int Find(int key)
    {
        var slot = (int)((uint)(key * -1640531527) >> 19); // golden ratio; 13 bits are left
        while (keys[slot] != 0 && keys[slot] != key)
        {
            slot = (slot + 1) & (Slots - 1);
        }

        return slot;
    }

    private void Clear()
    {
        Array.Clear(keys);
        (next, width) = (FirstCode, LeastWidth);
    }

    private void Put(int code, Span<byte> destination)
    {
        bits = (bits << width) | (uint)code;
        count += width;
        if (count >= 32)
        {
            count -= 32;
            BinaryPrimitives.WriteUInt32BigEndian(destination[written..], (uint)(bits >> count));
            written += 4;
        }
    }

    private int Flush(Span<byte> destination)
    {
        for (; count > 0; count -= 8)
        {
            destination[written++] = (byte)(count >= 8 ? bits >> (count - 8) : bits << (8 - count));
        }

        return written;
    }
}
