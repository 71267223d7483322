using System.Globalization;
using System.Xml;
using OmeZarr.Planning;
using OmeZarr.Rules.Hierarchy;
using OmeZarr.V05;
using Zarr;

namespace OmeZarr.Validating;

/// <summary>An image as OME-XML describes it.</summary>
/// <param name="Sizes">Its lengths by the dimension letters.</param>
internal sealed record DescribedImage(IReadOnlyDictionary<char, long> Sizes)
{
    /// <summary>Why an array is not that of the described image; null if it can be.</summary>
    public string? Problem(ValueList<Axis> axes, Shape shape)
    {
        foreach (var (d, axis) in axes.Index())
        {
            if (axis.Name is [var letter] && Sizes.TryGetValue(char.ToUpperInvariant(letter), out var size) && size != shape[d])
            {
                return $"the OME-XML says Size{char.ToUpperInvariant(letter)} {size}, the array has {shape[d]} along {axis.Name}";
            }
        }

        return null;
    }
}

/// <summary>Reads the OME-XML of a collection and checks what OME-Zarr says of it.</summary>
internal sealed class OmeXmlCheck(Walk walk, NodeVisit visit, NodeLog log)
{
    private const int MaxLength = 64 << 20;
    private const string Schemas = "http://www.openmicroscopy.org/Schemas/";

    private static readonly XmlReaderSettings Settings = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };

    /// <summary>The described images; null if there is no OME-XML, or it cannot be read.</summary>
    /// <exception cref="IOException">The store cannot be read.</exception>
    public async Task<IReadOnlyList<DescribedImage>?> ReadAsync(ChildNodes children, CancellationToken cancellationToken)
    {
        children.Claim(NodeNames.OmeXml);
        using var content = children.Names?.Contains(NodeNames.OmeXml) != false
            ? await walk.Source.ReadFileAsync(visit.Path, NodeNames.OmeXml, MaxLength, cancellationToken).ConfigureAwait(false)
            : null;
        if (content is null)
        {
            log.Report(CollectionRules.XmlMissing, $"there is no {NodeNames.OmeXml}");
            return null;
        }

        if (content.Memory.Length > MaxLength)
        {
            log.Report(CollectionRules.XmlInvalid, $"{NodeNames.OmeXml} is larger than {MaxLength:N0} bytes, and was not read");
            return null;
        }

        try
        {
            return Read(content.Memory.ToArray());
        }
        catch (XmlException e)
        {
            log.Report(CollectionRules.XmlInvalid, $"{NodeNames.OmeXml}: {e.Message}");
            return null;
        }
    }

    private List<DescribedImage>? Read(byte[] utf8)
    {
        using var reader = XmlReader.Create(new MemoryStream(utf8), Settings);
        reader.MoveToContent();
        if (reader.LocalName != "OME" || !reader.NamespaceURI.StartsWith(Schemas, StringComparison.Ordinal))
        {
            log.Report(CollectionRules.XmlInvalid, $"{NodeNames.OmeXml} begins with the element {reader.Name}, not with OME of {Schemas}OME");
            return null;
        }

        var images = new List<DescribedImage>();
        var elsewhere = new SortedSet<string>(StringComparer.Ordinal);
        while (reader.Read())
        {
            if (reader.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            switch (reader.LocalName)
            {
                case "Image" when reader.Depth == 1:
                    images.Add(new DescribedImage(new Dictionary<char, long>()));
                    break;
                case "Pixels" when images.Count > 0:
                    images[^1] = new DescribedImage(SizesOf(reader));
                    break;
                case "BinData" or "TiffData" or "BinaryOnly":
                    elsewhere.Add(reader.LocalName);
                    break;
            }
        }

        if (elsewhere.Count > 0)
        {
            log.Report(CollectionRules.XmlPixels, $"{NodeNames.OmeXml} has {string.Join(", ", elsewhere)}");
        }

        return images;
    }

    private static Dictionary<char, long> SizesOf(XmlReader pixels)
    {
        var sizes = new Dictionary<char, long>();
        foreach (var letter in "XYZCT")
        {
            if (long.TryParse(pixels.GetAttribute($"Size{letter}"), NumberStyles.None, CultureInfo.InvariantCulture, out var size))
            {
                sizes[letter] = size;
            }
        }

        return sizes;
    }
}
