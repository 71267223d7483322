using System.Text.Json.Nodes;

namespace Macro.Plans;

/// <summary>What the tasks of a plan have to do, from its JSON.</summary>
/// <param name="Waves">For each wave the bytes of each task; of the whole wave where whoever finishes does it.</param>
/// <param name="Parts">The number of parts.</param>
internal sealed record TaskSizes(IReadOnlyList<IReadOnlyList<double>> Waves, int Parts)
{
    internal static TaskSizes Of(string plan)
    {
        var waves = JsonNode.Parse(plan)!["waves"]!.AsArray();
        return new TaskSizes([.. waves.Select(wave => SizesOf(wave!))], waves.Sum(wave => wave!["parts"]!.AsArray().Count));
    }

    // Pieces are alike, except at the border of an image.
    private static IReadOnlyList<double> SizesOf(JsonNode wave)
    {
        var bytes = wave["bytes"]!.GetValue<long>();
        long[] pieces = [.. wave["parts"]!.AsArray().Select(end => end!.GetValue<long>())];
        int[] tasks = [.. wave["tasks"]!.AsArray().Select(end => end!.GetValue<int>())];
        return tasks.Length == 0 ? [bytes] : [.. tasks.Zip(tasks.Prepend(0), (end, start) => (double)bytes / pieces[^1] * (pieces[end - 1] - (start == 0 ? 0 : pieces[start - 1])))];
    }
}
