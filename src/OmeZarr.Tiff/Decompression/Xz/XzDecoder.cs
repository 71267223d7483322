namespace OmeZarr.Tiff.Decompression.Xz;

/// <summary>Decodes streams of the format .xz with LZMA2, and differences of bytes before it, as LibTIFF writes them (compression 34925).</summary>
internal static class XzDecoder
{
    private const int StreamHeaderBytes = 12;
    private const int Alignment = 4;
    private const ulong Delta = 3;
    private const ulong Lzma2 = 0x21;

    /// <summary>Decodes until the destination is full or the data ends.</summary>
    /// <returns>The number of bytes decoded.</returns>
    /// <exception cref="InvalidDataException">The data is damaged, or was written with another method.</exception>
    public static int Decode(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        if (source.Length < StreamHeaderBytes || !source.StartsWith((ReadOnlySpan<byte>)[0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0]))
        {
            throw new InvalidDataException("its LZMA data does not begin like an .xz file");
        }

        var (position, written, check) = (StreamHeaderBytes, 0, CheckBytes(source[7]));
        // A block begins with its length; 0 is the start of the index behind the last one.
        while (written < destination.Length && position < source.Length && source[position] != 0)
        {
            var (length, distance) = ReadHeader(source[position..]);
            var block = destination[written..];
            var count = new Lzma2Decoder(source[(position + length)..], block).Decode(out var consumed);
            AddDifferences(block[..count], distance);
            written += count;
            position += length + consumed;
            position += ((Alignment - (position % Alignment)) % Alignment) + check;
        }

        return written;
    }

    // No check, CRC-32, CRC-64, SHA-256.
    private static int CheckBytes(byte flags) => flags switch
    {
        0 => 0,
        1 => 4,
        4 => 8,
        10 => 32,
        _ => throw new InvalidDataException($"its LZMA data has a check of kind {flags}, which is not known"),
    };

    /// <summary>The length of the header of a block, and the distance of differences of bytes; 0 if it stores none.</summary>
    private static (int Length, int Distance) ReadHeader(ReadOnlySpan<byte> block)
    {
        var length = Alignment * (block[0] + 1);
        if (length > block.Length)
        {
            throw new InvalidDataException("its LZMA data ends too early");
        }

        var header = block[..(length - Alignment)];
        var (flags, at, distance) = (block[1], 2, 0);
        for (var sizes = (flags >> 6) & 3; sizes > 0; sizes &= sizes - 1)
        {
            ReadNumber(header, ref at); // lengths of the block, which its end says as well
        }

        for (var filters = (flags & 3) + 1; filters > 0; filters--)
        {
            var (filter, properties) = (ReadNumber(header, ref at), ReadNumber(header, ref at));
            if (properties != 1 || at >= header.Length || filter != (filters == 1 ? Lzma2 : Delta) || (distance > 0 && filter == Delta))
            {
                throw new InvalidDataException($"its LZMA data was written with filter {filter}, which is not supported; convert the file to another compression");
            }

            distance = filter == Delta ? header[at] + 1 : distance;
            at++;
        }

        return (length, distance);
    }

    /// <summary>A number in groups of seven bits, the lowest first; all bytes but the last have the highest bit.</summary>
    private static ulong ReadNumber(ReadOnlySpan<byte> header, ref int at)
    {
        var number = 0UL;
        for (var shift = 0; shift < 63 && at < header.Length; shift += 7)
        {
            var part = header[at++];
            number |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return number;
            }
        }

        throw new InvalidDataException("a header of its LZMA data is damaged");
    }

    private static void AddDifferences(Span<byte> bytes, int distance)
    {
        for (var i = distance; distance > 0 && i < bytes.Length; i++)
        {
            bytes[i] += bytes[i - distance];
        }
    }
}
