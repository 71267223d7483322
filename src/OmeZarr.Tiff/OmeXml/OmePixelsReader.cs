namespace OmeZarr.Tiff.OmeXml;

/// <summary>Reads the elements Pixels, Channel, TiffData and Plane.</summary>
internal static class OmePixelsReader
{
    private static readonly string[] Orders = ["ZCT", "ZTC", "CZT", "CTZ", "TZC", "TCZ"];

    public static PixelsElement Read(OmeCursor xml)
    {
        var (channels, data, planes, hasBinData) = (new List<ChannelElement>(), new List<TiffDataElement>(), new OmePlanesReader(), false);
        var order = ReadOrder(xml);
        var pixels = new PixelsElement
        {
            Id = xml.Text("ID"),
            PlaneOrder = order ?? Orders[0],
            HasOrder = order is not null,
            Type = xml.Text("Type") ?? xml.Text("PixelType"), // PixelType until 2009
            SizeX = (int?)xml.Count("SizeX", 1),
            SizeY = (int?)xml.Count("SizeY", 1),
            SizeZ = (int)(xml.Count("SizeZ", 1) ?? 1),
            SizeC = (int)(xml.Count("SizeC", 1) ?? 1),
            SizeT = (int)(xml.Count("SizeT", 1) ?? 1),
            Distances = ReadDistances(xml, "PhysicalSize"),
        };
        xml.ForEach(() =>
        {
            switch (xml.Name)
            {
                case "Channel":
                    channels.Add(ReadChannel(xml));
                    break;
                case "TiffData":
                    data.Add(ReadTiffData(xml));
                    break;
                case "Plane":
                    planes.Read(xml);
                    break;
                case "BinData":
                    hasBinData = true;
                    break;
            }
        });
        return pixels with { Channels = channels, TiffData = data, HasBinData = hasBinData, Position = planes.Position, Times = planes.Times };
    }

    public static ChannelElement ReadChannel(OmeCursor xml) => new()
    {
        Name = xml.Text("Name") ?? xml.Text("Fluor"),
        Samples = xml.CountIfAny("SamplesPerPixel", 1),
        Color = (int?)(xml.Number("Color") is >= int.MinValue and <= uint.MaxValue and var color ? unchecked((int)(long)color) : null),
        Emission = xml.Quantity("EmissionWavelength", "nm") ?? xml.Quantity("EmWave", "nm"), // EmWave until 2009
    };

    /// <summary>Positive distances along x, y, z and t.</summary>
    /// <param name="xml">The element that has them as attributes.</param>
    /// <param name="prefix">The first part of the names of those of x, y and z.</param>
    public static Dictionary<char, OmeQuantity> ReadDistances(OmeCursor xml, string prefix)
    {
        var distances = new Dictionary<char, OmeQuantity>();
        foreach (var letter in "xyzt")
        {
            // Releases before 2015 have no units: lengths are in micrometres, times in seconds.
            var distance = letter == 't' ? xml.Quantity("TimeIncrement", "s") : xml.Quantity($"{prefix}{char.ToUpperInvariant(letter)}", "\u00B5m");
            if (distance is { Value: > 0 } positive)
            {
                distances[letter] = positive;
            }
        }

        return distances;
    }

    /// <summary>A place on the stage by letter.</summary>
    /// <param name="xml">The element that has it as attributes.</param>
    /// <param name="prefix">The first part of their names.</param>
    public static Dictionary<char, OmeQuantity> ReadPosition(OmeCursor xml, string prefix)
    {
        var position = new Dictionary<char, OmeQuantity>();
        foreach (var letter in "xyz")
        {
            if (xml.Quantity($"{prefix}{char.ToUpperInvariant(letter)}", OmeUnits.ReferenceFrame) is { } quantity)
            {
                position[letter] = quantity;
            }
        }

        return position;
    }

    private static string? ReadOrder(OmeCursor xml)
    {
        if (xml.Text("DimensionOrder") is not { } text)
        {
            return null;
        }

        var order = text.ToUpperInvariant();
        return order.StartsWith("XY", StringComparison.Ordinal) && Orders.Contains(order[2..])
            ? order[2..]
            : throw xml.Damaged($"DimensionOrder is \"{text}\", which is none of XYZCT, XYZTC, XYCZT, XYCTZ, XYTZC and XYTCZ");
    }

    private static TiffDataElement ReadTiffData(OmeCursor xml)
    {
        var data = new TiffDataElement
        {
            Ifd = xml.Count("IFD", 0),
            PlaneCount = xml.Count("PlaneCount", 0) ?? xml.Count("NumPlanes", 0), // NumPlanes until 2009
            FirstZ = (int)(xml.Count("FirstZ", 0) ?? 0),
            FirstC = (int)(xml.Count("FirstC", 0) ?? 0),
            FirstT = (int)(xml.Count("FirstT", 0) ?? 0),
        };
        var (uuid, name) = ((string?)null, (string?)null);
        xml.ForEach(() =>
        {
            if (xml.Name == "UUID" && uuid is null && name is null)
            {
                name = xml.Text("FileName");
                uuid = xml.Content() is { Length: > 0 } text ? text : null;
            }
        });
        return data with { Uuid = uuid, FileName = name };
    }
}
