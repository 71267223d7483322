namespace OmeZarr.Tiff.Jpeg;

/// <summary>Walks the markers of a stream and the segments behind them (ITU-T T.81, B.1.1).</summary>
internal ref struct JpegSegments(ReadOnlySpan<byte> data)
{
    private readonly ReadOnlySpan<byte> data = data;

    /// <summary>Where the next marker is looked for. After the header of a scan its data begins here.</summary>
    public int Position { get; set; }

    public byte Marker { get; private set; }

    /// <summary>What follows the marker and its length; nothing for markers that stand alone.</summary>
    public ReadOnlySpan<byte> Content { get; private set; }

    /// <summary>Goes to the next marker; false at the end of the data.</summary>
    /// <exception cref="InvalidDataException">There is something else, or the segment is cut short.</exception>
    public bool MoveNext()
    {
        Content = default;
        // Any number of bytes 0xFF may stand before a marker.
        while (Position + 1 < data.Length && data[Position] == 0xFF && data[Position + 1] == 0xFF)
        {
            Position++;
        }

        if (Position + 1 >= data.Length)
        {
            return false;
        }

        Marker = data[Position] == 0xFF ? data[Position + 1] : throw new InvalidDataException("its JPEG data has bytes that belong to no segment");
        Position += 2;
        if (Marker is 0x01 or (>= 0xD0 and <= 0xD9))
        {
            return true;
        }

        var length = Position + 1 < data.Length ? (data[Position] << 8) | data[Position + 1] : 0;
        if (length < 2 || Position + length > data.Length)
        {
            throw new InvalidDataException("a segment of its JPEG data is cut short");
        }

        Content = data.Slice(Position + 2, length - 2);
        Position += length;
        return true;
    }
}
