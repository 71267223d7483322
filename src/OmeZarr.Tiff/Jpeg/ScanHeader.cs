namespace OmeZarr.Tiff.Jpeg;

/// <summary>The header of a scan (ITU-T T.81, B.2.3).</summary>
internal sealed record ScanHeader
{
    public required JpegComponent[] Components { get; init; }

    /// <summary>The first and the last coefficient of the scan in the order of the stream.</summary>
    public required (int First, int Last) Spectrum { get; init; }

    /// <summary>The bit of the coefficients before this scan (0: it is the first) and after it.</summary>
    public required (int High, int Low) Approximation { get; init; }

    /// <summary>Reads a header; latches the tables of its components, as the first scan of a component defines its quantization.</summary>
    public static ScanHeader Read(ReadOnlySpan<byte> segment, JpegFrame frame, JpegTables tables)
    {
        var count = segment.IsEmpty ? 0 : segment[0];
        if (count is 0 or > 4 || segment.Length < 4 + (2 * count))
        {
            throw new InvalidDataException("a JPEG scan header is damaged");
        }

        var components = new JpegComponent[count];
        for (var i = 0; i < count; i++)
        {
            var (id, numbers) = (segment[1 + (2 * i)], segment[2 + (2 * i)]);
            var component = Array.Find(frame.Components, c => c.Id == id) ?? throw new InvalidDataException("a JPEG scan has a component that the frame does not have");
            component.Quantization ??= tables.Quantization(component.QuantizationIndex);
            (component.TableIndexes, component.DcPrediction) = ((numbers >> 4, numbers & 15), 0);
            components[i] = component;
        }

        var end = segment[(1 + (2 * count))..];
        var header = new ScanHeader { Components = components, Spectrum = (end[0], end[1]), Approximation = (end[2] >> 4, end[2] & 15) };
        return header.IsPossible(frame) ? header : throw new InvalidDataException("a JPEG scan header is impossible");
    }

    private bool IsPossible(JpegFrame frame)
    {
        var blocks = Components.Length == 1 ? 1 : Components.Sum(c => c.Sampling.Horizontal * c.Sampling.Vertical);
        // ITU-T T.81 allows 10 blocks in an MCU; libjpeg reads more.
        if (blocks > 4 * 16 || Components.Distinct().Count() != Components.Length)
        {
            return false;
        }

        var (first, last) = Spectrum;
        return !frame.IsProgressive
            || (first <= last && last <= 63 && (first > 0 || last == 0) && (first == 0 || Components.Length == 1)
                && Approximation.Low <= 13 && (Approximation.High == 0 || Approximation.High == Approximation.Low + 1));
    }
}
