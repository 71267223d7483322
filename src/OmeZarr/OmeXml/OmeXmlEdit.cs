using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using OmeZarr.V05;

namespace OmeZarr.OmeXml;

/// <summary>Changes in OME-XML of schema 2016-06 what <c>OmeMetadataEditor</c> changes in images: pixel sizes, names, colours. Everything else stays.</summary>
internal sealed class OmeXmlEdit
{
    private static readonly XNamespace Schema = OmeXmlDocument.Schema;
    private static readonly XmlReaderSettings Reading = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };

    private readonly XDocument document;
    private readonly List<string> difference = [];

    private OmeXmlEdit(XDocument document) => this.document = document;

    /// <summary>What was changed, a line for each attribute.</summary>
    internal IReadOnlyList<string> Difference => difference;

    /// <summary>Reads a document; null if it is not of this schema, or not well-formed.</summary>
    internal static OmeXmlEdit? Of(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(utf8.ToArray()), Reading);
            var document = XDocument.Load(reader, LoadOptions.PreserveWhitespace);
            return document.Root!.Name == Schema + "OME" ? new OmeXmlEdit(document) : null;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    /// <summary>Describes an image anew.</summary>
    /// <param name="number">Its index among the images of the document; one that is not there is skipped.</param>
    /// <param name="image">Its metadata.</param>
    internal void Describe(int number, Image image)
    {
        if (image.Multiscales is not [{ Datasets.Count: > 0 } multiscale, ..] || document.Root!.Elements(Schema + "Image").ElementAtOrDefault(number) is not { } element)
        {
            return;
        }

        var at = $"Image[{number}]";
        Set(element, "Name", multiscale.Name, at);
        if (element.Element(Schema + "Pixels") is not { } pixels)
        {
            return;
        }

        foreach (var (d, axis) in multiscale.Axes.Index())
        {
            SetSize(pixels, axis, multiscale.PixelSize(0)[d], at);
        }

        var channels = pixels.Elements(Schema + "Channel").ToList();
        foreach (var (c, (channel, described)) in (image.Omero?.Channels.Count == channels.Count ? channels.Zip(image.Omero.Channels) : []).Index())
        {
            Set(channel, "Name", described.Label, $"{at}.Channel[{c}]");
            Set(channel, "Color", ColorOf(described), $"{at}.Channel[{c}]");
        }
    }

    internal byte[] ToUtf8() => OmeXmlGrowth.ToBytes(document);

    private void SetSize(XElement pixels, Axis axis, double size, string at)
    {
        var name = axis is TimeAxis ? "TimeIncrement" : axis is SpaceAxis && axis.Name is "z" or "y" or "x" ? $"PhysicalSize{axis.Name.ToUpperInvariant()}" : null;
        if (name is not null && OmeXmlWords.Unit(axis) is { } unit && (float)size is > 0 and < float.PositiveInfinity)
        {
            Set(pixels, name, size.ToString(CultureInfo.InvariantCulture), at);
            Set(pixels, $"{name}Unit", unit, at);
        }
    }

    private static string? ColorOf(OmeroChannel channel) =>
        channel.Color is { Length: 6 } color && int.TryParse(color, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var rgb) ? ((rgb << 8) | 0xFF).ToString(CultureInfo.InvariantCulture) : null;

    private void Set(XElement element, string name, string? value, string at)
    {
        var before = (string?)element.Attribute(name);
        var text = value is null ? null : OmeXmlDocument.Text(value);
        if (text is null || before == text || IsSameNumber(before, text))
        {
            return;
        }

        element.SetAttributeValue(name, text);
        difference.Add(before is null ? $"+ {at}.{name}: {FindingText.Sanitize(text)}" : $"~ {at}.{name}: {FindingText.Sanitize(before)} → {FindingText.Sanitize(text)}");
    }

    private static bool IsSameNumber(string? before, string after) =>
        double.TryParse(before, NumberStyles.Float, CultureInfo.InvariantCulture, out var one) && double.TryParse(after, NumberStyles.Float, CultureInfo.InvariantCulture, out var other) && one == other;
}
