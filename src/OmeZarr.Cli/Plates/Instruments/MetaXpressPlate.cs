using System.Globalization;
using System.Text;
using OmeZarr.Cli.Plates.Naming;

namespace OmeZarr.Cli.Plates.Instruments;

/// <summary>The <c>.HTD</c> file of MetaXpress (ImageXpress): lines of names and values.</summary>
internal static class MetaXpressPlate
{
    private const int MaxLines = 10_000;

    internal static PlateFacts Read(string path, IReadOnlySet<FieldKey> wanted)
    {
        var facts = new FactsBuilder(wanted);
        var (rows, columns) = (0, 0);
        foreach (var line in File.ReadLines(path, Encoding.Latin1).Take(MaxLines))
        {
            var parts = line.Split(',', 2, StringSplitOptions.TrimEntries);
            var (name, value) = (parts[0].Trim('"'), parts.Length < 2 ? string.Empty : parts[1].Trim('"'));
            if (name.StartsWith("WaveName", StringComparison.Ordinal))
            {
                facts.SetChannel(name["WaveName".Length..], value);
            }
            else if (name is "XWells" or "YWells" && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            {
                (rows, columns) = name == "YWells" ? (count, columns) : (rows, count);
            }
        }

        facts.Size = PlateSize.Of(rows, columns);
        return facts.Build(Path.GetFileName(path));
    }
}
