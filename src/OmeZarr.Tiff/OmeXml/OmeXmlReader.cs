namespace OmeZarr.Tiff.OmeXml;

/// <summary>Reads OME-XML of all releases of the schema, from 2003 to 2016.</summary>
internal static class OmeXmlReader
{
    private const string Schemas = "http://www.openmicroscopy.org/";

    /// <summary>Reads a document.</summary>
    /// <param name="path">The file that holds it, for messages.</param>
    /// <param name="text">The document, from <see cref="OmeText.Find"/>.</param>
    /// <exception cref="TiffFormatException">It is not well-formed, has a document type, or a length is no positive integer.</exception>
    public static OmeElement Read(string path, string text)
    {
        using var xml = new OmeCursor(path, text);
        var (images, plates, modulo) = (new List<ImageElement>(), new List<PlateElement>(), new SortedSet<char>());
        var (uuid, binaryOnly) = (xml.Text("UUID"), (BinaryOnlyElement?)null);
        var isOfSchema = xml.Space.Length == 0 || xml.Space.StartsWith(Schemas, StringComparison.Ordinal);
        xml.ForEach(() =>
        {
            switch (xml.Name)
            {
                case "BinaryOnly":
                    binaryOnly = new BinaryOnlyElement(xml.Text("MetadataFile"), xml.Text("UUID"));
                    break;
                case "Image":
                    images.Add(ReadImage(xml));
                    break;
                case "Plate":
                    plates.Add(OmePlateReader.Read(xml));
                    break;
                case "StructuredAnnotations":
                    FindModulo(xml, modulo);
                    break;
            }
        });
        return new OmeElement { Uuid = uuid, IsOfSchema = isOfSchema, BinaryOnly = binaryOnly, Images = images, Plates = plates, Modulo = string.Concat(modulo) };
    }

    /// <summary>The identifier of a file in its document; null if there is none, also if the document is damaged later on.</summary>
    public static string? ReadUuid(string path, string text)
    {
        try
        {
            using var xml = new OmeCursor(path, text);
            return xml.Text("UUID");
        }
        catch (TiffFormatException)
        {
            // A damaged file that only might belong to the set has no identifier.
            return null;
        }
    }

    private static ImageElement ReadImage(OmeCursor xml)
    {
        var (pixels, label, channels) = (new List<PixelsElement>(), new Dictionary<char, OmeQuantity>(), new List<ChannelElement>());
        var image = new ImageElement { Id = xml.Text("ID"), Name = xml.Text("Name") };
        var chosen = xml.Text("DefaultPixels") ?? xml.Text("AcquiredPixels");
        var distances = OmePixelsReader.ReadDistances(xml, "PixelSize"); // 2003
        xml.ForEach(() =>
        {
            switch (xml.Name)
            {
                case "Pixels":
                    pixels.Add(OmePixelsReader.Read(xml));
                    break;
                case "ChannelInfo" or "LogicalChannel": // 2003, 2007 to 2009
                    channels.Add(OmePixelsReader.ReadChannel(xml));
                    break;
                case "StageLabel":
                    label = OmePixelsReader.ReadPosition(xml, string.Empty);
                    break;
                case "PixelsRef":
                    chosen ??= xml.Text("ID");
                    break;
            }
        });
        var read = pixels.Find(candidate => candidate.Id is { } id && id == chosen) ?? pixels.FirstOrDefault();
        return image with
        {
            Pixels = read is null ? null : read with
            {
                Channels = read.Channels.Count > 0 ? read.Channels : channels,
                Distances = read.Distances.Count > 0 ? read.Distances : distances,
            },
            OtherPixels = Math.Max(0, pixels.Count - 1),
            StageLabel = label,
        };
    }

    private static void FindModulo(OmeCursor xml, SortedSet<char> found) => xml.ForEach(() =>
    {
        if (xml.Name is "ModuloAlongZ" or "ModuloAlongC" or "ModuloAlongT")
        {
            found.Add(char.ToLowerInvariant(xml.Name[^1]));
        }

        FindModulo(xml, found);
    });
}
