using System.Xml;

namespace OmeZarr.OmeXml;

/// <summary>Tells OME-XML that this library has made, and can make again, from any other.</summary>
internal static class OmeXmlOrigin
{
    private static readonly XmlReaderSettings Settings = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };

    /// <summary>All elements that this library writes.</summary>
    private static readonly HashSet<string> Elements = ["OME", "Image", "Pixels", "Channel", "MetadataOnly"];

    /// <summary>Whether nothing is in the document that would not be there again if it were made anew, going by its creator and its elements.</summary>
    internal static bool IsOurs(byte[] utf8)
    {
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(utf8), Settings);
            reader.MoveToContent();
            if (reader.GetAttribute("Creator") != OmeXmlDocument.Creator)
            {
                return false;
            }

            while (reader.Read())
            {
                if (reader.NodeType is not (XmlNodeType.EndElement or XmlNodeType.Whitespace) && !(reader.NodeType == XmlNodeType.Element && Elements.Contains(reader.LocalName)))
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
}
