using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace OmeZarr.OmeXml;

/// <summary>Takes the description of some images out of OME-XML, for a store that holds these images.</summary>
public static class OmeXmlSubset
{
    /// <summary>The releases of the schema without the element MetadataOnly.</summary>
    private static readonly string[] WithoutMetadataOnly = ["2003-FC", "2007-06", "2008-02", "2008-09", "FC/ome.xsd"];

    /// <summary>The elements that say where pixels are stored.</summary>
    private static readonly string[] Storage = ["TiffData", "BinData", "MetadataOnly"];

    private static readonly string[] Lists = ["Dataset", "Folder"];

    /// <summary>
    /// The document with some of its images, without the places of their pixels. Everything else stays: instruments, experimenters, annotations, regions of interest. References to images that are
    /// left out go with them.
    /// </summary>
    /// <param name="omeXml">OME-XML of any release of the schema.</param>
    /// <param name="images">The numbers of the images to keep, counted from 0, in the order that they will have.</param>
    /// <returns>OME-XML of the same release.</returns>
    /// <exception cref="ArgumentException">The text is no OME-XML, or is not well-formed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The document has no such image, or a number occurs twice.</exception>
    public static string Of(string omeXml, IReadOnlyList<int> images)
    {
        ArgumentNullException.ThrowIfNull(omeXml);
        ArgumentNullException.ThrowIfNull(images);
        // Checks that the text is OME-XML and not nested absurdly.
        var document = Load(OmeXmlText.ToUtf8(omeXml));
        var root = document.Root!;
        KeepImages(root, images);
        RemoveReferences(root);
        root.Attribute("UUID")?.Remove(); // names a file that holds pixels
        return ToText(document);
    }

    private static void KeepImages(XElement root, IReadOnlyList<int> images)
    {
        XElement[] all = [.. Children(root, "Image")];
        if (images.Distinct().Count() < images.Count || images.Any(number => number < 0 || number >= all.Length))
        {
            throw new ArgumentOutOfRangeException(nameof(images), $"the images are different numbers from 0 to {all.Length - 1}, not {string.Join(", ", images)}");
        }

        // A node that takes the place of the images, wherever they stand.
        var mark = new XComment(string.Empty);
        (all.FirstOrDefault() as XNode)?.AddBeforeSelf(mark);
        all.Remove();
        foreach (var number in images)
        {
            RemoveStorage(all[number]);
            mark.AddBeforeSelf(all[number]);
        }

        if (mark.Parent is not null)
        {
            mark.Remove();
        }
    }

    private static void RemoveStorage(XElement image)
    {
        foreach (var pixels in Children(image, "Pixels").ToArray())
        {
            var stored = pixels.Elements().Where(element => Storage.Contains(element.Name.LocalName)).ToArray();
            if (!WithoutMetadataOnly.Any(release => pixels.Name.NamespaceName.EndsWith(release, StringComparison.Ordinal)))
            {
                // The schema wants it behind the channels.
                var only = new XElement(pixels.Name.Namespace + "MetadataOnly");
                (stored.FirstOrDefault() ?? Children(pixels, "Channel").LastOrDefault())?.AddAfterSelf(only);
                if (only.Parent is null)
                {
                    pixels.AddFirst(only);
                }
            }

            stored.Remove();
        }
    }

    /// <summary>Removes references to images, and to their pixels, that are no longer there.</summary>
    private static void RemoveReferences(XElement root)
    {
        var kept = Children(root, "Image").Select(image => (string?)image.Attribute("ID")).ToHashSet();
        // A field of a well stays, because runs of the plate refer to it.
        root.Descendants().Where(element => element.Name.LocalName == "ImageRef" && (element.Parent!.Name.LocalName == "WellSample" || Lists.Contains(element.Parent.Name.LocalName))
            && !kept.Contains((string?)element.Attribute("ID"))).Remove();
    }

    private static IEnumerable<XElement> Children(XElement parent, string name) => parent.Elements().Where(element => element.Name.LocalName == name);

    private static XDocument Load(byte[] utf8)
    {
        using var reader = XmlReader.Create(new MemoryStream(utf8), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreWhitespace = true });
        return XDocument.Load(reader);
    }

    private static string ToText(XDocument document)
    {
        using var stream = new MemoryStream();
        using (var writer = XmlWriter.Create(stream, new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true, NewLineChars = "\n" }))
        {
            document.Save(writer);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
