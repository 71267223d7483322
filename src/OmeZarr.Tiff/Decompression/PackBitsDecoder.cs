namespace OmeZarr.Tiff.Decompression;

/// <summary>PackBits (TIFF 6.0 section 9): runs of equal bytes, and bytes as they are.</summary>
internal static class PackBitsDecoder
{
    /// <summary>Decodes until the destination is full or the data ends.</summary>
    /// <returns>The number of bytes decoded.</returns>
    public static int Decode(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        var (read, written) = (0, 0);
        while (read < source.Length && written < destination.Length)
        {
            var head = (sbyte)source[read++];
            if (head == -128)
            {
                continue;
            }

            var length = Math.Min(head < 0 ? 1 - head : head + 1, destination.Length - written);
            var target = destination.Slice(written, length);
            var available = Math.Min(head < 0 ? 1 : length, source.Length - read);
            if (head < 0 && available == 1)
            {
                target.Fill(source[read]);
            }
            else
            {
                length = available;
                source.Slice(read, available).CopyTo(target);
            }

            read += available;
            written += length;
        }

        return written;
    }
}
