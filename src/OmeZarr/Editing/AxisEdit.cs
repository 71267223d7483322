using System.Text.Json.Nodes;
using OmeZarr.Json;
using OmeZarr.Rules;

namespace OmeZarr.Editing;

/// <summary>Changes units, scales and translations in the JSON of a multiscale.</summary>
internal static class AxisEdit
{
    /// <summary>Applies changes to the axes that the multiscale has.</summary>
    /// <param name="multiscale">The JSON.</param>
    /// <param name="changes">What to change.</param>
    /// <param name="ratios">By names of axes how pixel sizes change; they win over <see cref="ImageChanges.Scale"/>. Null for an image, whose own ratios are returned.</param>
    /// <returns>By names of axes how pixel sizes have changed.</returns>
    /// <exception cref="ArgumentException">A unit is none of the kind of the axis.</exception>
    /// <exception cref="OmeZarrException">The multiscale has no scale that could be changed.</exception>
    internal static Dictionary<string, (double Old, double New)> Apply(JsonObject multiscale, ImageChanges changes, IReadOnlyDictionary<string, (double Old, double New)>? ratios)
    {
        var changed = new Dictionary<string, (double Old, double New)>();
        foreach (var (d, axis) in (multiscale["axes"] as JsonArray ?? []).Index())
        {
            if (axis is not JsonObject members || Text(members["name"]) is not { } name)
            {
                continue;
            }

            SetUnit(members, name, changes);
            if (changes.Scale.TryGetValue(name, out var size))
            {
                changed[name] = SetScale(multiscale, d, size, ratios?.GetValueOrDefault(name));
            }
        }

        return changed;
    }

    internal static IEnumerable<string> Names(JsonObject multiscale) => (multiscale["axes"] as JsonArray ?? []).OfType<JsonObject>().Select(axis => Text(axis["name"])).OfType<string>();

    private static void SetUnit(JsonObject axis, string name, ImageChanges changes)
    {
        var type = Text(axis["type"]);
        if ((changes.Units.GetValueOrDefault(name) ?? (type == "space" ? changes.SpaceUnit : null)) is not { } unit)
        {
            return;
        }

        var known = type switch
        {
            "space" => Units.Space,
            "time" => Units.Time,
            _ => throw new ArgumentException($"the axis {name} is of {type ?? "no type"}; only axes of space and time have units"),
        };
        axis["unit"] = known.Contains(unit) ? unit : throw new ArgumentException($"\"{FindingText.Sanitize(unit)}\" is not a unit of {type} in OME-Zarr; there is {(type == "time" ? "second, millisecond" : "micrometer, nanometer")} and others");
    }

    /// <summary>Gives level 0 a pixel size, and the other levels what is in proportion.</summary>
    private static (double Old, double New) SetScale(JsonObject multiscale, int d, double size, (double Old, double New)? ratio)
    {
        var common = Number(Of(multiscale, "scale"), d) ?? 1;
        var levels = (multiscale["datasets"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        if (levels.Count == 0 || levels.Select(level => Number(Of(level, "scale"), d)).ToList() is not [{ } first, ..] scales || scales.Any(scale => scale is null or 0) || common == 0)
        {
            throw new OmeZarrException("the scale cannot be changed", [new("scale-missing", Severity.Error, "multiscales[0].datasets", "each level needs one scale with a number above 0 for each axis; mend that first")]);
        }

        var old = first * common;
        // Labels may be coarser than their image.
        var wanted = ratio is { Old: > 0 } known && known.Old != old ? old * (known.New / known.Old) : size;
        var now = wanted / common;
        foreach (var (level, scale) in levels.Zip(scales))
        {
            Set(Of(level, "scale")!, d, now * (scale!.Value / first));
            Multiply(Of(level, "translation"), d, now, first);
        }

        Multiply(Of(multiscale, "translation"), d, now, first);
        return (old, wanted);
    }

    private static void Multiply(JsonArray? numbers, int d, double now, double before)
    {
        if (Number(numbers, d) is { } number and not 0)
        {
            Set(numbers!, d, number / before * now);
        }
    }

    private static void Set(JsonArray numbers, int d, double number) => numbers[d] = JsonNode.Parse(JsonText.Float(number));

    /// <summary>The numbers of the first transformation of a kind.</summary>
    private static JsonArray? Of(JsonObject holder, string kind) =>
        (holder["coordinateTransformations"] as JsonArray ?? []).OfType<JsonObject>().Select(transformation => transformation[kind] as JsonArray).FirstOrDefault(numbers => numbers is not null);

    private static double? Number(JsonArray? numbers, int d) => d < numbers?.Count && numbers[d] is JsonValue value && value.TryGetValue<double>(out var number) && double.IsFinite(number) ? number : null;

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
