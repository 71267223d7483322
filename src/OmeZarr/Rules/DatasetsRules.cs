using System.Globalization;
using OmeZarr.V05;
using Zarr;

namespace OmeZarr.Rules;

/// <summary>Rules about the levels of a multiscale.</summary>
internal static class DatasetsRules
{
    public static IReadOnlyList<Rule<Multiscale>> All { get; } =
    [
        new("datasets-empty", Severity.Error, "9.3 (21)", "There is at least one dataset.",
            m => RuleHelpers.NotEmpty(m.Datasets.Count, string.Empty)),
        new("dataset-paths-unique", Severity.Error, "9.3 (21)", "No two datasets have the same path.",
            m => RuleHelpers.UniqueKeys(m.Datasets.Select(d => d.Path), string.Empty, ".path")),
        new("datasets-dimensions", Severity.Error, "9.3 (23)", "All datasets have the same number of dimensions.", SameDimensions),
        new("datasets-order", Severity.Error, "9.3 (22)", "Datasets go from the highest to the lowest resolution.", Order)
            { SeverityIn04 = Severity.Warning },
        new("datasets-order-axis", Severity.Warning, "9.3 (22)", "No axis of space gets finer from one dataset to the next.",
            OrderOfEachAxis),
    ];

    public static IReadOnlyList<Rule<Dataset>> OfDataset { get; } =
    [
        new("dataset-path", Severity.Error, "9.3 (21), Zarr v3 node names", "The path of a dataset leads to a node below the group.", Path),
        new("dataset-path-risky", Severity.Warning, "this library", "The path of a dataset works on every store and file system.",
            RiskyPath),
    ];

    private static IEnumerable<Violation> SameDimensions(Multiscale multiscale)
    {
        var lengths = multiscale.Datasets.Select(d => d.ScaleTransform?.Scale.Count).ToArray();
        var expected = lengths.FirstOrDefault(n => n is not null);
        return lengths.Index().Where(n => n.Item is not null && n.Item != expected)
            .Select(n => new Violation($"[{n.Index}]", $"has {Counted.Of(n.Item!.Value, "dimension")}; the first dataset has {expected}"));
    }

    private static IEnumerable<Violation> Order(Multiscale multiscale) => Steps(multiscale).Where(s => s.IsFiner)
        .Select(s => new Violation($"[{s.Level}]", $"has a higher resolution than the dataset before it: {s.Describe()}"));

    private static IEnumerable<Violation> OrderOfEachAxis(Multiscale multiscale) => Steps(multiscale).Where(s => !s.IsFiner && s.HasFinerAxis)
        .Select(s => new Violation($"[{s.Level}]", $"is finer along an axis of space than the dataset before it: {s.Describe()}"));

    private static IEnumerable<Violation> Path(Dataset dataset)
    {
        if (NodeName.Problem(dataset.Path) is { } problem)
        {
            yield return new(".path", $"\"{dataset.Path}\" is not the path of a node: {problem}");
        }
    }

    private static IEnumerable<Violation> RiskyPath(Dataset dataset)
    {
        if (NodeName.Problem(dataset.Path) is null && NodeName.Risk(dataset.Path) is { } risk)
        {
            yield return new(".path", $"\"{dataset.Path}\" {risk}");
        }
    }

    /// <summary>Each pair of consecutive datasets with comparable scales.</summary>
    private static IEnumerable<Step> Steps(Multiscale multiscale)
    {
        var space = multiscale.Axes.Index().Where(a => a.Item is SpaceAxis).Select(a => a.Index).ToArray();
        var scales = multiscale.Datasets.Select(d => SpaceScale(d, multiscale.Axes.Count, space)).ToArray();
        return Enumerable.Range(1, Math.Max(0, scales.Length - 1))
            .Where(level => scales[level - 1] is not null && scales[level] is not null)
            .Select(level => new Step(level, scales[level - 1]!, scales[level]!));
    }

    /// <summary>Scales along the space axes; null if another rule reports them.</summary>
    private static double[]? SpaceScale(Dataset dataset, int axes, int[] space) =>
        dataset.ScaleTransform?.Scale is { } scale && scale.Count == axes && scale.All(double.IsFinite)
            ? [.. space.Select(axis => scale[axis])]
            : null;

    private sealed record Step(int Level, double[] Above, double[] Scale)
    {
        /// <summary>The first axis with different scales decides, as in yaozarrs; resolution may increase along later axes.</summary>
        public bool IsFiner => Above.Zip(Scale).Where(p => p.First != p.Second).Select(p => p.Second < p.First).FirstOrDefault();

        public bool HasFinerAxis => Above.Zip(Scale).Any(p => p.Second < p.First);

        public string Describe() => $"scale {Text(Scale)} after {Text(Above)}";

        private static string Text(double[] scale) => string.Join(", ", scale.Select(s => s.ToString(CultureInfo.InvariantCulture)));
    }
}
