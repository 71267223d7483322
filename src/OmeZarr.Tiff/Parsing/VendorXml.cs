using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace OmeZarr.Tiff.Parsing;

/// <summary>XML in descriptions. Documents with a DTD are not read, so entities cannot grow or reach other files.</summary>
internal static class VendorXml
{
    private const int MaxDepth = 200;

    /// <summary>The root element; null if the text is not XML.</summary>
    public static XElement? TryParse(string text)
    {
        try
        {
            using var reader = XmlReader.Create(new StringReader(text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            return IsFlat(text) ? XElement.Load(reader) : null;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    /// <summary>Elements of a name below this one, in any namespace.</summary>
    public static IEnumerable<XElement> All(this XElement element, string name) => element.Descendants().Where(child => child.Name.LocalName == name);

    /// <summary>Children of a name, in any namespace.</summary>
    public static IEnumerable<XElement> Children(this XElement element, string name) => element.Elements().Where(child => child.Name.LocalName == name);

    /// <summary>The text of the first child of a name; null without it.</summary>
    public static string? Child(this XElement element, string name) => element.Children(name).FirstOrDefault()?.Value.Trim();

    /// <summary>The finite number of an attribute; null without it.</summary>
    public static double? Number(this XElement element, string attribute) => Numbers.Parse(element.Attribute(attribute)?.Value);

    /// <summary>The integer from 0 on of an attribute; null without it.</summary>
    public static int? Integer(this XElement element, string attribute) =>
        int.TryParse(element.Attribute(attribute)?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;

    // Some operations on elements recurse, and a stack that overflows cannot be caught.
    private static bool IsFlat(string text)
    {
        using var reader = XmlReader.Create(new StringReader(text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        while (reader.Read())
        {
            if (reader.Depth > MaxDepth)
            {
                return false;
            }
        }

        return true;
    }
}
