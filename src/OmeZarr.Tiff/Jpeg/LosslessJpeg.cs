using System.Numerics;

namespace OmeZarr.Tiff.Jpeg;

/// <summary>
/// Decodes lossless JPEG with Huffman coding (ITU-T T.81, annex H), 2 to 16 bits, as cameras and medical programs write it.
/// Values are those of the stream: colours are not converted.
/// </summary>
internal static class LosslessJpeg
{
    private const byte StartOfScan = 0xDA;
    private const byte EndOfImage = 0xD9;

    /// <summary>Decodes one image.</summary>
    /// <param name="tables">The tables that the image may use.</param>
    /// <param name="data">The stream of the image.</param>
    /// <param name="request">What the image must be; its bits are the most that a sample may have.</param>
    /// <param name="destination">Samples, pixel after pixel.</param>
    /// <exception cref="InvalidDataException">The data is damaged, is another image, or uses a feature that is not supported.</exception>
    public static void Decode<T>(JpegTables tables, ReadOnlySpan<byte> data, JpegRequest request, Span<T> destination)
        where T : unmanaged, IBinaryInteger<T>
    {
        LosslessFrame? frame = null;
        var decoded = new HashSet<int>();
        for (var segments = new JpegSegments(data); segments.MoveNext() && segments.Marker != EndOfImage;)
        {
            if (segments.Marker == LosslessFrame.Marker)
            {
                frame = frame is null ? LosslessFrame.Read(segments.Content, request, data.Length) : throw new InvalidDataException("its JPEG data has two frames");
            }
            else if (segments.Marker == StartOfScan && frame is not null)
            {
                var scan = LosslessScan.Read(segments.Content, frame, tables);
                if (!Array.TrueForAll(scan.Components, decoded.Add))
                {
                    throw new InvalidDataException("a component of its JPEG data is in two scans");
                }

                segments.Position = scan.Decode(new EntropyReader(data, segments.Position), request, destination);
            }
            else
            {
                tables.Read(segments.Marker, segments.Content);
            }
        }

        if (frame is null || decoded.Count < frame.Ids.Length)
        {
            throw new InvalidDataException("its JPEG data ends too early");
        }
    }
}
