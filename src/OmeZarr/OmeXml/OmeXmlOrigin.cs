using System.Xml;

namespace OmeZarr.OmeXml;

/// <summary>Detects OME-XML that this library has written and can write again without loss.</summary>
internal static class OmeXmlOrigin
{
    private static readonly XmlReaderSettings Settings = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };

    /// <summary>All elements that this library writes.</summary>
    private static readonly HashSet<string> Elements = ["OME", "Image", "Pixels", "Channel", "MetadataOnly"];

    /// <summary>Their attributes.</summary>
    private static readonly HashSet<string> Attributes =
    [
        "xmlns", "xmlns:xsi", "xsi:schemaLocation", "Creator", "ID", "Name", "DimensionOrder", "Type", "SamplesPerPixel", "Color", "TimeIncrement", "TimeIncrementUnit",
        .. OmeXmlWords.Dimensions.Select(dimension => $"Size{dimension}"),
        .. OmeXmlWords.Dimensions.Select(dimension => $"PhysicalSize{dimension}"),
        .. OmeXmlWords.Dimensions.Select(dimension => $"PhysicalSize{dimension}Unit"),
    ];

    /// <summary>Whether the creator, the elements and the attribute names are those of this library.</summary>
    internal static bool IsOurs(byte[] utf8)
    {
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(utf8), Settings);
            while (reader.Read())
            {
                if (!IsOurs(reader))
                {
                    return false;
                }
            }

            return true;
        }
        catch (XmlException)
        {
            return false;
        }
    }

    private static bool IsOurs(XmlReader reader)
    {
        if (reader.NodeType != XmlNodeType.Element)
        {
            return reader.NodeType is XmlNodeType.EndElement or XmlNodeType.Whitespace or XmlNodeType.XmlDeclaration;
        }

        var isKnown = Elements.Contains(reader.LocalName) && (reader.Depth > 0 || reader.GetAttribute("Creator") == OmeXmlDocument.Creator);
        while (isKnown && reader.MoveToNextAttribute())
        {
            isKnown = Attributes.Contains(reader.Name);
        }

        return isKnown;
    }
}
