namespace OmeZarr.Tiff.Jpeg;

/// <summary>The frame header (ITU-T T.81, B.2.2).</summary>
internal sealed class JpegFrame
{
    private const int MaxSampling = 4;

    // A thousand million samples.
    private const int MaxBlocks = 1 << 24;

    private JpegFrame(bool isProgressive, int width, int height, JpegComponent[] components)
    {
        (IsProgressive, Width, Height, Components) = (isProgressive, width, height, components);
        MaxSamplings = (components.Max(c => c.Sampling.Horizontal), components.Max(c => c.Sampling.Vertical));
    }

    public bool IsProgressive { get; }

    public int Width { get; }

    public int Height { get; }

    public JpegComponent[] Components { get; }

    public (int Horizontal, int Vertical) MaxSamplings { get; }

    /// <summary>MCUs of a scan of several components.</summary>
    public (int Across, int Down) Mcus => (Ceiling(Width, 8 * MaxSamplings.Horizontal), Ceiling(Height, 8 * MaxSamplings.Vertical));

    public static JpegFrame Read(byte marker, ReadOnlySpan<byte> segment, JpegRequest request, int available)
    {
        RequireSupported(marker);
        if (segment.Length < 6 || segment.Length < 6 + (3 * segment[5]) || segment[5] == 0)
        {
            throw new InvalidDataException("its JPEG frame header is cut short");
        }

        if (segment[0] is not (8 or 12))
        {
            throw new InvalidDataException($"JPEG with {segment[0]} bits is not supported; convert the file to another compression");
        }

        if (segment[0] != request.Bits || segment[5] != request.Components)
        {
            throw new InvalidDataException($"it is JPEG with {segment[5]} x {segment[0]} bits, the tags say {request.Components} x {request.Bits}");
        }

        // 0 stands for a size that is too large for JPEG (NDPI) or follows later (DNL).
        var height = (segment[1] << 8) | segment[2];
        var width = (segment[3] << 8) | segment[4];
        height = height == 0 ? request.Size.Height : height;
        width = width == 0 ? request.Size.Width : width;
        RequireSize(width, height, request);
        var components = ReadComponents(segment[6..], segment[5], width, height);
        RequireContent(components, available);
        return new JpegFrame(marker == 0xC2, width, height, components);
    }

    private static void RequireSupported(byte marker)
    {
        var problem = marker switch
        {
            0xC0 or 0xC1 or 0xC2 => null,
            0xC9 or 0xCA => "JPEG with arithmetic coding",
            _ => $"JPEG of process {marker - 0xC0}",
        };
        if (problem is not null)
        {
            throw new InvalidDataException($"{problem} is not supported; convert the file to another compression");
        }
    }

    private static void RequireSize(int width, int height, JpegRequest request)
    {
        if (width < request.Needed.Width || height < request.Needed.Height || width > request.Size.Width)
        {
            throw new InvalidDataException($"its JPEG image has {width} x {height} pixels, the tags say {request.Size.Width} x {request.Size.Height}");
        }
    }

    // Every block takes at least one bit, so that a few bytes cannot ask for much memory.
    private static void RequireContent(JpegComponent[] components, int available)
    {
        var blocks = components.Sum(component => (long)component.Blocks.Across * component.Blocks.Down);
        if (blocks > Math.Min(8L * available, MaxBlocks))
        {
            throw new InvalidDataException($"its JPEG image has {blocks} blocks, which {available} bytes cannot hold");
        }
    }

    private static JpegComponent[] ReadComponents(ReadOnlySpan<byte> list, int count, int width, int height)
    {
        var samplings = new (int Horizontal, int Vertical)[count];
        for (var i = 0; i < count; i++)
        {
            var (horizontal, vertical) = (list[(3 * i) + 1] >> 4, list[(3 * i) + 1] & 15);
            samplings[i] = (horizontal, vertical);
            if (horizontal is < 1 or > MaxSampling || vertical is < 1 or > MaxSampling)
            {
                throw new InvalidDataException("its JPEG frame header has impossible sampling factors");
            }
        }

        var max = (Horizontal: samplings.Max(s => s.Horizontal), Vertical: samplings.Max(s => s.Vertical));
        var components = new JpegComponent[count];
        for (var i = 0; i < count; i++)
        {
            var (horizontal, vertical) = samplings[i];
            components[i] = new JpegComponent
            {
                Index = i,
                Id = list[3 * i],
                Sampling = samplings[i],
                QuantizationIndex = list[(3 * i) + 2],
                Size = (Ceiling(width * horizontal, max.Horizontal), Ceiling(height * vertical, max.Vertical)),
                Blocks = (Ceiling(width, 8 * max.Horizontal) * horizontal, Ceiling(height, 8 * max.Vertical) * vertical),
            };
        }

        return components;
    }

    private static int Ceiling(int value, int divisor) => (value + divisor - 1) / divisor;
}
