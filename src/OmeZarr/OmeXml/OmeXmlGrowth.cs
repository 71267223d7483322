using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace OmeZarr.OmeXml;

/// <summary>Adds images to OME-XML of another program, and keeps everything else in it.</summary>
internal sealed class OmeXmlGrowth
{
    /// <summary>The largest document that is changed. A tree takes many times the length of its document in memory.</summary>
    private const int MaxLength = 64 << 20;

    private static readonly XNamespace Schema = OmeXmlDocument.Schema;
    private static readonly XName Image = Schema + "Image";

    /// <summary>The elements that follow the images in the schema.</summary>
    private static readonly XName[] Behind = [Schema + "StructuredAnnotations", Schema + "ROI", Schema + "BinaryOnly"];

    private static readonly XmlReaderSettings Reading = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };

    private readonly byte[] utf8;

    private OmeXmlGrowth(byte[] utf8, int count) => (this.utf8, Count) = (utf8, count);

    /// <summary>Number of described images.</summary>
    internal int Count { get; }

    /// <summary>Reads a document.</summary>
    /// <returns>Null if it is not of schema 2016-06, not well-formed, or very large.</returns>
    internal static OmeXmlGrowth? Of(byte[] utf8)
    {
        if (utf8.Length > MaxLength)
        {
            return null;
        }

        try
        {
            var root = Load(utf8).Root!;
            return root.Name == Schema + "OME" ? new OmeXmlGrowth(utf8, root.Elements(Image).Count()) : null;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    /// <summary>The document with as many images as there are descriptions.</summary>
    /// <param name="descriptions">In the order of the series; null for an image whose description stays.</param>
    internal OmeXmlGrowth With(IReadOnlyList<OmeXmlImage?> descriptions)
    {
        var document = Load(utf8);
        var images = document.Root!.Elements(Image).ToList();
        images.Skip(descriptions.Count).Remove();
        var kept = images.Take(descriptions.Count).Zip(descriptions, (image, description) => (Image: image, New: description)).Where(image => image.New is not null).ToList();
        var identifiers = kept.ConvertAll(image => Clear(image.Image));
        var numbers = new FreeNumbers(document);
        foreach (var (position, (image, description)) in kept.Index())
        {
            Fill(image, description!, numbers, identifiers[position]);
        }

        foreach (var description in descriptions.Skip(images.Count))
        {
            var image = new XElement(Image);
            Fill(image, description!, numbers, identifier: null);
            Add(document.Root!, image);
        }

        return new OmeXmlGrowth(ToBytes(document), descriptions.Count);
    }

    /// <summary>The document in UTF-8.</summary>
    internal byte[] ToUtf8() => utf8;

    /// <summary>Removes the content of an image.</summary>
    /// <returns>The identifier of the image. Other parts of the document may refer to it.</returns>
    private static string? Clear(XElement image)
    {
        var identifier = (string?)image.Attribute("ID");
        image.RemoveAll();
        return identifier;
    }

    private static void Fill(XElement image, OmeXmlImage description, FreeNumbers numbers, string? identifier)
    {
        var made = Load(OmeXmlDocument.ToUtf8([description], numbers.Next())).Root!.Element(Image)!;
        image.ReplaceAttributes(made.Attributes());
        image.ReplaceNodes(made.Nodes());
        if (identifier is not null)
        {
            image.SetAttributeValue("ID", identifier);
        }
    }

    private static void Add(XElement root, XElement image)
    {
        if (root.Elements(Image).LastOrDefault() is { } last)
        {
            last.AddAfterSelf(new XText(last.PreviousNode is XText space && string.IsNullOrWhiteSpace(space.Value) ? space.Value : "\n"), image);
        }
        else if (root.Elements().FirstOrDefault(element => Behind.Contains(element.Name)) is { } next)
        {
            next.AddBeforeSelf(image, new XText("\n"));
        }
        else
        {
            root.Add(image, new XText("\n"));
        }
    }

    private static XDocument Load(byte[] utf8)
    {
        using var reader = XmlReader.Create(new MemoryStream(utf8), Reading);
        return XDocument.Load(reader, LoadOptions.PreserveWhitespace);
    }

    internal static byte[] ToBytes(XDocument document)
    {
        var settings = new XmlWriterSettings { Encoding = new UTF8Encoding(false), NewLineHandling = NewLineHandling.Entitize, OmitXmlDeclaration = document.Declaration is null };
        using var stream = new MemoryStream();
        using (var writer = XmlWriter.Create(stream, settings))
        {
            document.Save(writer);
        }

        return stream.ToArray();
    }

    /// <summary>Numbers that no identifier of a document has, in ascending order.</summary>
    private sealed class FreeNumbers(XDocument document)
    {
        private readonly HashSet<string> taken = [.. document.Descendants().Attributes("ID").Select(id => string.Join(':', id.Value.Split(':').Take(2)))];
        private int next;

        public int Next()
        {
            while (taken.Contains($"Image:{next}") || taken.Contains($"Pixels:{next}") || taken.Contains($"Channel:{next}"))
            {
                next++;
            }

            return next++;
        }
    }
}
