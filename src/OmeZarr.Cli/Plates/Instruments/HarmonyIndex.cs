using OmeZarr.Cli.Plates.Naming;

namespace OmeZarr.Cli.Plates.Instruments;

/// <summary><c>Index.xml</c> or <c>Index.idx.xml</c> of Harmony (Opera Phenix, Operetta). Lengths in it are in meters, y points up.</summary>
internal sealed class HarmonyIndex
{
    private const double Micrometers = 1e6;
    private const int MaxValues = 256;

    private readonly FactsBuilder facts;
    private readonly Dictionary<string, string> image = [];
    private bool isInImage;
    private string? entry;
    private int? rows;

    private HarmonyIndex(FactsBuilder facts) => this.facts = facts;

    /// <summary>Names of the file, the preferred first.</summary>
    internal static IReadOnlyList<string> FileNames { get; } = ["Index.xml", "Index.idx.xml"];

    /// <exception cref="System.Xml.XmlException">The file is not XML, is too large, or has a document type.</exception>
    internal static PlateFacts Read(string path, IReadOnlySet<FieldKey> wanted)
    {
        var facts = new FactsBuilder(wanted);
        var index = new HarmonyIndex(facts);
        BoundedXml.Read(path, index.Begin, index.Text, index.End);
        return facts.Build(Path.GetFileName(path));
    }

    private void Begin(System.Xml.XmlReader element)
    {
        if (element.LocalName == "Image" && BoundedXml.Attribute(element, "id") is null)
        {
            image.Clear();
            isInImage = true;
        }
        else if (element.LocalName == "Entry")
        {
            entry = BoundedXml.Attribute(element, "ChannelID");
        }
    }

    /// <summary>Channels are described in an entry of a map (since Harmony 5), or in each image.</summary>
    private void Text(string name, string value)
    {
        if (isInImage)
        {
            AddValue(name, value);
        }
        else if (entry is not null)
        {
            Describe(entry, name, value);
        }
        else if (name == "PlateRows")
        {
            rows = BoundedXml.Count(value);
        }
        else if (name == "PlateColumns" && rows is { } count && BoundedXml.Count(value) is { } columns)
        {
            facts.Size ??= PlateSize.Of(count, columns);
        }
    }

    private void AddValue(string name, string value)
    {
        if (image.Count < MaxValues)
        {
            image[name] = value;
        }
    }

    private void End(string name)
    {
        if (name == "Entry")
        {
            entry = null;
        }
        else if (name == "Image" && isInImage)
        {
            isInImage = false;
            Add();
        }
    }

    private void Describe(string channel, string name, string value)
    {
        switch (name)
        {
            case "ChannelName":
                facts.SetChannel(channel, value);
                break;
            case "ImageResolutionX":
                facts.SetSize('x', BoundedXml.Number(value) * Micrometers, "micrometer");
                break;
            case "ImageResolutionY":
                facts.SetSize('y', BoundedXml.Number(value) * Micrometers, "micrometer");
                break;
            default:
                break;
        }
    }

    private void Add()
    {
        string? Value(string name) => image.GetValueOrDefault(name);
        double? Number(string name) => BoundedXml.Number(Value(name));
        foreach (var (name, value) in image)
        {
            Describe(Value("ChannelID") ?? string.Empty, name, value);
        }

        if (FactsBuilder.KeyOf(Value("Row"), Value("Col"), Value("FieldID")) is not { } key)
        {
            return;
        }

        facts.SetCenter(key, Number("PositionX") * Micrometers, -Number("PositionY") * Micrometers);
        facts.AddPlace('z', (key, Value("ChannelID"), Value("TimepointID")), Value("PlaneID"), (Number("PositionZ") ?? Number("AbsPositionZ")) * Micrometers);
        facts.AddPlace('t', (key, Value("ChannelID"), Value("PlaneID")), Value("TimepointID"), Number("MeasurementTimeOffset"));
    }
}
