using System.Globalization;
using System.Text;
using System.Xml;
using OmeZarr.V05;

namespace OmeZarr.Tiff.Writing;

/// <summary>Writes the OME-XML (schema 2016-06) of an OME-TIFF file.</summary>
internal static class OmeXmlWriter
{
    private const string Schema = "http://www.openmicroscopy.org/Schemas/OME/2016-06";
    private const string Dimensions = "XYZCT";

    // ASCII: other characters become references, so that readers need not know the encoding.
    private static readonly XmlWriterSettings Settings = new() { Encoding = Encoding.ASCII, OmitXmlDeclaration = true };

    /// <summary>The document for the tag ImageDescription.</summary>
    /// <param name="images">The images, in the order of their planes in the file.</param>
    /// <param name="plate">The plate whose fields they are; null for none.</param>
    /// <param name="fileName">Name of the file, without folders.</param>
    /// <param name="uuid">The identifier of the file.</param>
    internal static byte[] ToBytes(IReadOnlyList<ExportedImage> images, ExportedPlate? plate, string fileName, Guid uuid)
    {
        using var stream = new MemoryStream();
        stream.Write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>"u8);
        stream.Write("<!-- OME-XML metadata of this file. Programs that change the file must keep it as it is. See https://docs.openmicroscopy.org/ome-model/ -->"u8);
        using (var xml = XmlWriter.Create(stream, Settings))
        {
            var identifier = $"urn:uuid:{uuid:D}";
            xml.WriteStartElement("OME", Schema);
            xml.WriteAttributeString("xsi", "schemaLocation", "http://www.w3.org/2001/XMLSchema-instance", $"{Schema} {Schema}/ome.xsd");
            xml.WriteAttributeString("Creator", "OmeZarr.NET");
            xml.WriteAttributeString("UUID", identifier);
            if (plate is not null)
            {
                WritePlate(xml, plate);
            }

            var firstPlane = 0L;
            foreach (var (number, image) in images.Index())
            {
                WriteImage(xml, number, image, () => WriteTiffData(xml, firstPlane, image, fileName, identifier));
                firstPlane += image.Levels[0].Planes;
            }

            xml.WriteEndElement();
        }

        return stream.ToArray();
    }

