namespace Blosc.Streams;

/// <summary>Reads the <c>blosclz</c> format, a variant of FastLZ level 2.</summary>
internal static class BloscLz
{
    private const int FirstControlMask = 31;
    private const int LiteralLimit = 32;
    private const int LongLength = 6;
    private const int MinMatch = 3;
    private const int FarOffset = 31 << 8;
    private const int FarDistance = 8191;

    /// <summary>Decompresses a stream of known content length.</summary>
    /// <returns>Whether the stream is intact and its content fills the destination.</returns>
    public static bool TryDecompress(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        var written = 0;
        for (var at = 0; at < source.Length;)
        {
            var control = at == 0 ? source[at] & FirstControlMask : source[at];
            at++;
            var isIntact = control < LiteralLimit
                ? TryLiterals(source, destination, control + 1, ref at, ref written)
                : TryMatch(source, destination, control, ref at, ref written);
            if (!isIntact)
            {
                return false;
            }
        }

        return written == destination.Length;
    }

    private static bool TryLiterals(ReadOnlySpan<byte> source, Span<byte> destination, int count, ref int at, ref int written)
    {
        if (count > source.Length - at || count > destination.Length - written)
        {
            return false;
        }

        source.Slice(at, count).CopyTo(destination[written..]);
        at += count;
        written += count;
        return true;
    }

    private static bool TryMatch(ReadOnlySpan<byte> source, Span<byte> destination, int control, ref int at, ref int written)
    {
        if (!TryLength(source, control, ref at, out var length) || !TryDistance(source, control, ref at, out var distance))
        {
            return false;
        }

        if (length > destination.Length - written || distance > written)
        {
            return false;
        }

        CopyMatch(destination, written, distance, (int)length);
        written += (int)length;
        return true;
    }

    private static bool TryLength(ReadOnlySpan<byte> source, int control, ref int at, out long length)
    {
        length = (control >> 5) - 1;
        for (var more = length == LongLength; more;)
        {
            if (at >= source.Length)
            {
                return false;
            }

            length += source[at];
            more = source[at++] == byte.MaxValue;
        }

        length += MinMatch;
        return true;
    }

    private static bool TryDistance(ReadOnlySpan<byte> source, int control, ref int at, out int distance)
    {
        distance = 0;
        if (at >= source.Length)
        {
            return false;
        }

        var offset = (control & 31) << 8;
        var code = source[at++];
        if (code != byte.MaxValue || offset != FarOffset)
        {
            distance = offset + code + 1;
            return true;
        }

        if (source.Length - at < 2)
        {
            return false;
        }

        distance = FarDistance + (source[at] << 8) + source[at + 1] + 1;
        at += 2;
        return true;
    }

    // A match may reach into the bytes that it produces: with distance 1 it repeats one byte.
    private static void CopyMatch(Span<byte> destination, int written, int distance, int length)
    {
        var from = written - distance;
        if (distance == 1)
        {
            destination.Slice(written, length).Fill(destination[from]);
            return;
        }

        while (length > 0)
        {
            var count = Math.Min(length, written - from);
            destination.Slice(from, count).CopyTo(destination[written..]);
            written += count;
            length -= count;
        }
    }
}
