using System.Buffers.Binary;

namespace OmeZarr.Tiff.Pages;

/// <summary>
/// The tiles of a page that is one JPEG stream with restart markers and a table of where they are (NDPI). Between two of them lie whole blocks of one row of blocks, which are decoded as an image of their own.
/// </summary>
internal sealed class RestartTiles
{
    private const TiffTag Starts = (TiffTag)65426;
    private const TiffTag HighStarts = (TiffTag)65432;
    private const int MaxHeader = 1 << 16;

    // Smaller streams are decoded whole, as other programs do: upsampled colours then have their neighbours above and below.
    private const long LeastPixels = 1 << 24;

    private readonly TiffField starts;
    private readonly TiffField? highs;
    private readonly BlockRange stream;

    private RestartTiles(TiffField starts, TiffField? highs, BlockRange stream, byte[] header, (int Width, int Height) size)
    {
        (this.starts, this.highs, this.stream, Header, Size) = (starts, highs, stream, header, size);
    }

    /// <summary>What stands before the data of each tile: the segments of the stream with the size of a tile.</summary>
    public byte[] Header { get; }

    /// <summary>The size of a tile in pixels.</summary>
    public (int Width, int Height) Size { get; }

    /// <summary>The tiles of a page; null if it is small, or has no table that fits it.</summary>
    /// <param name="directory">The tags of the page.</param>
    /// <param name="layout">The page.</param>
    /// <param name="stream">Its only strip.</param>
    public static RestartTiles? TryRead(TiffDirectory directory, PageLayout layout, BlockRange stream)
    {
        if (directory.Find(Starts) is not { Count: > 1 } starts || layout.Width * layout.Height < LeastPixels || !starts.TryReadFirst(directory.File, out var end)
            || end is < 4 or > MaxHeader || !directory.File.Holds(stream.Offset, Math.Max(stream.Length, end)))
        {
            return null;
        }

        var header = new byte[end];
        if (!directory.File.TryRead(stream.Offset, header) || SizeOf(header, layout.Width) is not { } size)
        {
            return null;
        }

        var count = (((layout.Width - 1) / size.Width) + 1) * (((layout.Height - 1) / size.Height) + 1);
        var highs = directory.Find(HighStarts);
        return count == starts.Count && (highs is null || highs.Value.Count == count) ? new RestartTiles(starts, highs, stream, header, size) : null;
    }

    /// <summary>The page as one of these tiles.</summary>
    public PageLayout Apply(PageLayout layout) => layout with { IsTiled = true, BlockWidth = Size.Width, BlockHeight = Size.Height };

    /// <summary>Where tiles lie in the file; null if the table is damaged.</summary>
    public BlockRange[]? Locate(TiffStorage file, long first, int count)
    {
        // The last tile ends with the stream.
        var isLast = first + count == starts.Count;
        var places = new long[isLast ? count : count + 1];
        if (!starts.TryReadIntegers(file, first, places))
        {
            return null;
        }

        if (highs is { } field)
        {
            var high = new long[places.Length];
            if (!field.TryReadIntegers(file, first, high) || high.Any(value => value > int.MaxValue))
            {
                return null;
            }

            places = [.. places.Zip(high, (low, value) => low + (value << 32))];
        }

        return [.. Enumerable.Range(0, count).Select(i => new BlockRange(stream.Offset + places[i], (i + 1 < places.Length ? places[i + 1] : stream.Length) - places[i]))];
    }

    /// <summary>The size of a tile, which is written into the header in place of that of the image; null if the header is not that of a stream with restart markers.</summary>
    private static (int Width, int Height)? SizeOf(byte[] header, long width)
    {
        var (interval, frame, hasScan) = (0, default(Memory<byte>), false);
        for (var at = 2; at + 4 <= header.Length && header[at] == 0xFF && !hasScan;)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(at + 2));
            if (length < 2 || at + 2 + length > header.Length)
            {
                return null;
            }

            var content = header.AsMemory(at + 4, length - 2);
            interval = header[at + 1] == 0xDD && content.Length >= 2 ? BinaryPrimitives.ReadUInt16BigEndian(content.Span) : interval;
            // Only baseline and extended sequential streams have all of a block in one place.
            frame = header[at + 1] is 0xC0 or 0xC1 ? content : frame;
            hasScan = header[at + 1] == 0xDA;
            at += 2 + length;
        }

        return interval > 0 && hasScan && frame.Length >= 6 && frame.Length >= 6 + (3 * frame.Span[5]) ? PutSize(frame.Span, interval, width) : null;
    }

    private static (int Width, int Height)? PutSize(Span<byte> frame, int interval, long width)
    {
        var (across, down) = (1, 1);
        // The blocks of a single component come one by one, whatever its sampling factors are.
        for (var component = 0; component < frame[5] && frame[5] > 1; component++)
        {
            across = Math.Max(across, frame[7 + (3 * component)] >> 4);
            down = Math.Max(down, frame[7 + (3 * component)] & 15);
        }

        var size = (Width: 8 * across * interval, Height: 8 * down);
        if (size.Width > ushort.MaxValue || (((width - 1) / (8 * across)) + 1) % interval != 0)
        {
            return null;
        }

        BinaryPrimitives.WriteUInt16BigEndian(frame[1..], (ushort)size.Height);
        BinaryPrimitives.WriteUInt16BigEndian(frame[3..], (ushort)size.Width);
        return size;
    }
}