    private static void WritePlate(XmlWriter xml, ExportedPlate plate)
    {
        xml.WriteStartElement("Plate");
        xml.WriteAttributeString("ID", "Plate:0");
        if (plate.Name is { } name)
        {
            xml.WriteAttributeString("Name", Clean(name));
        }

        xml.WriteAttributeString("RowNamingConvention", "letter");
        xml.WriteAttributeString("ColumnNamingConvention", "number");
        xml.WriteAttributeString("Rows", Text(plate.Rows));
        xml.WriteAttributeString("Columns", Text(plate.Columns));
        foreach (var (number, (row, column, fields)) in plate.Wells.Index())
        {
            xml.WriteStartElement("Well");
            xml.WriteAttributeString("ID", $"Well:0:{number}");
            xml.WriteAttributeString("Column", Text(column));
            xml.WriteAttributeString("Row", Text(row));
            foreach (var image in fields)
            {
                xml.WriteStartElement("WellSample");
                xml.WriteAttributeString("ID", $"WellSample:0:{number}:{image}");
                xml.WriteAttributeString("Index", Text(image));
                xml.WriteStartElement("ImageRef");
                xml.WriteAttributeString("ID", $"Image:{image}");
                xml.WriteEndElement();
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void WriteImage(XmlWriter xml, int number, ExportedImage image, Action tiffData)
    {
        var lengths = image.Levels[0].Lengths;
        xml.WriteStartElement("Image");
        xml.WriteAttributeString("ID", $"Image:{number}");
        xml.WriteAttributeString("Name", Clean(image.Name));
        xml.WriteStartElement("Pixels");
        xml.WriteAttributeString("ID", $"Pixels:{number}");
        xml.WriteAttributeString("DimensionOrder", Dimensions);
        xml.WriteAttributeString("Type", image.PixelType);
        xml.WriteAttributeString("SignificantBits", Text(image.Levels[0].DataType.Size * 8));
        xml.WriteAttributeString("Interleaved", "false");
        xml.WriteAttributeString("BigEndian", BitConverter.IsLittleEndian ? "false" : "true");
        foreach (var letter in Dimensions)
        {
            xml.WriteAttributeString($"Size{letter}", Text(lengths[PlaneLetters.Order.IndexOf(letter, StringComparison.Ordinal)]));
        }

        foreach (var letter in Dimensions.Where(image.Distances.ContainsKey))
        {
            Write(xml, letter == 'T' ? "TimeIncrement" : $"PhysicalSize{letter}", image.Distances[letter]);
        }

        for (var channel = 0; channel < lengths[1]; channel++)
        {
            WriteChannel(xml, $"Channel:{number}:{channel}", channel < image.Channels.Count ? image.Channels[channel] : null);
        }

        tiffData();
        WritePlanes(xml, image);
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void WriteChannel(XmlWriter xml, string id, OmeroChannel? channel)
    {
        xml.WriteStartElement("Channel");
        xml.WriteAttributeString("ID", id);
        if (channel?.Label is { } label)
        {
            xml.WriteAttributeString("Name", Clean(label));
        }

        xml.WriteAttributeString("SamplesPerPixel", "1");
        if (channel?.Color is { Length: 6 } color && int.TryParse(color, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var rgb))
        {
            xml.WriteAttributeString("Color", Text((rgb << 8) | 0xFF)); // red, green, blue, opaque, in a signed number
        }

        xml.WriteEndElement();
    }

    /// <summary>All planes of the image, in the order of the dimensions.</summary>
    private static void WriteTiffData(XmlWriter xml, long firstPlane, ExportedImage image, string fileName, string identifier)
    {
        xml.WriteStartElement("TiffData");
        xml.WriteAttributeString("IFD", Text(firstPlane));
        xml.WriteAttributeString("PlaneCount", Text(image.Levels[0].Planes));
        xml.WriteStartElement("UUID");
        xml.WriteAttributeString("FileName", Clean(fileName));
        xml.WriteString(identifier);
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    /// <summary>The positions of the planes, unless all begin at 0.</summary>
    private static void WritePlanes(XmlWriter xml, ExportedImage image)
    {
        if (image.Origin is not { } origin)
        {
            return;
        }

        var lengths = image.Levels[0].Lengths;
        for (var plane = 0L; plane < image.Levels[0].Planes; plane++)
        {
            var (t, c, z) = (plane / lengths[2] / lengths[1], plane / lengths[2] % lengths[1], plane % lengths[2]);
            xml.WriteStartElement("Plane");
            xml.WriteAttributeString("TheZ", Text(z));
            xml.WriteAttributeString("TheT", Text(t));
            xml.WriteAttributeString("TheC", Text(c));
            foreach (var (letter, name, index) in ((char, string, long)[])[('T', "DeltaT", t), ('X', "PositionX", 0), ('Y', "PositionY", 0), ('Z', "PositionZ", z)])
            {
                if (origin.TryGetValue(letter, out var axis))
                {
                    Write(xml, name, (axis.First + (index * axis.Step), axis.Unit));
                }
            }

            xml.WriteEndElement();
        }
    }

    private static void Write(XmlWriter xml, string name, (double Value, string Unit) quantity)
    {
        xml.WriteAttributeString(name, quantity.Value.ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString($"{name}Unit", quantity.Unit);
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Replaces characters that XML cannot hold, such as control characters, by U+FFFD.</summary>
    private static string Clean(string name)
    {
        var text = new StringBuilder(name.Length);
        foreach (var rune in name.EnumerateRunes()) // halves of surrogate pairs come out as U+FFFD
        {
            text.Append(rune.IsBmp && !XmlConvert.IsXmlChar((char)rune.Value) ? "\uFFFD" : rune.ToString());
        }

        return text.ToString();
    }
}
