using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using OmeZarr.Files;
using OmeZarr.Hdf5.Files;

namespace OmeZarr.Hdf5.Dialects;

/// <summary>What the <c>.xml</c> of BigDataViewer says about the setups of the <c>.h5</c> beside it.</summary>
internal sealed class SetupDescription
{
    private const long LongestDocument = 64 << 20;

    private readonly Dictionary<int, XElement> setups = [];
    private readonly Dictionary<(string Attribute, int Id), string> names = [];

    /// <summary>The document; null if there is none.</summary>
    internal string? Path { get; private init; }

    /// <summary>Reads the document beside a file.</summary>
    internal static SetupDescription Read(string file, List<FileFinding> findings)
    {
        var path = System.IO.Path.ChangeExtension(file, ".xml");
        if (!File.Exists(path))
        {
            findings.Add(new FileFinding(FileFindingKind.Missing, $"{System.IO.Path.GetFileName(path)} is not beside the file; it has the sizes of voxels, and says which setups are channels"));
            return new SetupDescription();
        }

        var document = Load(path);
        var description = new SetupDescription { Path = path };
        foreach (var setup in document.Descendants("ViewSetup"))
        {
            if (Integer(setup.Element("id")) is { } id)
            {
                description.setups.TryAdd(id, setup);
            }
        }

        foreach (var attribute in document.Descendants("Attributes"))
        {
            foreach (var item in attribute.Elements())
            {
                if (Integer(item.Element("id")) is { } id && item.Element("name")?.Value.Trim() is { Length: > 0 } name)
                {
                    description.names.TryAdd((attribute.Attribute("name")?.Value ?? string.Empty, id), name);
                }
            }
        }

        if (document.Descendants("ViewTransform").Any())
        {
            findings.Add(new FileFinding(FileFindingKind.LeftOut, "the registrations of the setups (affine transformations) are left out"));
        }

        return description;
    }

    /// <summary>The setups of each image: those that differ in nothing but the channel.</summary>
    internal IReadOnlyList<IReadOnlyList<BigDataViewerReader.StoredSetup>> Group(IReadOnlyList<BigDataViewerReader.StoredSetup> stored)
    {
        var groups = new List<List<BigDataViewerReader.StoredSetup>>();
        foreach (var setup in stored)
        {
            var others = OthersThanChannel(setup.Number);
            var group = others is null ? null : groups.Find(group => OthersThanChannel(group[0].Number) == others && group[0].IsLike(setup) && group.TrueForAll(member => Id(member.Number, "channel") != Id(setup.Number, "channel")));
            if (group is null)
            {
                groups.Add([setup]);
            }
            else
            {
                group.Add(setup);
            }
        }

        return groups;
    }

    /// <summary>The sizes of a voxel along z, y, x.</summary>
    internal PhysicalSize?[] SizesOf(int setup)
    {
        var size = setups.GetValueOrDefault(setup)?.Element("voxelSize");
        var parts = size?.Element("size")?.Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) ?? [];
        return parts.Length == 3
            ? [.. parts.Reverse().Select(part => Hdf5Groups.SizeOf(double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null, size!.Element("unit")?.Value))]
            : [null, null, null];
    }

    /// <summary>The name of the channel of a setup; null if it has none.</summary>
    internal string? ChannelOf(int setup) => Id(setup, "channel") is { } id ? names.GetValueOrDefault(("channel", id)) : null;

    /// <summary>The name of an image; null if it has none.</summary>
    /// <param name="setup">Its first setup.</param>
    /// <param name="isAlone">Whether it has no other setup, so that the name of the setup is that of the image.</param>
    internal string? NameOf(int setup, bool isAlone) => setups.GetValueOrDefault(setup)?.Element("name")?.Value.Trim() is { Length: > 0 } name && isAlone ? name : null;

    /// <summary>The attributes of a setup without the channel; null if the document does not describe the setup.</summary>
    private string? OthersThanChannel(int setup) => setups.GetValueOrDefault(setup)?.Element("attributes") is { } attributes
        ? string.Join(';', attributes.Elements().Where(item => item.Name.LocalName != "channel").Select(item => $"{item.Name.LocalName}={item.Value.Trim()}").Order(StringComparer.Ordinal))
        : null;

    private int? Id(int setup, string attribute) => Integer(setups.GetValueOrDefault(setup)?.Element("attributes")?.Element(attribute));

    private static int? Integer(XElement? element) => int.TryParse(element?.Value.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static XDocument Load(string path)
    {
        if (new FileInfo(path).Length > LongestDocument)
        {
            throw new ImageFileException(path, $"{path}: is longer than descriptions of BigDataViewer are");
        }

        try
        {
            using var reader = XmlReader.Create(path, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            return XDocument.Load(reader);
        }
        catch (XmlException error)
        {
            throw new ImageFileException(path, $"{path}: damaged: {error.Message}", error);
        }
    }
}
