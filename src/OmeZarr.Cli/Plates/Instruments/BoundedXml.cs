using System.Globalization;
using System.Xml;

namespace OmeZarr.Cli.Plates.Instruments;

/// <summary>Reads XML of unknown origin as a stream: no document types, no entities, nothing from elsewhere, limited size and depth.</summary>
internal static class BoundedXml
{
    private const long MaxCharacters = 512L << 20;
    private const int MaxText = 1024;
    private const int MaxDepth = 64;

    /// <exception cref="XmlException">The file is not XML, is too large, or has a document type.</exception>
    internal static void Read(string path, Action<XmlReader> element, Action<string, string>? text, Action<string>? end = null)
    {
        using var reader = XmlReader.Create(path, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = MaxCharacters, IgnoreComments = true, IgnoreProcessingInstructions = true });
        var buffer = new char[MaxText];
        var name = string.Empty;
        while (reader.Read())
        {
            if (reader.Depth > MaxDepth)
            {
                throw new XmlException($"elements are nested more than {MaxDepth} deep");
            }

            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    name = reader.LocalName;
                    var isEmpty = reader.IsEmptyElement;
                    element(reader);
                    if (isEmpty)
                    {
                        end?.Invoke(name);
                    }

                    break;
                case XmlNodeType.Text when text is not null:
                    text(name, new string(buffer, 0, reader.ReadValueChunk(buffer, 0, buffer.Length)));
                    break;
                case XmlNodeType.EndElement:
                    end?.Invoke(reader.LocalName);
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>The attribute with a local name, in any namespace; null if there is none.</summary>
    internal static string? Attribute(XmlReader reader, string name)
    {
        string? value = null;
        for (var has = reader.MoveToFirstAttribute(); has && value is null; has = value is null && reader.MoveToNextAttribute())
        {
            value = reader.LocalName == name ? reader.Value : null;
        }

        reader.MoveToElement();
        return value;
    }

    /// <summary>A number; null for other text.</summary>
    internal static double? Number(string? text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    /// <summary>A whole number; null for other text.</summary>
    internal static int? Count(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
