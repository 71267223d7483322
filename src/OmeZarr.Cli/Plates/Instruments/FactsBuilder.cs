using System.Globalization;
using OmeZarr.Cli.Plates.Naming;
using OmeZarr.Files;

namespace OmeZarr.Cli.Plates.Instruments;

/// <summary>Collects facts of a plate, record by record. Only fields that are wanted are kept, which bounds memory.</summary>
/// <param name="wanted">The fields with images.</param>
internal sealed class FactsBuilder(IReadOnlySet<FieldKey> wanted)
{
    private const int MaxSeries = 100_000;
    private const double Tolerance = 0.05;

    private readonly Dictionary<char, PhysicalSize> sizes = [];
    private readonly Dictionary<string, string> channels = [];
    private readonly Dictionary<FieldKey, FieldCenter> centers = [];
    private readonly Dictionary<char, (object Series, SortedDictionary<int, double> Places)> series = [];

    internal PlateSize? Size { get; set; }

    internal void SetSize(char axis, double? value, string unit)
    {
        if (value is > 0 and < double.MaxValue)
        {
            sizes.TryAdd(axis, new PhysicalSize(value.Value, unit));
        }
    }

    internal void SetChannel(string? number, string? name)
    {
        if (number is not null && !string.IsNullOrWhiteSpace(name) && channels.Count < MaxSeries)
        {
            channels.TryAdd(WellName.Number(number), name.Trim());
        }
    }

    /// <summary>The key of a field whose row and column are numbers; null if they are not.</summary>
    internal static FieldKey? KeyOf(string? row, string? column, string? field) =>
        WellName.Row(row ?? string.Empty) is { } letters && WellName.Column(column ?? string.Empty) is { } digits && WellName.Field(field ?? string.Empty) is { } name
            ? new FieldKey(letters, digits, name)
            : null;

    internal void SetCenter(FieldKey key, double? x, double? y)
    {
        if (wanted.Contains(key) && x is { } right && y is { } down && double.IsFinite(right) && double.IsFinite(down))
        {
            centers.TryAdd(key, new FieldCenter(right, down));
        }
    }

    /// <summary>Notes the place of a slice or time point. Those of the first stack, whose key is given, tell the distance.</summary>
    internal void AddPlace(char axis, object stack, string? index, double? place)
    {
        if (place is not { } value || !double.IsFinite(value) || !int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return;
        }

        if (!series.TryGetValue(axis, out var first))
        {
            series[axis] = first = (stack, []);
        }

        if (first.Series.Equals(stack) && first.Places.Count < MaxSeries)
        {
            first.Places.TryAdd(number, value);
        }
    }

    internal PlateFacts Build(params IReadOnlyList<string> sources)
    {
        foreach (var (axis, unit) in new[] { ('z', "micrometer"), ('t', "second") })
        {
            SetSize(axis, series.TryGetValue(axis, out var first) ? Step([.. first.Places]) : null, unit);
        }

        return new PlateFacts { Sources = sources, Sizes = sizes, Channels = channels, Centers = centers, Size = Size };
    }

    /// <summary>The distance of neighbours, if all have about the same.</summary>
    private static double? Step(IReadOnlyList<KeyValuePair<int, double>> places)
    {
        if (places.Count < 2)
        {
            return null;
        }

        var mean = (places[^1].Value - places[0].Value) / (places[^1].Key - places[0].Key);
        return places.Skip(1).Zip(places, (next, one) => (next.Value - one.Value) / (next.Key - one.Key)).All(step => Math.Abs(step - mean) <= Tolerance * Math.Abs(mean))
            ? Math.Round(Math.Abs(mean), 6)
            : null;
    }
}
