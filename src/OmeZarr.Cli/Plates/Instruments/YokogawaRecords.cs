using System.Globalization;
using System.Xml;
using OmeZarr.Cli.Plates.Naming;

namespace OmeZarr.Cli.Plates.Instruments;

/// <summary>
/// <c>MeasurementData.mlf</c>, <c>MeasurementDetail.mrf</c> and the <c>.mes</c> file of the CellVoyager CV7000 and CV8000. Lengths in them are in micrometers, y points up.
/// </summary>
internal sealed class YokogawaRecords
{
    private const string Data = "MeasurementData.mlf";
    private const string Detail = "MeasurementDetail.mrf";

    private readonly FactsBuilder facts;
    private DateTimeOffset? start;
    private string? settings;
    private string? channel;
    private string? filter;
    private string? light;

    private YokogawaRecords(FactsBuilder facts) => this.facts = facts;

    /// <summary>Names of metadata files. The instrument wrote the folder if it has at least one of them.</summary>
    internal static IReadOnlyList<string> FileNames { get; } = [Detail, Data];

    /// <exception cref="XmlException">A file is not XML, is too large, or has a document type.</exception>
    internal static PlateFacts Read(string path, IReadOnlySet<FieldKey> wanted)
    {
        var folder = Path.GetDirectoryName(path) ?? string.Empty;
        var facts = new FactsBuilder(wanted);
        var records = new YokogawaRecords(facts);
        var sources = new List<string>();
        ReadIfThere(folder, Detail, records.BeginDetail, null, null, sources);
        ReadIfThere(folder, Data, records.BeginRecord, null, null, sources);
        ReadIfThere(folder, records.settings, records.BeginChannel, records.Light, records.EndChannel, sources);
        return facts.Build(sources);
    }

    private static void ReadIfThere(string folder, string? name, Action<XmlReader> element, Action<string, string>? text, Action<string>? end, List<string> sources)
    {
        // The name of the settings comes from a file, so it must not lead elsewhere.
        if (name is not null && Path.GetFileName(name) == name && File.Exists(Path.Join(folder, name)))
        {
            BoundedXml.Read(Path.Join(folder, name), element, text, end);
            sources.Add(name);
        }
    }

    private void BeginDetail(XmlReader element)
    {
        string? Value(string name) => BoundedXml.Attribute(element, name);
        if (element.LocalName == "MeasurementDetail")
        {
            settings = Value("MeasurementSettingFileName");
            facts.Size = PlateSize.Of(BoundedXml.Count(Value("RowCount")) ?? 0, BoundedXml.Count(Value("ColumnCount")) ?? 0);
        }
        else if (element.LocalName == "MeasurementChannel")
        {
            facts.SetSize('x', BoundedXml.Number(Value("HorizontalPixelDimension")), "micrometer");
            facts.SetSize('y', BoundedXml.Number(Value("VerticalPixelDimension")), "micrometer");
        }
    }

    private void BeginRecord(XmlReader element)
    {
        string? Value(string name) => BoundedXml.Attribute(element, name);
        double? Number(string name) => BoundedXml.Number(Value(name));
        if (element.LocalName != "MeasurementRecord" || Value("Type") != "IMG" || FactsBuilder.KeyOf(Value("Row"), Value("Column"), Value("FieldIndex")) is not { } key)
        {
            return;
        }

        facts.SetCenter(key, Number("X"), -Number("Y"));
        facts.AddPlace('z', (key, Value("Ch"), Value("TimePoint")), Value("ZIndex"), Number("Z"));
        if (DateTimeOffset.TryParse(Value("Time"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            start ??= time;
            facts.AddPlace('t', (key, Value("Ch"), Value("ZIndex")), Value("TimePoint"), (time - start.Value).TotalSeconds);
        }
    }

    private void BeginChannel(XmlReader element)
    {
        if (element.LocalName == "Channel")
        {
            (channel, filter, light) = (BoundedXml.Attribute(element, "Ch"), BoundedXml.Attribute(element, "Acquisition"), null);
            facts.SetChannel(channel, BoundedXml.Attribute(element, "Fluorophore"));
        }
    }

    private void Light(string name, string value) => light = name == "LightSourceName" ? value : light;

    /// <summary>A channel without a fluorophore is named by its light and filter.</summary>
    private void EndChannel(string name)
    {
        if (name == "Channel")
        {
            facts.SetChannel(channel, $"{light} {filter}");
        }
    }
}
