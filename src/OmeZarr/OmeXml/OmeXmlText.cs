using System.Text;
using System.Xml;

namespace OmeZarr.OmeXml;

/// <summary>Checks OME-XML that the user gives, and encodes it in UTF-8 with a matching declaration.</summary>
internal static class OmeXmlText
{
    /// <summary>The prefix of the namespaces of all releases of the schema.</summary>
    private const string Namespace = "http://www.openmicroscopy.org/";

    /// <summary>The deepest accepted element. Deeper documents, which OME-XML never has, may exhaust the stack of readers.</summary>
    private const int DeepestElement = 256;

    private static readonly XmlReaderSettings Settings = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The bytes to store.</summary>
    /// <param name="omeXml">The document.</param>
    /// <exception cref="ArgumentException">It is not well-formed, has a document type, is nested too deep, or has another root than OME.</exception>
    internal static byte[] ToUtf8(string omeXml)
    {
        var xml = omeXml.StartsWith('\uFEFF') ? omeXml[1..] : omeXml; // a byte order mark
        try
        {
            RequireNoDocumentType(xml);
            Require(xml);
            return Utf8.GetBytes(WithEncoding(xml));
        }
        catch (Exception e) when (e is XmlException or EncoderFallbackException)
        {
            throw new ArgumentException($"the OME-XML is not well-formed XML: {e.Message}", nameof(omeXml), e);
        }
    }

    /// <summary>Refuses a document type with a message of our own, because that of the XML reader tells programmers to change its settings.</summary>
    private static void RequireNoDocumentType(string omeXml)
    {
        var prolog = omeXml.AsSpan().TrimStart();
        while (prolog.StartsWith("<?") || prolog.StartsWith("<!--"))
        {
            var end = prolog[1] == '?' ? "?>" : "-->";
            var at = prolog.IndexOf(end);
            prolog = at < 0 ? [] : prolog[(at + end.Length)..].TrimStart();
        }

        if (prolog.StartsWith("<!DOCTYPE"))
        {
            throw new ArgumentException("the OME-XML has a document type (DOCTYPE), which OME-XML does not have; leave it out", nameof(omeXml));
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
                throw new ArgumentException($"the OME-XML has elements nested more than {DeepestElement} deep, which OME-XML never has", nameof(omeXml));
            }
        }
    }

    /// <summary>Replaces the encoding of the declaration, which readers of the bytes use.</summary>
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
