namespace OmeZarr.Tiff.Jpeg;

/// <summary>The frame header of lossless JPEG (ITU-T T.81, B.2.2 and annex H).</summary>
/// <param name="Bits">Bits of a sample.</param>
/// <param name="Width">Samples of each component in a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Ids">The identifiers of the components.</param>
internal sealed record LosslessFrame(int Bits, int Width, int Height, byte[] Ids)
{
    /// <summary>The marker of this frame.</summary>
    public const byte Marker = 0xC3;

    private const byte NotSubsampled = 0x11;

    /// <summary>Samples of a row, over all components.</summary>
    public int RowSamples => Width * Ids.Length;

    /// <summary>Whether a stream has this frame rather than one of another process.</summary>
    public static bool IsIn(ReadOnlySpan<byte> data)
    {
        for (var segments = new JpegSegments(data); segments.MoveNext();)
        {
            if (segments.Marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                return segments.Marker == Marker;
            }
        }

        return false;
    }

    /// <summary>Reads a frame header.</summary>
    /// <exception cref="InvalidDataException">The header is damaged, or is that of another image.</exception>
    public static LosslessFrame Read(ReadOnlySpan<byte> segment, JpegRequest request, int available)
    {
        if (segment.Length < 6 || segment.Length < 6 + (3 * segment[5]) || segment[5] == 0)
        {
            throw new InvalidDataException("its JPEG frame header is cut short");
        }

        var ids = new byte[segment[5]];
        for (var i = 0; i < ids.Length; i++)
        {
            ids[i] = segment[6 + (3 * i)];
            if (segment[7 + (3 * i)] != NotSubsampled)
            {
                throw new InvalidDataException("lossless JPEG with subsampled components is not supported; convert the file to another compression");
            }
        }

        var frame = new LosslessFrame(segment[0], (segment[3] << 8) | segment[4], (segment[1] << 8) | segment[2], ids);
        frame.RequireFit(request, available);
        return frame;
    }

    // Raw files of cameras store two pixels of one sample as one pixel of two components, so that samples of a row are what counts.
    private void RequireFit(JpegRequest request, int available)
    {
        if (Bits < 2 || Bits > request.Bits)
        {
            throw new InvalidDataException($"it is lossless JPEG with {Bits} bits, the tags say {request.Bits}");
        }

        if (RowSamples < request.Needed.Width * request.Components || RowSamples > request.Size.Width * request.Components || Height < request.Needed.Height)
        {
            throw new InvalidDataException($"its JPEG image has {Height} rows of {Ids.Length} x {Width} samples, the tags say {request.Size.Height} rows of {request.Components} x {request.Size.Width}");
        }

        // Every sample takes at least one bit, so that a few bytes cannot ask for much time.
        if ((long)RowSamples * Height > 8L * available)
        {
            throw new InvalidDataException($"its JPEG image has {(long)RowSamples * Height} samples, which {available} bytes cannot hold");
        }
    }
}
