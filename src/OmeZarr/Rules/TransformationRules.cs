using System.Globalization;
using OmeZarr.V05;
using Zarr;

namespace OmeZarr.Rules;

/// <summary>The transformations of a dataset or multiscale, and how many numbers each needs.</summary>
internal readonly record struct TransformationsNode(ValueList<CoordinateTransformation> Items, int Axes);

/// <summary>Rules about lists of transformations; the same for datasets and multiscales (9.3 (28)).</summary>
internal static class TransformationRules
{
    // Two lengths are only warnings in 0.4: its published suite has a valid case with two numbers for three axes.
    public static IReadOnlyList<Rule<TransformationsNode>> All { get; } =
    [
        new("transformation-type", Severity.Error, "9.3 (24)", "Only scale and translation are allowed.", Type),
        new("scale-count", Severity.Error, "9.3 (24)", "There is exactly one scale.", ScaleCount),
        new("translation-count", Severity.Error, "9.3 (24)", "There is at most one translation.", TranslationCount),
        new("transformations-order", Severity.Error, "9.3 (25)", "A translation comes after the scale.", Order),
        new("scale-length", Severity.Error, "9.3 (26)", "A scale has a number for each axis.", ScaleLength) { SeverityIn04 = Severity.Warning },
        new("scale-values", Severity.Error, "9.3 (27)", "The numbers of a scale are finite and above 0.", ScaleValues),
        new("translation-length", Severity.Error, "9.3 (26)", "A translation has a number for each axis.", TranslationLength)
            { SeverityIn04 = Severity.Warning },
        new("translation-values", Severity.Error, "9.3 (26)", "The numbers of a translation are finite.", TranslationValues),
    ];

    private static IEnumerable<Violation> Type(TransformationsNode node) => node.Items.Index().Where(t => t.Item is UnknownTransformation)
        .Select(t => new Violation($"[{t.Index}]", Describe(t.Item)));

    private static string Describe(CoordinateTransformation transformation) => transformation.Type switch
    {
        null => "has no type; only scale and translation are allowed here",
        "scale" or "translation" when transformation.ExtraMembers.Contains("path") => $"a {transformation.Type} stored in an array is not allowed here; write its numbers",
        "scale" or "translation" => $"the numbers of the {transformation.Type} are missing or cannot be read",
        var type => $"\"{type}\" is not allowed here; only scale and translation are",
    };

    // A scale whose numbers could not be read counts as a scale here; transformation-type reports it.
    private static IEnumerable<Violation> ScaleCount(TransformationsNode node)
    {
        var count = node.Items.Count(t => t.Type == "scale");
        if (count != 1)
        {
            yield return new(string.Empty, $"there must be exactly one scale; found {count}");
        }
    }

    private static IEnumerable<Violation> TranslationCount(TransformationsNode node)
    {
        var count = node.Items.Count(t => t.Type == "translation");
        if (count > 1)
        {
            yield return new(string.Empty, $"there can be at most one translation; found {count}");
        }
    }

    private static IEnumerable<Violation> Order(TransformationsNode node)
    {
        var types = node.Items.Select(t => t.Type).ToList();
        var (scale, translation) = (types.IndexOf("scale"), types.IndexOf("translation"));
        if (translation >= 0 && translation < scale)
        {
            yield return new($"[{translation}]", $"the translation must come after the scale, which is at {scale}");
        }
    }

    private static IEnumerable<Violation> ScaleLength(TransformationsNode node) =>
        Scales(node).Where(t => t.Values.Count != node.Axes).Select(t => WrongLength(t.Index, "scale", t.Values.Count, node.Axes));

    private static IEnumerable<Violation> TranslationLength(TransformationsNode node) =>
        Translations(node).Where(t => t.Values.Count != node.Axes).Select(t => WrongLength(t.Index, "translation", t.Values.Count, node.Axes));

    private static IEnumerable<Violation> ScaleValues(TransformationsNode node) => Scales(node).SelectMany(t => t.Values.Index()
        .Where(v => !(double.IsFinite(v.Item) && v.Item > 0))
        .Select(v => new Violation($"[{t.Index}].scale[{v.Index}]", $"must be a finite number above 0; found {Text(v.Item)}")));

    private static IEnumerable<Violation> TranslationValues(TransformationsNode node) => Translations(node).SelectMany(t => t.Values.Index()
        .Where(v => !double.IsFinite(v.Item))
        .Select(v => new Violation($"[{t.Index}].translation[{v.Index}]", $"must be a finite number; found {Text(v.Item)}")));

    private static IEnumerable<(int Index, ValueList<double> Values)> Scales(TransformationsNode node) =>
        node.Items.Index().Where(t => t.Item is ScaleTransformation).Select(t => (t.Index, ((ScaleTransformation)t.Item).Scale));

    private static IEnumerable<(int Index, ValueList<double> Values)> Translations(TransformationsNode node) =>
        node.Items.Index().Where(t => t.Item is TranslationTransformation).Select(t => (t.Index, ((TranslationTransformation)t.Item).Translation));

    private static Violation WrongLength(int index, string what, int found, int axes) =>
        new($"[{index}]", $"the {what} has {Counted.Of(found, "value")} for {axes} {(axes == 1 ? "axis" : "axes")}");

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
