using System.Globalization;
using System.Text.Json.Nodes;

namespace OmeZarr.Cli.Dividing;

/// <summary>A plan as a table for people, or as JSON.</summary>
internal static class PlanTable
{
    internal static string ToText(string path, ConversionPlan plan)
    {
        string[] header = ["wave", "tasks", "parts", "pixels", "largest task", "mean task"];
        IEnumerable<string[]> rows = plan.Waves.Index().Select(wave => new[]
        {
            Number(wave.Index), wave.Item.Tasks == 0 ? "by finish" : Number(wave.Item.Tasks), Number(wave.Item.Parts), ByteSize.Text(wave.Item.Bytes),
            wave.Item.Tasks == 0 ? "-" : ByteSize.Text(wave.Item.LargestTask), wave.Item.Tasks == 0 ? "-" : ByteSize.Text(wave.Item.Bytes / wave.Item.Tasks),
        });
        string[][] all = [header, .. rows];
        int[] widths = [.. header.Select((_, column) => all.Max(row => row[column].Length))];
        var steps = plan.Waves.Index().Where(wave => wave.Item.Tasks > 0).Select(wave => $"omezarr run {Quote.IfNeeded(path)} --wave {wave.Index} --task {(wave.Item.Tasks == 1 ? "0" : $"0..{wave.Item.Tasks - 1}")}");
        return string.Join(
            Environment.NewLine,
            [$"{path}  {plan.Destination}", .. all.Select(row => "  " + string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd()), .. steps, $"omezarr finish {Quote.IfNeeded(path)}"]);
    }

    internal static string ToJson(string path, ConversionPlan plan) => JsonOutput.Text(new JsonObject
    {
        ["plan"] = path,
        ["id"] = plan.Id,
        ["destination"] = plan.Destination,
        ["waves"] = JsonOutput.List(plan.Waves.Select(wave => new JsonObject { ["tasks"] = wave.Tasks, ["parts"] = wave.Parts, ["bytes"] = wave.Bytes, ["largestTask"] = wave.LargestTask })),
    });

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
