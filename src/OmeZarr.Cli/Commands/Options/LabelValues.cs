using OmeZarr.Cli.Images;
using OmeZarr.Cli.Inputs;

namespace OmeZarr.Cli.Commands;

/// <summary>Parses the values of --label: <c>nuclei=mask.tif</c>.</summary>
internal static class LabelValues
{
    internal static IReadOnlyList<LabelRequest> Parse(IEnumerable<string> values)
    {
        var labels = values.Select(Parse).ToList();
        var twice = labels.GroupBy(label => label.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Count() > 1);
        return twice is null ? labels : throw new UsageException($"--label: the name {Quote.IfNeeded(twice.Key)} is given twice (capitals do not count)");
    }

    private static LabelRequest Parse(string value) => value.Split('=', 2, StringSplitOptions.TrimEntries) is [{ Length: > 0 } name, { Length: > 0 } file]
        ? new LabelRequest(name, InputPaths.Expand([file]))
        : throw new UsageException($"--label {Quote.IfNeeded(value)}: expected a name and a file, such as nuclei=mask.tif");
}
