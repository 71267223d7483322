using System.Text;
using System.Xml;

namespace OmeZarr.OmeXml;

/// <summary>OME-XML that the user gives: checked, then stored as it is, but always in UTF-8 and saying so.</summary>
internal static class OmeXmlText
{
    /// <summary>What all releases of the schema, the oldest too, have their namespaces in.</summary>
    private const string Namespace = "http://www.openmicroscopy.org/";

    /// <summary>No OME-XML is nearly as deep, and what is may exhaust the stack of those who read it.</summary>
    private const int DeepestElement = 256;

    private static readonly XmlReaderSettings Settings = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The bytes to store.</summary>
    /// <param name="omeXml">The document.</param>
    /// <exception cref="ArgumentException">It is not well-formed, has a document type, or its root is no element OME.</exception>
    internal static byte[] ToUtf8(string omeXml)
    {
        var xml = omeXml.StartsWith('\uFEFF') ? omeXml[1..] : omeXml; // a byte order mark that came in with the text
        try
        {
            Require(xml);
            return Utf8.GetBytes(WithEncoding(xml));
        }
        catch (Exception e) when (e is XmlException or EncoderFallbackException)
        {
            throw new ArgumentException($"the OME-XML is not well-formed XML without a document type: {e.Message}", nameof(omeXml), e);
        }
    }

    private static void Require(string omeXml)
    {
        using var reader = XmlReader.Create(new StringReader(omeXml), Settings);
        reader.MoveToContent();
        if (reader.LocalName != "OME" || !(reader.NamespaceURI.Length == 0 || reader.NamespaceURI.StartsWith(Namespace, StringComparison.Ordinal)))
        {
            throw new ArgumentException(
                $"the OME-XML has the root element {reader.Name} of the namespace \"{reader.NamespaceURI}\"; OME-XML begins with OME of {Namespace}Schemas/OME/2016-06", nameof(omeXml));
        }

        while (reader.Read())
        {
            if (reader.Depth > DeepestElement)
            {
                throw new ArgumentException($"the OME-XML has elements in elements more than {DeepestElement} deep; OME-XML is never like that", nameof(omeXml));
            }
        }
    }

    /// <summary>Readers of bytes believe the declaration.</summary>
    /// <param name="xml">A well-formed document.</param>
    private static string WithEncoding(string xml)
    {
        var end = xml.StartsWith("<?xml", StringComparison.Ordinal) && char.IsWhiteSpace(xml[5]) ? xml.IndexOf("?>", StringComparison.Ordinal) : 0;
        var name = xml.IndexOf("encoding", 0, end, StringComparison.Ordinal);
        if (name < 0)
        {
            return xml;
        }

        var start = xml.IndexOfAny(['"', '\''], name) + 1;
        var length = xml.IndexOf(xml[start - 1], start) - start;
        return xml.AsSpan(start, length).Equals("utf-8", StringComparison.OrdinalIgnoreCase) ? xml : $"{xml[..start]}UTF-8{xml[(start + length)..]}";
    }
}
