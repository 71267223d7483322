using System.Globalization;
using System.Text;
using System.Xml;

namespace OmeZarr.Tiff.OmeXml;

/// <summary>Walks through the elements of an OME-XML document. Namespaces do not count: they are those of the releases of the schema.</summary>
internal sealed class OmeCursor : IDisposable
{
    /// <summary>The deepest accepted element. Deeper documents, which OME-XML never has, are an attack on readers.</summary>
    private const int DeepestElement = 256;

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersFromEntities = 1024,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        IgnoreWhitespace = true,
    };

    private readonly string path;
    private readonly XmlReader xml;

    /// <param name="path">The file, for messages.</param>
    /// <param name="text">The document.</param>
    public OmeCursor(string path, string text)
    {
        this.path = path;
        xml = XmlReader.Create(new StringReader(text), Settings);
        Move(() => xml.MoveToContent() == XmlNodeType.Element);
    }

    /// <summary>The name of the current element without its prefix.</summary>
    public string Name => xml.LocalName;

    /// <summary>The namespace of the current element.</summary>
    public string Space => xml.NamespaceURI;

    /// <summary>Handles each element in the current one, and moves behind them. A handler may do the same with its element.</summary>
    public void ForEach(Action handle)
    {
        if (xml.IsEmptyElement)
        {
            return;
        }

        var depth = xml.Depth;
        while (Move(xml.Read) && xml.Depth > depth)
        {
            if (xml.NodeType == XmlNodeType.Element && xml.Depth == depth + 1)
            {
                handle();
            }
        }
    }

    /// <summary>The text of the current element, which has no elements in it.</summary>
    public string Content()
    {
        if (xml.IsEmptyElement)
        {
            return string.Empty;
        }

        var (text, depth) = (new StringBuilder(), xml.Depth);
        while (Move(xml.Read) && xml.Depth > depth)
        {
            text.Append(xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA ? xml.Value : string.Empty);
        }

        return text.ToString().Trim();
    }

    /// <summary>The text of an attribute; null if it is absent or empty.</summary>
    public string? Text(string attribute) => xml.GetAttribute(attribute) is { } text && text.AsSpan().Trim() is { IsEmpty: false } trimmed ? trimmed.ToString() : null;

    /// <summary>An integer that counts something, at least <paramref name="least"/>; null if the attribute is absent.</summary>
    public long? Count(string attribute, long least)
    {
        if (Text(attribute) is not { } text)
        {
            return null;
        }

        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= int.MaxValue
            ? number
            : throw Damaged($"{Name} has {attribute}=\"{text}\", which is no integer from {least} to {int.MaxValue}");
    }

    /// <summary>An integer that counts something and that images can be read without, at least <paramref name="least"/>; null if the attribute is absent or something else.</summary>
    public int? CountIfAny(string attribute, int least) =>
        int.TryParse(Text(attribute), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least ? number : null;

    /// <summary>A finite number; null if the attribute is absent or no number.</summary>
    public double? Number(string attribute) =>
        Text(attribute) is { } text && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    /// <summary>A number and its unit, which is in the attribute with the ending Unit.</summary>
    public OmeQuantity? Quantity(string attribute, string defaultUnit) =>
        Number(attribute) is { } number ? new OmeQuantity(number, Text($"{attribute}Unit") ?? defaultUnit) : null;

    /// <summary>The document cannot be followed for the reason in <paramref name="detail"/>.</summary>
    public TiffFormatException Damaged(string detail) => new(path, $"damaged OME-XML: {detail}");

    public void Dispose() => xml.Dispose();

    private bool Move(Func<bool> move)
    {
        try
        {
            var moved = move();
            return xml.Depth <= DeepestElement ? moved : throw Damaged($"its elements stand in each other more than {DeepestElement} deep");
        }
        catch (XmlException error)
        {
            throw Damaged(error.Message.Contains("DTD", StringComparison.Ordinal) ? "it has a document type (DOCTYPE), which OME-XML does not have" : error.Message);
        }
    }
}
