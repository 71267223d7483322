using System.Globalization;
using System.Text;
using System.Xml;
using OmeZarr.V05;

namespace OmeZarr.OmeXml;

/// <summary>Writes the least OME-XML (schema 2016-06) that describes images: sizes, types, units, channels; the pixels are elsewhere (MetadataOnly).</summary>
internal static class OmeXmlDocument
{
    /// <summary>The value of the attribute Creator.</summary>
    internal const string Creator = "OmeZarr.NET";

    /// <summary>The namespace of the schema.</summary>
    internal const string Schema = "http://www.openmicroscopy.org/Schemas/OME/2016-06";

    private static readonly XmlWriterSettings Settings = new() { Encoding = new UTF8Encoding(false), Indent = true, NewLineChars = "\n" };

    /// <summary>The document in UTF-8.</summary>
    /// <param name="images">The images, in the order of the series.</param>
    /// <param name="first">The number in the identifiers of the first image.</param>
    internal static byte[] ToUtf8(IEnumerable<OmeXmlImage> images, int first = 0)
    {
        using var stream = new MemoryStream();
        using (var xml = XmlWriter.Create(stream, Settings))
        {
            xml.WriteStartElement("OME", Schema);
            xml.WriteAttributeString("xsi", "schemaLocation", "http://www.w3.org/2001/XMLSchema-instance", $"{Schema} {Schema}/ome.xsd");
            xml.WriteAttributeString("Creator", Creator);
            foreach (var (number, image) in images.Index())
            {
                WriteImage(xml, first + number, image);
            }

            xml.WriteEndElement();
        }

        return stream.ToArray();
    }

    private static void WriteImage(XmlWriter xml, int number, OmeXmlImage image)
    {
        xml.WriteStartElement("Image");
        xml.WriteAttributeString("ID", $"Image:{number}");
        xml.WriteAttributeString("Name", Text(image.Name));
        xml.WriteStartElement("Pixels");
        xml.WriteAttributeString("ID", $"Pixels:{number}");
        xml.WriteAttributeString("DimensionOrder", OmeXmlWords.Dimensions); // t, c, z, y, x in C order; missing dimensions have length 1
        xml.WriteAttributeString("Type", image.PixelType);
        foreach (var dimension in OmeXmlWords.Dimensions)
        {
            xml.WriteAttributeString($"Size{dimension}", Number(image.Sizes[dimension]));
        }

        foreach (var (dimension, (value, unit)) in image.Distances.OrderBy(distance => OmeXmlWords.Dimensions.IndexOf(distance.Key, StringComparison.Ordinal)))
        {
            var name = dimension == 'T' ? "TimeIncrement" : $"PhysicalSize{dimension}";
            xml.WriteAttributeString(name, value.ToString(CultureInfo.InvariantCulture));
            xml.WriteAttributeString($"{name}Unit", unit);
        }

        for (var channel = 0; channel < image.Sizes['C']; channel++)
        {
            WriteChannel(xml, $"Channel:{number}:{channel}", channel < image.Channels.Count ? image.Channels[channel] : null);
        }

        xml.WriteElementString("MetadataOnly", Schema, null);
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void WriteChannel(XmlWriter xml, string id, OmeroChannel? channel)
    {
        xml.WriteStartElement("Channel");
        xml.WriteAttributeString("ID", id);
        if (channel?.Label is { } label)
        {
            xml.WriteAttributeString("Name", Text(label));
        }

        xml.WriteAttributeString("SamplesPerPixel", "1");
        if (channel?.Color is { Length: 6 } color && int.TryParse(color, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var rgb))
        {
            xml.WriteAttributeString("Color", Number((rgb << 8) | 0xFF)); // red, green, blue, opaque, in a signed number
        }

        xml.WriteEndElement();
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Replaces characters that XML cannot hold, such as control characters, by U+FFFD. The JSON has the original name.</summary>
    internal static string Text(string name)
    {
        var text = new StringBuilder(name.Length);
        foreach (var rune in name.EnumerateRunes()) // halves of surrogate pairs come out as U+FFFD
        {
            text.Append(rune.IsBmp && !XmlConvert.IsXmlChar((char)rune.Value) ? "\uFFFD" : rune.ToString());
        }

        return text.ToString();
    }
}
